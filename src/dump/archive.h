// DUMP: a folder with the tables' files, or a `.7z` of one. Archives are solid, so one is unpacked
// once, into a folder beside the data, and that folder is used again if the import is interrupted.
#pragma once

#include "base/error.h"
#include "storage/bulk.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace attest::dump {

struct TableFile {
    std::filesystem::path file;
    std::uint64_t bytes = 0;
};

/// The tables that a dump has; those that are absent are absent here.
using TableFiles = std::map<storage::Table, TableFile>;

/// Done so far and whole, in bytes.
using UnpackProgress = std::function<void(std::uint64_t done, std::uint64_t whole)>;

/// The tables of a folder, whatever the case of their names ("posts.xml"). `invalid` with one line
/// if there is none, saying what was expected and what was found.
Result<TableFiles> find_tables(const std::filesystem::path& folder);

/// Unpacks the tables of a `.7z` into `folder`, or finds that it has been done before. Nothing is
/// written if the archive is not what it should be: names other than the eight tables' are passed
/// over, and one with folders, links or a dictionary above the limit, or that would not fit on the
/// disk, is refused.
Result<TableFiles> unpack_archive(
    const std::filesystem::path& archive,
    const std::filesystem::path& folder,
    const UnpackProgress& progress
);

/// Packs files into a new `.7z`, under their own names.
Result<void> pack_archive(
    const std::vector<std::filesystem::path>& files,
    const std::filesystem::path& archive,
    const UnpackProgress& progress
);

/// "beer.stackexchange.com" from "beer.stackexchange.com_2020-06.7z", "/d/beer.stackexchange.com/":
/// the host that a dump's name begins with, if it is one.
std::optional<std::string> guess_origin_host(const std::filesystem::path& dump);

} // namespace attest::dump
