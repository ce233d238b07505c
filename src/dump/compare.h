// Whether two dumps say the same: row by row, the attributes of a row as a map. Order of rows and
// of attributes, byte-order marks and how characters are escaped make no difference, and a table
// without rows is as good as none.
#pragma once

#include "base/error.h"
#include "dump/archive.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attest::dump {

struct Comparison {
    std::int64_t rows = 0;         ///< Of the first dump.
    std::int64_t differences = 0;  ///< Rows that only one has, or that are not the same.
    std::vector<std::string> some; ///< A line each, of the first ones.
};

Result<Comparison> compare_dumps(const TableFiles& left, const TableFiles& right);

} // namespace attest::dump
