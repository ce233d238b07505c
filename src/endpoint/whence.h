// Where a request comes from, and where its sender wants to go on.
#pragma once

#include "endpoint/context.h"
#include "service/accounts.h"

#include <string>
#include <string_view>

namespace attest::endpoint {

service::Whence whence_of(const RequestContext& request);

/// "Firefox on Linux", from a User-Agent: enough for its owner to know it again.
std::string device_of(std::string_view user_agent);

/// A path of ours out of a "next", or nothing for anything else: it was written by whoever made the
/// link (guards.md, D7).
std::string local_path(std::string_view text);

/// Where the form or the address says to go on; home if nowhere.
std::string next_of(const RequestContext& request);

} // namespace attest::endpoint
