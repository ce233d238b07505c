#include "service/sessions.h"

#include "security/token.h"
#include "storage/sessions.h"
#include "storage/users.h"

#include <utility>

namespace attest::service {

Result<std::optional<Session>> find_session(const Network& network, std::string_view token) {
    if (!security::is_token(token)) return std::optional<Session>{};
    const std::string hash = security::hash_token(token);
    const Time now = network.clock();
    const std::optional<storage::SessionRecord> record =
        TRY(network.database.read([&](db::ReadTransaction& tx) {
            return storage::find_session(tx, hash, now);
        }));
    if (!record) return std::optional<Session>{};
    return Session{
        .id = record->id,
        .account = record->account,
        .seen_at = record->seen_at,
        .proved_at = record->proved_at,
        .is_keeper = record->is_keeper,
    };
}

Result<std::optional<domain::Actor>> find_actor(const Site& site, const Session& session) {
    std::optional<domain::Actor> actor = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::find_actor(tx, session.account);
    }));
    if (actor && session.is_keeper) actor->role = domain::Role::keeper;
    return actor;
}

Result<std::string> start_session(const Network& network, const NewSession& session) {
    security::NewToken token = security::new_token(network.random);
    const Time now = network.clock();
    const storage::SessionRecord record{
        .account = session.account,
        .created_at = now,
        .seen_at = now,
        .expires_at = now + session_age_max,
        .proved_at = now,
        .device = session.device,
        .address = session.address,
    };
    TRY(network.database.write([&](db::Transaction& tx) {
        return storage::insert_session(tx, token.hash, record);
    }));
    return std::move(token.secret);
}

Result<void> end_session(const Network& network, AccountId account, SessionId session) {
    return network.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(storage::delete_session(tx, account, session));
        return {};
    });
}

} // namespace attest::service
