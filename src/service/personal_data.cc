#include "service/personal_data.h"

#include "base/log.h"
#include "service/limits.h"
#include "storage/accounts.h"
#include "storage/personal_data.h"
#include "storage/users.h"

#include <fmt/format.h>

namespace attest::service {

Result<std::string> download_data(
    const Network& network,
    const Site& site,
    const Session& session,
    const domain::Actor& actor,
    const Whence& whence
) {
    TRY(check_fresh_proof(network, session));
    TRY(network.throttle->take(
        fmt::format("data account {}", session.account.value), data_download_limit
    ));
    const std::string account = TRY(network.database.read([&](db::ReadTransaction& tx) {
        return storage::read_account_data(tx, session.account);
    }));
    const std::string user = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::read_user_data(tx, actor.user);
    }));
    TRY(note_happening(network, session.account, "data_downloaded", whence));
    return fmt::format("{{\"network\":{},\"site\":{}}}\n", account, user);
}

namespace {

Result<void> check_not_last_keeper(const Network& network, const char* sentence) {
    if (TRY(network.database.read(storage::count_keepers)) > 1) return {};
    return fail(ErrorCode::conflict, sentence);
}

} // namespace

Result<void> erase_account(
    const Network& network, const Site& site, const Session& session, const domain::Actor& actor
) {
    TRY(check_fresh_proof(network, session));
    if (session.is_keeper) {
        TRY(check_not_last_keeper(
            network,
            "You are the only keeper. Make somebody else a keeper first, so that the server is "
            "looked after."
        ));
    }
    // The site first: should it stop half way, the account is still there to go on with.
    TRY(site.database.write([&](db::Transaction& tx) {
        return storage::erase_user(tx, actor.user, site.clock());
    }));
    TRY(network.database.write([&](db::Transaction& tx) {
        return storage::erase_account(tx, session.account, network.clock());
    }));
    log_event(LogLevel::info, "account_erased", {{"account", session.account.value}});
    return {};
}

Result<void>
erase_account_everywhere(const Network& network, std::span<const Site* const> sites, AccountId id) {
    const auto account = TRY(network.database.read([&](db::ReadTransaction& tx) {
        return storage::find_account(tx, id);
    }));
    if (!account) return fail(ErrorCode::not_found, "There is no such account.");
    if (account->is_keeper) {
        TRY(check_not_last_keeper(
            network,
            "This is the last keeper. Make another one first: a server without a keeper is "
            "nobody's."
        ));
    }
    for (const Site* site : sites) {
        TRY(site->database.write([&](db::Transaction& tx) -> Result<void> {
            const auto actor = TRY(storage::find_actor(tx, id));
            if (!actor) return {};
            return storage::erase_user(tx, actor->user, site->clock());
        }));
    }
    TRY(network.database.write([&](db::Transaction& tx) {
        return storage::erase_account(tx, id, network.clock());
    }));
    log_event(LogLevel::info, "account_erased", {{"account", id.value}});
    return {};
}

} // namespace attest::service
