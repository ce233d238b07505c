// Questions: their page, their lists, and what changes them. The changing functions keep every
// number that hangs on a question right: its row under each tag, counters, totals, the changes, the
// stamps.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/posts.h"
#include "storage/posts.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace attest::storage {

struct QuestionRecord {
    QuestionId id;
    std::string title;
    std::vector<std::string> tags;
    std::int64_t view_count = 0;
    std::int64_t answer_count = 0;
    std::optional<AnswerId> accepted_answer;
    Time active_at;
    std::optional<Time> closed_at;
    domain::Post post;
};

/// `not_found` also for deleted questions.
Result<QuestionRecord> find_question(db::ReadTransaction& tx, QuestionId id);

/// Also a deleted question (`post.deleted_at` says so): for those who may see it.
Result<QuestionRecord> find_any_question(db::ReadTransaction& tx, QuestionId id);

/// The keys by which questions are listed, each with its index.
enum class QuestionKey : std::uint8_t { creation, activity, score, unanswered };

/// Where a list goes on: after the question with this key. At first before all of them.
struct QuestionListStart {
    std::int64_t key = std::numeric_limits<std::int64_t>::max();
    QuestionId id{std::numeric_limits<std::int64_t>::max()};
};

struct QuestionListFilter {
    QuestionKey key = QuestionKey::activity;
    std::optional<TagId> tag{};
    QuestionListStart start{};
    std::int64_t limit = 0;
    std::int64_t offset = 0;
    bool with_excerpts = false;
};

/// Highest key first.
Result<std::vector<domain::QuestionSummary>>
list_questions(db::ReadTransaction& tx, const QuestionListFilter& filter);

/// The place of a question in the list of that key; nothing if it is gone.
Result<std::optional<QuestionListStart>>
find_question_list_start(db::ReadTransaction& tx, QuestionId id, QuestionKey key);

struct RankedListFilter {
    domain::RankedList list = domain::RankedList::hot;
    std::optional<TagId> tag{};
    std::optional<QuestionId> after{};
    std::int64_t limit = 0;
    std::int64_t offset = 0;
    bool with_excerpts = false;
};

/// Questions of hot, week or month, best first.
Result<std::vector<domain::QuestionSummary>>
list_ranked_questions(db::ReadTransaction& tx, const RankedListFilter& filter);

/// In the order of `ids`; those that are gone are left out. One statement for each
/// ids_per_statement.
Result<std::vector<domain::QuestionSummary>>
list_questions_by_id(db::ReadTransaction& tx, std::span<const QuestionId> ids);

/// One address in a sitemap.
struct QuestionAddress {
    QuestionId id;
    std::string title;
    Time active_at;
};

/// Questions with ids in [from, to).
Result<std::vector<QuestionAddress>>
list_question_addresses(db::ReadTransaction& tx, QuestionId from, QuestionId to);

/// The first question with an id of at least `from`.
Result<std::optional<QuestionId>> find_question_from(db::ReadTransaction& tx, QuestionId from);

struct NewQuestion {
    std::string title;
    std::vector<std::string> tags;
    StoredBody body;
    Act act;
};

/// Stores a question made here, with its first revision.
Result<QuestionId> insert_question(db::Transaction& tx, const NewQuestion& question);

/// Replaces title and tags. Counters of the tags follow.
struct QuestionHeading {
    QuestionId id;
    std::string title;
    std::vector<std::string> tags;
};

Result<void> update_heading(db::Transaction& tx, const QuestionHeading& heading);

/// Something happened on the question's page: it rises in the list by activity.
Result<void> update_activity(db::Transaction& tx, QuestionId id, Time at);

/// Computes whether the question is unanswered from its answers, and corrects the counters if that
/// has changed.
Result<void> update_unanswered(db::Transaction& tx, QuestionId id);

/// Sets or (nothing) takes back the accepted answer.
Result<void>
update_accepted_answer(db::Transaction& tx, QuestionId id, std::optional<AnswerId> answer);

Result<void> update_closed(db::Transaction& tx, QuestionId id, std::optional<Time> closed_at);

Result<void> count_answers(db::Transaction& tx, QuestionId id, std::int64_t change);

struct CountedViews {
    QuestionId question;
    std::int64_t count = 0;
};

/// Views are shown as of rendering, so no stamp is announced for them.
Result<void> count_views(db::Transaction& tx, CountedViews views);

/// Changes the score of a question, and its key under each tag.
Result<void> count_question_score(db::Transaction& tx, QuestionId id, std::int64_t change);

/// Marks a question deleted: it leaves all lists and counters. Its answers stay as they are, and
/// cannot be reached. Does nothing if it was deleted before.
Result<void> delete_question(db::Transaction& tx, QuestionId id, Time at);

} // namespace attest::storage
