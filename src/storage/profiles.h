// What people say of themselves on a site.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <optional>
#include <string>
#include <string_view>

namespace attest::storage {

struct ProfileRecord {
    std::string display_name = {};
    std::string location = {};
    std::string website_url = {};
    std::optional<std::string> about_source; ///< Markdown; nothing for what was imported.
    std::string about_html;
};

Result<ProfileRecord> find_profile(db::ReadTransaction& tx, UserId user);

struct WantedName {
    std::string_view name;
    std::string_view key; ///< Its skeleton.
    std::optional<UserId> by_other_than;
};

/// Whether somebody has the name, or one that looks the same.
Result<bool> is_name_taken(db::ReadTransaction& tx, const WantedName& wanted);

struct NewName {
    UserId user;
    std::string_view name;
    std::string_view key;
};

Result<void> update_name(db::Transaction& tx, const NewName& name);

struct ProfileChange {
    UserId user;
    const ProfileRecord& profile;
    bool has_new_about = false; ///< Otherwise what is there stays.
};

Result<void> update_profile(db::Transaction& tx, const ProfileChange& change);

} // namespace attest::storage
