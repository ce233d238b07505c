// Limits of use cases, each with its reason.
#pragma once

#include "base/time.h"
#include "security/throttle.h"

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

} // namespace attest::service
