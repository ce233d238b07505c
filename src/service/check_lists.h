// Whether checks are honest: the lists that moderators read, and "this scan is not this source".
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "domain/evidence.h"
#include "service/site.h"
#include "storage/check_lists.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attest::service {

/// Longer lists would be a task for several days.
inline constexpr std::int64_t check_list_length_max = 100;

struct CheckLists {
    std::vector<storage::MutualCheckers> mutual;
    std::vector<storage::SharedAddress> shared;
    std::vector<storage::ScanFlag> flags;
};

/// For moderators: the door asks.
Result<CheckLists> read_check_lists(const Site& site);

/// `invalid` at "note" without a reason, `conflict` where the actor has said so already. The door
/// has looked whether the actor may see the file.
Result<void>
flag_scan(const Site& site, const domain::Actor& actor, SourceFileId file, const std::string& note);

/// A moderator has looked at it; what he then does to the file is his affair.
Result<void> settle_scan_flag(const Site& site, const domain::Actor& actor, std::int64_t flag);

} // namespace attest::service
