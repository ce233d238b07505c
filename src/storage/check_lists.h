// What moderators look at to see whether checks are honest (evidence.md, B11): who checks whom, who
// shares an address, and scans of which somebody says that they are not what they claim to be.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/evidence.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::storage {

/// The lists look so many checks back, so that they cost the same however old the site is.
inline constexpr std::int64_t checks_looked_at = 5'000;

struct Checker {
    UserId id{};
    std::string name;
};

/// Two people who confirm each other's citations, and hardly anybody else's.
struct MutualCheckers {
    Checker first;
    Checker second;
    std::int64_t first_to_second = 0;
    std::int64_t second_to_first = 0;
    std::int64_t first_in_all = 0;
    std::int64_t second_in_all = 0;
};

/// So few are friendship, not a ring.
inline constexpr std::int64_t mutual_checks_min = 3;

Result<std::vector<MutualCheckers>>
list_mutual_checkers(db::ReadTransaction& tx, std::int64_t limit);

/// One of several who checked from one address; neighbours in the list with the same `address`
/// belong together.
struct SharedAddress {
    std::string address; ///< Its hash: it tells one from another, and nothing else.
    Checker checker;
    std::int64_t checks = 0;
};

Result<std::vector<SharedAddress>>
list_shared_addresses(db::ReadTransaction& tx, std::int64_t limit);

struct ScanFlag {
    std::int64_t id = 0;
    SourceFileId file{};
    std::string source_key;
    std::string source_title;
    std::string note;
    Checker by;
    Time at{};
};

/// The oldest first.
Result<std::vector<ScanFlag>> list_open_scan_flags(db::ReadTransaction& tx, std::int64_t limit);

/// False if the user has flagged the file and nobody has looked yet.
Result<bool> insert_scan_flag(
    db::Transaction& tx, SourceFileId file, UserId user, const std::string& note, Time at
);

/// False if there is no such open flag.
Result<bool> settle_scan_flag(db::Transaction& tx, std::int64_t id, UserId moderator, Time at);

} // namespace attest::storage
