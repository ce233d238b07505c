// From the keeper's settings to the server's options.
#pragma once

#include "app/settings.h"
#include "base/log.h"
#include "http/server.h"

#include <string_view>

namespace attest::app {

/// "127.0.0.1:8080", "[::1]:8080". `invalid` for anything else.
Result<http::ServerOptions> listen_options(std::string_view listen);

Result<http::ServerOptions> server_options(const Settings& settings);

Result<LogLevel> parse_log_level(std::string_view name);

} // namespace attest::app
