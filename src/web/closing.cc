#include "web/closing.h"

#include "base/text.h"
#include "endpoint/context.h"
#include "service/closing.h"
#include "service/search.h"
#include "web/closing_view.h"
#include "web/editor.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Method;

namespace {

/// Questions offered as the original of a duplicate.
constexpr std::int64_t originals_offered_max = 8;

/// Whoever decides reads the question's page again.
http::Response back_to(const RequestContext& request, const service::ClosingState& state) {
    return http::see_other(request.links().question(state.question, state.title).text());
}

/// A question's number from what people paste: the number itself, or an address of its page.
std::optional<QuestionId> parse_question_reference(std::string_view text) {
    for (const std::string_view mark : {"/questions/", "/q/"}) {
        const std::size_t at = text.find(mark);
        if (at == std::string_view::npos) continue;
        text.remove_prefix(at + mark.size());
        break;
    }
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const bool ends_well =
        digits == text.size() || text[digits] == '/' || text[digits] == '#' || text[digits] == '?';
    if (digits == 0 || !ends_well) return std::nullopt;
    const auto id = parse_number<std::int64_t>(text.substr(0, digits));
    return id ? std::optional{QuestionId{*id}} : std::nullopt;
}

Result<std::vector<QuestionId>> parse_originals(std::string text) {
    std::ranges::replace_if(
        text, [](char letter) { return letter == ',' || letter == '\n' || letter == '\t'; }, ' '
    );
    std::vector<QuestionId> originals;
    for (const std::string_view part : split(text, ' ')) {
        if (part.empty()) continue;
        const std::optional<QuestionId> id = parse_question_reference(part);
        if (!id) {
            const std::string sentence = fmt::format(
                "“{}” is neither a question's number nor its address.", utf8_prefix(part, 80)
            );
            return std::unexpected{
                Error{ErrorCode::invalid, sentence}.with_field("originals", sentence)
            };
        }
        if (std::ranges::find(originals, *id) == originals.end()) originals.push_back(*id);
    }
    return originals;
}

/// What the form says, in words the service knows. The reason is checked first: without one the
/// other fields say nothing.
Result<service::CloseQuestion> read_form(const RequestContext& request, QuestionId question) {
    const auto reason = domain::parse_close_reason(request.field("reason"));
    if (!reason) {
        const std::string sentence = "Say why the question should be closed.";
        return std::unexpected{Error{ErrorCode::invalid, sentence}.with_field("reason", sentence)};
    }
    service::CloseQuestion form{
        .question = question, .reason = *reason, .originals = {}, .note = request.field("note")
    };
    if (*reason == domain::CloseReason::duplicate) {
        form.originals =
            TRY(parse_originals(request.text_field("originals") + " " + request.field("original")));
    }
    return form;
}

std::vector<domain::TitledQuestion>
similar_to(const Site& site, const service::ClosingState& state) {
    Result<std::vector<domain::TitledQuestion>> similar =
        service::similar_questions(site, state.title, originals_offered_max);
    if (!similar) return {}; // without an index the number is typed
    std::erase_if(*similar, [&](const domain::TitledQuestion& question) {
        return question.id == state.question;
    });
    return std::move(*similar);
}

http::Response form_page(
    const Site& site,
    const RequestContext& request,
    const service::ClosingState& state,
    const Error* error = nullptr
) {
    return close_form_page(
        request,
        {.state = state,
         .reason = request.field("reason"),
         .originals = request.text_field("originals"),
         .note = request.field("note"),
         .similar = similar_to(site, state),
         .error = error}
    );
}

Result<http::Response> show_close_form(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<QuestionId>("post"));
    const service::ClosingState state = TRY(service::read_closing_state(site, id));
    TRY(service::check_may_close(site, request.actor(), state));
    return form_page(site, request, state);
}

Result<http::Response> close_question(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<QuestionId>("post"));
    const service::ClosingState state = TRY(service::read_closing_state(site, id));
    const Result<service::CloseQuestion> form = read_form(request, id);
    if (!form) return form_page(site, request, state, &form.error());
    const Result<service::ClosingOutcome> outcome =
        service::close_question(site, request.actor(), *form);
    if (!outcome && shows_form_again(outcome.error())) {
        return form_page(site, request, state, &outcome.error());
    }
    TRY(outcome);
    return back_to(request, state);
}

Result<http::Response> reopen_question(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<QuestionId>("post"));
    const service::ClosingState state = TRY(service::read_closing_state(site, id));
    TRY(service::reopen_question(site, request.actor(), id));
    return back_to(request, state);
}

Result<http::Response> take_back_vote(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<QuestionId>("post"));
    const service::ClosingState state = TRY(service::read_closing_state(site, id));
    const domain::ClosingAim aim =
        state.is_closed ? domain::ClosingAim::reopen : domain::ClosingAim::close;
    TRY(service::take_back_closing_vote(site, request.actor(), id, aim));
    return back_to(request, state);
}

Result<http::Response> show_voted_questions(const Site& site, const RequestContext& request) {
    return voted_questions_page(request, TRY(service::list_voted_questions(site, request.actor())));
}

// ── Locking ──

http::Response
back_to(const RequestContext& request, const service::PostAddress& address, PostId post) {
    return http::see_other((address.answer ? request.links().short_answer(AnswerId{post.value})
                                           : request.links().short_question(address.question))
                               .text());
}

Result<http::Response> show_lock_form(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<PostId>("post"));
    TRY(service::find_post_address(site, id));
    return lock_form_page(request, {.post = id});
}

Result<http::Response> lock_post(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<PostId>("post"));
    const service::PostAddress address = TRY(service::find_post_address(site, id));
    const std::string note = request.field("note");
    const Result<void> locked = service::lock_post(site, request.actor(), id, note);
    if (!locked && locked.error().code() == ErrorCode::invalid) {
        return lock_form_page(request, {.post = id, .note = note, .error = &locked.error()});
    }
    if (!locked) return std::unexpected{locked.error()};
    return back_to(request, address, id);
}

Result<http::Response> unlock_post(const Site& site, const RequestContext& request) {
    const auto id = TRY(request.path_id<PostId>("post"));
    const service::PostAddress address = TRY(service::find_post_address(site, id));
    TRY(service::unlock_post(site, request.actor(), id));
    return back_to(request, address, id);
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/posts/{post}/close",
     .access = Access::signed_in,
     .handler = show_close_form,
     .lane = http::Lane::costly},
    {.method = Method::post,
     .path = "/posts/{post}/close",
     .access = Access::signed_in,
     .handler = close_question},
    {.method = Method::post,
     .path = "/posts/{post}/reopen",
     .access = Access::signed_in,
     .handler = reopen_question},
    {.method = Method::post,
     .path = "/posts/{post}/closing-vote/take-back",
     .access = Access::signed_in,
     .handler = take_back_vote},
    {.method = Method::get,
     .path = "/review/closing",
     .access = Access::signed_in,
     .handler = show_voted_questions},
    {.method = Method::get,
     .path = "/posts/{post}/lock",
     .access = Access::moderator,
     .handler = show_lock_form},
    {.method = Method::post,
     .path = "/posts/{post}/lock",
     .access = Access::moderator,
     .handler = lock_post},
    {.method = Method::post,
     .path = "/posts/{post}/unlock",
     .access = Access::moderator,
     .handler = unlock_post},
});

} // namespace

std::span<const endpoint::Route> closing_routes() {
    return routes;
}

} // namespace attest::web
