// Reading and changing what the keeper says of a site.
#pragma once

#include "base/error.h"
#include "service/site.h"

#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

/// The settings in a site's database; `name` is the site's own. What was never said has its
/// default, the title is then the name.
Result<SiteSettings> read_site_settings(db::Database& database, const std::string& name);

/// One thing that the keeper may say of a site, as a command shows and sets it.
struct SiteSettingLine {
    std::string name;    ///< "title", "privilege.vote_up".
    std::string value;   ///< As it is written in a command.
    std::string comment; ///< What it is, and what it may be.
};

/// All of them, with what they are now.
std::vector<SiteSettingLine> list_site_settings(const SiteSettings& settings);

/// Stores one. `not_found` with the names there are; `invalid` with what the value may be.
Result<void>
change_site_setting(db::Database& database, std::string_view name, std::string_view value);

/// A number that is renewed whenever the database becomes another one (an import, a restore); empty
/// before the first.
Result<std::string> read_incarnation(db::Database& database);

} // namespace attest::service
