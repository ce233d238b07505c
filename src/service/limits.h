// Limits of use cases, each with its reason.
#pragma once

#include "base/time.h"
#include "scans/limits.h"
#include "security/throttle.h"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace attest::service {

// ── Inbox and mail ──

inline constexpr std::int64_t inbox_page_size = 30;

/// Items that the inbox can be paged back through: nobody reads on after a thousand.
inline constexpr std::int64_t inbox_shown_max = 1'000;

/// More unread items are shown as "99+": counting on would cost, and say nothing.
inline constexpr std::int64_t unread_shown_max = 99;

/// Mails about a site's posts to one person in one UTC day; the rest stays in the inbox. A person
/// who gets more has a quarrel or a raid on hand (guards.md, D16).
inline constexpr std::int64_t mails_per_day_max = 100;

/// Followers told in one transaction: some milliseconds, so that nobody's write waits for them.
inline constexpr std::int64_t followers_told_at_once = 500;

// ── Sources ──

/// Citations whose works are given out of one question: forty answers of fifty claims, and a
/// bibliography that nobody takes into a library at once.
inline constexpr std::int64_t cited_places_exported_max = 2'000;

// ── Accounts ──

/// How long the link in a confirmation mail is good: a weekend.
inline constexpr Duration confirmation_age_max = days(3);

/// How long a reset link is good. It opens the account for whoever reads the mail.
inline constexpr Duration reset_age_max = hours(1);

inline constexpr Duration address_change_age_max = days(1);

/// How long the link that makes the first keeper is good; a restart prints a new one.
inline constexpr Duration first_keeper_age_max = days(7);

inline constexpr Duration invitation_age_max = days(30);

/// A sign-up that nobody confirms goes after so long, and its name and address are free again.
inline constexpr Duration unconfirmed_age_max = days(7);

/// How long the events of an account are kept: long enough to look back at a break-in.
inline constexpr Duration account_event_age_max = days(365);

/// Wrong passwords for one account from one network. Twelve characters are not guessed five at a
/// time.
inline constexpr security::RateLimit sign_in_limit{.burst = 5, .per = minutes(15)};

/// Wrong passwords from one network, for whatever accounts: a school behind one address may mistype
/// now and then.
inline constexpr security::RateLimit sign_in_network_limit{.burst = 30, .per = hours(1)};

/// Wrong passwords for one account from all networks that it was never signed in from (guards.md,
/// D4). Its owner comes from a known one, or by mail.
inline constexpr security::RateLimit sign_in_stranger_limit{.burst = 10, .per = hours(1)};

/// Sign-ups from one network: a class of thirty gets in within a lesson or two.
inline constexpr security::RateLimit sign_up_limit{.burst = 15, .per = hours(1)};

/// Mails about one address's account, for whatever reason (guards.md, D16).
inline constexpr security::RateLimit account_mail_limit{.burst = 3, .per = hours(1)};

/// Mails about accounts that one network causes.
inline constexpr security::RateLimit account_mail_network_limit{.burst = 20, .per = hours(1)};

/// Tries at the password of a confirmation or a proof.
inline constexpr security::RateLimit proof_limit{.burst = 10, .per = minutes(15)};

/// Data downloads of an account: each reads all that it has written.
inline constexpr security::RateLimit data_download_limit{.burst = 5, .per = hours(1)};

/// Addresses invited by one form.
inline constexpr std::size_t invitations_at_once_max = 100;

/// Claims of one account, decided ones included: a slip of the finger or two, no guessing around.
inline constexpr std::int64_t claims_max = 10;

/// Looks at an old profile: each asks another server, whose patience is not ours to try.
inline constexpr security::RateLimit claim_check_limit{.burst = 6, .per = hours(1)};

/// Invitations and claims shown to the keeper.
inline constexpr std::int64_t keeper_list_max = 200;

/// Events of an account shown to its owner.
inline constexpr std::int64_t account_events_shown = 30;

/// Characters of the fields of a profile, as on Stack Exchange.
inline constexpr std::size_t location_length_max = 100;
inline constexpr std::size_t website_length_max = 200;
inline constexpr std::size_t about_length_max = 5'000;

// ── Signing in ──

/// How long the second step, a passkey's challenge or the way to another site may take (ASVS 6.5.5:
/// ten minutes at most).
inline constexpr Duration sign_in_attempt_age_max = minutes(10);

/// Wrong codes in one second step; after that the password is asked for again (ASVS 6.6.3).
inline constexpr std::int64_t second_step_failures_max = 5;

/// Wrong codes of one account: with three of a million right at a time, ten an hour find one in
/// four years on the average. Whoever gets here knows the password already; recovery codes and
/// passkeys are not counted, so the owner is not locked out.
inline constexpr security::RateLimit second_step_limit{.burst = 10, .per = hours(1)};

/// Passkeys of one account: some devices, and some keys in a drawer.
inline constexpr std::size_t passkeys_max = 20;

/// Characters of a passkey's name.
inline constexpr std::size_t passkey_name_characters_max = 60;

/// Milliseconds that a browser waits for a person to touch their key.
inline constexpr std::int64_t passkey_timeout_milliseconds = 300'000;

/// How long the documents of another site are kept before they are asked for again.
inline constexpr Duration openid_documents_age_max = hours(1);

/// How soon a key set may be asked for again because a token names a key that is not in it: a
/// stranger's tokens must not make us hammer on another site.
inline constexpr Duration openid_keys_age_min = minutes(1);

// ── Asking and answering ──

/// As on Stack Exchange: a title that is shorter says no more than its tags.
inline constexpr std::size_t title_length_min = 15;

/// Tags offered while one is typed: as many as are looked through at a glance.
inline constexpr std::int64_t tags_offered_max = 8;

/// Of a title, tags or a summary that is kept as a draft: some more than any may have when it is
/// sent, so that what is too long is not lost either.
inline constexpr std::size_t draft_line_length_max = 1'000;

/// Similar questions shown to an asker: those that fit beside the title.
inline constexpr std::int64_t similar_shown_max = 6;

// ── Scans ──

/// Files a member uploads in a day: a volume in parts, or the photographs of an afternoon.
inline constexpr std::int64_t uploads_per_day_max = 60;

/// Bytes of a file, and the width of the small images of its pages: as for the child that reads it.
inline constexpr std::size_t scan_bytes_max = scans::file_bytes_max;
inline constexpr std::uint32_t scan_thumbnail_width = scans::thumbnail_width;

/// Bytes of a file's name that are kept: what fits a line of a list.
inline constexpr std::size_t file_name_bytes_max = 200;

/// Thousandths of a page's height that are "lines around a quote"; a quote over more of the page
/// would show the page.
inline constexpr int strip_height_max = 250;

/// How long a file is read at a time: a server that is to stop waits so long for it, and for the
/// page that is being read.
inline constexpr std::chrono::milliseconds scan_slice{2'500};

inline constexpr std::size_t hidden_reason_length_max = 300;

// ── Citations on pages ──

/// Pages of scans that a write looks at for the quotes that it brings: a book of 400 pages takes
/// 25 ms, for which others' writes wait. What is left waits for the job.
inline constexpr std::int64_t search_pages_at_write_max = 450;

/// Pages after which the job stores what it has found, and begins anew.
inline constexpr std::int64_t search_pages_at_once = 2'000;

/// Citations that the job, or a write that moves many, takes up at once.
inline constexpr std::int64_t searches_at_once = 200;

/// Pages of a locator's range ("pp. 33–40") on which a quote is looked for: a chapter.
inline constexpr std::int64_t cited_range_pages_max = 50;

// ── Links of imported answers ──

/// Works that links of one answer make citations of. An answer with more is a list of links, and
/// its first ones are what it rests on.
inline constexpr std::size_t links_cited_max = 10;

/// Links of an answer that are looked at for them.
inline constexpr std::size_t links_looked_at_max = 100;

/// Words that a sentence has beside its link if it says something: "See this page" does not.
inline constexpr std::size_t link_words_beside_min = 4;

// ── Checks without an account ──

/// How long one waits to be confirmed: a week, in which who was curious has an account or none.
inline constexpr Duration waiting_check_life = days(7);

/// From one address. A class that shares one has its turns within the hour.
inline constexpr security::RateLimit waiting_check_limit{.burst = 20, .per = hours(1)};

/// Waiting at once, from one address and in all: a row has some hundred bytes, two kilobytes at
/// most, so that all of them together fill no disk.
inline constexpr std::int64_t waiting_checks_of_address_max = 40;
inline constexpr std::int64_t waiting_checks_max = 10'000;

// ── Writing ──

/// Quotes of one text that are looked for while it is written: a book of 400 pages takes some ten
/// milliseconds for each, and the text is sent again whenever its writer pauses.
inline constexpr std::size_t quotes_looked_for_max = 25;

// ── Timelines and maps ──

/// Dates on one timeline: what can still be seen as a picture, and read as a list. More is found by
/// asking for a shorter stretch.
inline constexpr std::int64_t timeline_items_max = 500;

/// Posts that a search finds first, whose dated claims make its timeline.
inline constexpr std::int64_t timeline_posts_searched = 100;

/// Places on a map with the list beneath it: a life, or a war.
inline constexpr std::int64_t map_places_max = 300;

/// Posts on a page of those that mention a record.
inline constexpr std::int64_t mentions_per_page = 30;

/// Readers of a claim that was reworded who are asked to look again: more than have ever checked
/// one.
inline constexpr std::int64_t readers_asked_again_max = 50;

/// Posts that one transaction judges again when a source changes: about a tenth of a second.
inline constexpr std::int64_t posts_judged_at_once = 200;

} // namespace attest::service
