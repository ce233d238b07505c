// The people shown beside what they wrote.
#pragma once

#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>

namespace attest::domain {

/// Who wrote something: a user with a page, or only a name printed in the dump or left by a deleted
/// user (then `id` is empty).
struct Byline {
    std::optional<UserId> id{};
    std::string name{}; ///< "user123" where only a number is known; empty if nothing is.
    std::int64_t reputation = 0;
    std::int64_t gold_count = 0;
    std::int64_t silver_count = 0;
    std::int64_t bronze_count = 0;

    bool operator==(const Byline&) const = default;
};

} // namespace attest::domain
