// The name of a site, as it stands in commands and in file names.
#pragma once

#include <cstddef>
#include <string_view>

namespace attest::domain {

/// File names end at 255 bytes and host names' labels at 63; ours are part of both.
inline constexpr std::size_t site_name_length_max = 63;

/// Letters a to z, digits and single hyphens between them.
constexpr bool is_site_name(std::string_view name) {
    if (name.empty() || name.size() > site_name_length_max) return false;
    char before = '-';
    for (const char c : name) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!is_plain && (c != '-' || before == '-')) return false;
        before = c;
    }
    return before != '-';
}

} // namespace attest::domain
