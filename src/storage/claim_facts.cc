#include "storage/claim_facts.h"

#include "base/verify.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace attest::storage {

namespace {

/// Days between the first and the last of the widest date of each level but the last: a day, a
/// month, a year, ten years, a century.
constexpr auto level_widths = std::to_array<std::int64_t>({0, 31, 366, 3'660, 36'600});

constexpr db::Query list_claim_dates_query{
    .name = "list_claim_dates",
    .sql = R"sql(
        SELECT d.claim_id, d.position, d.phrase, d.edtf, d.calendar, d.is_calendar_assumed,
               d.is_span, d.qualifiers, d.first_day, d.last_day
        FROM claims AS c
        JOIN claim_dates AS d ON d.claim_id = c.id
        WHERE c.post_id = $1
        ORDER BY d.claim_id, d.position
    )sql",
};

constexpr db::Query list_claim_authorities_query{
    .name = "list_claim_authorities",
    .sql = R"sql(
        SELECT a.claim_id, a.named_id, a.authority_id, a.role
        FROM claims AS c
        JOIN claim_authorities AS a ON a.claim_id = c.id
        WHERE c.post_id = $1
        ORDER BY a.claim_id, a.named_id
    )sql",
};

constexpr db::Query list_mentions_query{
    .name = "list_mentions",
    .sql = R"sql(
        SELECT position, named_id, authority_id, words
        FROM mentions
        WHERE post_id = $1
        ORDER BY position
    )sql",
};

constexpr db::Query delete_claim_dates_query{
    .name = "delete_claim_dates",
    .sql = "DELETE FROM claim_dates WHERE claim_id = $1",
};

constexpr db::Query insert_claim_date_query{
    .name = "insert_claim_date",
    .sql = R"sql(
        INSERT INTO claim_dates (claim_id, position, phrase, edtf, calendar, is_calendar_assumed,
            is_span, qualifiers, first_day, last_day, width_level)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    )sql",
};

constexpr db::Query delete_claim_authorities_query{
    .name = "delete_claim_authorities",
    .sql = "DELETE FROM claim_authorities WHERE claim_id = $1",
};

constexpr db::Query insert_claim_authority_query{
    .name = "insert_claim_authority",
    .sql = R"sql(
        INSERT INTO claim_authorities (claim_id, named_id, authority_id, role)
        VALUES ($1, $2, $3, $4)
    )sql",
};

constexpr db::Query delete_mentions_query{
    .name = "delete_mentions",
    .sql = "DELETE FROM mentions WHERE post_id = $1",
};

constexpr db::Query insert_mention_query{
    .name = "insert_mention",
    .sql = R"sql(
        INSERT INTO mentions (post_id, position, named_id, authority_id, words)
        VALUES ($1, $2, $3, $4, $5)
    )sql",
};

/// A merge leads to what is itself not merged, so one step is enough.
constexpr db::Query follow_mentions_query{
    .name = "follow_mentions",
    .sql = R"sql(
        UPDATE mentions
        SET authority_id =
            COALESCE((SELECT merged_into FROM authorities WHERE id = named_id), named_id)
        WHERE named_id = $1 OR authority_id = $1
    )sql",
};

constexpr db::Query follow_claim_authorities_query{
    .name = "follow_claim_authorities",
    .sql = R"sql(
        UPDATE claim_authorities
        SET authority_id =
            COALESCE((SELECT merged_into FROM authorities WHERE id = named_id), named_id)
        WHERE named_id = $1 OR authority_id = $1
    )sql",
};

constexpr db::Query list_posts_with_facts_query{
    .name = "list_posts_with_facts",
    .sql = R"sql(
        SELECT p.id
        FROM posts AS p
        WHERE p.id > $1 AND p.kind IN (1, 2)
          AND (p.body_html LIKE '%/names/%'
               OR EXISTS (SELECT 1 FROM mentions AS m WHERE m.post_id = p.id)
               OR EXISTS (SELECT 1 FROM claims AS c WHERE c.post_id = p.id))
        ORDER BY p.id
        LIMIT $2
    )sql",
};

dates::Calendar read_calendar(std::string_view letter) {
    VERIFY(letter == "G" || letter == "J" || letter == "S");
    return static_cast<dates::Calendar>(letter.front());
}

} // namespace

int width_level(const dates::HistoricalDate& date) {
    if (date.lo == dates::open_start || date.hi == dates::open_end) {
        return static_cast<int>(level_widths.size());
    }
    const std::int64_t width = std::int64_t{date.hi} - date.lo;
    const auto found = std::ranges::lower_bound(level_widths, width);
    return static_cast<int>(found - level_widths.begin());
}

dates::HistoricalDate read_date_columns(const db::Row& row, int first) {
    return {
        .phrase = row.string(first),
        .edtf = row.string(first + 1),
        .calendar = read_calendar(row.text(first + 2)),
        .is_assumed = row.integer(first + 3) != 0,
        .is_span = row.integer(first + 4) != 0,
        .lo = static_cast<dates::DayNumber>(row.integer(first + 6)),
        .hi = static_cast<dates::DayNumber>(row.integer(first + 7)),
        .qualifiers = static_cast<dates::Qualifiers>(row.integer(first + 5)),
    };
}

Result<std::vector<ClaimDate>> list_claim_dates(db::ReadTransaction& tx, PostId post) {
    return tx.all(list_claim_dates_query, {post}, [](const db::Row& row) {
        return ClaimDate{
            .claim = row.id<ClaimId>(0),
            .position = row.integer(1),
            .date = read_date_columns(row, 2),
        };
    });
}

Result<std::vector<ClaimAuthority>> list_claim_authorities(db::ReadTransaction& tx, PostId post) {
    return tx.all(list_claim_authorities_query, {post}, [](const db::Row& row) {
        return ClaimAuthority{
            .claim = row.id<ClaimId>(0),
            .named = row.id<AuthorityId>(1),
            .record = row.id<AuthorityId>(2),
            .role = static_cast<domain::ClaimRole>(row.integer(3)),
        };
    });
}

Result<std::vector<Mention>> list_mentions(db::ReadTransaction& tx, PostId post) {
    return tx.all(list_mentions_query, {post}, [](const db::Row& row) {
        return Mention{
            .position = row.integer(0),
            .named = row.id<AuthorityId>(1),
            .record = row.id<AuthorityId>(2),
            .words = row.string(3),
        };
    });
}

Result<void> replace_claim_dates(
    db::Transaction& tx, ClaimId claim, const std::vector<dates::HistoricalDate>& dates
) {
    TRY(tx.execute(delete_claim_dates_query, {claim}));
    std::int64_t position = 0;
    for (const dates::HistoricalDate& date : dates) {
        const char calendar = static_cast<char>(date.calendar);
        TRY(tx.execute(
            insert_claim_date_query,
            {claim,
             position++,
             date.phrase,
             date.edtf,
             std::string_view{&calendar, 1},
             date.is_assumed,
             date.is_span,
             date.qualifiers,
             date.lo,
             date.hi,
             width_level(date)}
        ));
    }
    return {};
}

Result<void> replace_claim_authorities(
    db::Transaction& tx, ClaimId claim, const std::vector<ClaimAuthority>& authorities
) {
    TRY(tx.execute(delete_claim_authorities_query, {claim}));
    for (const ClaimAuthority& one : authorities) {
        TRY(tx.execute(insert_claim_authority_query, {claim, one.named, one.record, one.role}));
    }
    return {};
}

Result<void>
replace_mentions(db::Transaction& tx, PostId post, const std::vector<Mention>& mentions) {
    TRY(tx.execute(delete_mentions_query, {post}));
    for (const Mention& one : mentions) {
        TRY(tx.execute(insert_mention_query, {post, one.position, one.named, one.record, one.words})
        );
    }
    return {};
}

Result<void> follow_merges(db::Transaction& tx, AuthorityId id) {
    TRY(tx.execute(follow_mentions_query, {id}));
    TRY(tx.execute(follow_claim_authorities_query, {id}));
    return {};
}

Result<std::vector<PostId>>
list_posts_with_facts(db::ReadTransaction& tx, PostId after, std::int64_t limit) {
    return tx.all(list_posts_with_facts_query, {after, limit}, [](const db::Row& row) {
        return row.id<PostId>(0);
    });
}

} // namespace attest::storage
