#include "storage/found_evidence.h"

#include "storage/sql.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace attest::storage {

namespace {

// Lists of ids are given as JSON, since they have no longest length; `json_each` yields them in
// their order, and CROSS JOIN keeps it outermost.

constexpr db::Query list_posts_with_status_query{
    .name = "list_posts_with_status",
    .sql = R"sql(
        SELECT DISTINCT post_id FROM claims
        WHERE status = $1 AND is_detached = 0 AND is_bare_link = 0
        ORDER BY post_id
    )sql",
};

constexpr SqlPiece days_overlap = R"sql(
    d.first_day <= $2 AND d.last_day >= $1 AND ($3 = 0 OR d.first_day >= $1 AND d.last_day <= $2)
)sql";

/// The widths of `width_level` (storage/claim_facts.h): no date that began longer before can reach
/// the days.
constexpr db::Query list_posts_with_days_query{
    .name = "list_posts_with_days",
    .sql = joined<
        R"sql(
        SELECT c.post_id
        FROM (VALUES (0, 0), (1, 31), (2, 366), (3, 3660), (4, 36600), (5, 4294967296)) AS l
        CROSS JOIN claim_dates AS d
            ON d.width_level = l.column1 AND d.first_day BETWEEN $1 - l.column2 AND $2
        CROSS JOIN claims AS c ON c.id = d.claim_id
        WHERE)sql",
        days_overlap,
        "AND c.is_detached = 0">,
};

/// $1 lists sources; what was merged into one of them is it.
constexpr SqlPiece searched_sources = R"sql(
    SELECT value AS id FROM json_each($1)
    UNION SELECT s.id FROM json_each($1) AS j CROSS JOIN sources AS s ON s.merged_into = j.value
)sql";

constexpr db::Query list_posts_citing_query{
    .name = "list_posts_citing",
    .sql = joined<
        "WITH searched AS (",
        searched_sources,
        R"sql()
        SELECT c.post_id FROM searched
        CROSS JOIN citations AS x ON x.source_id = searched.id AND x.withdrawn_at IS NULL
        CROSS JOIN claims AS c ON c.id = x.claim_id AND c.is_detached = 0
        UNION
        SELECT c.post_id FROM searched
        CROSS JOIN citations AS x ON x.through_id = searched.id AND x.withdrawn_at IS NULL
        CROSS JOIN claims AS c ON c.id = x.claim_id AND c.is_detached = 0
        ORDER BY 1
    )sql">,
};

constexpr db::Query list_posts_mentioning_query{
    .name = "list_posts_mentioning",
    .sql = R"sql(
        SELECT DISTINCT m.post_id FROM json_each($1) AS j
        CROSS JOIN mentions AS m ON m.authority_id = j.value
        ORDER BY m.post_id
    )sql",
};

constexpr db::Query list_claims_with_status_query{
    .name = "list_claims_with_status",
    .sql = R"sql(
        SELECT c.post_id, c.id, c.exact, '', c.status FROM json_each($1) AS j
        CROSS JOIN claims AS c ON c.post_id = j.value AND c.is_detached = 0
        WHERE c.status IN (SELECT value FROM json_each($2)) AND c.is_bare_link = 0
        ORDER BY c.post_id, c.start, c.id
    )sql",
};

constexpr db::Query list_claims_with_days_query{
    .name = "list_claims_with_days",
    .sql = joined<
        R"sql(
        SELECT c.post_id, c.id, c.exact, d.phrase, c.status FROM json_each($4) AS j
        CROSS JOIN claims AS c ON c.post_id = j.value AND c.is_detached = 0
        CROSS JOIN claim_dates AS d ON d.claim_id = c.id
        WHERE)sql",
        days_overlap,
        "ORDER BY c.post_id, c.start, c.id, d.position">,
};

constexpr db::Query list_claims_citing_query{
    .name = "list_claims_citing",
    .sql = joined<
        "WITH searched AS (",
        searched_sources,
        R"sql()
        SELECT c.post_id, c.id, c.exact, '', c.status FROM json_each($2) AS j
        CROSS JOIN claims AS c ON c.post_id = j.value AND c.is_detached = 0
        WHERE EXISTS (
            SELECT 1 FROM citations AS x WHERE x.claim_id = c.id AND x.withdrawn_at IS NULL
            AND (x.source_id IN (SELECT id FROM searched) OR x.through_id IN (SELECT id FROM searched)))
        ORDER BY c.post_id, c.start, c.id
    )sql">,
};

constexpr db::Query list_mentions_of_query{
    .name = "list_mentions_of",
    .sql = R"sql(
        SELECT m.post_id, m.authority_id, m.words FROM json_each($1) AS j
        CROSS JOIN mentions AS m ON m.post_id = j.value
        WHERE m.authority_id IN (SELECT value FROM json_each($2))
        ORDER BY m.post_id, m.position
    )sql",
};

constexpr db::Query list_statuses_of_posts_query{
    .name = "list_statuses_of_posts",
    .sql = R"sql(
        SELECT DISTINCT c.post_id, c.status FROM json_each($1) AS j
        CROSS JOIN claims AS c
            ON c.post_id = j.value AND c.is_detached = 0 AND c.is_bare_link = 0
    )sql",
};

constexpr db::Query list_days_of_posts_query{
    .name = "list_days_of_posts",
    .sql = R"sql(
        SELECT c.post_id, d.first_day, d.last_day FROM json_each($1) AS j
        CROSS JOIN claims AS c ON c.post_id = j.value AND c.is_detached = 0
        CROSS JOIN claim_dates AS d ON d.claim_id = c.id
    )sql",
};

template <typename Value>
std::string json_list(std::span<const Value> values, auto number_of) {
    std::string list = "[";
    for (const Value& value : values)
        list += fmt::format("{}{}", list.size() > 1 ? "," : "", number_of(value));
    return list + "]";
}

template <typename AnyId>
std::string id_list_of(std::span<const AnyId> ids) {
    return json_list(ids, [](AnyId id) { return id.value; });
}

PostId read_post(const db::Row& row) {
    return row.id<PostId>(0);
}

FoundClaim read_claim(const db::Row& row) {
    return {
        .post = row.id<PostId>(0),
        .claim = row.id<ClaimId>(1),
        .words = row.string(2),
        .phrase = row.string(3),
        .status = row.choice<domain::ClaimStatus>(4),
    };
}

void sort_each_once(std::vector<PostId>& posts) {
    std::ranges::sort(posts);
    const auto [first, last] = std::ranges::unique(posts);
    posts.erase(first, last);
}

} // namespace

Result<std::vector<PostId>>
list_posts_with_status(db::ReadTransaction& tx, std::span<const domain::ClaimStatus> statuses) {
    std::vector<PostId> posts;
    for (const domain::ClaimStatus status : statuses) {
        TRY(tx.each(list_posts_with_status_query, {status}, [&](const db::Row& row) {
            posts.push_back(read_post(row));
        }));
    }
    if (statuses.size() > 1) sort_each_once(posts);
    return posts;
}

Result<std::vector<PostId>>
list_posts_with_days(db::ReadTransaction& tx, const SearchedDays& days) {
    std::vector<PostId> posts =
        TRY(tx.all(list_posts_with_days_query, {days.first, days.last, days.is_within}, read_post));
    sort_each_once(posts);
    return posts;
}

Result<std::vector<PostId>>
list_posts_citing(db::ReadTransaction& tx, std::span<const SourceId> sources) {
    return tx.all(list_posts_citing_query, {id_list_of(sources)}, read_post);
}

Result<std::vector<PostId>>
list_posts_mentioning(db::ReadTransaction& tx, std::span<const AuthorityId> records) {
    return tx.all(list_posts_mentioning_query, {id_list_of(records)}, read_post);
}

Result<std::vector<FoundClaim>> list_claims_with_status(
    db::ReadTransaction& tx,
    std::span<const PostId> posts,
    std::span<const domain::ClaimStatus> statuses
) {
    const std::string wanted =
        json_list(statuses, [](domain::ClaimStatus status) { return std::to_underlying(status); });
    return tx.all(list_claims_with_status_query, {id_list_of(posts), wanted}, read_claim);
}

Result<std::vector<FoundClaim>> list_claims_with_days(
    db::ReadTransaction& tx, std::span<const PostId> posts, const SearchedDays& days
) {
    return tx.all(
        list_claims_with_days_query,
        {days.first, days.last, days.is_within, id_list_of(posts)},
        read_claim
    );
}

Result<std::vector<FoundClaim>> list_claims_citing(
    db::ReadTransaction& tx, std::span<const PostId> posts, std::span<const SourceId> sources
) {
    return tx.all(list_claims_citing_query, {id_list_of(sources), id_list_of(posts)}, read_claim);
}

Result<std::vector<FoundMention>> list_mentions_of(
    db::ReadTransaction& tx, std::span<const PostId> posts, std::span<const AuthorityId> records
) {
    return tx.all(
        list_mentions_of_query,
        {id_list_of(posts), id_list_of(records)},
        [](const db::Row& row) {
            return FoundMention{
                .post = row.id<PostId>(0),
                .record = row.id<AuthorityId>(1),
                .words = row.string(2),
            };
        }
    );
}

Result<std::vector<PostStatus>>
list_statuses_of_posts(db::ReadTransaction& tx, std::span<const PostId> posts) {
    return tx.all(list_statuses_of_posts_query, {id_list_of(posts)}, [](const db::Row& row) {
        return PostStatus{
            .post = row.id<PostId>(0),
            .status = row.choice<domain::ClaimStatus>(1),
        };
    });
}

Result<std::vector<PostDays>>
list_days_of_posts(db::ReadTransaction& tx, std::span<const PostId> posts) {
    return tx.all(list_days_of_posts_query, {id_list_of(posts)}, [](const db::Row& row) {
        return PostDays{
            .post = row.id<PostId>(0),
            .first = row.integer(1),
            .last = row.integer(2),
        };
    });
}

} // namespace attest::storage
