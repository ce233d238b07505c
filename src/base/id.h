// Ids as types: a QuestionId cannot be passed where an AnswerId is meant.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace attest {

template <typename Tag>
struct Id {
    std::int64_t value = 0;

    constexpr auto operator<=>(const Id&) const = default;
};

/// The first id of a row made here. Imported rows keep theirs, which are all smaller (the largest
/// watermark id is 1,000,000,010), and API clients read ids into 32 signed bits.
inline constexpr std::int64_t local_id_min = 1'500'000'000;

template <typename Tag>
constexpr bool is_local(Id<Tag> id) {
    return id.value >= local_id_min;
}

} // namespace attest

template <typename Tag>
struct std::hash<attest::Id<Tag>> {
    std::size_t operator()(attest::Id<Tag> id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
