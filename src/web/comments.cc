#include "web/comments.h"

#include "base/json.h"
#include "domain/mentions.h"
#include "endpoint/context.h"
#include "endpoint/json_answer.h"
#include "service/commenting.h"
#include "service/questions.h"
#include "web/comments_view.h"

#include <array>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

Result<http::Response>
go_to_comment(const RequestContext& request, CommentId comment, PostId post) {
    const service::PostAddress address = TRY(service::find_post_address(request.site(), post));
    return http::see_other(request.links().comment(address, comment, post).text());
}

CommentFormView
new_comment_view(const RequestContext& request, PostId post, service::CommentForm form) {
    return {
        .action = request.links().comments(post),
        .question_title = std::move(form.title),
        .question = request.links().short_answer(AnswerId{post.value}),
        .body = {},
        .names = std::move(form.names),
    };
}

Result<http::Response> show_new_comment(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    CommentFormView view = new_comment_view(
        request, post, TRY(service::open_comment_form(site, request.actor(), post))
    );
    const std::optional<std::int64_t> to = TRY(request.number("to"));
    if (to) {
        const std::string name = TRY(service::find_comment_author(site, CommentId{*to}));
        if (!name.empty()) view.body = "@" + domain::mention_name(name) + " ";
    }
    return comment_form_page(request, view);
}

Result<http::Response> add_comment(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    const service::PostComment form{
        .post = post,
        .markdown = request.text_field("body"),
        .idempotency_key = request.field("idempotency_key"),
    };
    const Result<CommentId> comment = service::post_comment(site, request.actor(), form);
    const bool is_form = !endpoint::wants_json(request.request());
    if (!comment && comment.error().code() == ErrorCode::invalid && is_form) {
        CommentFormView view = new_comment_view(
            request, post, TRY(service::open_comment_form(site, request.actor(), post))
        );
        view.body = form.markdown;
        return comment_form_page(request, view, &comment.error());
    }
    return go_to_comment(request, TRY(comment), post);
}

CommentFormView
edit_comment_view(const RequestContext& request, const service::OpenedComment& comment) {
    return {
        .action = request.links().comment_edit(comment.id),
        .question = request.links().short_answer(AnswerId{comment.post.value}),
        .body = comment.source,
        .is_edit = true,
    };
}

Result<http::Response> show_comment_edit(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<CommentId>("comment"));
    const service::OpenedComment comment = TRY(service::open_comment(site, request.actor(), id));
    return comment_form_page(request, edit_comment_view(request, comment));
}

Result<http::Response> save_comment(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<CommentId>("comment"));
    const std::string body = request.text_field("body");
    const Result<void> saved =
        service::edit_comment(site, request.actor(), {.comment = id, .markdown = body});
    if (!saved && saved.error().code() == ErrorCode::invalid
        && !endpoint::wants_json(request.request())) {
        service::OpenedComment comment = TRY(service::open_comment(site, request.actor(), id));
        comment.source = body;
        return comment_form_page(request, edit_comment_view(request, comment), &saved.error());
    }
    TRY(saved);
    const service::CommentAddress address = TRY(service::find_comment_address(site, id));
    return go_to_comment(request, id, address.post);
}

Result<http::Response> delete_comment(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<CommentId>("comment"));
    const service::CommentAddress address = TRY(service::find_comment_address(site, id));
    TRY(service::delete_comment(site, request.actor(), id));
    const service::PostAddress post = TRY(service::find_post_address(site, address.post));
    return http::see_other(request.links().post(post).text());
}

Result<http::Response> vote_on_comment(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<CommentId>("comment"));
    const bool gives = request.field("undo") != "1";
    const std::int64_t score =
        TRY(service::vote_on_comment(site, request.actor(), {.comment = id, .gives = gives}));
    if (!endpoint::wants_json(request.request())) {
        const service::CommentAddress address = TRY(service::find_comment_address(site, id));
        return go_to_comment(request, id, address.post);
    }
    std::string object;
    JsonWriter json{object};
    json.begin_object().key("pressed").value(gives).key("number").value(
        score > 0 ? request.texts().number(score) : ""
    );
    json.end_object();
    return endpoint::json_answer(std::move(object));
}

constexpr std::array<std::string_view, 1> new_parameters = {"to"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/posts/{post}/comments/new",
     .access = Access::signed_in,
     .handler = show_new_comment,
     .parameters = new_parameters},
    {.method = Method::post,
     .path = "/posts/{post}/comments",
     .access = Access::signed_in,
     .handler = add_comment,
     .lane = Lane::change},
    {.method = Method::get,
     .path = "/comments/{comment}/edit",
     .access = Access::signed_in,
     .handler = show_comment_edit},
    {.method = Method::post,
     .path = "/comments/{comment}/edit",
     .access = Access::signed_in,
     .handler = save_comment,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/comments/{comment}/delete",
     .access = Access::signed_in,
     .handler = delete_comment,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/comments/{comment}/vote",
     .access = Access::signed_in,
     .handler = vote_on_comment,
     .lane = Lane::change},
});

} // namespace

std::span<const Route> comment_routes() {
    return routes;
}

} // namespace attest::web
