#include "storage/site_properties.h"

#include "storage/changes.h"

namespace attest::storage {

namespace {

constexpr db::Query list_site_properties_query{
    .name = "list_site_properties",
    .sql = "SELECT name, value FROM site_properties",
};

constexpr db::Query find_site_property_query{
    .name = "find_site_property",
    .sql = "SELECT value FROM site_properties WHERE name = $1",
};

constexpr db::Query update_site_property_query{
    .name = "update_site_property",
    .sql = R"sql(
        INSERT INTO site_properties (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
    )sql",
};

} // namespace

Result<std::unordered_map<std::string, std::string>> list_site_properties(db::ReadTransaction& tx) {
    std::unordered_map<std::string, std::string> properties;
    TRY(tx.each(list_site_properties_query, {}, [&](const db::Row& row) {
        properties.emplace(row.string(0), row.string(1));
    }));
    return properties;
}

Result<std::optional<std::string>>
find_site_property(db::ReadTransaction& tx, std::string_view name) {
    return tx.first(find_site_property_query, {name}, [](const db::Row& row) {
        return row.string(0);
    });
}

Result<void> update_site_property(db::Transaction& tx, const SiteProperty& property) {
    TRY(tx.execute(update_site_property_query, {property.name, property.value}));
    announce_site(tx);
    return {};
}

} // namespace attest::storage
