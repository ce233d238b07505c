// What follows from the rows and is kept beside them, worked out in bulk at the end of an import:
// counts, who is unanswered, questions under their tags, totals. Each function may be run again and
// then changes nothing.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace attest::db {
class ReadTransaction;
class Transaction;
} // namespace attest::db

namespace attest::storage {

/// A count that the dump says and the rows do not bear out. The row then holds ours, and `original`
/// the dump's.
struct CountDifference {
    std::int64_t id = 0;
    std::int64_t said = 0;
    std::int64_t counted = 0;
};

/// Differences of one kind: how many, and some of them.
struct CountDifferences {
    std::int64_t count = 0;
    std::vector<CountDifference> some;
};

/// `original` with one attribute more (dump/rows.h). Empty: what the dump said need not be kept,
/// since rows that are not its own are counted too.
using AddOriginal = std::function<std::string(
    std::string_view original, std::string_view name, std::optional<std::string_view> value
)>;

/// Copies what the functions below need to know of posts into a temporary table. Comes first, and
/// again whenever posts have been written by others.
Result<void> collect_post_facts(db::Transaction& tx);

/// Answers of each question, and whether it is unanswered.
Result<CountDifferences> recount_answers(db::Transaction& tx, const AddOriginal& add_original);

/// Comments of each post.
Result<CountDifferences> recount_comments(db::Transaction& tx, const AddOriginal& add_original);

/// Scores are the dump's; this only compares them with its votes.
Result<CountDifferences> compare_scores(db::Transaction& tx);

/// Questions, answers and badges of each user.
Result<void> recount_users(db::Transaction& tx);

/// Gives every user without one an opening event: what `reputation` says, the dump's figure. So it
/// comes before the next one.
Result<void> open_reputations(db::Transaction& tx);

/// Settles the events of all users who have more than their opening, and makes each reputation
/// their sum.
Result<void> recount_reputations(db::Transaction& tx);

/// Puts the questions that are not deleted under their tags. Names without a row in `tags` get one,
/// with an id below zero: it is not exported.
Result<void> fill_question_tags(db::Transaction& tx);

/// Questions under each tag; needs `fill_question_tags`.
Result<CountDifferences> recount_tags(db::Transaction& tx, const AddOriginal& add_original);

/// The totals that pages print.
Result<void> recount_totals(db::Transaction& tx);

/// Rows that refer to something that is gone; kept, and counted for the summary.
struct DanglingCounts {
    std::int64_t votes = 0;
    std::int64_t links = 0;
    std::int64_t comments = 0;
    std::int64_t history = 0;
    std::int64_t answers = 0;
    std::int64_t badges = 0;
};

Result<DanglingCounts> count_dangling(db::ReadTransaction& tx);

struct BodyCounts {
    std::int64_t markdown = 0;
    std::int64_t html = 0;
};

Result<BodyCounts> count_bodies(db::ReadTransaction& tx);

/// Lets SQLite know the shape of the tables, for its choice of indexes.
Result<void> analyze(db::Transaction& tx);

} // namespace attest::storage
