// The two cookies that hold a secret, both needed for what the person asked for (F23): the
// session's, and for a visitor who is shown a form, a visit's, against which the form's token is
// checked. A third one only says how a page is to be shown (web/evidence_summary.cc).
//
// Both hold a secret that no script can read and no other site can make the browser send with a
// form. Over https their names begin with "__Host-", so that no neighbour can plant one.
#pragma once

#include "http/request.h"
#include "http/response.h"

#include <string>
#include <string_view>

namespace attest::endpoint {

enum class Cookie : std::uint8_t { session, visit };

/// What the browser sent; empty if nothing.
std::string_view read_cookie(const http::Request& request, Cookie cookie);

/// Gives the browser a cookie: a session's stays 30 days after its last use, a visit's a day.
void set_cookie(
    http::Response& response, http::Scheme scheme, Cookie cookie, std::string_view secret
);

/// Takes it away.
void drop_cookie(http::Response& response, http::Scheme scheme, Cookie cookie);

} // namespace attest::endpoint
