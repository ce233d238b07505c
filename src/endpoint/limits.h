// Every limit of what the doors share, with its reason.
#pragma once

#include "base/time.h"

#include <cstddef>
#include <cstdint>

namespace attest::endpoint {

/// Digits of an id or a page number in an address: all of a 64-bit number's; more is no number of
/// ours.
inline constexpr std::size_t number_digits_max = 18;

/// Characters of a search query, a filter or another text in an address; more is 400.
inline constexpr std::size_t parameter_length_max = 1'000;

/// Page numbers printed beside the current one.
inline constexpr std::int64_t pager_neighbours = 2;

/// How long a list of hot questions, of the week and month, and related questions may be shown
/// without a look whether they changed (decisions.md, 18).
inline constexpr Duration ranked_list_age_max = seconds(60);

} // namespace attest::endpoint
