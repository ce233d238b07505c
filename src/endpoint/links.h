// Every address of a site is built here: Stack Exchange's addresses and anchors for what was
// brought from there (decisions.md, 8), ours beside them. A handler that needs an address asks for
// it; none is put together elsewhere.
#pragma once

#include "domain/authorities.h"
#include "domain/evidence.h"
#include "domain/ids.h"
#include "domain/inbox.h"
#include "html/html.h"
#include "service/evidence.h"
#include "service/questions.h"
#include "service/search.h"
#include "service/sources.h"
#include "service/tags.h"
#include "service/timeline.h"
#include "service/users.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attest::endpoint {

/// Names of orders as they stand in addresses.
std::string_view format_choice(service::QuestionOrder order);
std::string_view format_choice(service::AnswerOrder order);
std::string_view format_choice(service::WantedClaims wanted);
std::string_view format_choice(service::TagOrder order);
std::string_view format_choice(service::UserOrder order);
std::string_view format_choice(service::SearchOrder order);
std::string_view format_choice(service::UserTab tab);
std::string_view format_choice(storage::SourceOrder order);

/// How a revision's page shows what changed.
enum class DiffView : std::uint8_t { inline_, side, source };

std::string_view format_choice(DiffView view);

class Links {
public:
    /// `prefix` is "" or "/name"; `origin` is scheme and host of this server as the reader reached
    /// it.
    Links(std::string prefix, std::string origin)
        : prefix_{std::move(prefix)}, origin_{std::move(origin)} {}

    /// The same address with scheme and host, for feeds, sitemaps and canonical links.
    [[nodiscard]] html::Url absolute(const html::Url& local) const;

    [[nodiscard]] html::Url home() const;

    /// A list of questions; page 1 and no `after` are left out of the address.
    [[nodiscard]] html::Url questions(service::QuestionOrder order, std::int64_t page = 1) const;
    [[nodiscard]] html::Url
    tagged(std::string_view tag, service::QuestionOrder order, std::int64_t page = 1) const;

    /// The list that goes on after a question: for pages too deep for numbers.
    [[nodiscard]] html::Url list_after(
        const std::optional<std::string>& tag, service::QuestionOrder order, QuestionId after
    ) const;

    /// `/questions/175/slug`.
    [[nodiscard]] html::Url question(QuestionId id, std::string_view title) const;
    [[nodiscard]] html::Url question_page(
        QuestionId id, std::string_view title, service::AnswerOrder order, std::int64_t page = 1
    ) const;

    /// Where an answer is read, with its anchor: `/questions/175/slug?page=2#176`.
    [[nodiscard]] html::Url post(const service::PostAddress& address) const;

    /// `/questions/175/slug/176#176`: of an answer whose page is not known; redirects there.
    [[nodiscard]] html::Url
    answer(QuestionId question, std::string_view title, AnswerId answer) const;

    /// The short permanent links `/q/175` and `/a/176`.
    [[nodiscard]] html::Url short_question(QuestionId id) const;
    [[nodiscard]] html::Url short_answer(AnswerId id) const;

    /// What a question and its answers cite: `/q/175/sources.json`, `.bib`, `.ris`.
    [[nodiscard]] html::Url question_sources(QuestionId id, std::string_view format) const;

    /// `comment4_16`: the anchor of comment 4 on post 16.
    static std::string comment_anchor(CommentId comment, PostId post);

    [[nodiscard]] html::Url
    revisions(PostId post, DiffView view = DiffView::inline_, std::int64_t page = 1) const;
    [[nodiscard]] html::Url
    revision(std::string_view guid, DiffView view = DiffView::inline_) const;
    [[nodiscard]] html::Url roll_back(std::string_view guid) const;

    [[nodiscard]] html::Url suggested_edits(std::int64_t page = 1) const;
    [[nodiscard]] html::Url suggested_edit(SuggestedEditId id) const;
    /// "/suggested-edits/7/approve". The act is a literal.
    [[nodiscard]] html::Url suggested_edit_act(SuggestedEditId id, std::string_view act) const;

    [[nodiscard]] html::Url tags(
        service::TagOrder order = service::TagOrder::popular,
        std::string_view filter = {},
        std::int64_t page = 1
    ) const;
    [[nodiscard]] html::Url tag_info(std::string_view name) const;
    [[nodiscard]] html::Url tag_edit(std::string_view name) const;
    [[nodiscard]] html::Url tag_synonyms(std::string_view name) const;

    /// A list of authority records: "/people", "/places", "/names".
    [[nodiscard]] html::Url authorities(
        domain::AuthorityKind kind, std::string_view filter = {}, std::int64_t page = 1
    ) const;
    /// `/people/7/leon-trotsky`.
    [[nodiscard]] html::Url
    authority(domain::AuthorityKind kind, AuthorityId id, std::string_view label) const;
    /// `/names/7`: redirects there; also where changes are sent.
    [[nodiscard]] html::Url authority_acts(AuthorityId id) const;
    [[nodiscard]] html::Url authority_edit(AuthorityId id) const;
    [[nodiscard]] html::Url make_authority() const;
    [[nodiscard]] html::Url new_authority(domain::AuthorityKind kind) const;

    /// The library of sources; `words` empty: the whole of it.
    [[nodiscard]] html::Url sources(
        storage::SourceOrder order = storage::SourceOrder::newest,
        std::string_view words = {},
        std::int64_t page = 1
    ) const;
    [[nodiscard]] html::Url source_new() const;
    [[nodiscard]] html::Url source(std::string_view key, std::int64_t page = 1) const;
    /// `/sources/{key}/{act}`: edit, history, links, merge, distrust.
    [[nodiscard]] html::Url source_act(std::string_view key, std::string_view act) const;
    /// `/sources/{key}.{format}`: bib, ris, json.
    [[nodiscard]] html::Url source_export(std::string_view key, std::string_view format) const;

    [[nodiscard]] html::Url users(
        service::UserOrder order = service::UserOrder::reputation,
        std::string_view filter = {},
        std::int64_t page = 1
    ) const;

    /// `/users/ID/name`.
    [[nodiscard]] html::Url user(UserId id, std::string_view name) const;
    [[nodiscard]] html::Url
    user_tab(UserId id, std::string_view name, service::UserTab tab, std::int64_t page = 1) const;

    [[nodiscard]] html::Url search(
        std::string_view query = {},
        service::SearchOrder order = service::SearchOrder::relevance,
        std::int64_t page = 1
    ) const;
    /// The words of scanned pages: "/search/scans".
    [[nodiscard]] html::Url search_scans(std::string_view query = {}, std::int64_t page = 1) const;
    /// Those of one source: "/sources/KEY/search".
    [[nodiscard]] html::Url
    search_source(std::string_view key, std::string_view query = {}, std::int64_t page = 1) const;
    [[nodiscard]] html::Url help_search() const;
    [[nodiscard]] html::Url about() const;
    [[nodiscard]] html::Url opensearch() const;

    /// `next` is where to go on afterwards; a local path or nothing.
    [[nodiscard]] html::Url sign_in(std::string_view next = {}) const;
    [[nodiscard]] html::Url sign_up(std::string_view next = {}) const;
    [[nodiscard]] html::Url sign_out() const;
    /// Where an account that is new to this site joins it.
    [[nodiscard]] html::Url join(std::string_view next = {}) const;
    [[nodiscard]] html::Url account() const;
    /// "/account/NAME".
    [[nodiscard]] html::Url account_page(std::string_view name, std::string_view next = {}) const;
    /// Where a link in a mail leads: "/confirm?token=…".
    [[nodiscard]] html::Url token_page(std::string_view name, std::string_view token) const;
    /// Where one asks for a new password.
    [[nodiscard]] html::Url reset() const;
    [[nodiscard]] html::Url privacy() const;
    /// The page on how one signs in, and what is posted from it: `security("app/confirm")`.
    [[nodiscard]] html::Url security(std::string_view part = {}) const;
    /// Ways of signing in besides the form: `sign_in_by("passkey")`.
    [[nodiscard]] html::Url sign_in_by(std::string_view way) const;
    [[nodiscard]] html::Url inbox(std::int64_t page = 1) const;
    /// Where an item of the inbox is opened, and where all are marked read, both by POST.
    [[nodiscard]] html::Url inbox_item(InboxItemId id) const;
    [[nodiscard]] html::Url inbox_read() const;
    /// Where an item's answer or comment is read.
    [[nodiscard]] html::Url
    inbox_target(const service::PostAddress& address, const domain::InboxItem& item) const;
    /// The same where the answer's page is not known.
    [[nodiscard]] html::Url inbox_target(const domain::InboxItem& item) const;
    [[nodiscard]] html::Url mail_choices(bool is_saved = false) const;
    [[nodiscard]] html::Url unsubscribe(std::string_view token) const;
    [[nodiscard]] html::Url ask() const;
    [[nodiscard]] html::Url post_question() const;
    [[nodiscard]] html::Url post_answer(QuestionId id) const;
    [[nodiscard]] html::Url similar_questions() const;
    [[nodiscard]] html::Url preview() const;
    [[nodiscard]] html::Url complete_source() const;
    /// The dialog of the Cite button, for a script.
    [[nodiscard]] html::Url cite_dialog() const;
    [[nodiscard]] html::Url drafts() const;
    [[nodiscard]] html::Url complete_tag() const;
    [[nodiscard]] html::Url help_limits() const;

    /// The timeline of a question, a tag, a record or a search, with a format: "svg", "json",
    /// "csv".
    [[nodiscard]] html::Url timeline(
        const service::Scope& scope,
        const service::Stretch& stretch = {},
        bool has_old_style = false,
        std::string_view format = {}
    ) const;
    /// `/questions/175/map`.
    [[nodiscard]] html::Url map(const service::Scope& scope) const;
    /// `/names/7/mentions`
    [[nodiscard]] html::Url mentions(AuthorityId id, std::int64_t page = 1) const;

    /// The page of a claim, and where its forms are sent: "/claims/7/citations". Acts are literals.
    [[nodiscard]] html::Url claim(ClaimId id) const;
    [[nodiscard]] html::Url claim_act(ClaimId id, std::string_view act) const;
    [[nodiscard]] html::Url citation_act(CitationId id, std::string_view act) const;

    /// A check that waits for an account, by the token of who made it.
    [[nodiscard]] html::Url waiting_check(std::string_view token, std::string_view act = {}) const;

    /// The form for a reader without an account, with a verdict chosen.
    [[nodiscard]] html::Url check_form(CitationId id, std::string_view verdict) const;

    /// Claims that readers can help with: "/help-check?show=differ&language=en,ru".
    [[nodiscard]] html::Url help_check(
        service::WantedClaims wanted = service::WantedClaims::unchecked,
        std::string_view languages = {},
        std::int64_t page = 1
    ) const;

    /// Where an act on a post or a comment is done, or its form stands: "/posts/175/close". The act
    /// is a literal.
    [[nodiscard]] html::Url post_act(PostId post, std::string_view act) const;
    [[nodiscard]] html::Url comment_act(CommentId comment, std::string_view act) const;
    /// Where a moderator decides a flag, by POST.
    [[nodiscard]] html::Url flag(FlagId id) const;
    [[nodiscard]] html::Url moderation() const;
    [[nodiscard]] html::Url moderation_log(std::int64_t page = 1) const;
    [[nodiscard]] html::Url voted_questions() const;
    /// Where votes, acceptances and marks are sent.
    [[nodiscard]] html::Url post_vote(PostId id) const;
    [[nodiscard]] html::Url accept(AnswerId id) const;
    [[nodiscard]] html::Url follow(PostId id) const;
    [[nodiscard]] html::Url bookmark(PostId id) const;
    /// Where comments are sent, and the page with the form for one; `reply_to` is whom it answers.
    [[nodiscard]] html::Url comments(PostId id) const;
    [[nodiscard]] html::Url
    new_comment(PostId id, std::optional<CommentId> reply_to = std::nullopt) const;
    [[nodiscard]] html::Url comment_edit(CommentId id) const;
    [[nodiscard]] html::Url comment_delete(CommentId id) const;
    [[nodiscard]] html::Url comment_vote(CommentId id) const;
    /// The page of a post with all its comments, at one of them.
    [[nodiscard]] html::Url
    comment(const service::PostAddress& address, CommentId comment, PostId post) const;
    /// The same page of a question, with no comments folded, at those of a post.
    [[nodiscard]] html::Url all_comments(const html::Url& page, PostId post) const;
    [[nodiscard]] html::Url help_privileges() const;

    /// What moderators read of checks, and the door that settles a flag of theirs.
    [[nodiscard]] html::Url check_lists() const;
    [[nodiscard]] html::Url scan_flag(std::int64_t flag) const;

    /// Files of a source: where they are sent, and "/sources/KEY/files/7" with a part of it:
    /// "manifest.json". Parts are literals.
    [[nodiscard]] html::Url scans(std::string_view key) const;
    [[nodiscard]] html::Url
    scan(std::string_view key, SourceFileId file, std::string_view part = {}) const;
    /// "/sources/KEY/files/7/pages/79", with a part of it ("image.jpg"), or with a quote marked.
    [[nodiscard]] html::Url scan_page(
        std::string_view key, SourceFileId file, std::string_view page, std::string_view part = {}
    ) const;
    [[nodiscard]] html::Url scan_page_with_quote(
        std::string_view key, SourceFileId file, std::string_view page, std::string_view quote
    ) const;

    [[nodiscard]] html::Url feed() const;
    [[nodiscard]] html::Url feed_tag(std::string_view tag) const;
    [[nodiscard]] html::Url feed_question(QuestionId id) const;
    [[nodiscard]] html::Url feed_user(UserId id) const;

    [[nodiscard]] html::Url sitemap() const;
    [[nodiscard]] html::Url sitemap_slice(QuestionId from) const;

    [[nodiscard]] const std::string& prefix() const { return prefix_; }

    [[nodiscard]] const std::string& origin() const { return origin_; }

private:
    std::string prefix_;
    std::string origin_;
};

/// The page of an imported post at the site it came from: `ORIGIN/questions/175`,
/// `ORIGIN/a/176`. Nothing if the origin is not an address.
std::optional<html::Url> origin_post_url(std::string_view origin_url, PostId post, bool is_answer);

/// "beer.stackexchange.com" of "https://beer.stackexchange.com/".
std::string origin_host(std::string_view origin_url);

/// The deed of a Creative Commons licence named like "CC BY-SA 3.0"; nothing for other names.
std::optional<html::Url> license_url(std::string_view license);

} // namespace attest::endpoint
