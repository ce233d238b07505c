// What can be wrong in a site's database although every page of it is sound: numbers that follow
// from rows and do not agree with them, and rows that refer to what is not there. Only looks;
// recount.h mends the numbers.
//
// Rows of a dump may dangle and are kept as they came (decisions.md, 3), so relations are asked of
// the rows made here.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attest::db {
class ReadTransaction;
} // namespace attest::db

namespace attest::storage {

/// One row that is not as it should be.
struct Finding {
    std::int64_t id = 0;
    std::int64_t stored = 0;
    std::int64_t counted = 0; ///< What it should be; of a broken relation, 0.
};

/// All rows of one kind of fault.
struct Findings {
    std::string_view what; ///< "answers of question {0}: {1} stored, {2} counted".
    std::int64_t count = 0;
    std::vector<Finding> some; ///< The first ones, by id.
};

/// Numbers that are kept beside the rows they follow from. Kinds without a fault are left out.
Result<std::vector<Findings>> find_wrong_numbers(db::ReadTransaction& tx);

/// Rows that refer to a row that is not there.
Result<std::vector<Findings>> find_broken_relations(db::ReadTransaction& tx);

/// How many kinds of numbers and relations the two look at.
std::size_t count_checked_numbers();
std::size_t count_checked_relations();

/// The finding as a line of text.
std::string format_finding(const Findings& findings, const Finding& finding);

} // namespace attest::storage
