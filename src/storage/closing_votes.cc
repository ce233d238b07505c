#include "storage/closing_votes.h"

#include "base/text.h"
#include "storage/changes.h"

#include <fmt/format.h>

namespace attest::storage {

namespace {

constexpr db::Query insert_closing_vote_query{
    .name = "insert_closing_vote",
    .sql = R"sql(
        INSERT INTO closing_votes (
            question_id, user_id, is_reopening, reason, note, originals, created_at
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT DO NOTHING
    )sql",
};

constexpr db::Query delete_closing_vote_query{
    .name = "delete_closing_vote",
    .sql = R"sql(
        DELETE FROM closing_votes
        WHERE question_id = $1 AND user_id = $2 AND is_reopening = $3 AND settled_at IS NULL
    )sql",
};

constexpr db::Query list_closing_votes_query{
    .name = "list_closing_votes",
    .sql = R"sql(
        SELECT user_id, reason, originals
        FROM closing_votes
        WHERE question_id = $1 AND is_reopening = $2 AND settled_at IS NULL AND created_at >= $3
        ORDER BY id
    )sql",
};

constexpr db::Query settle_closing_votes_query{
    .name = "settle_closing_votes",
    .sql = "UPDATE closing_votes SET settled_at = $2 WHERE question_id = $1 AND settled_at IS NULL",
};

constexpr db::Query list_voted_questions_query{
    .name = "list_voted_questions",
    .sql = R"sql(
        SELECT v.question_id, q.title, v.is_reopening, COUNT(*)
        FROM closing_votes AS v
        JOIN posts AS q ON q.id = v.question_id AND q.deleted_at IS NULL
        WHERE v.settled_at IS NULL AND v.created_at >= $1
        GROUP BY v.question_id, v.is_reopening
        ORDER BY COUNT(*) DESC, v.question_id
        LIMIT $2
    )sql",
};

constexpr db::Query insert_duplicate_link_query{
    .name = "insert_duplicate_link",
    .sql = R"sql(
        INSERT INTO post_links (id, post_id, related_post_id, kind, created_at)
        SELECT max(coalesce((SELECT max(id) FROM post_links), 0) + 1, $1), $2, $3, 3, $4
        WHERE NOT EXISTS (
            SELECT 1 FROM post_links WHERE post_id = $2 AND related_post_id = $3 AND kind = 3
        )
    )sql",
};

constexpr db::Query list_duplicate_originals_query{
    .name = "list_duplicate_originals",
    .sql = "SELECT related_post_id FROM post_links WHERE post_id = $1 AND kind = 3",
};

constexpr db::Query delete_duplicate_links_query{
    .name = "delete_duplicate_links",
    .sql = "DELETE FROM post_links WHERE post_id = $1 AND kind = 3 AND id >= $2",
};

std::string format_originals(const std::vector<QuestionId>& originals) {
    std::string text;
    for (const QuestionId original : originals) {
        text += text.empty() ? "" : " ";
        text += fmt::format("{}", original.value);
    }
    return text;
}

std::vector<QuestionId> parse_originals(std::string_view text) {
    std::vector<QuestionId> originals;
    for (const std::string_view part : split(text, ' ')) {
        if (const auto id = parse_number<std::int64_t>(part)) originals.push_back(QuestionId{*id});
    }
    return originals;
}

domain::CloseVote read_vote(const db::Row& row) {
    return {
        .voter = row.id<UserId>(0),
        .reason =
            domain::parse_close_reason(row.text(1)).value_or(domain::CloseReason::needs_details),
        .originals = parse_originals(row.text(2)),
    };
}

} // namespace

Result<void> insert_closing_vote(db::Transaction& tx, const ClosingBallot& ballot, Time at) {
    const bool is_closing = ballot.aim == domain::ClosingAim::close;
    const std::string originals = format_originals(ballot.vote.originals);
    const std::int64_t inserted = TRY(tx.execute(
        insert_closing_vote_query,
        {ballot.question,
         ballot.vote.voter,
         ballot.aim,
         is_closing ? domain::format_close_reason(ballot.vote.reason) : std::string_view{},
         ballot.note,
         originals,
         at}
    ));
    if (inserted > 0) return {};
    return fail(
        ErrorCode::conflict,
        is_closing ? "You have voted to close this question already."
                   : "You have voted to reopen this question already."
    );
}

Result<bool> delete_closing_vote(db::Transaction& tx, const ClosingBallot& ballot) {
    return TRY(tx.execute(
               delete_closing_vote_query, {ballot.question, ballot.vote.voter, ballot.aim}
           ))
           > 0;
}

Result<std::vector<domain::CloseVote>>
list_closing_votes(db::ReadTransaction& tx, const ClosingVoteFilter& filter) {
    return tx.all(list_closing_votes_query, {filter.question, filter.aim, filter.since}, read_vote);
}

Result<void> settle_closing_votes(db::Transaction& tx, QuestionId question, Time at) {
    TRY(tx.execute(settle_closing_votes_query, {question, at}));
    return {};
}

Result<std::vector<domain::VotedQuestion>>
list_voted_questions(db::ReadTransaction& tx, Time since, std::int64_t limit) {
    return tx.all(list_voted_questions_query, {since, limit}, [](const db::Row& row) {
        return domain::VotedQuestion{
            .question = row.id<QuestionId>(0),
            .title = row.optional_string(1).value_or(""),
            .aim = row.choice<domain::ClosingAim>(2),
            .votes = row.integer(3),
        };
    });
}

Result<void> insert_duplicate_links(
    db::Transaction& tx, QuestionId question, const std::vector<QuestionId>& originals, Time at
) {
    for (const QuestionId original : originals) {
        TRY(tx.execute(insert_duplicate_link_query, {local_id_min, question, original, at}));
        announce_question(tx, original);
    }
    return {};
}

Result<void> delete_duplicate_links(db::Transaction& tx, QuestionId question) {
    const std::vector<QuestionId> originals =
        TRY(tx.all(list_duplicate_originals_query, {question}, [](const db::Row& row) {
            return row.id<QuestionId>(0);
        }));
    for (const QuestionId original : originals)
        announce_question(tx, original);
    TRY(tx.execute(delete_duplicate_links_query, {question, local_id_min}));
    return {};
}

} // namespace attest::storage
