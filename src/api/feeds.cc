#include "api/feeds.h"

#include "api/atom.h"
#include "base/text.h"
#include "endpoint/context.h"
#include "service/questions.h"
#include "service/tags.h"
#include "service/users.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace attest::api {

using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Method;
using service::QuestionOrder;

namespace {

AtomPerson person_of(const RequestContext& request, const service::Byline& person) {
    if (!person.id) {
        const bool has_name = !trim(person.name).empty();
        return {has_name ? person.name : std::string{request.texts().anonymous()}, std::nullopt};
    }
    request.caching().depends_on(*person.id);
    const std::string name =
        trim(person.name).empty() ? fmt::format("user{}", person.id->value) : person.name;
    return {name, request.links().user(*person.id, name)};
}

AtomEntry entry_of(const RequestContext& request, const service::QuestionSummary& question) {
    return {
        .url = request.links().short_question(question.id),
        .title = question.title,
        .published = question.created_at,
        .updated = question.active_at,
        .author = person_of(request, question.author),
        .tags = question.tags,
        .html = {},
        .summary = question.excerpt,
        .license = {},
    };
}

Result<std::vector<AtomEntry>>
newest_entries(const Site& site, const RequestContext& request, std::optional<std::string> tag) {
    const service::QuestionList list = TRY(service::list_questions(
        site,
        {.order = QuestionOrder::newest,
         .tag = std::move(tag),
         .page = {.number = 1, .size = feed_entries},
         .after = std::nullopt}
    ));
    std::vector<AtomEntry> entries;
    for (const service::QuestionSummary& question : list.questions)
        entries.push_back(entry_of(request, question));
    return entries;
}

Result<http::Response> site_feed(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    return write_feed(
        request,
        {.self = request.links().feed(),
         .page = request.links().questions(QuestionOrder::newest),
         .title = request.texts().feed_newest(site.settings.title),
         .entries = TRY(newest_entries(site, request, std::nullopt)),
         .updated = {}}
    );
}

Result<http::Response> tag_feed(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    const service::TagPage tag = TRY(service::read_tag(site, request.path_text("tag")));
    const std::string& name = tag.tag.name;
    return write_feed(
        request,
        {.self = request.links().feed_tag(name),
         .page = request.links().tagged(name, QuestionOrder::newest),
         .title = request.texts().feed_tag(site.settings.title, name),
         .entries = TRY(newest_entries(site, request, name)),
         .updated = {}}
    );
}

Result<http::Response> question_feed(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<QuestionId>("question"));
    const service::QuestionPage question =
        TRY(service::read_question(site, id, service::AnswerOrder::newest, 1));
    request.caching().depends_on(id);

    AtomFeed feed{
        .self = request.links().feed_question(id),
        .page = request.links().question(id, question.title),
        .title = request.texts().feed_question(question.title),
        .entries = {},
        .updated = question.active_at,
    };
    const auto add = [&](const service::PostView& post, html::Url url, std::string title) {
        feed.entries.push_back({
            .url = std::move(url),
            .title = std::move(title),
            .published = post.created_at,
            .updated = post.edited_at.value_or(post.created_at),
            .author = person_of(request, post.author),
            .tags = {},
            .html = post.body_html,
            .summary = {},
            .license = post.license,
        });
    };
    add(question.post, request.links().short_question(id), question.title);
    feed.entries.back().tags = question.tags;
    for (const service::AnswerView& answer : question.answers) {
        const AnswerId answer_id{answer.post.id.value};
        const AtomPerson author = person_of(request, answer.post.author);
        add(answer.post,
            request.links().short_answer(answer_id),
            request.texts().feed_answer_by(author.name));
    }
    return write_feed(request, feed);
}

/// The newest of both kinds in one line of time.
Result<http::Response> user_feed(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    const auto id = TRY(request.path_id<UserId>("user"));
    const service::PageRequest page{.number = 1, .size = feed_entries};
    const service::UserPage questions =
        TRY(service::read_user(site, id, service::UserTab::questions, page));
    const service::UserPage answers =
        TRY(service::read_user(site, id, service::UserTab::answers, page));
    const AtomPerson author = person_of(request, questions.user.user);

    AtomFeed feed{
        .self = request.links().feed_user(id),
        .page = request.links().user(id, author.name),
        .title = request.texts().feed_user(site.settings.title, author.name),
        .entries = {},
        .updated = questions.user.created_at,
    };
    const auto add = [&](const service::UserPostSummary& post, html::Url url) {
        feed.entries.push_back({
            .url = std::move(url),
            .title = post.question_title,
            .published = post.created_at,
            .updated = post.created_at,
            .author = author,
            .tags = post.tags,
            .html = {},
            .summary = {},
            .license = {},
        });
    };
    for (const service::UserPostSummary& post : questions.questions)
        add(post, request.links().short_question(QuestionId{post.id.value}));
    for (const service::UserPostSummary& post : answers.answers)
        add(post, request.links().short_answer(AnswerId{post.id.value}));
    std::ranges::sort(feed.entries, std::greater{}, &AtomEntry::published);
    return write_feed(request, feed);
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get, .path = "/feeds", .access = Access::anyone, .handler = site_feed},
    {.method = Method::get,
     .path = "/feeds/tag/{tag}",
     .access = Access::anyone,
     .handler = tag_feed},
    {.method = Method::get,
     .path = "/feeds/question/{question}",
     .access = Access::anyone,
     .handler = question_feed},
    {.method = Method::get,
     .path = "/feeds/user/{user}",
     .access = Access::anyone,
     .handler = user_feed},
});

} // namespace

std::span<const Route> feed_routes() {
    return routes;
}

} // namespace attest::api
