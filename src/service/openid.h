// Signing in by another site's word (OpenID Connect), against any provider that the keeper names.
//
// Who comes back from there is known here by (issuer, subject). A person who is new becomes an
// account if the other site has verified an address that nobody has here; an address that somebody
// has connects nothing by itself: its owner signs in first and connects the two on the security
// page. So whoever runs the other site can give away its own accounts, and none of ours.
#pragma once

#include "base/error.h"
#include "domain/ids.h"
#include "outgoing/fetch.h"
#include "security/jose.h"
#include "security/openid.h"
#include "service/network.h"
#include "service/sign_in_attempts.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

/// What other sites publish of themselves, fetched when it is needed and kept for an hour. Any
/// thread may call any function; no lock is held while another server is asked.
class OpenIdDirectory {
public:
    explicit OpenIdDirectory(
        outgoing::Fetch fetch,
        std::function<std::int64_t()> monotonic_clock = monotonic_milliseconds
    );

    /// `unavailable` if the other site does not answer.
    Result<security::OpenIdProvider> find_provider(const std::string& issuer);

    /// With `is_fresh`, fetched anew, but for one issuer at most once a minute.
    Result<security::KeySet>
    find_keys(const security::OpenIdProvider& provider, bool is_fresh = false);

    /// The token endpoint's answer, whatever its status.
    Result<std::string>
    ask_for_token(const security::OpenIdProvider& provider, const security::TokenRequest& request);

    /// The userinfo endpoint's answer.
    Result<std::string>
    ask_for_userinfo(const security::OpenIdProvider& provider, std::string_view access_token);

private:
    template <typename T>
    struct Kept {
        T document;
        std::int64_t at = 0;
    };

    Result<std::string> fetch_document(const std::string& url);

    outgoing::Fetch fetch_;
    std::function<std::int64_t()> clock_;
    std::mutex mutex_;
    std::map<std::string, Kept<security::OpenIdProvider>> providers_;
    std::map<std::string, Kept<security::KeySet>> keys_;
};

/// The provider of this key; `not_found` if the settings name none.
Result<OpenIdSettings> find_openid(const Network& network, std::string_view key);

struct OpenIdStart {
    std::string provider;                     ///< Its key in the settings.
    std::string redirect_url;                 ///< Ours, absolute.
    std::string next;                         ///< Where to go on afterwards, a path of ours.
    std::optional<AccountId> connecting = {}; ///< Who is signed in and wants to connect the two.
};

/// The address to send the browser to.
Result<std::string> begin_openid(const Network& network, Browser browser, const OpenIdStart& start);

struct OpenIdReturnForm {
    security::OpenIdReturn answer;
    std::string redirect_url; ///< The same as at the start.
    std::optional<AccountId> signed_in = {};
};

struct OpenIdOutcome {
    AccountId account;
    std::string next;
    bool is_connected = false; ///< The account of who was signed in already has been connected.
    bool is_new = false;       ///< The account was made just now.
};

/// Who has come back. `conflict`, with a sentence that says what to do, if nobody here is
/// connected to who it is there; `invalid`, with the reason in the detail, for an answer that is
/// not what it should be.
Result<OpenIdOutcome>
finish_openid(const Network& network, Browser browser, const OpenIdReturnForm& form);

struct OpenIdConnection {
    OpenIdSettings provider;
    std::optional<Time> since; ///< Nothing: not connected.
};

/// All providers of the settings, and which of them the account is connected to.
Result<std::vector<OpenIdConnection>>
list_openid_connections(const Network& network, AccountId account);

/// `not_found` if the account is not connected to it.
Result<void>
disconnect_openid(const Network& network, AccountId account, std::string_view provider);

} // namespace attest::service
