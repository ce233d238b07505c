#include "web/second_step.h"

#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "endpoint/status.h"
#include "service/second_factors.h"
#include "web/sign_in.h"

#include <array>
#include <string>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

/// Characters that the field takes: a recovery code with its hyphens, and some spaces.
constexpr std::size_t code_length_max = 40;

http::Response
second_step_page(const RequestContext& request, std::string_view attempt, const Error* error) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header><p class="door__intro">{}</p>)">(
        texts.second_title(), texts.second_intro()
    );
    endpoint::write_form_error(out, request, error);
    endpoint::write_form_start(out, request, request.links().sign_in_by("second"));
    endpoint::write_hidden_field(out, "attempt", attempt);
    endpoint::write_field(
        out,
        {.name = "code",
         .label = texts.second_code(),
         .autocomplete = "one-time-code",
         .length_max = code_length_max,
         .is_required = true},
        error
    );
    endpoint::write_submit(out, texts.second_button());
    out.put<R"(</form><p class="form__note">{}</p>)">(texts.second_lost());
    http::Response response = endpoint::write_page(
        request,
        {.title = std::string{texts.second_title()},
         .is_indexed = false,
         .page_class = "page page--door"},
        out.take(),
        error == nullptr ? 200 : endpoint::status_of(*error, true)
    );
    response.set("Cache-Control", "no-store");
    return response;
}

Result<http::Response> take_code(const Site& site, const RequestContext& request) {
    const std::string attempt = request.field("attempt");
    const std::string code = request.field("code");
    const auto step = service::finish_second_step(
        request.network(), {request.secret()}, {.attempt = attempt, .code = code}
    );
    if (step) return let_in(site, request, step->account, step->next);
    const bool may_try_again =
        step.error().code() == ErrorCode::invalid || step.error().code() == ErrorCode::rate_limited;
    if (!may_try_again) return std::unexpected{step.error()};
    return second_step_page(request, attempt, &step.error());
}

/// Whoever loads the address anew begins at the beginning.
Result<http::Response> begin_again(const Site& /*site*/, const RequestContext& request) {
    return http::see_other(request.links().sign_in().text());
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/signin/second",
     .access = Access::anyone,
     .handler = begin_again},
    {.method = Method::post,
     .path = "/signin/second",
     .access = Access::anyone,
     .handler = take_code,
     .lane = Lane::change},
});

} // namespace

Result<http::Response>
ask_second_step(const RequestContext& request, AccountId account, std::string_view next) {
    const std::string attempt = TRY(service::begin_second_step(
        request.network(), {request.secret()}, {.account = account, .next = std::string{next}}
    ));
    return second_step_page(request, attempt, nullptr);
}

std::span<const Route> second_step_routes() {
    return routes;
}

} // namespace attest::web
