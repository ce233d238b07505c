// What is said of the network as a whole.
#pragma once

#include "base/error.h"
#include "db/transaction.h"

#include <optional>
#include <string>
#include <string_view>

namespace attest::storage {

Result<std::optional<std::string>>
find_network_property(db::ReadTransaction& tx, std::string_view name);

/// Sets a property if it was not said yet; what was said stays.
Result<void>
insert_network_property(db::Transaction& tx, std::string_view name, std::string_view value);

} // namespace attest::storage
