// Does the write-ahead log beside a database belong to it? SQLite does not ask: it reads whatever
// WAL it finds under the name into the file, and one of another database, or of a backup, destroys
// it.
//
// Each start of a writer writes a stamp into the header of the database (PRAGMA user_version) as
// the first thing in an empty WAL: an identity drawn when the file was first opened, and the number
// of the start. So the stamp in the WAL is that of the file or the next one. A WAL of another
// database, or of this one two starts or more away, is refused. (A backup of the same or the last
// start is not told apart: whoever restores one removes the WAL beside it.)
#pragma once

#include "base/error.h"

#include <cstdint>
#include <filesystem>

namespace attest::db {

/// The stamp of the start after the one of `stamp`; with a fresh identity if that is 0.
std::int64_t next_stamp(std::int64_t stamp);

/// `internal`, with one clear sentence, if the WAL is another's. Reads the files as they lie; call
/// it before they are opened.
Result<void> check_wal_belongs(const std::filesystem::path& file);

} // namespace attest::db
