// The checksums of the migrations that a release has shipped. A line is added at the release (from
// `tools/embed_migrations.py migrations/sqlite --checksums`) and never changes again: a database
// out there holds the checksum too, and would be refused.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace attest::db {

struct ReleasedMigration {
    std::string_view kind; ///< "site" or "network"
    std::int64_t number;
    std::string_view checksum;
};

/// None yet: before the first release the schema may still be written anew.
inline constexpr std::array<ReleasedMigration, 0> released_migrations{};

} // namespace attest::db
