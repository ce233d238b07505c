// What another site sends: key sets, tokens, discovery documents, answers of a token endpoint. The
// first byte says which.
// Smoke runs: 600000
#include "security/openid.h"

#include "base/verify.h"
#include "security/limits.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace attest;
using namespace attest::security;

namespace {

constexpr std::string_view issuer = "https://id.example.com";

/// The base points of the curves as public keys: nobody knows how to sign with them.
const KeySet& keys() {
    static const KeySet made =
        parse_key_set(R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"d",)"
                      R"("x":"WGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmY"},)"
                      R"({"kty":"EC","crv":"P-256","kid":"e",)"
                      R"("x":"axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",)"
                      R"("y":"T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"}]})")
            .value();
    return made;
}

void check_keys(std::string_view input) {
    const auto set = parse_key_set(input);
    if (!set) return;
    VERIFY(!set->empty() && set->size() <= openid_keys_max);
    for (const SignatureKey& key : *set)
        (void)is_signed(key, "text", std::string(64, 's'));
}

void check_token(std::string_view input) {
    const OpenIdClient client{
        .issuer = std::string{issuer},
        .client_id = "attest",
        .client_secret = "",
        .redirect_url = "https://example.org/back",
    };
    const OpenIdAttempt attempt{.state = "s", .nonce = "n", .verifier = "v"};
    VERIFY(!check_id_token(input, keys(), client, attempt, Time{0}).has_value());
}

void check_discovery(std::string_view input) {
    const auto provider = parse_discovery(input, issuer);
    if (!provider) return;
    VERIFY(provider->issuer == issuer);
    VERIFY(is_openid_url(provider->authorization_url) && is_openid_url(provider->token_url));
    VERIFY(is_openid_url(provider->keys_url));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view input{reinterpret_cast<const char*>(bytes) + 1, size - 1};
    switch (bytes[0]) {
    case 'k':
        check_keys(input);
        break;
    case 't':
        check_token(input);
        break;
    case 'd':
        check_discovery(input);
        break;
    default:
        OpenIdIdentity identity{
            .issuer = std::string{issuer}, .subject = "1", .email = {}, .name = {}
        };
        (void)add_userinfo(identity, input);
        (void)parse_token_response(input);
    }
    return 0;
}
