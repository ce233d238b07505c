#include "storage/sites.h"

#include "base/verify.h"

#include <fmt/format.h>

namespace attest::storage {

namespace {

constexpr db::Query list_sites_query{
    .name = "list_sites",
    .sql = "SELECT id, name, host, path_prefix, created_at FROM sites ORDER BY id",
};

constexpr db::Query find_site_query{
    .name = "find_site",
    .sql = "SELECT id, name, host, path_prefix, created_at FROM sites WHERE name = $1",
};

constexpr db::Query insert_site_query{
    .name = "insert_site",
    .sql = R"sql(
        INSERT INTO sites (name, host, path_prefix, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name) DO NOTHING
        RETURNING id
    )sql",
};

SiteRecord read_site(const db::Row& row) {
    return {
        .id = row.id<SiteId>(0),
        .name = row.string(1),
        .host = row.optional_string(2),
        .path_prefix = row.string(3),
        .created_at = row.time(4),
    };
}

} // namespace

Result<std::vector<SiteRecord>> list_sites(db::ReadTransaction& tx) {
    return tx.all(list_sites_query, {}, read_site);
}

Result<std::optional<SiteRecord>> find_site(db::ReadTransaction& tx, std::string_view name) {
    return tx.first(find_site_query, {name}, read_site);
}

Result<SiteId> insert_site(db::Transaction& tx, const SiteRecord& site) {
    const std::optional<SiteId> id = TRY(tx.first(
        insert_site_query,
        {site.name, site.host, site.path_prefix, site.created_at},
        [](const db::Row& row) { return row.id<SiteId>(0); }
    ));
    if (!id) {
        return fail(ErrorCode::conflict, fmt::format("A site named {} exists already.", site.name));
    }
    return *id;
}

} // namespace attest::storage
