#include "service/act_limits.h"

#include "storage/acts.h"

#include <optional>

namespace attest::service {

Result<void> check_limit(
    db::Transaction& tx, const Site& site, const domain::Actor& actor, domain::LimitedAct act
) {
    const Time now = site.clock();
    for (const domain::ActLimit& limit : site.settings.rates.that_bind(actor, act)) {
        const storage::ActFilter filter{
            .actor = actor.user,
            .act = act,
            .after = now - limit.rate.per,
            .count = limit.rate.count,
        };
        const std::optional<Time> first = TRY(storage::find_recent_act(tx, filter));
        if (!first) continue;
        return std::unexpected{domain::act_limit_error(limit, *first + limit.rate.per - now)};
    }
    return {};
}

} // namespace attest::service
