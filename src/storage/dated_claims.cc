#include "storage/dated_claims.h"

#include "storage/claim_facts.h"
#include "storage/id_list.h"
#include "storage/sql.h"

namespace attest::storage {

namespace {

constexpr SqlPiece dated_columns = R"sql(
    c.id, c.exact, c.status, d.phrase, d.edtf, d.calendar, d.is_calendar_assumed, d.is_span,
    d.qualifiers, d.first_day, d.last_day, p.id, q.id, q.title,
    (SELECT x.authority_id FROM claim_authorities AS x WHERE x.claim_id = c.id
     ORDER BY x.role, x.named_id LIMIT 1),
    (SELECT a.label FROM claim_authorities AS x JOIN authorities AS a ON a.id = x.authority_id
     WHERE x.claim_id = c.id ORDER BY x.role, x.named_id LIMIT 1)
)sql";

constexpr SqlPiece visible_places = R"sql(
    JOIN posts AS p ON p.id = c.post_id AND p.deleted_at IS NULL
    JOIN posts AS q ON q.id = coalesce(p.question_id, p.id) AND q.deleted_at IS NULL
)sql";

/// $1 to $3 in all of them: first and last day, and how many.
constexpr SqlPiece in_order_of_days = R"sql(
    AND d.first_day <= $2 AND d.last_day >= $1
    ORDER BY CASE WHEN d.first_day = -2147483648 THEN d.last_day ELSE d.first_day END,
             d.last_day DESC, c.id, d.position
    LIMIT $3
)sql";

/// A question's page shows what its answers say: few rows, by the indexes of posts.
constexpr db::Query list_dated_claims_of_question_query{
    .name = "list_dated_claims_of_question",
    .sql = joined<
        "SELECT",
        dated_columns,
        R"sql(
        FROM (SELECT id FROM posts WHERE id = $4
              UNION ALL
              SELECT id FROM posts WHERE question_id = $4) AS own
        JOIN claims AS c ON c.post_id = own.id AND c.is_detached = 0
    )sql",
        visible_places,
        R"sql(
        JOIN claim_dates AS d ON d.claim_id = c.id
        WHERE TRUE
    )sql",
        in_order_of_days>,
};

constexpr db::Query list_dated_claims_of_tag_query{
    .name = "list_dated_claims_of_tag",
    .sql = joined<
        "SELECT",
        dated_columns,
        R"sql(
        FROM claim_dates AS d
        JOIN claims AS c ON c.id = d.claim_id AND c.is_detached = 0
    )sql",
        visible_places,
        R"sql(
        JOIN question_tags AS t ON t.question_id = q.id
            AND t.tag_id = (SELECT id FROM tags WHERE name = $4)
        WHERE TRUE
    )sql",
        in_order_of_days>,
};

constexpr db::Query list_dated_claims_of_record_query{
    .name = "list_dated_claims_of_record",
    .sql = joined<
        "SELECT",
        dated_columns,
        R"sql(
        FROM (SELECT DISTINCT claim_id FROM claim_authorities WHERE authority_id = $4) AS own
        JOIN claims AS c ON c.id = own.claim_id AND c.is_detached = 0
    )sql",
        visible_places,
        R"sql(
        JOIN claim_dates AS d ON d.claim_id = c.id
        WHERE TRUE
    )sql",
        in_order_of_days>,
};

/// By the index of days: each level from as much earlier as its widest date is long.
constexpr db::Query list_all_dated_claims_query{
    .name = "list_all_dated_claims",
    .sql = joined<
        "SELECT",
        dated_columns,
        R"sql(
        FROM claim_dates AS d
        JOIN claims AS c ON c.id = d.claim_id AND c.is_detached = 0
    )sql",
        visible_places,
        R"sql(
        WHERE ((d.width_level = 0 AND d.first_day BETWEEN $1 AND $2)
               OR (d.width_level = 1 AND d.first_day BETWEEN $1 - 31 AND $2)
               OR (d.width_level = 2 AND d.first_day BETWEEN $1 - 366 AND $2)
               OR (d.width_level = 3 AND d.first_day BETWEEN $1 - 3660 AND $2)
               OR (d.width_level = 4 AND d.first_day BETWEEN $1 - 36600 AND $2)
               OR (d.width_level = 5 AND d.first_day <= $2))
    )sql",
        in_order_of_days>,
};

constexpr db::Query list_dated_claims_of_posts_query{
    .name = "list_dated_claims_of_posts",
    .sql = joined<
        "SELECT",
        dated_columns,
        "FROM",
        id_list,
        R"sql(
        CROSS JOIN claims AS c
    )sql",
        visible_places,
        R"sql(
        JOIN claim_dates AS d ON d.claim_id = c.id
        WHERE c.post_id = wanted.column1 AND c.is_detached = 0
    )sql">,
};

constexpr db::Query list_mentioning_posts_query{
    .name = "list_mentioning_posts",
    .sql = R"sql(
        SELECT p.id, q.id, q.title, min(m.words)
        FROM mentions AS m
        JOIN posts AS p ON p.id = m.post_id AND p.deleted_at IS NULL
        JOIN posts AS q ON q.id = coalesce(p.question_id, p.id) AND q.deleted_at IS NULL
        WHERE m.authority_id = $1
        GROUP BY p.id, q.id, q.title, p.created_at
        ORDER BY p.created_at DESC, p.id DESC
        LIMIT $2 OFFSET $3
    )sql",
};

constexpr db::Query count_mentioning_posts_query{
    .name = "count_mentioning_posts",
    .sql = R"sql(
        SELECT count(DISTINCT p.id)
        FROM mentions AS m
        JOIN posts AS p ON p.id = m.post_id AND p.deleted_at IS NULL
        JOIN posts AS q ON q.id = coalesce(p.question_id, p.id) AND q.deleted_at IS NULL
        WHERE m.authority_id = $1
    )sql",
};

constexpr SqlPiece place_columns = R"sql(
    a.id, a.kind, a.label, a.note, a.active_from, a.active_to, a.latitude, a.longitude, a.merged_into,
    count(DISTINCT p.id)
)sql";

constexpr SqlPiece places_of_mentions = R"sql(
    JOIN mentions AS m ON m.post_id = p.id
    JOIN authorities AS a ON a.id = m.authority_id AND a.kind = 2
    GROUP BY a.id
    ORDER BY count(DISTINCT p.id) DESC, a.label, a.id
    LIMIT $2
)sql";

constexpr db::Query list_places_of_question_query{
    .name = "list_places_of_question",
    .sql = joined<
        "SELECT",
        place_columns,
        R"sql(
        FROM (SELECT id FROM posts WHERE id = $1 AND deleted_at IS NULL
              UNION ALL
              SELECT id FROM posts WHERE question_id = $1 AND deleted_at IS NULL) AS p
    )sql",
        places_of_mentions>,
};

constexpr db::Query list_places_of_tag_query{
    .name = "list_places_of_tag",
    .sql = joined<
        "SELECT",
        place_columns,
        R"sql(
        FROM question_tags AS t
        JOIN posts AS p ON (p.id = t.question_id OR p.question_id = t.question_id)
            AND p.deleted_at IS NULL AND t.tag_id = (SELECT id FROM tags WHERE name = $1)
    )sql",
        places_of_mentions>,
};

constexpr db::Query list_places_beside_record_query{
    .name = "list_places_beside_record",
    .sql = joined<
        "SELECT",
        place_columns,
        R"sql(
        FROM (SELECT DISTINCT post_id FROM mentions WHERE authority_id = $1) AS own
        JOIN posts AS p ON p.id = own.post_id AND p.deleted_at IS NULL
        JOIN posts AS q ON q.id = coalesce(p.question_id, p.id) AND q.deleted_at IS NULL
    )sql",
        places_of_mentions>,
};

DatedClaim read_dated_claim(const db::Row& row) {
    return {
        .claim = row.id<ClaimId>(0),
        .exact = row.string(1),
        .status = row.choice<domain::ClaimStatus>(2),
        .date = read_date_columns(row, 3),
        .post = row.id<PostId>(11),
        .question = row.id<QuestionId>(12),
        .title = row.string(13),
        .named = row.optional_id<AuthorityId>(14),
        .named_label = row.optional_string(15).value_or(""),
    };
}

MentionedPlace read_place(const db::Row& row) {
    MentionedPlace place{
        .record =
            {.id = row.id<AuthorityId>(0),
             .kind = row.choice<domain::AuthorityKind>(1),
             .label = row.string(2),
             .note = row.string(3),
             .active_from = row.string(4),
             .active_to = row.string(5),
             .merged_into = row.optional_id<AuthorityId>(8)},
        .posts = row.integer(9),
    };
    if (!row.is_null(6) && !row.is_null(7)) {
        place.record.coordinates =
            domain::Coordinates{.latitude = row.integer(6), .longitude = row.integer(7)};
    }
    return place;
}

} // namespace

Result<std::vector<DatedClaim>> list_dated_claims_of_question(
    db::ReadTransaction& tx, QuestionId question, dates::Bounds days, std::int64_t limit
) {
    return tx.all(
        list_dated_claims_of_question_query, {days.lo, days.hi, limit, question}, read_dated_claim
    );
}

Result<std::vector<DatedClaim>> list_dated_claims_of_tag(
    db::ReadTransaction& tx, std::string_view tag, dates::Bounds days, std::int64_t limit
) {
    return tx.all(list_dated_claims_of_tag_query, {days.lo, days.hi, limit, tag}, read_dated_claim);
}

Result<std::vector<DatedClaim>> list_dated_claims_of_record(
    db::ReadTransaction& tx, AuthorityId record, dates::Bounds days, std::int64_t limit
) {
    return tx.all(
        list_dated_claims_of_record_query, {days.lo, days.hi, limit, record}, read_dated_claim
    );
}

Result<std::vector<DatedClaim>>
list_all_dated_claims(db::ReadTransaction& tx, dates::Bounds days, std::int64_t limit) {
    return tx.all(list_all_dated_claims_query, {days.lo, days.hi, limit}, read_dated_claim);
}

Result<std::vector<DatedClaim>>
list_dated_claims_of_posts(db::ReadTransaction& tx, std::span<const PostId> posts) {
    std::vector<DatedClaim> claims;
    TRY(each_by_id(tx, list_dated_claims_of_posts_query, posts, [&](const db::Row& row) {
        claims.push_back(read_dated_claim(row));
    }));
    return claims;
}

Result<std::vector<MentioningPost>> list_mentioning_posts(
    db::ReadTransaction& tx, AuthorityId record, std::int64_t limit, std::int64_t offset
) {
    return tx.all(list_mentioning_posts_query, {record, limit, offset}, [](const db::Row& row) {
        return MentioningPost{
            .post = row.id<PostId>(0),
            .question = row.id<QuestionId>(1),
            .title = row.string(2),
            .words = row.string(3),
        };
    });
}

Result<std::int64_t> count_mentioning_posts(db::ReadTransaction& tx, AuthorityId record) {
    const auto count = TRY(tx.first(count_mentioning_posts_query, {record}, [](const db::Row& row) {
        return row.integer(0);
    }));
    return count.value_or(0);
}

Result<std::vector<MentionedPlace>>
list_places_of_question(db::ReadTransaction& tx, QuestionId question, std::int64_t limit) {
    return tx.all(list_places_of_question_query, {question, limit}, read_place);
}

Result<std::vector<MentionedPlace>>
list_places_of_tag(db::ReadTransaction& tx, std::string_view tag, std::int64_t limit) {
    return tx.all(list_places_of_tag_query, {tag, limit}, read_place);
}

Result<std::vector<MentionedPlace>>
list_places_beside_record(db::ReadTransaction& tx, AuthorityId record, std::int64_t limit) {
    return tx.all(list_places_beside_record_query, {record, limit}, read_place);
}

} // namespace attest::storage
