// An account on a site: joining it under a name that nobody could take for another's, and the
// profile that it shows there.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "service/network.h"
#include "service/site.h"

#include <optional>
#include <string>
#include <string_view>

namespace attest::service {

/// The name as it is to be stored. `invalid` with a sentence for one that may not be or that
/// somebody here has; one's own (`user`) is free.
Result<std::string>
check_free_name(const Site& site, std::string_view name, std::optional<UserId> user);

/// Makes the account a user of the site. `invalid` at "display_name". Joining twice is joining
/// once.
Result<UserId> join_site(const Site& site, AccountId account, std::string_view name);

struct Profile {
    std::string display_name;
    std::string location;
    std::string website_url;
    std::string about; ///< Markdown; HTML for what was imported and never edited.
};

Result<Profile> read_profile(const Site& site, const domain::Actor& actor);

/// `invalid` at the fields. The name on the site is also the account's from now on.
Result<void> edit_profile(
    const Network& network, const Site& site, const domain::Actor& actor, const Profile& form
);

} // namespace attest::service
