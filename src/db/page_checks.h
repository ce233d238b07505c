// A checksum in every page of a database file, so that a bit that has turned on the disk is an
// error and not an answer (SQLite's own integrity check found 2 of 200: guards.md, finding 6).
//
// Debian's SQLite lacks cksumvfs, and this is its idea anew: eight bytes at the end of each page
// are reserved when the file is made; a layer above the disk fills them when a page is written into
// the file and compares them when it is read. The WAL has checksums of its own and is short-lived.
// The page's number goes into its sum, so that a page in a wrong place is seen too.
//
// A file written by another program that has not this layer (the `sqlite3` command, say) would be
// found damaged: with such a program only read.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

struct sqlite3;

namespace attest::db {

inline constexpr int page_bytes = 4'096;
inline constexpr int page_sum_bytes = 8;

/// The sum over a page without its last eight bytes. A change of any one bit always changes it.
std::uint64_t page_sum(std::span<const std::byte, page_bytes> page, std::int64_t number);

/// The layer above the disk `below` (empty: the operating system's), registered when first asked
/// for.
std::string checking_vfs(const std::string& below);

/// Asks for the eight bytes in every page; of use only before a new file is first written.
void reserve_page_sums(sqlite3* handle);

/// True if the open file has sums in its pages, once its first page has been read or written.
bool has_page_sums(sqlite3* handle);

/// The numbers (from 1) of all damaged pages of a database file: reads the whole of it. Pages that
/// are being copied from the WAL at the same time may be named by mistake; look at those again.
Result<std::vector<std::int64_t>> find_damaged_pages(const std::filesystem::path& file);

} // namespace attest::db
