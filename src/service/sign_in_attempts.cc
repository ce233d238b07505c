#include "service/sign_in_attempts.h"

#include "security/jose.h"
#include "security/token.h"
#include "service/limits.h"

#include <boost/json/serialize.hpp>

#include <utility>

namespace attest::service {

namespace {

constexpr std::size_t payload_bytes_max = std::size_t{16} * 1024;

/// The browser's own secret is not stored, nor a plain hash of it.
std::string mark_of(const Network& network, Browser browser) {
    return security::base64url(
        security::keyed_hash(network.secret_key, "sign-in attempt", browser.secret)
    );
}

} // namespace

Result<void> remember_attempt(const Network& network, Browser browser, NewAttempt attempt) {
    attempt.payload["browser"] = mark_of(network, browser);
    const Time now = network.clock();
    const storage::AttemptRecord record{
        .kind = attempt.kind,
        .account = attempt.account,
        .payload = boost::json::serialize(attempt.payload),
        .created_at = now,
        .expires_at = now + sign_in_attempt_age_max,
    };
    const std::string hash = security::hash_token(attempt.token);
    return network.database.write([&](db::Transaction& tx) {
        return storage::insert_attempt(tx, hash, record);
    });
}

Result<std::optional<Attempt>> find_attempt(
    const Network& network,
    db::ReadTransaction& tx,
    Browser browser,
    storage::AttemptKind kind,
    std::string_view token
) {
    const std::string hash = security::hash_token(token);
    std::optional<storage::AttemptRecord> record =
        TRY(storage::find_attempt(tx, hash, kind, network.clock()));
    if (!record) return std::optional<Attempt>{};
    Attempt attempt{
        .account = record->account,
        .failures = record->failures,
        .payload = TRY(security::parse_json_object(record->payload, payload_bytes_max)),
    };
    const std::string_view mark = security::string_member(attempt.payload, "browser");
    if (!security::equal_in_constant_time(mark, mark_of(network, browser))) {
        return std::optional<Attempt>{};
    }
    return std::optional{std::move(attempt)};
}

Result<std::optional<Attempt>> take_attempt(
    const Network& network, Browser browser, storage::AttemptKind kind, std::string_view token
) {
    return network.database.write([&](db::Transaction& tx) -> Result<std::optional<Attempt>> {
        std::optional<Attempt> attempt = TRY(find_attempt(network, tx, browser, kind, token));
        if (attempt) TRY(storage::delete_attempt(tx, security::hash_token(token)));
        return attempt;
    });
}

std::unexpected<Error> refuse_attempt() {
    return fail(
        ErrorCode::conflict, "This took too long, or was begun in another window. Begin again."
    );
}

} // namespace attest::service
