// What somebody did lately, found in the rows of the acts themselves: nothing is counted beside
// them, so a limit holds across restarts, and for requests at the same moment, since the writer
// looks inside the transaction that will add the next row.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/act_limits.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>

namespace attest::storage {

struct ActFilter {
    UserId actor;
    domain::LimitedAct act = domain::LimitedAct::ask;
    Time after;             ///< Acts at this moment and before are past.
    std::int64_t count = 1; ///< The count-th newest is sought.
};

/// When the count-th newest act after that moment happened; nothing if there were fewer. What was
/// deleted meanwhile counts, a vote that was taken back does not.
Result<std::optional<Time>> find_recent_act(db::ReadTransaction& tx, const ActFilter& filter);

} // namespace attest::storage
