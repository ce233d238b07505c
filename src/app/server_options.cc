#include "app/server_options.h"

#include "base/text.h"
#include "http/address.h"

#include <fmt/format.h>

#include <array>

namespace attest::app {

Result<http::ServerOptions> listen_options(std::string_view listen) {
    const auto refuse = [&] {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "“{}” is not an address and port; write 127.0.0.1:8080 or [::1]:8080.", listen
            )
        );
    };
    const std::size_t colon = listen.rfind(':');
    if (colon == std::string_view::npos) return refuse();
    std::string_view address = listen.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']'))
        address = address.substr(1, address.size() - 2);
    const std::optional<std::uint16_t> port = parse_number<std::uint16_t>(listen.substr(colon + 1));
    if (!port || !http::parse_ip_address(address)) return refuse();
    http::ServerOptions options;
    options.address = address;
    options.port = *port;
    return options;
}

Result<http::ServerOptions> server_options(const Settings& settings) {
    http::ServerOptions options = TRY(listen_options(settings.listen));
    if (!settings.tls_certificate.empty()) {
        options.tls = http::TlsFiles{
            .certificate_chain = settings.tls_certificate, .private_key = settings.tls_key
        };
    }
    options.allowed_hosts = settings.allowed_hosts;
    for (const std::string& range : settings.trusted_proxies) {
        options.trusted_proxies.push_back(TRY(http::parse_address_range(range)));
    }
    options.io_threads = static_cast<std::size_t>(settings.io_threads);
    options.workers = static_cast<std::size_t>(settings.workers);
    options.connections_max = static_cast<std::size_t>(settings.connections_max);
    options.has_access_log = settings.access_log;
    return options;
}

Result<LogLevel> parse_log_level(std::string_view name) {
    constexpr std::array<std::string_view, 5> names{"debug", "info", "warning", "error", "off"};
    for (std::size_t index = 0; index < names.size(); ++index) {
        if (names.at(index) == name) return static_cast<LogLevel>(index);
    }
    return fail(
        ErrorCode::invalid,
        fmt::format("There is no log level “{}”; write debug, info, warning, error or off.", name)
    );
}

} // namespace attest::app
