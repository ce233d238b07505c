#include "web/user_claims.h"

#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "service/user_claims.h"
#include "web/account_view.h"
#include "web/parts.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <utility>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Lane;
using http::Method;

namespace {

html::Url act_url(const RequestContext& request, UserClaimId claim, std::string_view act) {
    return request.links().account_page(fmt::format("claims/{}/{}", claim.value, act));
}

void write_button(
    html::Writer& out,
    const RequestContext& request,
    const html::Url& action,
    std::string_view words
) {
    endpoint::write_form_start(out, request, action, "form--inline");
    out.put<R"(<button class="button button--quiet" type="submit">{}</button></form> )">(words);
}

/// The old profile's address; words alone where it is none.
html::Html profile_link(const service::UserClaim& claim) {
    const Result<html::Url> url = html::parse_url(claim.profile_url);
    if (!url) return isolated(claim.profile_url);
    html::Writer out;
    out.put<R"(<a rel="nofollow noopener" href="{}"><bdi>{}</bdi></a>)">(*url, claim.profile_url);
    return out.take();
}

// ── Who claims ──

struct UserClaimView {
    std::vector<service::UserClaim> claims;
    std::string typed = {};
    const Error* error = nullptr;
};

void write_own_claim(
    html::Writer& out, const RequestContext& request, const service::UserClaim& claim
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<li class="entry"><p class="entry__name"><bdi>{}</bdi></p><p>)">(claim.user_name);
    endpoint::write_pattern(out, texts.claim_put_code(), {profile_link(claim)});
    out.put<R"(</p><p><code>{}</code></p>)">(claim.code);
    write_button(out, request, act_url(request, claim.id, "check"), texts.claim_check());
    out.put<"</li>">();
}

http::Response claim_page(const RequestContext& request, const UserClaimView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    const std::string host = endpoint::origin_host(request.site().settings.origin_url);
    out.put<R"(<p class="door__intro">)">();
    endpoint::write_pattern(out, texts.claim_intro(), {isolated(host)});
    out.put<"</p>">();
    endpoint::write_form_error(out, request, view.error);
    if (!view.claims.empty()) {
        out.put<R"(<ul class="entries">)">();
        for (const service::UserClaim& claim : view.claims)
            write_own_claim(out, request, claim);
        out.put<"</ul>">();
    }
    endpoint::write_form_start(out, request, request.links().account_page("claim"));
    endpoint::write_field(
        out,
        {.name = "user",
         .label = texts.claim_user(),
         .value = view.typed,
         .hint = texts.claim_user_hint(),
         .is_required = true},
        view.error
    );
    endpoint::write_submit(out, texts.claim_begin());
    out.put<"</form>">();
    return account_page(request, "claim", out.take(), view.error);
}

Result<http::Response> read_claim_page(
    const Site& site, const RequestContext& request, const std::string& typed, const Error* error
) {
    return claim_page(
        request,
        {.claims =
             TRY(service::list_own_user_claims(request.network(), site, request.actor().account)),
         .typed = typed,
         .error = error}
    );
}

Result<http::Response> show_claim(const Site& site, const RequestContext& request) {
    if (!service::has_origin(site)) return fail(ErrorCode::not_found, "There is no such page.");
    return read_claim_page(site, request, "", nullptr);
}

Result<http::Response> begin(const Site& site, const RequestContext& request) {
    const std::string typed = request.field("user");
    const Result<void> begun =
        service::begin_user_claim(request.network(), site, request.actor(), typed);
    if (begun) return http::see_other(request.links().account_page("claim").text());
    if (begun.error().code() != ErrorCode::invalid) return std::unexpected{begun.error()};
    return read_claim_page(site, request, typed, &begun.error());
}

Result<http::Response> check(const Site& site, const RequestContext& request) {
    const auto claim = TRY(request.path_id<UserClaimId>("claim"));
    const Result<void> checked =
        service::check_user_claim(request.network(), site, request.actor(), claim);
    if (checked) return http::see_other(request.links().account().text());
    const bool is_for_the_form = checked.error().code() == ErrorCode::conflict
                                 || checked.error().code() == ErrorCode::rate_limited;
    if (!is_for_the_form) return std::unexpected{checked.error()};
    return read_claim_page(site, request, "", &checked.error());
}

// ── The keeper ──

void write_open_claim(
    html::Writer& out, const RequestContext& request, const service::OpenUserClaim& open
) {
    const messages::Texts& texts = request.texts();
    const service::UserClaim& claim = open.claim;
    out.put<R"(<li class="entry"><p class="entry__name">)">();
    endpoint::write_pattern(
        out,
        texts.claim_of(),
        {isolated(open.email),
         endpoint::link(request.links().user(claim.user, claim.user_name), claim.user_name)}
    );
    out.put<R"(</p><p>{} · <code>{}</code> · {}</p>)">(
        profile_link(claim), claim.code, time_element(request, claim.created_at)
    );
    write_button(out, request, act_url(request, claim.id, "grant"), texts.claim_grant());
    write_button(out, request, act_url(request, claim.id, "reject"), texts.claim_reject());
    out.put<"</li>">();
}

Result<http::Response> show_claims(const Site& site, const RequestContext& request) {
    const messages::Texts& texts = request.texts();
    const std::vector<service::OpenUserClaim> claims =
        TRY(service::list_open_user_claims(request.network(), site));
    html::Writer out;
    out.put<R"(<p class="door__intro">{}</p>)">(texts.claims_intro());
    if (claims.empty()) out.put<R"(<p class="soft">{}</p>)">(texts.claims_none());
    out.put<R"(<ul class="entries">)">();
    for (const service::OpenUserClaim& claim : claims)
        write_open_claim(out, request, claim);
    out.put<"</ul>">();
    return account_page(request, "claims", out.take());
}

Result<http::Response> decide(const Site& site, const RequestContext& request, bool grants) {
    const auto claim = TRY(request.path_id<UserClaimId>("claim"));
    TRY(service::decide_user_claim(
        request.network(), site, {.claim = claim, .grants = grants, .by = request.actor().account}
    ));
    return http::see_other(request.links().account_page("claims").text());
}

Result<http::Response> grant(const Site& site, const RequestContext& request) {
    return decide(site, request, true);
}

Result<http::Response> reject(const Site& site, const RequestContext& request) {
    return decide(site, request, false);
}

constexpr Route form(std::string_view path, Access access, endpoint::Handler handler) {
    return {
        .method = Method::post,
        .path = path,
        .access = access,
        .handler = handler,
        .lane = Lane::change
    };
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/account/claim",
     .access = Access::signed_in,
     .handler = show_claim},
    form("/account/claim", Access::signed_in, begin),
    form("/account/claims/{claim}/check", Access::signed_in, check),
    {.method = Method::get,
     .path = "/account/claims",
     .access = Access::keeper,
     .handler = show_claims},
    form("/account/claims/{claim}/grant", Access::keeper, grant),
    form("/account/claims/{claim}/reject", Access::keeper, reject),
});

} // namespace

std::span<const Route> user_claim_routes() {
    return routes;
}

} // namespace attest::web
