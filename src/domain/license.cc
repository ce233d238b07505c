#include "domain/license.h"

#include <algorithm>
#include <array>
#include <utility>

namespace attest::domain {

namespace {

constexpr Time third_version_from{1'302'220'800'000};  // 2011-04-08
constexpr Time fourth_version_from{1'525'219'200'000}; // 2018-05-02

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> addresses{{
    {"CC BY-SA 2.5", "https://creativecommons.org/licenses/by-sa/2.5/"},
    {"CC BY-SA 3.0", "https://creativecommons.org/licenses/by-sa/3.0/"},
    {"CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"},
}};

} // namespace

std::string_view license_at(Time contributed) {
    if (contributed < third_version_from) return "CC BY-SA 2.5";
    if (contributed < fourth_version_from) return "CC BY-SA 3.0";
    return "CC BY-SA 4.0";
}

std::string_view license_url(std::string_view license) {
    const auto* found = std::ranges::find(
        addresses, license, &std::pair<std::string_view, std::string_view>::first
    );
    return found == addresses.end() ? std::string_view{} : found->second;
}

} // namespace attest::domain
