// Reading and changing what the keeper says of a site.
#pragma once

#include "base/error.h"
#include "service/site.h"

#include <string>
#include <string_view>

namespace attest::service {

/// The settings in a site's database; `name` is the site's own. What was never said has its
/// default, the title is then the name.
Result<SiteSettings> read_site_settings(db::Database& database, const std::string& name);

/// A number that is renewed whenever the database becomes another one (an import, a restore); empty
/// before the first.
Result<std::string> read_incarnation(db::Database& database);

} // namespace attest::service
