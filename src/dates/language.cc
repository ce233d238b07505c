#include "dates/language.h"

#include <algorithm>

namespace attest::dates {

std::span<const Language* const> languages() {
    static constexpr std::array<const Language*, 2> all{&english, &russian};
    return all;
}

const Language& find_language(std::string_view code) {
    const auto all = languages();
    const auto found = std::ranges::find(all, code, &Language::code);
    return found == all.end() ? english : **found;
}

} // namespace attest::dates
