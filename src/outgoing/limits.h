// Every limit of outgoing HTTP, with its reason. A visitor may be waiting for the answer, and the
// other side may be hostile.
#pragma once

#include "base/time.h"

#include <cstddef>

namespace attest::outgoing {

/// For all hops together. Somebody waits at the end of it.
inline constexpr Duration fetch_time_max = seconds(5);

/// Discovery documents and key sets have some kilobytes.
inline constexpr std::size_t answer_bytes_max = std::size_t{1024} * 1024;

/// http → https, example.org → www.example.org, and one more.
inline constexpr int redirects_max = 3;

/// Longer ones are refused by many servers; none of ours is near.
inline constexpr std::size_t url_bytes_max = 2'048;

} // namespace attest::outgoing
