#include "app/settings.h"

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

/// One setting: the table that reading, checking and printing share.
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
};

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
    for (const auto& [key, node] : table) {
        const auto* setting = std::ranges::find(settings_table, key.str(), &Setting::name);
        if (setting == settings_table.end()) {
            return refuse(name, key.source(), fmt::format("there is no setting “{}”.", key.str()));
        }
        TRY(assign(settings, *setting, node, name));
    }
    if (settings.tls_certificate.empty() != settings.tls_key.empty()) {
        return fail(
            ErrorCode::invalid,
            fmt::format("{}: give both tls_certificate and tls_key, or neither.", name)
        );
    }
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
    for (const Setting& setting : settings_table) {
        if (!setting.comment.empty()) text += fmt::format("\n# {}\n", setting.comment);
        text += fmt::format("{} = {}\n", setting.name, format_value(defaults, setting.target));
    }
    return text;
}

} // namespace attest::app
