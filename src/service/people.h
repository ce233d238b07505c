// The people shown beside what they wrote.
#pragma once

#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>

namespace attest::service {

/// Who wrote something: a user with a page, or only a name printed in the dump (then `id` is
/// empty).
struct Byline {
    std::optional<UserId> id;
    std::string name; ///< Never empty: "user123" or the message "anonymous" is the view's business
                      ///< if it is.
    std::int64_t reputation = 0;
    std::int64_t gold_count = 0;
    std::int64_t silver_count = 0;
    std::int64_t bronze_count = 0;
};

} // namespace attest::service
