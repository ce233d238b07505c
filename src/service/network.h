// The network as use cases see it: accounts, sessions and the list of sites, and the seams.
#pragma once

#include "base/random.h"
#include "base/time.h"
#include "db/database.h"
#include "domain/ids.h"
#include "security/password.h"
#include "security/throttle.h"

#include <cstdint>
#include <memory>
#include <string>

namespace attest {

/// Who may sign up.
enum class Registration : std::uint8_t { open, by_invitation, closed };

struct NetworkSettings {
    Registration registration = Registration::open;
};

struct Network {
    NetworkSettings settings;
    db::Database& database;
    std::string secret_key; ///< 32 bytes; signs what is sent in mails and not stored.
    Clock clock;
    Random random;

    std::shared_ptr<security::PasswordHasher> passwords; ///< Never null.
    std::shared_ptr<security::Throttle> throttle;        ///< Never null.
};

} // namespace attest
