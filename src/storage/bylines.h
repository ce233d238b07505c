// Reading the people out of a row: who wrote, who edited.
#pragma once

#include "db/query.h"
#include "domain/people.h"
#include "storage/sql.h"

namespace attest::storage {

/// Columns of the user `u`, after the id and the printed name from the row that speaks of the
/// person.
inline constexpr SqlPiece byline_columns =
    "u.display_name, u.reputation, u.gold_count, u.silver_count, u.bronze_count, u.deleted_at";

/// Reads eight columns from `first`: id, printed name and `byline_columns`. A deleted user and one
/// without a row keep a name and lose the link.
domain::Byline read_byline(const db::Row& row, int first);

inline constexpr int byline_width = 8;

} // namespace attest::storage
