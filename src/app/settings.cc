#include "app/settings.h"

#include "security/openid.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <limits>
#include <sstream>
#include <variant>

namespace attest::app {

namespace {

/// Where a setting's value lives.
using Target = std::variant<
    std::string Settings::*,
    std::int64_t Settings::*,
    bool Settings::*,
    std::vector<std::string> Settings::*>;

/// One setting: the table that reading, checking and printing share. Those of a section stand
/// together, after those of none: "mail.from" is `from` below `[mail]`.
struct Setting {
    std::string_view name;
    Target target;
    std::string_view comment;
    std::int64_t least = 0; ///< Of a number.
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

const std::array settings_table{
    Setting{
        "listen",
        &Settings::listen,
        "Address and port that readers reach, themselves or through a proxy."
    },
    Setting{
        "metrics_listen",
        &Settings::metrics_listen,
        "Address and port of /metrics (Prometheus). Keep it on the loopback; \"\" turns it off."
    },
    Setting{
        "allowed_hosts",
        &Settings::allowed_hosts,
        "Host names the server answers to; any other gets 421. Empty: any. Set it once the site "
        "has a name."
    },
    Setting{
        "public_url",
        &Settings::public_url,
        "The address under which readers reach the server, for links in mails: "
        "\"https://history.example.org\". Empty: put together from the other settings, which does "
        "not know of a proxy's HTTPS."
    },
    Setting{
        "trusted_proxies",
        &Settings::trusted_proxies,
        "Addresses or networks of proxies whose X-Forwarded-* headers are believed, e.g. "
        "\"127.0.0.1/32\"."
    },
    Setting{
        "tls_certificate",
        &Settings::tls_certificate,
        "Certificate chain and key (PEM files) to serve HTTPS without a proxy. Empty: plain HTTP."
    },
    Setting{"tls_key", &Settings::tls_key, ""},
    Setting{"io_threads", &Settings::io_threads, "Threads that move bytes. 0: one a core.", 0, 256},
    Setting{"workers", &Settings::workers, "Threads that make pages. 0: twice the cores.", 0, 256},
    Setting{
        "page_cache_bytes",
        &Settings::page_cache_bytes,
        "Memory for rendered pages. 0 turns the cache off.",
        0,
        std::int64_t{64} * 1024 * 1024 * 1024
    },
    Setting{
        "connections_max",
        &Settings::connections_max,
        "Connections at a time; more are refused. An open one costs about 4 KB.",
        16,
        1'000'000
    },
    Setting{"log_level", &Settings::log_level, "debug, info, warning, error or off."},
    Setting{"access_log", &Settings::access_log, "One line a request on standard error."},
    Setting{
        "development",
        &Settings::development,
        "Shows what a page cost in a header. Not for the open web."
    },
    Setting{
        "accounts.registration",
        &Settings::registration,
        "Who may sign up: \"open\" is everybody with an e-mail address, \"invitation\" whom the "
        "keeper has invited, \"closed\" nobody."
    },
    Setting{
        "mail.transport",
        &Settings::mail_transport,
        "How mail leaves: \"folder\" writes it to files, which is enough to try the server out; "
        "\"smtp\" sends it."
    },
    Setting{
        "mail.folder",
        &Settings::mail_folder,
        "Where the files go. Empty: mail/ in the data folder. Only the server's user may read them."
    },
    Setting{
        "mail.from",
        &Settings::mail_from,
        "The sender's address. Empty: attest@ the site's host name."
    },
    Setting{
        "mail.smtp_url",
        &Settings::mail_smtp_url,
        "The mail server: smtp://mail.example.org:587 (turned into TLS by STARTTLS) or "
        "smtps://mail.example.org."
    },
    Setting{
        "mail.smtp_user",
        &Settings::mail_smtp_user,
        "Name and password for it. The password stands in a file of its own that only the server's "
        "user may read (chmod 600)."
    },
    Setting{"mail.smtp_password_file", &Settings::mail_smtp_password_file, ""},
};

/// The texts of one `[[openid]]`.
struct OpenIdText {
    std::string_view name;
    std::string OpenIdEntry::* target;
    bool is_required;
};

constexpr std::array openid_texts{
    OpenIdText{"key", &OpenIdEntry::key, true},
    OpenIdText{"name", &OpenIdEntry::name, true},
    OpenIdText{"issuer", &OpenIdEntry::issuer, true},
    OpenIdText{"client_id", &OpenIdEntry::client_id, true},
    OpenIdText{"client_secret_file", &OpenIdEntry::client_secret_file, false},
};

/// Lists of tables have no default, so they are shown as a comment.
constexpr std::string_view openid_help =
    "\n# Other sites by whose word people may sign in (OpenID Connect); one such table for each.\n"
    "# There, name https://YOUR.SITE/signin/openid/back as the address to return to.\n"
    "# [[openid]]\n"
    "# key = \"example\"                        # in addresses: small letters, digits, hyphens\n"
    "# name = \"Example\"                       # on the button\n"
    "# issuer = \"https://id.example.org\"\n"
    "# client_id = \"attest\"\n"
    "# client_secret_file = \"/etc/attest/example.secret\"   # chmod 600\n";

std::unexpected<Error>
refuse(std::string_view name, const toml::source_region& where, std::string_view what) {
    return fail(ErrorCode::invalid, fmt::format("{}, line {}: {}", name, where.begin.line, what));
}

Result<void>
assign(Settings& settings, const Setting& setting, const toml::node& node, std::string_view file) {
    const auto wrong_type = [&](std::string_view wanted) {
        return refuse(file, node.source(), fmt::format("“{}” must be {}.", setting.name, wanted));
    };
    if (const auto* text = std::get_if<std::string Settings::*>(&setting.target)) {
        if (!node.is_string()) return wrong_type("a text in quotes");
        settings.** text = node.ref<std::string>();
        return {};
    }
    if (const auto* number = std::get_if<std::int64_t Settings::*>(&setting.target)) {
        if (!node.is_integer()) return wrong_type("a whole number");
        const std::int64_t value = node.ref<std::int64_t>();
        if (value < setting.least || value > setting.most) {
            return wrong_type(fmt::format("between {} and {}", setting.least, setting.most));
        }
        settings.** number = value;
        return {};
    }
    if (const auto* truth = std::get_if<bool Settings::*>(&setting.target)) {
        if (!node.is_boolean()) return wrong_type("true or false");
        settings.** truth = node.ref<bool>();
        return {};
    }
    const auto* list = node.as_array();
    if (list == nullptr || (!list->empty() && !list->is_homogeneous<std::string>())) {
        return wrong_type("a list of texts");
    }
    auto& values = settings.*std::get<std::vector<std::string> Settings::*>(setting.target);
    values.clear();
    for (const toml::node& item : *list)
        values.push_back(item.ref<std::string>());
    return {};
}

Result<OpenIdEntry> read_openid_entry(const toml::table& table, std::string_view file) {
    OpenIdEntry entry;
    for (const auto& [key, node] : table) {
        const auto text = std::ranges::find(openid_texts, key.str(), &OpenIdText::name);
        if (text == openid_texts.end()) {
            return refuse(
                file, key.source(), fmt::format("there is no setting “openid.{}”.", key.str())
            );
        }
        if (!node.is_string()) {
            return refuse(
                file, node.source(), fmt::format("“openid.{}” must be a text in quotes.", key.str())
            );
        }
        entry.*(text->target) = node.ref<std::string>();
    }
    for (const OpenIdText& text : openid_texts) {
        if (!text.is_required || !(entry.*(text.target)).empty()) continue;
        return refuse(file, table.source(), fmt::format("“openid.{}” is missing.", text.name));
    }
    return entry;
}

Result<void> check_openid_entry(
    const Settings& settings,
    const OpenIdEntry& entry,
    const toml::source_region& where,
    std::string_view file
) {
    const bool is_word = std::ranges::all_of(entry.key, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    const bool is_known =
        std::ranges::find(settings.openid, entry.key, &OpenIdEntry::key) != settings.openid.end();
    if (!is_word || is_known) {
        return refuse(
            file, where, "“openid.key” must be of small letters, digits and hyphens, each once."
        );
    }
    if (!security::is_openid_url(entry.issuer)) {
        return refuse(file, where, "“openid.issuer” must be an address that begins with https://.");
    }
    return {};
}

Result<void> assign_openid(Settings& settings, const toml::node& node, std::string_view file) {
    const toml::array* list = node.as_array();
    if (list == nullptr || !list->is_homogeneous<toml::table>()) {
        return refuse(file, node.source(), "write [[openid]] before each site to sign in by.");
    }
    for (const toml::node& item : *list) {
        OpenIdEntry entry = TRY(read_openid_entry(*item.as_table(), file));
        TRY(check_openid_entry(settings, entry, item.source(), file));
        settings.openid.push_back(std::move(entry));
    }
    return {};
}

/// Assigns what stands in a table; `prefix` is "" or "mail.".
Result<void> assign_all(
    Settings& settings, const toml::table& table, const std::string& prefix, std::string_view file
) {
    for (const auto& [key, node] : table) {
        const std::string full = prefix + std::string{key.str()};
        if (full == "openid") {
            TRY(assign_openid(settings, node, file));
            continue;
        }
        if (const toml::table* section = node.as_table(); section != nullptr && prefix.empty()) {
            TRY(assign_all(settings, *section, full + ".", file));
            continue;
        }
        const auto* setting = std::ranges::find(settings_table, full, &Setting::name);
        if (setting == settings_table.end()) {
            return refuse(file, key.source(), fmt::format("there is no setting “{}”.", full));
        }
        TRY(assign(settings, *setting, node, file));
    }
    return {};
}

Result<void> check(const Settings& settings, std::string_view file) {
    const auto wrong = [&](std::string_view what) {
        return fail(ErrorCode::invalid, fmt::format("{}: {}", file, what));
    };
    if (settings.tls_certificate.empty() != settings.tls_key.empty()) {
        return wrong("give both tls_certificate and tls_key, or neither.");
    }
    if (!parse_registration(settings.registration)) {
        return wrong("accounts.registration must be \"open\", \"invitation\" or \"closed\".");
    }
    const bool is_smtp = settings.mail_transport == "smtp";
    if (!is_smtp && settings.mail_transport != "folder") {
        return wrong("mail.transport must be \"folder\" or \"smtp\".");
    }
    if (is_smtp && settings.mail_smtp_url.empty()) {
        return wrong("name the mail server in mail.smtp_url.");
    }
    if (settings.mail_smtp_user.empty() != settings.mail_smtp_password_file.empty()) {
        return wrong("give both mail.smtp_user and mail.smtp_password_file, or neither.");
    }
    return {};
}

} // namespace

std::optional<Registration> parse_registration(std::string_view text) {
    if (text == "open") return Registration::open;
    if (text == "invitation") return Registration::by_invitation;
    if (text == "closed") return Registration::closed;
    return std::nullopt;
}

namespace {

std::string format_value(const Settings& settings, const Target& target) {
    struct Format {
        const Settings& settings;

        std::string operator()(std::string Settings::* text) const {
            return fmt::format("\"{}\"", settings.*text);
        }

        std::string operator()(std::int64_t Settings::* number) const {
            return fmt::format("{}", settings.*number);
        }

        std::string operator()(bool Settings::* truth) const {
            return settings.*truth ? "true" : "false";
        }

        std::string operator()(std::vector<std::string> Settings::* list) const {
            return (settings.*list).empty()
                       ? "[]"
                       : fmt::format("[\"{}\"]", fmt::join(settings.*list, "\", \""));
        }
    };

    return std::visit(Format{settings}, target);
}

} // namespace

Result<Settings> parse_settings(std::string_view text, std::string_view name) {
    toml::table table;
    try {
        table = toml::parse(text, name);
    } catch (const toml::parse_error& error) {
        return refuse(name, error.source(), error.description());
    }
    Settings settings;
    TRY(assign_all(settings, table, "", name));
    TRY(check(settings, name));
    return settings;
}

Result<Settings> read_settings(const std::filesystem::path& file) {
    const std::ifstream stream{file};
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream || !text) {
        return fail(
            ErrorCode::invalid, fmt::format("The settings file {} cannot be read.", file.string())
        );
    }
    return parse_settings(text.str(), file.filename().string());
}

std::string format_default_settings() {
    std::string text =
        "# Settings of an Attest server, each with its default. Read at start from --config FILE,\n"
        "# or from attest.toml in the data folder if there is one.\n";
    const Settings defaults;
    std::string_view section;
    for (const Setting& setting : settings_table) {
        const std::size_t dot = setting.name.find('.');
        const std::string_view of =
            dot == std::string_view::npos ? "" : setting.name.substr(0, dot);
        if (of != section) {
            text += fmt::format("\n[{}]\n", of);
        }
        if (!setting.comment.empty()) {
            text += fmt::format("{}# {}\n", of == section ? "\n" : "", setting.comment);
        }
        section = of;
        text += fmt::format(
            "{} = {}\n",
            setting.name.substr(of.empty() ? 0 : of.size() + 1),
            format_value(defaults, setting.target)
        );
    }
    return text + std::string{openid_help};
}

} // namespace attest::app
