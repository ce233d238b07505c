#include "endpoint/links.h"

#include "base/text.h"
#include "domain/slug.h"
#include "html/writer.h"

#include <fmt/format.h>

#include <utility>

namespace attest::endpoint {

namespace {

/// Puts an address together from its path and the parameters that differ from what is taken
/// anyway.
class Address {
public:
    explicit Address(std::string path) : text_{std::move(path)} {}

    Address& with(std::string_view name, std::string_view value) {
        text_ += separator_;
        text_ += name;
        text_ += '=';
        text_ += percent_encode(value);
        separator_ = '&';
        return *this;
    }

    Address& with_page(std::int64_t page) {
        if (page > 1) with("page", fmt::format("{}", page));
        return *this;
    }

    Address& with_anchor(std::string_view anchor) {
        text_ += '#';
        text_ += anchor;
        return *this;
    }

    html::Url url() { return html::Url::local(std::move(text_)); }

private:
    std::string text_;
    char separator_ = '?';
};

/// "/questions/175/slug", or without the slug where a title has no letters.
std::string slug_path(std::string_view front, std::int64_t id, std::string_view words) {
    const std::string slug = domain::make_slug(words);
    if (slug.empty()) return fmt::format("{}/{}", front, id);
    return fmt::format("{}/{}/{}", front, id, percent_encode(slug));
}

std::string_view authorities_path(domain::AuthorityKind kind) {
    switch (kind) {
    case domain::AuthorityKind::person:
        return "/people";
    case domain::AuthorityKind::place:
        return "/places";
    case domain::AuthorityKind::organisation:
    case domain::AuthorityKind::other:
        return "/names";
    }
    std::unreachable();
}

std::string_view trim_slash(std::string_view url) {
    while (url.ends_with('/'))
        url.remove_suffix(1);
    return url;
}

} // namespace

std::string_view format_choice(service::QuestionOrder order) {
    switch (order) {
    case service::QuestionOrder::newest:
        return "newest";
    case service::QuestionOrder::active:
        return "active";
    case service::QuestionOrder::hot:
        return "hot";
    case service::QuestionOrder::unanswered:
        return "unanswered";
    case service::QuestionOrder::votes:
        return "votes";
    case service::QuestionOrder::week:
        return "week";
    case service::QuestionOrder::month:
        return "month";
    }
    std::unreachable();
}

std::string_view format_choice(service::AnswerOrder order) {
    switch (order) {
    case service::AnswerOrder::best:
        return "best";
    case service::AnswerOrder::evidence:
        return "evidence";
    case service::AnswerOrder::votes:
        return "votes";
    case service::AnswerOrder::newest:
        return "newest";
    case service::AnswerOrder::oldest:
        return "oldest";
    case service::AnswerOrder::active:
        return "active";
    }
    std::unreachable();
}

std::string_view format_choice(service::WantedClaims wanted) {
    switch (wanted) {
    case service::WantedClaims::unchecked:
        return "unchecked";
    case service::WantedClaims::asked:
        return "asked";
    case service::WantedClaims::differ:
        return "differ";
    case service::WantedClaims::links:
        return "links";
    }
    std::unreachable();
}

std::string_view format_choice(service::TagOrder order) {
    switch (order) {
    case service::TagOrder::popular:
        return "popular";
    case service::TagOrder::name:
        return "name";
    case service::TagOrder::newest:
        return "newest";
    }
    std::unreachable();
}

std::string_view format_choice(service::UserOrder order) {
    switch (order) {
    case service::UserOrder::reputation:
        return "reputation";
    case service::UserOrder::newest:
        return "newest";
    case service::UserOrder::name:
        return "name";
    }
    std::unreachable();
}

std::string_view format_choice(service::SearchOrder order) {
    switch (order) {
    case service::SearchOrder::relevance:
        return "relevance";
    case service::SearchOrder::newest:
        return "newest";
    case service::SearchOrder::active:
        return "active";
    case service::SearchOrder::votes:
        return "votes";
    }
    std::unreachable();
}

std::string_view format_choice(service::UserTab tab) {
    switch (tab) {
    case service::UserTab::profile:
        return "profile";
    case service::UserTab::questions:
        return "questions";
    case service::UserTab::answers:
        return "answers";
    case service::UserTab::badges:
        return "badges";
    case service::UserTab::reputation:
        return "reputation";
    case service::UserTab::bookmarks:
        return "bookmarks";
    case service::UserTab::following:
        return "following";
    }
    std::unreachable();
}

std::string_view format_choice(DiffView view) {
    switch (view) {
    case DiffView::inline_:
        return "inline";
    case DiffView::side:
        return "side";
    case DiffView::source:
        return "source";
    }
    std::unreachable();
}

html::Url Links::absolute(const html::Url& local) const {
    return html::Url::absolute(origin_, local.text());
}

html::Url Links::home() const {
    return html::Url::local(prefix_ + "/");
}

html::Url Links::questions(service::QuestionOrder order, std::int64_t page) const {
    return Address{prefix_ + "/questions"}.with("tab", format_choice(order)).with_page(page).url();
}

html::Url
Links::tagged(std::string_view tag, service::QuestionOrder order, std::int64_t page) const {
    Address address{prefix_ + "/questions/tagged/" + percent_encode(tag)};
    if (order != service::QuestionOrder::newest) address.with("tab", format_choice(order));
    return address.with_page(page).url();
}

html::Url Links::list_after(
    const std::optional<std::string>& tag, service::QuestionOrder order, QuestionId after
) const {
    Address address{
        prefix_ + (tag ? "/questions/tagged/" + percent_encode(*tag) : std::string{"/questions"})
    };
    return address.with("tab", format_choice(order))
        .with("after", fmt::format("{}", after.value))
        .url();
}

html::Url Links::question(QuestionId id, std::string_view title) const {
    return html::Url::local(slug_path(prefix_ + "/questions", id.value, title));
}

html::Url Links::question_page(
    QuestionId id, std::string_view title, service::AnswerOrder order, std::int64_t page
) const {
    Address address{slug_path(prefix_ + "/questions", id.value, title)};
    if (order != service::AnswerOrder::best) address.with("order", format_choice(order));
    return address.with_page(page).url();
}

html::Url Links::post(const service::PostAddress& address) const {
    std::string path = fmt::format("{}/questions/{}", prefix_, address.question.value);
    if (!address.slug.empty()) path += "/" + percent_encode(address.slug);
    Address url{std::move(path)};
    if (!address.answer) return url.url();
    if (address.order != service::AnswerOrder::best) {
        url.with("order", format_choice(address.order));
    }
    return url.with_page(address.page).with_anchor(fmt::format("{}", address.answer->value)).url();
}

html::Url Links::answer(QuestionId question, std::string_view title, AnswerId answer) const {
    const std::string slug = domain::make_slug(title);
    return html::Url::local(fmt::format(
        "{}/questions/{}/{}/{}#{}",
        prefix_,
        question.value,
        slug.empty() ? "-" : percent_encode(slug),
        answer.value,
        answer.value
    ));
}

html::Url Links::short_question(QuestionId id) const {
    return html::Url::local(fmt::format("{}/q/{}", prefix_, id.value));
}

html::Url Links::question_sources(QuestionId id, std::string_view format) const {
    return html::Url::local(fmt::format("{}/q/{}/sources.{}", prefix_, id.value, format));
}

html::Url Links::short_answer(AnswerId id) const {
    return html::Url::local(fmt::format("{}/a/{}", prefix_, id.value));
}

std::string Links::comment_anchor(CommentId comment, PostId post) {
    return fmt::format("comment{}_{}", comment.value, post.value);
}

html::Url Links::revisions(PostId post, DiffView view, std::int64_t page) const {
    Address address{fmt::format("{}/posts/{}/revisions", prefix_, post.value)};
    if (view != DiffView::inline_) address.with("view", format_choice(view));
    return address.with_page(page).url();
}

html::Url Links::revision(std::string_view guid, DiffView view) const {
    Address address{prefix_ + "/revisions/" + percent_encode(guid)};
    if (view != DiffView::inline_) address.with("view", format_choice(view));
    return address.url();
}

html::Url Links::roll_back(std::string_view guid) const {
    return html::Url::local(prefix_ + "/revisions/" + percent_encode(guid) + "/rollback");
}

html::Url Links::suggested_edits(std::int64_t page) const {
    return Address{prefix_ + "/suggested-edits"}.with_page(page).url();
}

html::Url Links::suggested_edit(SuggestedEditId id) const {
    return html::Url::local(fmt::format("{}/suggested-edits/{}", prefix_, id.value));
}

html::Url Links::suggested_edit_act(SuggestedEditId id, std::string_view act) const {
    return html::Url::local(fmt::format("{}/suggested-edits/{}/{}", prefix_, id.value, act));
}

html::Url Links::tags(service::TagOrder order, std::string_view filter, std::int64_t page) const {
    Address address{prefix_ + "/tags"};
    if (order != service::TagOrder::popular) address.with("tab", format_choice(order));
    if (!filter.empty()) address.with("filter", filter);
    return address.with_page(page).url();
}

html::Url Links::tag_info(std::string_view name) const {
    return html::Url::local(prefix_ + "/tags/" + percent_encode(name) + "/info");
}

html::Url Links::tag_edit(std::string_view name) const {
    return html::Url::local(prefix_ + "/tags/" + percent_encode(name) + "/edit");
}

html::Url Links::tag_synonyms(std::string_view name) const {
    return html::Url::local(prefix_ + "/tags/" + percent_encode(name) + "/synonyms");
}

html::Url
Links::authorities(domain::AuthorityKind kind, std::string_view filter, std::int64_t page) const {
    Address address{prefix_ + std::string{authorities_path(kind)}};
    if (!filter.empty()) address.with("filter", filter);
    return address.with_page(page).url();
}

html::Url
Links::authority(domain::AuthorityKind kind, AuthorityId id, std::string_view label) const {
    return html::Url::local(
        slug_path(prefix_ + std::string{authorities_path(kind)}, id.value, label)
    );
}

html::Url Links::authority_acts(AuthorityId id) const {
    return html::Url::local(fmt::format("{}/names/{}", prefix_, id.value));
}

html::Url Links::authority_edit(AuthorityId id) const {
    return html::Url::local(fmt::format("{}/names/{}/edit", prefix_, id.value));
}

html::Url Links::make_authority() const {
    return html::Url::local(prefix_ + "/names");
}

html::Url Links::new_authority(domain::AuthorityKind kind) const {
    return Address{prefix_ + "/names/new"}.with("kind", domain::format_kind(kind)).url();
}

namespace {

/// Before "/timeline" and "/map".
std::string scope_path(const service::Scope& scope) {
    if (scope.question) return fmt::format("/questions/{}", scope.question->value);
    if (scope.record) return fmt::format("/names/{}", scope.record->value);
    if (!scope.tag.empty()) {
        return fmt::format("/questions/tagged/{}", percent_encode(scope.tag));
    }
    return {};
}

} // namespace

html::Url Links::timeline(
    const service::Scope& scope,
    const service::Stretch& stretch,
    bool has_old_style,
    std::string_view format
) const {
    std::string path = prefix_ + scope_path(scope) + "/timeline";
    if (!format.empty()) path.append(".").append(format);
    Address address{std::move(path)};
    if (!scope.query.empty()) address.with("q", scope.query);
    if (!stretch.from.empty()) address.with("from", stretch.from);
    if (!stretch.to.empty()) address.with("to", stretch.to);
    if (has_old_style) address.with("style", "old");
    return address.url();
}

html::Url Links::map(const service::Scope& scope) const {
    return html::Url::local(prefix_ + scope_path(scope) + "/map");
}

html::Url Links::mentions(AuthorityId id, std::int64_t page) const {
    return Address{fmt::format("{}/names/{}/mentions", prefix_, id.value)}.with_page(page).url();
}

std::string_view format_choice(storage::SourceOrder order) {
    return order == storage::SourceOrder::newest ? "newest" : "cited";
}

html::Url
Links::sources(storage::SourceOrder order, std::string_view words, std::int64_t page) const {
    Address address{prefix_ + "/sources"};
    if (order != storage::SourceOrder::newest) address.with("tab", format_choice(order));
    if (!words.empty()) address.with("q", words);
    return address.with_page(page).url();
}

html::Url Links::source_new() const {
    return html::Url::local(prefix_ + "/sources/new");
}

html::Url Links::source(std::string_view key, std::int64_t page) const {
    return Address{prefix_ + "/sources/" + percent_encode(key)}.with_page(page).url();
}

html::Url Links::source_act(std::string_view key, std::string_view act) const {
    return html::Url::local(
        prefix_ + "/sources/" + percent_encode(key) + "/" + percent_encode(act)
    );
}

html::Url Links::source_export(std::string_view key, std::string_view format) const {
    return html::Url::local(
        prefix_ + "/sources/" + percent_encode(key) + "." + percent_encode(format)
    );
}

html::Url Links::users(service::UserOrder order, std::string_view filter, std::int64_t page) const {
    Address address{prefix_ + "/users"};
    if (order != service::UserOrder::reputation) address.with("tab", format_choice(order));
    if (!filter.empty()) address.with("filter", filter);
    return address.with_page(page).url();
}

html::Url Links::user(UserId id, std::string_view name) const {
    return html::Url::local(slug_path(prefix_ + "/users", id.value, name));
}

html::Url
Links::user_tab(UserId id, std::string_view name, service::UserTab tab, std::int64_t page) const {
    Address address{slug_path(prefix_ + "/users", id.value, name)};
    if (tab != service::UserTab::profile) address.with("tab", format_choice(tab));
    return address.with_page(page).url();
}

html::Url
Links::search(std::string_view query, service::SearchOrder order, std::int64_t page) const {
    Address address{prefix_ + "/search"};
    if (!query.empty()) address.with("q", query);
    if (order != service::SearchOrder::relevance) address.with("tab", format_choice(order));
    return address.with_page(page).url();
}

html::Url Links::search_scans(std::string_view query, std::int64_t page) const {
    Address address{prefix_ + "/search/scans"};
    if (!query.empty()) address.with("q", query);
    return address.with_page(page).url();
}

html::Url
Links::search_source(std::string_view key, std::string_view query, std::int64_t page) const {
    Address address{fmt::format("{}/sources/{}/search", prefix_, percent_encode(key))};
    if (!query.empty()) address.with("q", query);
    return address.with_page(page).url();
}

html::Url Links::help_search() const {
    return html::Url::local(prefix_ + "/help/search");
}

html::Url Links::about() const {
    return html::Url::local(prefix_ + "/about");
}

html::Url Links::opensearch() const {
    return html::Url::local(prefix_ + "/opensearch.xml");
}

html::Url Links::sign_in(std::string_view next) const {
    Address address{prefix_ + "/signin"};
    if (!next.empty()) address.with("next", next);
    return address.url();
}

html::Url Links::sign_up(std::string_view next) const {
    Address address{prefix_ + "/signup"};
    if (!next.empty()) address.with("next", next);
    return address.url();
}

html::Url Links::account_page(std::string_view name, std::string_view next) const {
    Address address{fmt::format("{}/account/{}", prefix_, name)};
    if (!next.empty()) address.with("next", next);
    return address.url();
}

html::Url Links::token_page(std::string_view name, std::string_view token) const {
    return Address{fmt::format("{}/{}", prefix_, name)}.with("token", token).url();
}

html::Url Links::reset() const {
    return html::Url::local(prefix_ + "/reset");
}

html::Url Links::privacy() const {
    return html::Url::local(prefix_ + "/privacy");
}

html::Url Links::security(std::string_view part) const {
    std::string path = prefix_ + "/account/security";
    if (!part.empty()) path.append("/").append(part);
    return html::Url::local(std::move(path));
}

html::Url Links::sign_in_by(std::string_view way) const {
    return html::Url::local(prefix_ + "/signin/" + std::string{way});
}

html::Url Links::sign_out() const {
    return html::Url::local(prefix_ + "/signout");
}

html::Url Links::join(std::string_view next) const {
    Address address{prefix_ + "/join"};
    if (!next.empty()) address.with("next", next);
    return address.url();
}

html::Url Links::account() const {
    return html::Url::local(prefix_ + "/account");
}

html::Url Links::inbox(std::int64_t page) const {
    return Address{prefix_ + "/inbox"}.with_page(page).url();
}

html::Url Links::inbox_item(InboxItemId id) const {
    return html::Url::local(fmt::format("{}/inbox/{}", prefix_, id.value));
}

html::Url Links::inbox_read() const {
    return html::Url::local(prefix_ + "/inbox/read");
}

namespace {

/// The address of a post, at one of its comments.
html::Url with_comment(const html::Url& post_url, CommentId comment, PostId post) {
    const std::string& text = post_url.text();
    return html::Url::local(
        fmt::format("{}#{}", text.substr(0, text.find('#')), Links::comment_anchor(comment, post))
    );
}

} // namespace

html::Url
Links::inbox_target(const service::PostAddress& address, const domain::InboxItem& item) const {
    const html::Url post_url = post(address);
    return item.comment ? with_comment(post_url, *item.comment, item.post) : post_url;
}

html::Url Links::inbox_target(const domain::InboxItem& item) const {
    const bool is_question = item.post == post_id(item.question);
    const html::Url post_url =
        is_question ? question(item.question, item.question_title)
                    : answer(item.question, item.question_title, AnswerId{item.post.value});
    return item.comment ? with_comment(post_url, *item.comment, item.post) : post_url;
}

html::Url Links::mail_choices(bool is_saved) const {
    return html::Url::local(prefix_ + "/account/notifications" + (is_saved ? "?saved=1" : ""));
}

html::Url Links::unsubscribe(std::string_view token) const {
    return Address{prefix_ + "/unsubscribe"}.with("token", token).url();
}

html::Url Links::post_vote(PostId id) const {
    return html::Url::local(fmt::format("{}/posts/{}/vote", prefix_, id.value));
}

html::Url Links::accept(AnswerId id) const {
    return html::Url::local(fmt::format("{}/answers/{}/accept", prefix_, id.value));
}

html::Url Links::follow(PostId id) const {
    return html::Url::local(fmt::format("{}/posts/{}/follow", prefix_, id.value));
}

html::Url Links::bookmark(PostId id) const {
    return html::Url::local(fmt::format("{}/posts/{}/bookmark", prefix_, id.value));
}

html::Url Links::comments(PostId id) const {
    return html::Url::local(fmt::format("{}/posts/{}/comments", prefix_, id.value));
}

html::Url Links::new_comment(PostId id, std::optional<CommentId> reply_to) const {
    Address url{fmt::format("{}/posts/{}/comments/new", prefix_, id.value)};
    if (reply_to) url.with("to", fmt::format("{}", reply_to->value));
    return url.url();
}

html::Url Links::comment_edit(CommentId id) const {
    return html::Url::local(fmt::format("{}/comments/{}/edit", prefix_, id.value));
}

html::Url Links::comment_delete(CommentId id) const {
    return html::Url::local(fmt::format("{}/comments/{}/delete", prefix_, id.value));
}

html::Url Links::comment_vote(CommentId id) const {
    return html::Url::local(fmt::format("{}/comments/{}/vote", prefix_, id.value));
}

namespace {

/// The page with no comments folded, without its anchor.
std::string with_all_comments(const html::Url& page) {
    const std::string text = page.text().substr(0, page.text().find('#'));
    return fmt::format("{}{}comments=all", text, text.contains('?') ? '&' : '?');
}

} // namespace

html::Url
Links::comment(const service::PostAddress& address, CommentId comment, PostId post_id) const {
    return html::Url::local(
        fmt::format("{}#{}", with_all_comments(post(address)), comment_anchor(comment, post_id))
    );
}

html::Url Links::all_comments(const html::Url& page, PostId post) const {
    return html::Url::local(fmt::format("{}#comments-{}", with_all_comments(page), post.value));
}

html::Url Links::help_privileges() const {
    return html::Url::local(prefix_ + "/help/privileges");
}

html::Url Links::post_question() const {
    return Address{prefix_ + "/questions"}.url();
}

html::Url Links::post_answer(QuestionId id) const {
    return Address{fmt::format("{}/questions/{}/answers", prefix_, id.value)}.url();
}

html::Url Links::similar_questions() const {
    return Address{prefix_ + "/questions/similar"}.url();
}

html::Url Links::preview() const {
    return Address{prefix_ + "/preview"}.url();
}

html::Url Links::complete_source() const {
    return Address{prefix_ + "/sources/complete"}.url();
}

html::Url Links::cite_dialog() const {
    return Address{prefix_ + "/sources/cite"}.url();
}

html::Url Links::drafts() const {
    return Address{prefix_ + "/drafts"}.url();
}

html::Url Links::complete_tag() const {
    return Address{prefix_ + "/tags/complete"}.url();
}

html::Url Links::help_limits() const {
    return Address{prefix_ + "/help/limits"}.url();
}

html::Url Links::ask() const {
    return html::Url::local(prefix_ + "/questions/ask");
}

html::Url Links::post_act(PostId post, std::string_view act) const {
    return html::Url::local(fmt::format("{}/posts/{}/{}", prefix_, post.value, act));
}

html::Url Links::comment_act(CommentId comment, std::string_view act) const {
    return html::Url::local(fmt::format("{}/comments/{}/{}", prefix_, comment.value, act));
}

html::Url Links::claim(ClaimId id) const {
    std::string path = prefix_ + "/claims/"; // a page has many
    path += std::to_string(id.value);
    return html::Url::local(std::move(path));
}

html::Url Links::claim_act(ClaimId id, std::string_view act) const {
    return html::Url::local(fmt::format("{}/claims/{}/{}", prefix_, id.value, act));
}

html::Url Links::citation_act(CitationId id, std::string_view act) const {
    return html::Url::local(fmt::format("{}/citations/{}/{}", prefix_, id.value, act));
}

html::Url Links::waiting_check(std::string_view token, std::string_view act) const {
    return html::Url::local(
        fmt::format("{}/checks/{}{}{}", prefix_, token, act.empty() ? "" : "/", act)
    );
}

html::Url Links::check_form(CitationId id, std::string_view verdict) const {
    return Address{citation_act(id, "check").text()}.with("verdict", verdict).url();
}

html::Url Links::help_check(
    service::WantedClaims wanted, std::string_view languages, std::int64_t page
) const {
    Address address{prefix_ + "/help-check"};
    if (wanted != service::WantedClaims::unchecked) address.with("show", format_choice(wanted));
    if (!languages.empty()) address.with("language", languages);
    return address.with_page(page).url();
}

html::Url Links::flag(FlagId id) const {
    return html::Url::local(fmt::format("{}/flags/{}", prefix_, id.value));
}

html::Url Links::check_lists() const {
    return html::Url::local(prefix_ + "/moderation/checks");
}

html::Url Links::scan_flag(std::int64_t flag) const {
    return html::Url::local(fmt::format("{}/scan-flags/{}", prefix_, flag));
}

html::Url Links::moderation() const {
    return html::Url::local(prefix_ + "/moderation");
}

html::Url Links::moderation_log(std::int64_t page) const {
    return Address{prefix_ + "/moderation/log"}.with_page(page).url();
}

html::Url Links::voted_questions() const {
    return html::Url::local(prefix_ + "/review/closing");
}

html::Url Links::scans(std::string_view key) const {
    return Address{fmt::format("{}/sources/{}/files", prefix_, percent_encode(key))}.url();
}

html::Url Links::scan(std::string_view key, SourceFileId file, std::string_view part) const {
    return Address{fmt::format(
                       "{}/sources/{}/files/{}{}{}",
                       prefix_,
                       percent_encode(key),
                       file.value,
                       part.empty() ? "" : "/",
                       part
                   )}
        .url();
}

html::Url Links::scan_page(
    std::string_view key, SourceFileId file, std::string_view page, std::string_view part
) const {
    const std::string behind = part.empty() ? std::string{} : "/" + std::string{part};
    return scan(key, file, fmt::format("pages/{}{}", percent_encode(page), behind));
}

html::Url Links::scan_page_with_quote(
    std::string_view key, SourceFileId file, std::string_view page, std::string_view quote
) const {
    const html::Url bare = scan_page(key, file, page);
    return Address{bare.text()}.with("quote", quote).url();
}

html::Url Links::feed() const {
    return html::Url::local(prefix_ + "/feeds");
}

html::Url Links::feed_tag(std::string_view tag) const {
    return html::Url::local(prefix_ + "/feeds/tag/" + percent_encode(tag));
}

html::Url Links::feed_question(QuestionId id) const {
    return html::Url::local(fmt::format("{}/feeds/question/{}", prefix_, id.value));
}

html::Url Links::feed_user(UserId id) const {
    return html::Url::local(fmt::format("{}/feeds/user/{}", prefix_, id.value));
}

html::Url Links::sitemap() const {
    return html::Url::local(prefix_ + "/sitemap.xml");
}

html::Url Links::sitemap_slice(QuestionId from) const {
    return html::Url::local(fmt::format("{}/sitemaps/{}", prefix_, from.value));
}

std::optional<html::Url> origin_post_url(std::string_view origin_url, PostId post, bool is_answer) {
    const Result<html::Url> url = html::parse_url(
        fmt::format("{}/{}/{}", trim_slash(origin_url), is_answer ? "a" : "questions", post.value)
    );
    if (!url) return std::nullopt;
    return *url;
}

std::string origin_host(std::string_view origin_url) {
    const std::size_t scheme = origin_url.find("://");
    if (scheme != std::string_view::npos) origin_url.remove_prefix(scheme + 3);
    return std::string{origin_url.substr(0, origin_url.find('/'))};
}

std::optional<html::Url> license_url(std::string_view license) {
    constexpr std::string_view front = "CC ";
    if (!license.starts_with(front)) return std::nullopt;
    const std::string_view rest = license.substr(front.size());
    const std::size_t space = rest.rfind(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const Result<html::Url> url = html::parse_url(fmt::format(
        "https://creativecommons.org/licenses/{}/{}/",
        percent_encode(ascii_lower(rest.substr(0, space))),
        percent_encode(rest.substr(space + 1))
    ));
    if (!url) return std::nullopt;
    return *url;
}

} // namespace attest::endpoint
