#include "app/open_network.h"

#include "db/migrations.h"
#include "service/session_touches.h"
#include "storage/job_queue.h"
#include "storage/network_properties.h"

#include <algorithm>
#include <string>
#include <utility>

namespace attest::app {

namespace {

constexpr std::size_t secret_key_bytes = 32;

/// Two processes that open a new network at once agree on the key that was stored first.
Result<std::string> read_secret_key(db::Database& database, const Random& random) {
    const std::string made = random_hex(random, secret_key_bytes);
    return database.write([&](db::Transaction& tx) -> Result<std::string> {
        TRY(storage::insert_network_property(tx, "secret_key", made));
        std::optional<std::string> key = TRY(storage::find_network_property(tx, "secret_key"));
        return std::move(key).value_or(made);
    });
}

} // namespace

Result<OpenNetwork> open_network(const db::DataFolder& folder, NetworkSettings settings) {
    OpenNetwork open;
    open.mail_bell = std::make_unique<jobs::Bell>();
    open.database = TRY(db::Database::open({
        .file = folder.network_file(),
        .migrations = db::network_migrations(),
        .on_commit =
            [bell = open.mail_bell.get()](std::span<const std::uint64_t> notes) {
                if (std::ranges::find(notes, storage::jobs_note) != notes.end()) bell->ring();
            },
    }));
    const Random random = system_random();
    open.network = std::make_unique<Network>(Network{
        .settings = std::move(settings),
        .database = *open.database,
        .secret_key = TRY(read_secret_key(*open.database, random)),
        .clock = system_clock(),
        .random = random,
        .passwords = std::make_shared<security::PasswordHasher>(),
        .throttle = std::make_shared<security::Throttle>(),
        .touches = std::make_shared<service::SessionTouches>(),
        .fetch = outgoing::fetch_by_http({}),
    });
    return open;
}

} // namespace attest::app
