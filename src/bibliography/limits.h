// Every limit of the bibliography.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attest::bibliography {

/// Bytes of what somebody pastes: a page of references of somebody's library, not the library.
inline constexpr std::size_t paste_bytes_max = 65'536;

/// References read from one paste; what stands behind is counted as left out by the caller.
inline constexpr std::size_t references_max = 50;

/// Bytes of one variable (a title, a note): the longest titles of the seventeenth century have some
/// 800 letters.
inline constexpr std::size_t variable_bytes_max = 2'000;

/// Bytes of a part of a name.
inline constexpr std::size_t name_bytes_max = 200;

/// People in one role. A volume of conference papers has dozens of authors, a paper of physicists
/// thousands, of whom nobody prints more than these.
inline constexpr std::size_t people_max = 100;

/// Braces in braces in a BibTeX value. Two or three are met; what is deeper is hostile.
inline constexpr std::size_t brace_depth_max = 40;

/// Bytes that all values of a BibTeX text may have together after @string names are put in: each
/// name can be longer than its mark, and stand in the next one's definition.
inline constexpr std::size_t bibtex_expanded_bytes_max = 4 * paste_bytes_max;

/// Bytes of a key (evidence.md, B3), before -2, -3 … is added.
inline constexpr std::size_t key_bytes_max = 60;

/// Bytes that one interpreter of citation styles may hold. Citeproc with two styles in two
/// languages takes some 20 MB.
inline constexpr std::size_t printer_memory_max = 96UL * 1024 * 1024;

/// Processor time that reading citeproc may take (0.1 s), and printing one reference (3 ms, and 0.1
/// s for the first in a style): far above what they need on a slow machine with sanitizers.
inline constexpr std::int64_t printer_start_milliseconds_max = 20'000;
inline constexpr std::int64_t printer_print_milliseconds_max = 10'000;

} // namespace attest::bibliography
