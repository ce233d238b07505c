#include "service/check_lists.h"

#include "base/text.h"
#include "service/act_limits.h"
#include "service/writing.h"

#include <fmt/format.h>

namespace attest::service {

Result<CheckLists> read_check_lists(const Site& site) {
    return site.database.read([](db::ReadTransaction& tx) -> Result<CheckLists> {
        return CheckLists{
            .mutual = TRY(storage::list_mutual_checkers(tx, check_list_length_max)),
            .shared = TRY(storage::list_shared_addresses(tx, check_list_length_max)),
            .flags = TRY(storage::list_open_scan_flags(tx, check_list_length_max)),
        };
    });
}

Result<void> flag_scan(
    const Site& site, const domain::Actor& actor, SourceFileId file, const std::string& note
) {
    const Time now = site.clock();
    TRY(domain::check_not_suspended(actor, now));
    const std::string reason{trim(note)};
    if (reason.empty()) return refuse("note", "Say in a line what it is instead.");
    if (utf8_length(reason) > domain::evidence_note_length_max) {
        return refuse(
            "note", fmt::format("Shorten this to {} characters.", domain::evidence_note_length_max)
        );
    }
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(check_limit(tx, site, actor, domain::LimitedAct::cite));
        if (!TRY(storage::insert_scan_flag(tx, file, actor.user, reason, now))) {
            return fail(
                ErrorCode::conflict, "You have said so already. A moderator will look at it."
            );
        }
        return {};
    });
}

Result<void> settle_scan_flag(const Site& site, const domain::Actor& actor, std::int64_t flag) {
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        if (!TRY(storage::settle_scan_flag(tx, flag, actor.user, site.clock())))
            return fail(ErrorCode::not_found, "There is no such open flag.");
        return {};
    });
}

} // namespace attest::service
