#include "web/questions.h"

#include "domain/slug.h"
#include "endpoint/context.h"
#include "endpoint/paging.h"
#include "service/answering.h"
#include "service/commenting.h"
#include "web/limits.h"
#include "web/question_list_view.h"
#include "web/question_view.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Method;
using service::AnswerOrder;
using service::QuestionOrder;

namespace {

constexpr std::array question_orders = {
    QuestionOrder::newest,
    QuestionOrder::active,
    QuestionOrder::hot,
    QuestionOrder::unanswered,
    QuestionOrder::votes,
    QuestionOrder::week,
    QuestionOrder::month,
};

constexpr std::array answer_orders = {
    AnswerOrder::best,
    AnswerOrder::evidence,
    AnswerOrder::votes,
    AnswerOrder::newest,
    AnswerOrder::oldest,
    AnswerOrder::active,
};

bool is_ranked(QuestionOrder order) {
    return order == QuestionOrder::hot || order == QuestionOrder::week
           || order == QuestionOrder::month;
}

Result<service::QuestionListRequest>
read_list_request(const RequestContext& request, QuestionOrder first) {
    service::QuestionListRequest list;
    list.order = TRY(endpoint::read_choice(request, "tab", question_orders, first));
    list.page.size = questions_per_page;
    list.page.number = TRY(request.page_number());
    if (list.page.number > service::offset_max / questions_per_page + 1) {
        return fail(ErrorCode::not_found, "There are fewer pages than that.");
    }
    const std::optional<std::int64_t> after = TRY(request.number("after"));
    if (after) {
        list.after = QuestionId{*after};
        list.page.number = 1;
    }
    return list;
}

Result<http::Response>
list_page(const Site& site, const RequestContext& request, QuestionListView view) {
    request.caching().depends_on_site();
    if (is_ranked(view.request.order)) {
        request.caching().keep_at_most(endpoint::ranked_list_age_max);
    }
    view.list = TRY(service::list_questions(site, view.request));
    if (!view.request.after) {
        TRY(endpoint::check_page(view.request.page.number, view.request.page.size, view.list.total)
        );
    }
    return question_list_page(request, view);
}

/// What stands in the margin of the lists of the whole site.
Result<void> read_margin(const Site& site, QuestionListView& view) {
    view.totals = TRY(service::read_totals(site));
    const service::TagList tags = TRY(service::list_tags(
        site, service::TagOrder::popular, "", {.number = 1, .size = popular_tags_shown}
    ));
    view.popular_tags = tags.tags;
    return {};
}

Result<http::Response> home(const Site& site, const RequestContext& request) {
    QuestionListView view;
    view.is_home = true;
    view.request = TRY(read_list_request(request, QuestionOrder::active));
    TRY(read_margin(site, view));
    return list_page(site, request, std::move(view));
}

Result<http::Response> list_all(const Site& site, const RequestContext& request) {
    QuestionListView view;
    view.request = TRY(read_list_request(request, QuestionOrder::newest));
    TRY(read_margin(site, view));
    return list_page(site, request, std::move(view));
}

Result<http::Response> list_tagged(const Site& site, const RequestContext& request) {
    QuestionListView view;
    view.request = TRY(read_list_request(request, QuestionOrder::newest));
    view.request.tag = request.path_text("tag");
    view.tag = TRY(service::read_tag(site, *view.request.tag));
    if (view.tag->tag.name != *view.request.tag) { // another case, or a synonym
        return http::moved_permanently(
            request.links().tagged(view.tag->tag.name, view.request.order).text()
        );
    }
    return list_page(site, request, std::move(view));
}

/// Whether the reader came by another spelling of the page's address.
bool is_other_slug(const RequestContext& request, const std::string& slug) {
    return request.path_text("slug") != slug;
}

Result<http::Response> show_question(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<QuestionId>("question"));
    const AnswerOrder order =
        TRY(endpoint::read_choice(request, "order", answer_orders, AnswerOrder::best));
    const std::int64_t page = TRY(request.page_number());

    QuestionView view{
        .question = TRY(service::read_question(site, id, order, page, request.reader())),
        .page = page
    };
    const service::QuestionPage& question = view.question;
    if (is_other_slug(request, domain::make_slug(question.title))) {
        return http::moved_permanently(
            request.links().question_page(id, question.title, order, page).text()
        );
    }
    TRY(endpoint::check_page(page, service::answers_per_page, question.answer_count));
    view.shows_all_comments = request.parameter("comments") == "all";
    if (request.reader()) {
        view.marks = TRY(service::read_reader_marks(site, *request.reader(), id));
        view.answer_draft =
            TRY(service::find_draft(site, *request.reader(), service::answer_place(id)));
        if (request.reader()->is_moderator()) {
            view.deleted_comments =
                TRY(service::list_deleted_comments(site, *request.reader(), id));
        }
    }
    return question_page(request, view);
}

http::Response found(const html::Url& url) {
    http::Response response = http::see_other(url.text());
    response.status = 302; // an answer's page changes as others overtake it
    return response;
}

/// `/q/ID`, `/a/ID` and `/questions/ID/slug/ANSWER`: wherever the post is read now. As on Stack
/// Exchange the two letters mean the same, and a person's id behind them counts for nothing.
Result<http::Response> go_to_post(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<PostId>("post"));
    const service::PostAddress address =
        TRY(service::find_post_address(site, id, request.reader()));
    return found(request.links().post(address));
}

constexpr std::array<std::string_view, 3> list_parameters = {"tab", "page", "after"};
constexpr std::array<std::string_view, 3> question_parameters = {"order", "page", "comments"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/",
     .access = Access::anyone,
     .handler = home,
     .parameters = list_parameters},
    {.method = Method::get,
     .path = "/questions",
     .access = Access::anyone,
     .handler = list_all,
     .parameters = list_parameters},
    {.method = Method::get,
     .path = "/questions/tagged/{tag}",
     .access = Access::anyone,
     .handler = list_tagged,
     .parameters = list_parameters},
    {.method = Method::get,
     .path = "/questions/{question}/{slug?}",
     .access = Access::anyone,
     .handler = show_question,
     .parameters = question_parameters},
    {.method = Method::get,
     .path = "/questions/{question}/{slug}/{post}",
     .access = Access::anyone,
     .handler = go_to_post},
    {.method = Method::get,
     .path = "/q/{post}/{reader?}",
     .access = Access::anyone,
     .handler = go_to_post},
    {.method = Method::get,
     .path = "/a/{post}/{reader?}",
     .access = Access::anyone,
     .handler = go_to_post},
    {.method = Method::get, .path = "/posts/{post}", .access = Access::anyone, .handler = go_to_post
    },
});

} // namespace

std::span<const Route> question_routes() {
    return routes;
}

} // namespace attest::web
