// Whether a changing request was made by a page of ours: by what the browser says of where it comes
// from, and by the token that our forms carry. Both must hold (guards D8, ASVS 3.5).
#pragma once

#include "base/error.h"
#include "http/request.h"

#include <string_view>

namespace attest::endpoint {

/// The form field that holds the token. A script sends the same in the header.
inline constexpr std::string_view csrf_field = "csrf_token";
inline constexpr std::string_view csrf_header = "x-csrf-token";

/// `forbidden` with what to do about it. `secret` is the browser's session or visit.
Result<void> check_same_site(const http::Request& request, std::string_view secret);

} // namespace attest::endpoint
