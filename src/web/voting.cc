#include "web/voting.h"

#include "base/json.h"
#include "endpoint/context.h"
#include "endpoint/json_answer.h"
#include "service/accepting.h"
#include "service/post_marks.h"
#include "service/questions.h"
#include "service/voting.h"

#include <array>

namespace attest::web {

using domain::VoteKind;
using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

/// Back to the post, where the reader was.
Result<http::Response> go_to_post(const RequestContext& request, PostId post) {
    const service::PostAddress address = TRY(service::find_post_address(request.site(), post));
    return http::see_other(request.links().post(address).text());
}

Result<std::optional<VoteKind>> read_kind(const RequestContext& request) {
    const std::string kind = request.field("kind");
    if (kind == "up") return VoteKind::up;
    if (kind == "down") return VoteKind::down;
    if (kind == "none") return std::nullopt;
    const std::string sentence = "Vote up or down, or take your vote back: up, down or none.";
    return std::unexpected{Error{ErrorCode::invalid, sentence}.with_field("kind", sentence)};
}

Result<http::Response> cast_vote(const Site& site, const RequestContext& request) {
    const auto post = TRY(request.path_id<PostId>("post"));
    const service::VotedPost voted =
        TRY(service::vote(site, request.actor(), {.post = post, .kind = TRY(read_kind(request))}));
    if (!endpoint::wants_json(request.request())) return go_to_post(request, post);

    std::string object;
    JsonWriter json{object};
    json.begin_object();
    json.key("number").value(request.texts().number(voted.score));
    json.key("label").value(request.texts().score_label(voted.score));
    json.key("own").value(!voted.own ? "none" : (*voted.own == VoteKind::up ? "up" : "down"));
    json.end_object();
    return endpoint::json_answer(std::move(object));
}

http::Response toggled(bool is_pressed) {
    return endpoint::json_answer(is_pressed ? R"({"pressed":true})" : R"({"pressed":false})");
}

bool is_undo(const RequestContext& request) {
    return request.field("undo") == "1";
}

Result<http::Response> accept(const Site& site, const RequestContext& request) {
    const auto answer = TRY(request.path_id<AnswerId>("answer"));
    const bool undo = is_undo(request);
    TRY(service::accept_answer(site, request.actor(), {.answer = answer, .undo = undo}));
    if (endpoint::wants_json(request.request())) return toggled(!undo);
    return go_to_post(request, post_id(answer));
}

Result<http::Response>
mark(const Site& site, const RequestContext& request, service::PostMark mark) {
    const auto post = TRY(request.path_id<PostId>("post"));
    const bool undo = is_undo(request);
    TRY(service::mark_post(site, request.actor(), {.post = post, .mark = mark, .sets = !undo}));
    if (endpoint::wants_json(request.request())) return toggled(!undo);
    return go_to_post(request, post);
}

Result<http::Response> follow(const Site& site, const RequestContext& request) {
    return mark(site, request, service::PostMark::followed);
}

Result<http::Response> bookmark(const Site& site, const RequestContext& request) {
    return mark(site, request, service::PostMark::bookmarked);
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::post,
     .path = "/posts/{post}/vote",
     .access = Access::signed_in,
     .handler = cast_vote,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/answers/{answer}/accept",
     .access = Access::signed_in,
     .handler = accept,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/posts/{post}/follow",
     .access = Access::signed_in,
     .handler = follow,
     .lane = Lane::change},
    {.method = Method::post,
     .path = "/posts/{post}/bookmark",
     .access = Access::signed_in,
     .handler = bookmark,
     .lane = Lane::change},
});

} // namespace

std::span<const Route> voting_routes() {
    return routes;
}

} // namespace attest::web
