// A route: a method and a path, who may come in, what may be asked, and the handler.
#pragma once

#include "base/error.h"
#include "http/request.h"
#include "http/response.h"
#include "http/server.h"
#include "service/site.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace attest::endpoint {

class RequestContext;

/// Who may come in. There is no default: a row without it does not compile.
enum class Access : std::uint8_t {
    anyone,    ///< Also without having signed in.
    signed_in, ///< Others are sent to the sign-in page and back.
    moderator, ///< For others the page is not there.
    keeper,    ///< The same.
};

using Handler = Result<http::Response> (*)(const Site& site, const RequestContext& request);

/// A set of names of query parameters that a route reads. Others are not an error (links are shared
/// with all sorts of ballast behind them), but such a request is not answered from the cache.
using Parameters = std::span<const std::string_view>;

struct Route {
    http::Method method;
    std::string_view path;
    Access access;
    Handler handler;
    Parameters parameters = {};
    http::Lane lane = http::Lane::read;
    /// Only for a door that strangers' programs post to with a proof of their own in the address
    /// (one-click unsubscription): then no token is asked for.
    bool takes_foreign_posts = false;
    /// Of a door that takes files: bytes of a body, for whoever sends a session's cookie.
    std::size_t body_bytes_max = http::body_bytes_default;
};

} // namespace attest::endpoint
