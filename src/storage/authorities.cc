#include "storage/authorities.h"

#include "storage/bylines.h"
#include "storage/changes.h"
#include "storage/id_list.h"
#include "storage/sql.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace attest::storage {

namespace {

constexpr SqlPiece authority_columns = R"sql(
    a.id, a.kind, a.label, a.note, a.active_from, a.active_to, a.latitude, a.longitude, a.merged_into
)sql";

constexpr db::Query find_authority_query{
    .name = "find_authority",
    .sql = joined<"SELECT", authority_columns, "FROM authorities AS a WHERE a.id = $1">,
};

constexpr db::Query list_authorities_query{
    .name = "list_authorities",
    .sql = joined<"SELECT", authority_columns, R"sql(
        FROM authorities AS a
        WHERE a.kind IN ($1, $2) AND a.merged_into IS NULL
        ORDER BY a.label, a.id
        LIMIT $3 OFFSET $4
    )sql">,
};

constexpr db::Query count_authorities_query{
    .name = "count_authorities",
    .sql = R"sql(
        SELECT COUNT(*) FROM authorities WHERE kind IN ($1, $2) AND merged_into IS NULL
    )sql",
};

constexpr db::Query list_merged_authorities_query{
    .name = "list_merged_authorities",
    .sql = joined<"SELECT", authority_columns, R"sql(
        FROM authorities AS a
        WHERE a.merged_into = $1
        ORDER BY a.label, a.id
    )sql">,
};

constexpr db::Query list_authority_names_query{
    .name = "list_authority_names",
    .sql = R"sql(
        SELECT n.id, n.authority_id, n.name, n.language, n.kind, n.valid_from, n.valid_to, n.citation
        FROM authority_names AS n
        WHERE n.authority_id = $1
           OR n.authority_id IN (SELECT id FROM authorities WHERE merged_into = $1)
        ORDER BY n.authority_id <> $1, n.kind, n.name, n.id
    )sql",
};

/// Its limit: a first name that half the records bear finds enough of them.
constexpr db::Query find_authority_names_query{
    .name = "find_authority_names",
    .sql = joined<"SELECT n.id, n.name, n.language,", authority_columns, "FROM", id_list, R"sql(
        CROSS JOIN authority_name_keys AS k
        JOIN authority_names AS n ON n.id = k.name_id
        JOIN authorities AS own ON own.id = n.authority_id
        JOIN authorities AS a ON a.id = COALESCE(own.merged_into, own.id)
        WHERE k.key = wanted.column1
        LIMIT 2000
    )sql">,
};

constexpr db::Query list_names_of_authorities_query{
    .name = "list_names_of_authorities",
    .sql = joined<"SELECT n.name, n.language, COALESCE(a.merged_into, a.id) FROM", id_list, R"sql(
        CROSS JOIN authorities AS a
        JOIN authority_names AS n ON n.authority_id = a.id
        WHERE a.id = wanted.column1 OR a.merged_into = wanted.column1
    )sql">,
};

constexpr db::Query list_authority_events_query{
    .name = "list_authority_events",
    .sql = joined<
        R"sql(
        SELECT r.change, r.detail, COALESCE(other.label, ''), r.created_at, r.user_id, NULL,
        )sql",
        byline_columns,
        R"sql(
        FROM authority_revisions AS r
        LEFT JOIN users AS u ON u.id = r.user_id
        LEFT JOIN authorities AS other ON r.change = 5 AND other.id = CAST(r.detail AS INTEGER)
        WHERE r.authority_id = $1
        ORDER BY r.revision DESC
        LIMIT $2
    )sql">,
};

constexpr db::Query insert_authority_query{
    .name = "insert_authority",
    .sql = R"sql(
        INSERT INTO authorities (kind, label, note, active_from, active_to, latitude, longitude,
            created_by, created_at, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)
        RETURNING id
    )sql",
};

constexpr db::Query describe_authority_query{
    .name = "describe_authority",
    .sql = R"sql(
        UPDATE authorities
        SET note = $2, active_from = $3, active_to = $4, latitude = $5, longitude = $6
        WHERE id = $1
    )sql",
};

constexpr db::Query count_revision_query{
    .name = "count_authority_revision",
    .sql = R"sql(
        UPDATE authorities SET revision = revision + 1, edited_at = $2 WHERE id = $1
    )sql",
};

constexpr db::Query insert_authority_revision_query{
    .name = "insert_authority_revision",
    .sql = R"sql(
        INSERT INTO authority_revisions (authority_id, revision, change, detail, user_id, created_at)
        SELECT id, revision, $2, $3, $4, $5 FROM authorities WHERE id = $1
    )sql",
};

constexpr db::Query demote_main_name_query{
    .name = "demote_main_name",
    .sql = "UPDATE authority_names SET kind = 2 WHERE authority_id = $1 AND kind = 1",
};

constexpr db::Query label_authority_query{
    .name = "label_authority",
    .sql = "UPDATE authorities SET label = $2 WHERE id = $1",
};

constexpr db::Query insert_authority_name_query{
    .name = "insert_authority_name",
    .sql = R"sql(
        INSERT INTO authority_names (authority_id, name, language, kind, valid_from, valid_to,
            citation, created_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        RETURNING id
    )sql",
};

constexpr db::Query insert_authority_name_key_query{
    .name = "insert_authority_name_key",
    .sql = R"sql(
        INSERT INTO authority_name_keys (key, name_id) VALUES ($1, $2) ON CONFLICT DO NOTHING
    )sql",
};

constexpr db::Query delete_authority_name_query{
    .name = "delete_authority_name",
    .sql = "DELETE FROM authority_names WHERE id = $1 AND authority_id = $2",
};

constexpr db::Query delete_authority_name_keys_query{
    .name = "delete_authority_name_keys",
    .sql = "DELETE FROM authority_name_keys WHERE name_id = $1",
};

constexpr db::Query merge_authority_query{
    .name = "merge_authority",
    .sql = "UPDATE authorities SET merged_into = $2 WHERE id = $1 OR merged_into = $1",
};

constexpr db::Query unmerge_authority_query{
    .name = "unmerge_authority",
    .sql = "UPDATE authorities SET merged_into = NULL WHERE id = $1 AND merged_into IS NOT NULL",
};

AuthorityRecord read_authority(const db::Row& row, int first = 0) {
    AuthorityRecord record{
        .id = row.id<AuthorityId>(first),
        .kind = row.choice<domain::AuthorityKind>(first + 1),
        .label = row.string(first + 2),
        .note = row.string(first + 3),
        .active_from = row.string(first + 4),
        .active_to = row.string(first + 5),
        .merged_into = row.optional_id<AuthorityId>(first + 8),
    };
    if (!row.is_null(first + 6) && !row.is_null(first + 7)) {
        record.coordinates = domain::Coordinates{
            .latitude = row.integer(first + 6), .longitude = row.integer(first + 7)
        };
    }
    return record;
}

/// Two places for kinds in a statement; one kind stands in both.
std::pair<domain::AuthorityKind, domain::AuthorityKind>
first_and_last(std::span<const domain::AuthorityKind> kinds) {
    return {kinds.front(), kinds.back()};
}

struct Event {
    AuthorityId record;
    domain::AuthorityChange change;
    std::string_view detail;
};

/// Counts the record's revision and keeps what was done; pages that show it are stale.
Result<void> record_event(db::Transaction& tx, const Event& event, RecordAct act) {
    TRY(tx.execute(count_revision_query, {event.record, act.at}));
    TRY(tx.execute(
        insert_authority_revision_query,
        {event.record, event.change, event.detail, act.user, act.at}
    ));
    announce_site(tx);
    return {};
}

std::optional<std::int64_t> latitude_of(const AuthorityRecord& record) {
    return record.coordinates ? std::optional{record.coordinates->latitude} : std::nullopt;
}

std::optional<std::int64_t> longitude_of(const AuthorityRecord& record) {
    return record.coordinates ? std::optional{record.coordinates->longitude} : std::nullopt;
}

} // namespace

Result<AuthorityRecord> find_authority(db::ReadTransaction& tx, AuthorityId id) {
    std::optional<AuthorityRecord> record = TRY(
        tx.first(find_authority_query, {id}, [](const db::Row& row) { return read_authority(row); })
    );
    if (!record) return fail(ErrorCode::not_found, "There is no such record here.");
    return *std::move(record);
}

Result<std::vector<AuthorityRecord>> list_authorities(
    db::ReadTransaction& tx, std::span<const domain::AuthorityKind> kinds, AuthorityStretch stretch
) {
    const auto [first, last] = first_and_last(kinds);
    return tx.all(
        list_authorities_query,
        {first, last, stretch.limit, stretch.offset},
        [](const db::Row& row) { return read_authority(row); }
    );
}

Result<std::int64_t>
count_authorities(db::ReadTransaction& tx, std::span<const domain::AuthorityKind> kinds) {
    const auto [first, last] = first_and_last(kinds);
    const std::optional<std::int64_t> count =
        TRY(tx.first(count_authorities_query, {first, last}, [](const db::Row& row) {
            return row.integer(0);
        }));
    return count.value_or(0);
}

Result<std::vector<AuthorityRecord>>
list_merged_authorities(db::ReadTransaction& tx, AuthorityId into) {
    return tx.all(list_merged_authorities_query, {into}, [](const db::Row& row) {
        return read_authority(row);
    });
}

Result<std::vector<domain::AuthorityName>>
list_authority_names(db::ReadTransaction& tx, AuthorityId id) {
    return tx.all(list_authority_names_query, {id}, [](const db::Row& row) {
        return domain::AuthorityName{
            .id = row.id<AuthorityNameId>(0),
            .record = row.id<AuthorityId>(1),
            .name = row.string(2),
            .language = row.string(3),
            .kind = row.choice<domain::NameKind>(4),
            .valid_from = row.string(5),
            .valid_to = row.string(6),
            .citation = row.string(7),
        };
    });
}

Result<std::vector<FoundName>>
find_authority_names(db::ReadTransaction& tx, std::span<const std::string> keys) {
    std::vector<FoundName> found;
    std::vector<std::int64_t> seen;
    TRY(each_by_id(tx, find_authority_names_query, keys, [&](const db::Row& row) {
        if (std::ranges::find(seen, row.integer(0)) != seen.end()) return;
        seen.push_back(row.integer(0));
        found.push_back({
            .name = row.string(1),
            .language = row.string(2),
            .record = read_authority(row, 3),
        });
    }));
    return found;
}

Result<std::vector<domain::AuthorityName>>
list_names_of_authorities(db::ReadTransaction& tx, std::span<const AuthorityId> ids) {
    std::vector<domain::AuthorityName> names;
    TRY(each_by_id(tx, list_names_of_authorities_query, ids, [&](const db::Row& row) {
        names.push_back({
            .record = row.id<AuthorityId>(2),
            .name = row.string(0),
            .language = row.string(1),
        });
    }));
    return names;
}

Result<std::vector<AuthorityEvent>>
list_authority_events(db::ReadTransaction& tx, AuthorityId id, std::int64_t limit) {
    return tx.all(list_authority_events_query, {id, limit}, [](const db::Row& row) {
        return AuthorityEvent{
            .change = row.choice<domain::AuthorityChange>(0),
            .detail = row.string(1),
            .other_label = row.string(2),
            .at = row.time(3),
            .user = read_byline(row, 4),
        };
    });
}

Result<AuthorityId>
insert_authority(db::Transaction& tx, const AuthorityRecord& record, RecordAct act) {
    const std::optional<AuthorityId> id = TRY(tx.first(
        insert_authority_query,
        {record.kind,
         record.label,
         record.note,
         record.active_from,
         record.active_to,
         latitude_of(record),
         longitude_of(record),
         act.user,
         act.at},
        [](const db::Row& row) { return row.id<AuthorityId>(0); }
    ));
    const AuthorityId made = id.value_or(AuthorityId{});
    TRY(record_event(tx, {made, domain::AuthorityChange::made, record.label}, act));
    return made;
}

Result<void> describe_authority(db::Transaction& tx, const AuthorityRecord& record, RecordAct act) {
    TRY(tx.execute(
        describe_authority_query,
        {record.id,
         record.note,
         record.active_from,
         record.active_to,
         latitude_of(record),
         longitude_of(record)}
    ));
    return record_event(tx, {record.id, domain::AuthorityChange::described, record.note}, act);
}

Result<AuthorityNameId> insert_authority_name(
    db::Transaction& tx,
    const domain::AuthorityName& name,
    std::span<const std::string> keys,
    RecordAct act
) {
    if (name.kind == domain::NameKind::main) {
        TRY(tx.execute(demote_main_name_query, {name.record}));
        TRY(tx.execute(label_authority_query, {name.record, name.name}));
    }
    const std::optional<AuthorityNameId> id = TRY(tx.first(
        insert_authority_name_query,
        {name.record,
         name.name,
         name.language,
         name.kind,
         name.valid_from,
         name.valid_to,
         name.citation,
         act.user,
         act.at},
        [](const db::Row& row) { return row.id<AuthorityNameId>(0); }
    ));
    const AuthorityNameId added = id.value_or(AuthorityNameId{});
    for (const std::string& key : keys)
        TRY(tx.execute(insert_authority_name_key_query, {key, added}));
    TRY(record_event(tx, {name.record, domain::AuthorityChange::name_added, name.name}, act));
    return added;
}

Result<void>
delete_authority_name(db::Transaction& tx, const domain::AuthorityName& name, RecordAct act) {
    const std::int64_t deleted =
        TRY(tx.execute(delete_authority_name_query, {name.id, name.record}));
    if (deleted == 0) return fail(ErrorCode::not_found, "The record has no such name.");
    TRY(tx.execute(delete_authority_name_keys_query, {name.id}));
    return record_event(tx, {name.record, domain::AuthorityChange::name_removed, name.name}, act);
}

Result<void> merge_authorities(db::Transaction& tx, const Merge& merge, RecordAct act) {
    TRY(tx.execute(merge_authority_query, {merge.from, merge.into}));
    const std::string detail = fmt::format("{}", merge.into.value);
    return record_event(tx, {merge.from, domain::AuthorityChange::merged, detail}, act);
}

Result<void> unmerge_authority(db::Transaction& tx, AuthorityId id, RecordAct act) {
    const std::int64_t changed = TRY(tx.execute(unmerge_authority_query, {id}));
    if (changed == 0) return fail(ErrorCode::conflict, "The record is not merged into another.");
    return record_event(tx, {id, domain::AuthorityChange::unmerged, ""}, act);
}

} // namespace attest::storage
