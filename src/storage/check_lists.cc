#include "storage/check_lists.h"

#include "storage/sql.h"

namespace attest::storage {

namespace {

/// The latest checks that count, by id: $1 of them.
constexpr SqlPiece recent_checks = R"sql(
    recent AS (
        SELECT k.user_id, k.verdict, k.address_hash, k.citation_id
        FROM citation_checks AS k
        WHERE k.id > (SELECT coalesce(max(id), 0) FROM citation_checks) - $1 AND k.is_latest = 1
    )
)sql";

constexpr db::Query list_mutual_checkers_query{
    .name = "list_mutual_checkers",
    .sql = joined<"WITH", recent_checks, R"sql(
        , given AS (
            SELECT k.user_id AS reader, t.user_id AS writer, count(*) AS n
            FROM recent AS k
            JOIN citations AS t ON t.id = k.citation_id
            WHERE k.verdict IN (1, 6) AND t.user_id IS NOT NULL
            GROUP BY k.user_id, t.user_id
        ), in_all AS (
            SELECT reader, sum(n) AS n FROM given GROUP BY reader
        )
        SELECT g.reader, a.display_name, g.writer, b.display_name, g.n, back.n, mine.n, yours.n
        FROM given AS g
        JOIN given AS back ON back.reader = g.writer AND back.writer = g.reader
        JOIN in_all AS mine ON mine.reader = g.reader
        JOIN in_all AS yours ON yours.reader = g.writer
        JOIN users AS a ON a.id = g.reader
        JOIN users AS b ON b.id = g.writer
        WHERE g.reader < g.writer AND g.n >= $2 AND back.n >= $2
            AND g.n * 5 >= mine.n * 4 AND back.n * 5 >= yours.n * 4
        ORDER BY g.n + back.n DESC, g.reader, g.writer
        LIMIT $3
    )sql">,
};

constexpr db::Query list_shared_addresses_query{
    .name = "list_shared_addresses",
    .sql = joined<"WITH", recent_checks, R"sql(
        , shared AS (
            SELECT address_hash FROM recent
            WHERE address_hash <> ''
            GROUP BY address_hash
            HAVING count(DISTINCT user_id) > 1
        )
        SELECT k.address_hash, k.user_id, u.display_name, count(*)
        FROM shared AS s
        JOIN recent AS k ON k.address_hash = s.address_hash
        JOIN users AS u ON u.id = k.user_id
        GROUP BY k.address_hash, k.user_id, u.display_name
        ORDER BY k.address_hash, count(*) DESC, k.user_id
        LIMIT $2
    )sql">,
};

constexpr db::Query list_open_scan_flags_query{
    .name = "list_open_scan_flags",
    .sql = R"sql(
        SELECT f.id, f.file_id, s.key, s.title, f.note, f.user_id, coalesce(u.display_name, ''),
            f.created_at
        FROM scan_flags AS f
        JOIN source_files AS d ON d.id = f.file_id
        JOIN sources AS s ON s.id = d.source_id
        LEFT JOIN users AS u ON u.id = f.user_id
        WHERE f.settled_at IS NULL
        ORDER BY f.created_at, f.id
        LIMIT $1
    )sql",
};

constexpr db::Query insert_scan_flag_query{
    .name = "insert_scan_flag",
    .sql = R"sql(
        INSERT INTO scan_flags (file_id, user_id, note, created_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING
    )sql",
};

constexpr db::Query settle_scan_flag_query{
    .name = "settle_scan_flag",
    .sql = "UPDATE scan_flags SET settled_at = $3, settled_by = $2 WHERE id = $1 AND settled_at IS "
           "NULL",
};

Checker read_checker(const db::Row& row, int first) {
    return {.id = row.id<UserId>(first), .name = row.string(first + 1)};
}

} // namespace

Result<std::vector<MutualCheckers>>
list_mutual_checkers(db::ReadTransaction& tx, std::int64_t limit) {
    return tx.all(
        list_mutual_checkers_query,
        {checks_looked_at, mutual_checks_min, limit},
        [](const db::Row& row) {
            return MutualCheckers{
                .first = read_checker(row, 0),
                .second = read_checker(row, 2),
                .first_to_second = row.integer(4),
                .second_to_first = row.integer(5),
                .first_in_all = row.integer(6),
                .second_in_all = row.integer(7),
            };
        }
    );
}

Result<std::vector<SharedAddress>>
list_shared_addresses(db::ReadTransaction& tx, std::int64_t limit) {
    return tx.all(list_shared_addresses_query, {checks_looked_at, limit}, [](const db::Row& row) {
        return SharedAddress{
            .address = row.string(0), .checker = read_checker(row, 1), .checks = row.integer(3)
        };
    });
}

Result<std::vector<ScanFlag>> list_open_scan_flags(db::ReadTransaction& tx, std::int64_t limit) {
    return tx.all(list_open_scan_flags_query, {limit}, [](const db::Row& row) {
        return ScanFlag{
            .id = row.integer(0),
            .file = row.id<SourceFileId>(1),
            .source_key = row.string(2),
            .source_title = row.string(3),
            .note = row.string(4),
            .by = read_checker(row, 5),
            .at = row.time(7),
        };
    });
}

Result<bool> insert_scan_flag(
    db::Transaction& tx, SourceFileId file, UserId user, const std::string& note, Time at
) {
    return TRY(tx.execute(insert_scan_flag_query, {file, user, note, at})) > 0;
}

Result<bool> settle_scan_flag(db::Transaction& tx, std::int64_t id, UserId moderator, Time at) {
    return TRY(tx.execute(settle_scan_flag_query, {id, moderator, at})) > 0;
}

} // namespace attest::storage
