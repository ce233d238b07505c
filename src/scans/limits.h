// Every limit of reading strangers' files, with its reason.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace attest::scans {

/// Bytes of one file. A 51-page magazine at 300 dpi is 41 MB as DjVu; the child maps the file, so
/// it counts against the child's memory below.
inline constexpr std::size_t file_bytes_max = 50UL * 1024 * 1024;

/// Pages of one file: the longest printed volumes have 1,500.
inline constexpr std::uint32_t pages_max = 2'000;

/// Pages of a file that may fail before the whole file is given up: each may cost the full time.
inline constexpr std::size_t failed_pages_max = 10;

/// After this the parent kills a child: its ending included, none lives longer than 5 s. It stops
/// by itself between two pages when `child_works_for` is over, so that what follows gets a child of
/// its own.
inline constexpr std::chrono::milliseconds child_lives_for{4'750};
inline constexpr std::chrono::milliseconds child_works_for{2'500};

/// Processor seconds of a child, held by the kernel.
inline constexpr std::uint64_t child_cpu_seconds = 5;

/// Memory that a child may write to, held by the kernel (RLIMIT_DATA). With the mapped file (at
/// most 50 MB) and the libraries (27 MB) it stays below 256 MB.
inline constexpr std::uint64_t child_data_bytes_max = 168UL * 1024 * 1024;

/// Address space of a child: its libraries take 130 MB of it without using them.
inline constexpr std::uint64_t child_address_bytes_max = 512UL * 1024 * 1024;

/// Files that a child has open: its own, and a few fonts.
inline constexpr std::uint64_t child_open_files_max = 32;

/// Width of the two images of a page. 1,600 pixels are 190 dpi on A4, which small print needs; 400
/// are for lists of pages.
inline constexpr std::uint32_t image_width = 1'600;
inline constexpr std::uint32_t thumbnail_width = 400;

/// Height of a page image: a long roll is made narrower instead.
inline constexpr std::uint32_t image_height_max = 6'400;

/// Pixels of an uploaded picture, checked in its header: a 48 × 36 cm sheet at 600 dpi has 96
/// million.
inline constexpr std::uint64_t picture_pixels_max = 120'000'000;

/// Bytes of one image that a child hands over; an ordinary page has 300 KB.
inline constexpr std::size_t image_bytes_max = 6UL * 1024 * 1024;

/// Bytes of the text of a page: a newspaper page has 60 KB.
inline constexpr std::size_t page_text_bytes_max = 256UL * 1024;

/// Words of a page: more than a newspaper page has.
inline constexpr std::size_t page_words_max = 30'000;

/// Bytes of a page label ("xii", "79", "12v"): longer is not a label.
inline constexpr std::size_t label_bytes_max = 40;

/// Bytes of a reason that a child gives.
inline constexpr std::size_t reason_bytes_max = 300;

/// Depth of DjVu's text zones: page, column, region, paragraph, line, word, character.
inline constexpr int zone_depth_max = 16;

/// Bytes of one frame: two images, the text and its boxes.
inline constexpr std::size_t frame_bytes_max =
    2 * image_bytes_max + page_text_bytes_max + page_words_max * 16 + 1024;

/// Bytes of a quote that is looked for; longer ones are passages, found by their beginning.
inline constexpr std::size_t quote_letters_max = 1'000;

/// Letters of a quote that must stand on either of two pages for it to run over: two or three
/// words. Fewer are found anywhere.
inline constexpr std::size_t part_letters_min = 12;

} // namespace attest::scans
