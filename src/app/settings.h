// What the keeper may set, in one TOML file. Every setting has a default that is right for a first
// day; `attest settings` prints them all with their comments, and packaging/attest.toml is that
// text.
#pragma once

#include "base/error.h"
#include "service/network.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::app {

/// One `[[openid]]`: another site by whose word people may sign in.
struct OpenIdEntry {
    std::string key;
    std::string name;
    std::string issuer;
    std::string client_id;
    std::string client_secret_file;
};

struct Settings {
    std::string listen = "127.0.0.1:8080";
    std::string metrics_listen = "127.0.0.1:9080"; ///< Empty: no metrics.
    std::vector<std::string> allowed_hosts;        ///< Empty: any.
    std::string public_url;                        ///< For links in mails; empty: guessed.
    std::vector<std::string> trusted_proxies;      ///< Addresses or networks (CIDR).
    std::string tls_certificate;
    std::string tls_key;
    std::int64_t io_threads = 0; ///< 0: one a core.
    std::int64_t workers = 0;    ///< 0: twice the cores.
    std::int64_t page_cache_bytes = 32 * 1024 * 1024;
    std::int64_t connections_max = 12'000;
    std::string log_level = "info";
    bool access_log = true;
    bool development = false; ///< Shows statement counts in a response header.

    std::string registration = "open"; ///< "open", "invitation" or "closed".

    std::string mail_transport = "folder"; ///< "folder" or "smtp".
    std::string mail_folder;               ///< Empty: mail/ in the data folder.
    std::string mail_from;                 ///< Empty: attest@ the site's host.
    std::string mail_smtp_url;
    std::string mail_smtp_user;
    std::string mail_smtp_password_file;

    std::vector<OpenIdEntry> openid;
};

/// Who may sign up, as the setting names it.
std::optional<Registration> parse_registration(std::string_view text);

/// Reads the file. `invalid` with the line for what TOML cannot read, for a key that does not
/// exist, and for a value of the wrong type or out of its bounds.
Result<Settings> read_settings(const std::filesystem::path& file);

/// The same from a text; `name` stands in messages.
Result<Settings> parse_settings(std::string_view text, std::string_view name);

/// Every setting with its comment and default, as a TOML file.
std::string format_default_settings();

} // namespace attest::app
