// What is said of a site as a whole: its title, its origin, the incarnation of its database.
#pragma once

#include "base/error.h"
#include "db/transaction.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace attest::storage {

Result<std::unordered_map<std::string, std::string>> list_site_properties(db::ReadTransaction& tx);

Result<std::optional<std::string>>
find_site_property(db::ReadTransaction& tx, std::string_view name);

struct SiteProperty {
    std::string_view name;
    std::string_view value;
};

Result<void> update_site_property(db::Transaction& tx, const SiteProperty& property);

} // namespace attest::storage
