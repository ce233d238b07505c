// Passkeys: the two ceremonies of WebAuthn (W3C, level 2), as far as a server sees them.
//
// The browser signs a challenge of ours together with the origin it was asked from, so a copy of
// the site on another host gets nothing. Who made the authenticator is not asked: an attestation is
// taken and not believed, since everybody may bring the device they like.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace attest::security {

/// The COSE numbers of the algorithms that we take, most wanted first in the request to a browser:
/// EdDSA, ES256, RS256.
enum class PasskeyAlgorithm : std::int16_t { es256 = -7, eddsa = -8, rs256 = -257 };

/// Us, as a browser sees us: "example.org" and "https://example.org". The id is the host name
/// without a port; the origin has scheme and port.
struct RelyingParty {
    std::string id;
    std::string origin;
};

/// Whether the authenticator must have known its owner, by PIN or finger, and not only have been
/// touched. A passkey that signs in by itself needs it; as a second step after a password a touch
/// is enough.
enum class UserVerification : std::uint8_t { preferred, required };

/// What is asked of a browser. The challenge is a token's secret (token.h), used once.
struct Ceremony {
    RelyingParty party;
    std::string challenge;
    UserVerification verification = UserVerification::required;
};

/// What is stored of a passkey. None of it is secret.
struct Passkey {
    std::string credential_id; ///< Bytes, unique over all accounts.
    std::string public_key;    ///< Bytes, in the form that belongs to the algorithm.
    PasskeyAlgorithm algorithm = PasskeyAlgorithm::es256;
    std::uint32_t sign_count = 0;
    bool is_synced = false; ///< It may be copied to the owner's other devices.
};

/// `navigator.credentials.create()`, decoded from base64url.
struct PasskeyRegistration {
    std::string_view client_data;
    std::string_view attestation_object;
};

/// `navigator.credentials.get()`, decoded from base64url. The passkey was found by the credential
/// id that came with it.
struct PasskeyAssertion {
    std::string_view client_data;
    std::string_view authenticator_data;
    std::string_view signature;
};

/// The passkey to store, if the answer belongs to this ceremony; `invalid` otherwise, with the
/// reason in the detail.
Result<Passkey> check_registration(const Ceremony& ceremony, const PasskeyRegistration& answer);

/// The new sign count to store, if the passkey's owner signed in this ceremony. `invalid`
/// otherwise, with the reason in the detail: also if the count did not grow, since then there are
/// two of an authenticator that cannot be copied.
Result<std::uint32_t>
check_assertion(const Ceremony& ceremony, const Passkey& passkey, const PasskeyAssertion& answer);

} // namespace attest::security
