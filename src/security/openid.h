// Signing in by another site's word: OpenID Connect's code flow with PKCE, as a client.
//
// Pure: bytes in, verdict out. Who fetches them is another layer's business, and so is keeping the
// attempt between the way out and the way back, bound to one browser and good once. Who somebody is
// at the other site is (issuer, subject), never an e-mail address.
#pragma once

#include "base/error.h"
#include "base/random.h"
#include "base/time.h"
#include "security/jose.h"

#include <optional>
#include <string>
#include <string_view>

namespace attest::security {

/// What the keeper's settings say.
struct OpenIdClient {
    std::string issuer;
    std::string client_id;
    std::string client_secret; ///< May be empty: a public client.
    std::string redirect_url;  ///< Ours, to come back to.
};

/// How a client shows its secret to the token endpoint.
enum class ClientAuthentication : std::uint8_t { basic, post };

/// What the discovery document says.
struct OpenIdProvider {
    std::string issuer;
    std::string authorization_url = {};
    std::string token_url = {};
    std::string keys_url = {};
    std::string userinfo_url = {}; ///< Where more is told of who has signed in; may be empty.
    ClientAuthentication authentication = ClientAuthentication::basic;
    bool says_issuer = false; ///< It names itself when it sends people back (RFC 9207).
};

/// "https://…" with a host and nothing odd in it; "http://" for this machine alone, for trying out.
bool is_openid_url(std::string_view url);

/// The address of an issuer's discovery document.
std::string discovery_url(std::string_view issuer);

/// `invalid` if the document is not this issuer's, or one of its addresses is not secure.
Result<OpenIdProvider> parse_discovery(std::string_view json, std::string_view issuer);

/// What we remember of somebody whom we sent away: three secrets, each used once.
struct OpenIdAttempt {
    std::string state;    ///< That it is the same browser that comes back.
    std::string nonce;    ///< That the ID token was made for this attempt.
    std::string verifier; ///< PKCE: that who brings the code is who asked for it.
};

OpenIdAttempt new_openid_attempt(const Random& random);

/// Where to send the browser.
std::string authorization_url(
    const OpenIdProvider& provider, const OpenIdClient& client, const OpenIdAttempt& attempt
);

/// The parameters that the browser came back with; those that were absent are empty.
struct OpenIdReturn {
    std::string_view state = {};
    std::string_view code = {};
    std::string_view issuer = {};
    std::string_view error = {};
};

/// The code, if the answer belongs to this attempt and comes from this provider.
Result<std::string> check_return(
    const OpenIdProvider& provider, const OpenIdAttempt& attempt, const OpenIdReturn& answer
);

/// A POST of `application/x-www-form-urlencoded` to the provider's token address.
struct TokenRequest {
    std::string body;
    std::string authorization; ///< Value of the header, or empty.
};

TokenRequest make_token_request(
    const OpenIdProvider& provider,
    const OpenIdClient& client,
    const OpenIdAttempt& attempt,
    std::string_view code
);

/// What the token endpoint answers. The access token is asked with once, and never kept.
struct TokenAnswer {
    std::string id_token;
    std::string access_token; ///< Empty if there is none that could stand in a header.
};

Result<TokenAnswer> parse_token_response(std::string_view json);

/// Who the other site says has signed in there.
struct OpenIdIdentity {
    std::string issuer;
    std::string subject;
    std::string email; ///< Empty unless the other site says that it has verified it.
    std::string name;
};

/// `not_found` if the key is not in the set (fetch it anew, once), else as `verify_token`; and
/// `invalid` for a token that is somebody else's, too old, or of another attempt.
Result<OpenIdIdentity> check_id_token(
    std::string_view token,
    const KeySet& keys,
    const OpenIdClient& client,
    const OpenIdAttempt& attempt,
    Time now
);

/// Adds what the userinfo endpoint tells. `invalid` if it speaks of somebody else.
Result<void> add_userinfo(OpenIdIdentity& identity, std::string_view json);

} // namespace attest::security
