#include "storage/profiles.h"

#include "storage/changes.h"

#include <utility>

namespace attest::storage {

namespace {

constexpr db::Query find_profile_query{
    .name = "find_profile",
    .sql = R"sql(
        SELECT display_name, COALESCE(location, ''), COALESCE(website_url, ''), about_source,
               COALESCE(about_html, '')
        FROM users
        WHERE id = $1 AND deleted_at IS NULL
    )sql",
};

constexpr db::Query find_name_query{
    .name = "find_name",
    .sql = R"sql(
        SELECT 1 FROM users
        WHERE display_name COLLATE NOCASE = $1 AND deleted_at IS NULL AND id <> $2 LIMIT 1
    )sql",
};

constexpr db::Query find_name_key_query{
    .name = "find_name_key",
    .sql = "SELECT 1 FROM users WHERE name_key = $1 AND deleted_at IS NULL AND id <> $2 LIMIT 1",
};

constexpr db::Query update_name_query{
    .name = "update_name",
    .sql = "UPDATE users SET display_name = $2, name_key = $3 WHERE id = $1",
};

constexpr db::Query update_profile_query{
    .name = "update_profile",
    .sql = R"sql(
        UPDATE users SET location = NULLIF($2, ''), website_url = NULLIF($3, '') WHERE id = $1
    )sql",
};

constexpr db::Query update_about_query{
    .name = "update_about",
    .sql = "UPDATE users SET about_source = $2, about_html = $3 WHERE id = $1",
};

bool is_there(const db::Row& /*row*/) {
    return true;
}

} // namespace

Result<ProfileRecord> find_profile(db::ReadTransaction& tx, UserId user) {
    auto profile = TRY(tx.first(find_profile_query, {user}, [](const db::Row& row) {
        return ProfileRecord{
            .display_name = row.string(0),
            .location = row.string(1),
            .website_url = row.string(2),
            .about_source = row.optional_string(3),
            .about_html = row.string(4),
        };
    }));
    if (!profile) return fail(ErrorCode::not_found, "There is no such user here.");
    return std::move(*profile);
}

Result<bool> is_name_taken(db::ReadTransaction& tx, const WantedName& wanted) {
    const UserId own = wanted.by_other_than.value_or(UserId{0});
    if (TRY(tx.first(find_name_query, {wanted.name, own}, is_there))) return true;
    return TRY(tx.first(find_name_key_query, {wanted.key, own}, is_there)).has_value();
}

Result<void> update_name(db::Transaction& tx, const NewName& name) {
    TRY(tx.execute(update_name_query, {name.user, name.name, name.key}));
    return record_user_change(tx, name.user);
}

Result<void> update_profile(db::Transaction& tx, const ProfileChange& change) {
    TRY(tx.execute(
        update_profile_query, {change.user, change.profile.location, change.profile.website_url}
    ));
    if (change.has_new_about) {
        TRY(tx.execute(
            update_about_query,
            {change.user, change.profile.about_source, change.profile.about_html}
        ));
    }
    return record_user_change(tx, change.user);
}

} // namespace attest::storage
