// The sites of a server: rows of the network database.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

struct SiteRecord {
    SiteId id;
    std::string name;                ///< In commands and file names: sites/NAME.sqlite.
    std::optional<std::string> host; ///< Nothing: any allowed host.
    std::string path_prefix;
    Time created_at;
};

/// In order of id.
Result<std::vector<SiteRecord>> list_sites(db::ReadTransaction& tx);

Result<std::optional<SiteRecord>> find_site(db::ReadTransaction& tx, std::string_view name);

/// `conflict` if a site of that name exists.
Result<SiteId> insert_site(db::Transaction& tx, const SiteRecord& site);

} // namespace attest::storage
