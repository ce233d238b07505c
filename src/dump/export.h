// `attest export`: a site written back as a dump, in the dump's own schema. What came in with a
// dump goes out letter for letter, rows that dangle included, and what was written here stands
// beside it; only what we made up (a first revision where the dump had none, a row for a tag that
// it did not list) stays out.
#pragma once

#include "base/error.h"
#include "db/database.h"
#include "dump/progress.h"
#include "storage/bulk.h"

#include <cstdint>
#include <filesystem>
#include <map>

namespace attest::dump {

struct ExportOptions {
    /// A folder to be made, or a file to be made if the name ends in ".7z".
    std::filesystem::path out;
    /// Where the files lie before they are packed; on the disk of `out` if it can be.
    std::filesystem::path temporary_folder;
};

struct ExportSummary {
    std::map<storage::Table, std::int64_t> rows;
    std::int64_t bytes = 0; ///< Of XML.
    std::int64_t milliseconds = 0;
};

/// Reads in slices, each a snapshot of its own, so that a server may go on writing. `invalid` if
/// `out` is there already. A table without rows gets no file.
Result<ExportSummary>
export_site(db::Database& site, const ExportOptions& options, Progress& progress);

} // namespace attest::dump
