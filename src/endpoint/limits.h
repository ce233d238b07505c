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

/// Bytes of rendered pages kept in memory, with their packed forms: some 800 question pages.
inline constexpr std::size_t page_cache_bytes_default = std::size_t{32} * 1024 * 1024;

/// Parts of the page cache, each with a lock of its own, so that the I/O threads seldom meet.
inline constexpr std::size_t page_cache_parts = 8;

/// Addresses remembered in each part as asked for once: a page is kept when it is asked for again.
inline constexpr std::size_t pages_asked_once_max = 2'048;

/// A page that meets a new dependency while it is rendered is rendered again; after so many times
/// it is not kept, since it changes faster than it can be made.
inline constexpr int renders_max = 3;

/// One hit in so many is rendered anew and compared, to notice a dependency that a handler forgot.
inline constexpr std::uint64_t verified_hits_default = 1'000;

/// Bytes of an address to go on to: as long as an address of ours gets with a search in it.
inline constexpr std::size_t next_bytes_max = 2'000;

} // namespace attest::endpoint
