// Passkeys: registered on the account's security page, and then a way to sign in by itself. The
// device has known its owner (PIN, finger), so no second step follows.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/ids.h"
#include "security/webauthn.h"
#include "service/network.h"
#include "service/sign_in_attempts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

/// The server as the browser sees it, from the request's scheme and host.
security::RelyingParty relying_party(std::string_view scheme, std::string_view host);

struct PasskeyPlace {
    const Network& network;
    security::RelyingParty party;
    Browser browser;
};

/// Options for `navigator.credentials.create` as JSON, with bytes in base64url (WebAuthn, 5.1.9).
/// `conflict` if the account has as many passkeys as it may have.
Result<std::string> begin_passkey_registration(
    const PasskeyPlace& place, AccountId account, std::string_view site_title
);

/// The browser's answer, its bytes in base64url.
struct NewPasskey {
    std::string_view name;
    std::string_view client_data;
    std::string_view attestation_object;
};

Result<PasskeyId>
finish_passkey_registration(const PasskeyPlace& place, AccountId account, const NewPasskey& form);

/// Options for `navigator.credentials.get` as JSON. No account is asked for: the device offers
/// those that it has.
Result<std::string> begin_passkey_sign_in(const PasskeyPlace& place, std::string_view next);

struct PasskeySignIn {
    std::string_view credential_id;
    std::string_view client_data;
    std::string_view authenticator_data;
    std::string_view signature;
};

/// Whose passkey it is, and where they want to go.
struct SignedInByPasskey {
    AccountId account;
    std::string next;
};

Result<SignedInByPasskey>
finish_passkey_sign_in(const PasskeyPlace& place, const PasskeySignIn& form);

struct PasskeyListItem {
    PasskeyId id;
    std::string name;
    Time created_at;
    std::optional<Time> used_at;
};

Result<std::vector<PasskeyListItem>> list_passkeys(const Network& network, AccountId account);

/// `not_found` if the account has none of this id.
Result<void> remove_passkey(const Network& network, AccountId account, PasskeyId passkey);

} // namespace attest::service
