#include "web/flagging.h"

#include "endpoint/context.h"
#include "endpoint/paging.h"
#include "service/flagging.h"
#include "web/editor.h"
#include "web/flagging_view.h"

#include <array>
#include <optional>

namespace attest::web {

using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Method;

namespace {

/// What the address names: a post, or a comment with the post that it stands under.
Result<service::FlaggedThing> find_thing(const Site& site, const RequestContext& request) {
    if (request.path_text("comment").empty()) {
        const auto post = TRY(request.path_id<PostId>("post"));
        return service::find_flagged_thing(site, post, std::nullopt);
    }
    const auto comment = TRY(request.path_id<CommentId>("comment"));
    const PostId post = TRY(service::find_post_of_comment(site, comment));
    return service::find_flagged_thing(site, post, comment);
}

Result<http::Response> show_form(const Site& site, const RequestContext& request) {
    const service::FlaggedThing thing = TRY(find_thing(site, request));
    TRY(service::check_may_flag(site, request.actor()));
    return flag_form_page(request, {.thing = thing});
}

Result<http::Response> flag(const Site& site, const RequestContext& request) {
    const service::FlaggedThing thing = TRY(find_thing(site, request));
    const auto refused = [&](const Error& error) {
        return flag_form_page(
            request,
            {.thing = thing,
             .kind = request.field("kind"),
             .note = request.text_field("note"),
             .error = &error}
        );
    };
    const auto kind = domain::parse_flag_kind(request.field("kind"));
    if (!kind) {
        const std::string sentence = "Say what is wrong with it.";
        return refused(Error{ErrorCode::invalid, sentence}.with_field("kind", sentence));
    }
    const Result<void> flagged = service::flag_post(
        site,
        request.actor(),
        {.post = thing.post,
         .comment = thing.comment,
         .kind = *kind,
         .note = request.text_field("note")}
    );
    if (!flagged && shows_form_again(flagged.error())) return refused(flagged.error());
    TRY(flagged);
    return http::see_other(request.links().question(thing.question, thing.title).text());
}

Result<http::Response> show_flags(const Site& site, const RequestContext& request) {
    return open_flags_page(request, TRY(service::list_open_flags(site)));
}

Result<http::Response> decide(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<FlagId>("flag"));
    const std::string verdict = request.field("verdict");
    if (verdict != "helpful" && verdict != "declined") {
        return fail(ErrorCode::invalid, "A flag is either helpful or declined.");
    }
    TRY(service::decide_flag(site, request.actor(), id, verdict == "helpful"));
    return http::see_other(request.links().moderation().text());
}

Result<http::Response> show_log(const Site& site, const RequestContext& request) {
    const std::int64_t page = TRY(request.page_number());
    service::ModerationLog log = TRY(service::read_moderation_log(site, page));
    TRY(endpoint::check_page(page, service::moderation_log_page_size, log.total));
    return moderation_log_page(request, {.log = std::move(log), .page = page});
}

constexpr std::array<std::string_view, 1> log_parameters = {"page"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/posts/{post}/flag",
     .access = Access::signed_in,
     .handler = show_form},
    {.method = Method::post,
     .path = "/posts/{post}/flag",
     .access = Access::signed_in,
     .handler = flag},
    {.method = Method::get,
     .path = "/comments/{comment}/flag",
     .access = Access::signed_in,
     .handler = show_form},
    {.method = Method::post,
     .path = "/comments/{comment}/flag",
     .access = Access::signed_in,
     .handler = flag},
    {.method = Method::get,
     .path = "/moderation",
     .access = Access::moderator,
     .handler = show_flags},
    {.method = Method::post, .path = "/flags/{flag}", .access = Access::moderator, .handler = decide
    },
    {.method = Method::get,
     .path = "/moderation/log",
     .access = Access::moderator,
     .handler = show_log,
     .parameters = log_parameters},
});

} // namespace

std::span<const endpoint::Route> flagging_routes() {
    return routes;
}

} // namespace attest::web
