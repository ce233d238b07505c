#include "storage/network_properties.h"

namespace attest::storage {

namespace {

constexpr db::Query find_network_property_query{
    .name = "find_network_property",
    .sql = "SELECT value FROM network_properties WHERE name = $1",
};

constexpr db::Query insert_network_property_query{
    .name = "insert_network_property",
    .sql = "INSERT INTO network_properties (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING",
};

} // namespace

Result<std::optional<std::string>>
find_network_property(db::ReadTransaction& tx, std::string_view name) {
    return tx.first(find_network_property_query, {name}, [](const db::Row& row) {
        return row.string(0);
    });
}

Result<void>
insert_network_property(db::Transaction& tx, std::string_view name, std::string_view value) {
    TRY(tx.execute(insert_network_property_query, {name, value}));
    return {};
}

} // namespace attest::storage
