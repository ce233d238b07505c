#include "endpoint/whence.h"

#include "endpoint/limits.h"
#include "http/address.h"
#include "security/throttle.h"

#include <algorithm>
#include <array>
#include <utility>

namespace attest::endpoint {

namespace {

using Mark = std::pair<std::string_view, std::string_view>;

/// The first that is found: others name themselves after it.
constexpr std::array<Mark, 6> browsers{{
    {"Firefox/", "Firefox"},
    {"Edg/", "Edge"},
    {"OPR/", "Opera"},
    {"Chrome/", "Chrome"},
    {"Safari/", "Safari"},
    {"curl/", "curl"},
}};

constexpr std::array<Mark, 7> systems{{
    {"Android", "Android"},
    {"iPhone", "iPhone"},
    {"iPad", "iPad"},
    {"Windows", "Windows"},
    {"Mac OS X", "macOS"},
    {"CrOS", "ChromeOS"},
    {"Linux", "Linux"},
}};

std::string_view find_mark(std::span<const Mark> marks, std::string_view text) {
    for (const auto& [mark, name] : marks) {
        if (text.contains(mark)) return name;
    }
    return {};
}

} // namespace

std::string device_of(std::string_view user_agent) {
    const std::string_view browser = find_mark(browsers, user_agent);
    const std::string_view system = find_mark(systems, user_agent);
    std::string device{browser.empty() ? "A browser" : browser};
    if (!system.empty()) device += " on " + std::string{system};
    return device;
}

service::Whence whence_of(const RequestContext& request) {
    const http::IpAddress& client = request.request().client();
    return {
        .device = device_of(request.request().header("user-agent").value_or("")),
        .address = http::format_ip_address(client),
        .network = security::throttle_network(client.bytes),
    };
}

std::string local_path(std::string_view text) {
    // "//host" and "/\\host" are other hosts to a browser, which also drops tabs and line ends.
    const bool is_local = text.starts_with('/') && !text.starts_with("//")
                          && text.size() <= next_bytes_max
                          && std::ranges::all_of(text, [](char letter) {
                                 return letter > ' ' && letter < 0x7F && letter != '\\';
                             });
    return is_local ? std::string{text} : std::string{};
}

std::string next_of(const RequestContext& request) {
    const std::string field = request.field("next");
    const std::string next = local_path(field.empty() ? request.parameter("next") : field);
    return next.empty() ? request.links().home().text() : next;
}

} // namespace attest::endpoint
