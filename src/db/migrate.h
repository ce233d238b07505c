// Brings a database to the newest schema. Each migration is one transaction with its own row in the
// table `migrations`, so a process that is killed leaves the schema before it or after it, never
// between.
#pragma once

#include "base/error.h"
#include "db/migrations.h"

#include <span>
#include <string>

namespace attest::db {

class SqliteConnection;

/// SHA-256 of the text, as hexadecimal digits: what a released migration is held to.
std::string migration_checksum(const Migration& migration);

/// Applies what is missing, in order. `internal` if the database has a migration that `migrations`
/// lacks (a newer Attest made it) or whose text was another.
Result<void> apply_migrations(SqliteConnection& connection, std::span<const Migration> migrations);

/// The same refusals, and `unavailable` if one is missing.
Result<void> check_schema(SqliteConnection& connection, std::span<const Migration> migrations);

} // namespace attest::db
