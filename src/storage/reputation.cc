#include "storage/reputation.h"

#include "base/verify.h"
#include "domain/kinds.h"
#include "storage/changes.h"
#include "storage/check_reputation.h"

#include <algorithm>
#include <map>
#include <span>

namespace attest::storage {

namespace {

using domain::ReputationKind;

// ── Settling ──

constexpr db::Query find_reputation_query{
    .name = "find_reputation",
    .sql = "SELECT reputation FROM users WHERE id = $1",
};

constexpr db::Query list_reputation_from_query{
    .name = "list_reputation_from",
    .sql = R"sql(
        SELECT id, kind, day, points, amount
        FROM reputation_events
        WHERE user_id = $1 AND day >= $2
        ORDER BY day, created_at, id
    )sql",
};

constexpr db::Query update_reputation_amount_query{
    .name = "update_reputation_amount",
    .sql = "UPDATE reputation_events SET amount = $2 WHERE id = $1",
};

constexpr db::Query update_reputation_query{
    .name = "update_reputation",
    .sql = "UPDATE users SET reputation = $2 WHERE id = $1",
};

/// What is to be settled anew: a user's events from a day on, after `gone` has left the sum with
/// the events that were taken out.
struct Unsettled {
    std::int64_t from_day = 0;
    std::int64_t gone = 0;
};

Result<std::optional<std::int64_t>> find_reputation(db::Transaction& tx, UserId user) {
    return tx.first(find_reputation_query, {user}, [](const db::Row& row) {
        return row.integer(0);
    });
}

Result<void> settle(db::Transaction& tx, UserId user, Unsettled unsettled) {
    const std::optional<std::int64_t> stored = TRY(find_reputation(tx, user));
    if (!stored) return {};

    std::vector<std::int64_t> ids;
    std::vector<domain::ReputationEntry> entries;
    std::int64_t counted = 0;
    TRY(tx.each(list_reputation_from_query, {user, unsettled.from_day}, [&](const db::Row& row) {
        ids.push_back(row.integer(0));
        entries.push_back(
            {.kind = row.choice<ReputationKind>(1),
             .day = row.integer(2),
             .points = row.integer(3),
             .amount = row.integer(4)}
        );
        counted += row.integer(4);
    }));
    const std::vector<domain::ReputationEntry> as_stored = entries;
    const std::int64_t before = *stored - unsettled.gone - counted;
    domain::settle_reputation(before, entries);

    std::int64_t total = before;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        total += entries[i].amount;
        if (entries[i].amount == as_stored[i].amount) continue;
        TRY(tx.execute(update_reputation_amount_query, {ids[i], entries[i].amount}));
    }
    if (total == *stored) return {};
    TRY(tx.execute(update_reputation_query, {user, total}));
    return record_user_change(tx, user);
}

// ── One event ──

constexpr db::Query find_wiki_time_query{
    .name = "find_wiki_time",
    .sql = "SELECT community_at FROM posts WHERE id = $1 AND community_at IS NOT NULL",
};

constexpr db::Query sum_edit_reputation_query{
    .name = "sum_edit_reputation",
    .sql = "SELECT COALESCE(SUM(points), 0) FROM reputation_events WHERE user_id = $1 AND kind = 9",
};

/// OR IGNORE: reputation_events_once says which acts count once.
constexpr db::Query insert_reputation_event_query{
    .name = "insert_reputation_event",
    .sql = R"sql(
        INSERT INTO reputation_events (user_id, kind, post_id, actor_id, points, amount, day, created_at,
            citation_id)
        SELECT $1, $2, $3, $4, $5, 0, $6, $7, $8
        WHERE EXISTS (SELECT 1 FROM users WHERE id = $1)
        ON CONFLICT DO NOTHING
    )sql",
};

constexpr db::Query delete_reputation_event_query{
    .name = "delete_reputation_event",
    .sql = R"sql(
        DELETE FROM reputation_events
        WHERE user_id = $1 AND kind = $2 AND post_id = $3 AND actor_id = $4 AND kind BETWEEN 2 AND 8
        RETURNING day, amount
    )sql",
};

constexpr db::Query delete_one_reputation_event_query{
    .name = "delete_one_reputation_event",
    .sql = "DELETE FROM reputation_events WHERE id = $1 RETURNING user_id, day, amount",
};

Result<bool> is_community_wiki(db::Transaction& tx, std::optional<PostId> post) {
    if (!post) return false;
    const auto found =
        TRY(tx.first(find_wiki_time_query, {*post}, [](const db::Row&) { return true; }));
    return found.has_value();
}

Result<bool> have_edits_brought_all(db::Transaction& tx, UserId user) {
    const auto number = [](const db::Row& row) { return row.integer(0); };
    const std::optional<std::int64_t> brought =
        TRY(tx.first(sum_edit_reputation_query, {user}, number));
    return brought.value_or(0) >= domain::edit_reputation_max;
}

} // namespace

Result<void> apply_reputation(db::Transaction& tx, const ReputationEvent& event) {
    VERIFY(event.kind != ReputationKind::opening);
    // Who looks things up does so for everybody, also where nobody owns the text.
    if (!event.citation && TRY(is_community_wiki(tx, event.post))) return {};
    if (event.kind == ReputationKind::edit_approved) {
        if (TRY(have_edits_brought_all(tx, event.user))) return {};
    }
    const std::int64_t day = domain::day_of(event.at);
    const std::int64_t stored = TRY(tx.execute(
        insert_reputation_event_query,
        {event.user,
         event.kind,
         event.post,
         event.actor,
         domain::points_of(event.kind),
         day,
         event.at,
         event.citation}
    ));
    if (stored == 0) return {};
    return settle(tx, event.user, {.from_day = day});
}

Result<void> undo_reputation(db::Transaction& tx, const ReputationEvent& event) {
    const std::optional<Unsettled> unsettled = TRY(tx.first(
        delete_reputation_event_query,
        {event.user, event.kind, event.post, event.actor},
        [](const db::Row& row) {
            return Unsettled{.from_day = row.integer(0), .gone = row.integer(1)};
        }
    ));
    if (!unsettled) return {};
    return settle(tx, event.user, *unsettled);
}

Result<void> undo_reputation_event(db::Transaction& tx, std::int64_t id) {
    std::optional<UserId> user;
    Unsettled unsettled;
    TRY(tx.each(delete_one_reputation_event_query, {id}, [&](const db::Row& row) {
        user = row.id<UserId>(0);
        unsettled = {.from_day = row.integer(1), .gone = row.integer(2)};
    }));
    if (!user) return {};
    return settle(tx, *user, unsettled);
}

// ── Deleted posts ──

namespace {

constexpr db::Query find_kept_post_query{
    .name = "find_kept_post",
    .sql = "SELECT 1 FROM posts WHERE id = $1 AND score >= $2 AND created_at <= $3",
};

constexpr db::Query delete_post_reputation_query{
    .name = "delete_post_reputation",
    .sql = R"sql(
        DELETE FROM reputation_events
        WHERE post_id = $1 AND (kind BETWEEN 2 AND 8 OR kind BETWEEN 11 AND 14)
        RETURNING user_id, day, amount
    )sql",
};

/// Votes and acceptances of a post that were made here, with whom they concern.
constexpr db::Query list_post_acts_query{
    .name = "list_post_acts",
    .sql = R"sql(
        SELECT v.kind, v.user_id, v.created_at, p.kind, p.author_id, p.id
        FROM votes AS v
        JOIN posts AS p ON p.id = v.post_id
        WHERE v.post_id = $1 AND v.kind IN (1, 2, 3) AND v.user_id IS NOT NULL AND v.id >= 1500000000
        ORDER BY v.created_at, v.id
    )sql",
};

Result<void> take_back(db::Transaction& tx, PostId post, Time deleted_at) {
    const Time kept_since = deleted_at - domain::kept_reputation_age;
    const auto kept = TRY(tx.first(
        find_kept_post_query,
        {post, domain::kept_reputation_score, kept_since},
        [](const db::Row&) { return true; }
    ));
    if (kept) return {};

    std::map<UserId, Unsettled> users;
    TRY(tx.each(delete_post_reputation_query, {post}, [&](const db::Row& row) {
        const std::int64_t day = row.integer(1);
        Unsettled& unsettled = users.try_emplace(row.id<UserId>(0), Unsettled{day}).first->second;
        unsettled.from_day = std::min(unsettled.from_day, day);
        unsettled.gone += row.integer(2);
    }));
    for (const auto& [user, unsettled] : users)
        TRY(settle(tx, user, unsettled));
    return {};
}

} // namespace

Result<void> take_back_post_reputation(db::Transaction& tx, PostId post, Time deleted_at) {
    for (const PostId one : TRY(list_posts_of_page(tx, post)))
        TRY(take_back(tx, one, deleted_at));
    return {};
}

std::vector<ReputationEvent> reputation_of_act(const CountedAct& act) {
    std::vector<ReputationEvent> events;
    const auto add = [&](std::optional<UserId> user, ReputationKind kind) {
        if (!user) return;
        events.push_back(
            {.user = *user, .kind = kind, .post = act.post, .actor = act.actor, .at = act.at}
        );
    };
    switch (act.kind) {
    case domain::VoteKind::up:
        add(act.author,
            act.is_answer ? ReputationKind::answer_voted_up : ReputationKind::question_voted_up);
        break;
    case domain::VoteKind::down:
        add(act.author,
            act.is_answer ? ReputationKind::answer_voted_down : ReputationKind::question_voted_down
        );
        if (act.is_answer) add(act.actor, ReputationKind::voted_answer_down);
        break;
    case domain::VoteKind::accepted:
        if (act.author == act.actor) break; // one's own answer gives nothing
        add(act.author, ReputationKind::answer_accepted);
        add(act.actor, ReputationKind::accepted_answer);
        break;
    case domain::VoteKind::offensive:
    case domain::VoteKind::favorite:
    case domain::VoteKind::close:
    case domain::VoteKind::reopen:
    case domain::VoteKind::bounty_start:
    case domain::VoteKind::bounty_close:
    case domain::VoteKind::deletion:
    case domain::VoteKind::undeletion:
    case domain::VoteKind::spam:
        break;
    }
    return events;
}

namespace {

Result<void> restore(db::Transaction& tx, PostId post) {
    const auto make = [](const db::Row& row) {
        return CountedAct{
            .kind = row.choice<domain::VoteKind>(0),
            .post = row.id<PostId>(5),
            .is_answer = row.choice<domain::PostKind>(3) == domain::PostKind::answer,
            .author = row.optional_id<UserId>(4),
            .actor = row.id<UserId>(1),
            .at = row.time(2),
        };
    };
    for (const CountedAct& act : TRY(tx.all(list_post_acts_query, {post}, make))) {
        for (const ReputationEvent& event : reputation_of_act(act))
            TRY(apply_reputation(tx, event));
    }
    return {};
}

} // namespace

Result<void> restore_post_reputation(db::Transaction& tx, PostId post) {
    for (const PostId one : TRY(list_posts_of_page(tx, post)))
        TRY(restore(tx, one));
    return {};
}

// ── The history ──

namespace {

constexpr db::Query list_reputation_query{
    .name = "list_reputation",
    .sql = R"sql(
        SELECT e.id, e.kind, e.day, e.points, e.amount, e.created_at, e.post_id, q.id, COALESCE(q.title, '')
        FROM reputation_events AS e
        LEFT JOIN posts AS p ON p.id = e.post_id AND p.deleted_at IS NULL
        LEFT JOIN posts AS q
            ON q.id = CASE p.kind WHEN 1 THEN p.id ELSE p.question_id END AND q.deleted_at IS NULL
        WHERE e.user_id = $1
        ORDER BY e.day DESC, e.created_at DESC, e.id DESC
        LIMIT $2 OFFSET $3
    )sql",
};

constexpr db::Query count_reputation_events_query{
    .name = "count_reputation_events",
    .sql = "SELECT COUNT(*) FROM reputation_events WHERE user_id = $1",
};

constexpr db::Query list_reputation_days_query{
    .name = "list_reputation_days",
    .sql = R"sql(
        SELECT day, SUM(amount)
        FROM reputation_events
        WHERE user_id = $1 AND day BETWEEN $2 AND $3
        GROUP BY day
        ORDER BY day DESC
    )sql",
};

} // namespace

Result<std::vector<ReputationChange>>
list_reputation(db::ReadTransaction& tx, const ReputationFilter& filter) {
    const auto make = [](const db::Row& row) {
        return ReputationChange{
            .id = row.integer(0),
            .kind = row.choice<ReputationKind>(1),
            .day = row.integer(2),
            .points = row.integer(3),
            .amount = row.integer(4),
            .at = row.time(5),
            .post = row.optional_id<PostId>(6),
            .question = row.optional_id<QuestionId>(7),
            .title = row.string(8),
        };
    };
    return tx.all(list_reputation_query, {filter.user, filter.limit, filter.offset}, make);
}

Result<std::int64_t> count_reputation_events(db::ReadTransaction& tx, UserId user) {
    const auto number = [](const db::Row& row) { return row.integer(0); };
    return TRY(tx.first(count_reputation_events_query, {user}, number)).value_or(0);
}

Result<std::vector<ReputationDay>>
list_reputation_days(db::ReadTransaction& tx, const ReputationDays& days) {
    const auto make = [](const db::Row& row) {
        return ReputationDay{.day = row.integer(0), .amount = row.integer(1)};
    };
    return tx.all(list_reputation_days_query, {days.user, days.first, days.last}, make);
}

} // namespace attest::storage
