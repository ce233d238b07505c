// `attest check`: is what lies in the data folder sound?
//
// First the files, read as they lie, page by page against their sums; by the command itself, since
// a process that closes a database's file would let go of its own locks on it. Then what needs the
// databases open: SQLite's own check, relations, and every derived number counted anew; each on a
// snapshot, so that nobody waits.
#pragma once

#include "base/error.h"
#include "db/snapshot.h"

#include <cstddef>
#include <filesystem>
#include <string>

namespace attest::app {

struct CheckReport {
    std::string text; ///< A line a finding, then one line a database.
    std::size_t findings = 0;
};

/// All of it. An error if it could not be done.
Result<CheckReport> check_folder(const std::filesystem::path& data, db::Thoroughness thoroughness);

} // namespace attest::app
