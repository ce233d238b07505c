#include "app/openid.h"

#include "app/secret_file.h"
#include "base/text.h"
#include "outgoing/fetch.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace attest::app {

namespace {

/// "id.example.org:443" of an issuer's address.
std::string authority_of(std::string_view issuer) {
    const bool is_secure = issuer.starts_with("https://");
    issuer.remove_prefix(issuer.find("://") + 3);
    const std::string authority = ascii_lower(issuer.substr(0, issuer.find('/')));
    const std::size_t bracket = authority.rfind(']');
    const bool has_port =
        authority.find(':', bracket == std::string::npos ? 0 : bracket) != std::string::npos;
    return has_port ? authority : authority + (is_secure ? ":443" : ":80");
}

} // namespace

Result<std::vector<OpenIdSettings>> read_openid(const Settings& settings) {
    std::vector<OpenIdSettings> providers;
    for (const OpenIdEntry& entry : settings.openid) {
        OpenIdSettings provider{
            .key = entry.key,
            .name = entry.name,
            .issuer = entry.issuer,
            .client_id = entry.client_id,
            .client_secret = {},
        };
        if (!entry.client_secret_file.empty()) {
            provider.client_secret = TRY(
                read_secret(entry.client_secret_file, fmt::format("the secret for {}", entry.name))
            );
        }
        providers.push_back(std::move(provider));
    }
    return providers;
}

std::shared_ptr<service::OpenIdDirectory>
make_openid_directory(const std::vector<OpenIdSettings>& providers) {
    if (providers.empty()) return nullptr;
    outgoing::FetchOptions options;
    for (const OpenIdSettings& provider : providers)
        options.private_hosts.push_back(authority_of(provider.issuer));
    return std::make_shared<service::OpenIdDirectory>(outgoing::fetch_by_http(std::move(options)));
}

} // namespace attest::app
