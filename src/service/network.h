// The network as use cases see it: accounts, sessions and the list of sites, and the seams.
#pragma once

#include "base/random.h"
#include "base/time.h"
#include "db/database.h"
#include "domain/ids.h"
#include "outgoing/fetch.h"
#include "security/password.h"
#include "security/throttle.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace attest {

namespace service {
class OpenIdDirectory;
class SessionTouches;
} // namespace service

/// Who may sign up.
enum class Registration : std::uint8_t { open, by_invitation, closed };

/// Another site by whose word people may sign in (OpenID Connect).
struct OpenIdSettings {
    std::string key;  ///< In addresses: [a-z0-9-].
    std::string name; ///< On the button.
    std::string issuer;
    std::string client_id;
    std::string client_secret; ///< May be empty: a public client.
};

struct NetworkSettings {
    Registration registration = Registration::open;
    std::vector<OpenIdSettings> openid = {};
};

struct Network {
    NetworkSettings settings;
    db::Database& database;
    std::string secret_key; ///< 32 bytes; signs what is sent in mails and not stored.
    Clock clock;
    Random random;

    std::shared_ptr<security::PasswordHasher> passwords; ///< Never null.
    std::shared_ptr<security::Throttle> throttle;        ///< Never null.
    std::shared_ptr<service::SessionTouches> touches;    ///< Never null.

    outgoing::Fetch fetch = {}; ///< Asks other servers; empty where none is asked.

    std::shared_ptr<service::OpenIdDirectory> openid = {}; ///< Null where no site is named.
};

} // namespace attest
