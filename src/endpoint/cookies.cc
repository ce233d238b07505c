#include "endpoint/cookies.h"

#include "service/sessions.h"

#include <fmt/format.h>

#include <utility>

namespace attest::endpoint {

namespace {

/// A form that lies open longer than this is to be loaded again.
constexpr Duration visit_age_max = days(1);

std::string_view name_of(Cookie cookie, http::Scheme scheme) {
    const bool is_https = scheme == http::Scheme::https;
    switch (cookie) {
    case Cookie::session:
        return is_https ? "__Host-session" : "session";
    case Cookie::visit:
        return is_https ? "__Host-visit" : "visit";
    }
    std::unreachable();
}

Duration age_of(Cookie cookie) {
    return cookie == Cookie::session ? service::session_age_max : visit_age_max;
}

void write_cookie(
    http::Response& response,
    http::Scheme scheme,
    Cookie cookie,
    std::string_view secret,
    Duration age
) {
    response.add(
        "Set-Cookie",
        fmt::format(
            "{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}",
            name_of(cookie, scheme),
            secret,
            age.milliseconds / 1'000,
            scheme == http::Scheme::https ? "; Secure" : ""
        )
    );
}

} // namespace

std::string_view read_cookie(const http::Request& request, Cookie cookie) {
    return request.cookie(name_of(cookie, request.scheme())).value_or("");
}

void set_cookie(
    http::Response& response, http::Scheme scheme, Cookie cookie, std::string_view secret
) {
    write_cookie(response, scheme, cookie, secret, age_of(cookie));
}

void drop_cookie(http::Response& response, http::Scheme scheme, Cookie cookie) {
    write_cookie(response, scheme, cookie, "", Duration{0});
}

} // namespace attest::endpoint
