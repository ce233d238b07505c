// Every limit of import and export, with its reason.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attest::dump {

/// Rows of a batch, which is one transaction with its checkpoint. Beyond this nothing gets faster;
/// much below, the checkpoints themselves cost.
inline constexpr std::size_t batch_rows_max = 5'000;

/// XML of a batch. A batch that is being worked on takes about four times as much (text, rows,
/// HTML), and `batches_under_way_max` of them must stay within the 300 MB that an import may use.
inline constexpr std::size_t batch_bytes_max = std::size_t{2} << 20;

/// Batches between the reader and the disk: two being mapped, one being written, and one waiting on
/// either side of the mappers.
inline constexpr std::size_t batches_under_way_max = 5;

/// Threads that make rows of the batches; the rest of two cores is taken by reader and writer.
inline constexpr std::size_t mappers = 2;

/// Bytes handed to the XML reader at once. Expat 2.5 looks at an unfinished row again from its
/// beginning with every piece, so pieces are large.
inline constexpr std::size_t read_bytes = std::size_t{256} << 10;

/// One `<row …/>`. The longest of the real dumps are below 1 MB; a row must lie in memory as a
/// whole.
inline constexpr std::size_t row_bytes_max = std::size_t{8} << 20;

/// Attributes of one row. The widest table of a dump has 23.
inline constexpr std::size_t row_attributes_max = 64;

/// Entries and header of a `.7z`. A dump has eight files; a header of eight files takes some
/// hundred bytes.
inline constexpr std::size_t archive_entries_max = 64;
inline constexpr std::size_t archive_header_bytes_max = std::size_t{1} << 20;

/// Dictionary of a `.7z`: what unpacking takes of memory. The dumps are packed with at most 128 MB.
inline constexpr std::uint64_t archive_dictionary_bytes_max = std::uint64_t{128} << 20;

/// Free disk that must stay after unpacking, for the database itself needs some too.
inline constexpr std::uint64_t free_bytes_min = std::uint64_t{64} << 20;

/// Bytes of the dump's Body that are read back from the database (compressed there).
inline constexpr std::size_t body_bytes_max = row_bytes_max;

/// Rows that an export reads in one snapshot: some milliseconds, far below the five seconds of
/// decision 22.
inline constexpr std::int64_t export_slice_rows = 1'000;

/// Differences that `compare` and a summary list before they only count.
inline constexpr std::size_t differences_listed_max = 20;

/// Files of the sample site together, and one of them. It is written by hand.
inline constexpr std::size_t sample_file_bytes_max = std::size_t{1} << 20;

} // namespace attest::dump
