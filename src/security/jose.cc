#include "security/jose.h"

#include "base/text.h"
#include "base/verify.h"
#include "security/limits.h"
#include "security/token.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace attest::security {

namespace {

constexpr std::size_t p256_number_bytes = 32;
constexpr std::size_t ed25519_key_bytes = 32;

template <auto Release>
struct Free {
    template <typename T>
    void operator()(T* object) const {
        Release(object);
    }
};

using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;

std::unexpected<Error> refuse(std::string why) {
    return std::unexpected{Error{
        ErrorCode::invalid,
        "The other site's answer could not be checked. Try again, or sign in another way."
    }
                               .with_detail(std::move(why))};
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Number number_of(std::string_view bytes) {
    return Number{BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr)};
}

Key key_from(const char* kind, OSSL_PARAM_BLD* builder) {
    const Parameters parameters{OSSL_PARAM_BLD_to_param(builder)};
    const KeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr)};
    EVP_PKEY* key = nullptr;
    const bool is_made =
        parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1
        && EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
    return Key{is_made ? key : nullptr};
}

std::string bytes_member(const boost::json::object& jwk, std::string_view name) {
    return parse_base64url(string_member(jwk, name)).value_or("");
}

Key read_rsa_key(const boost::json::object& jwk) {
    constexpr std::size_t exponent_bytes_max = 4;
    const std::string n = bytes_member(jwk, "n");
    const std::string e = bytes_member(jwk, "e");
    if (n.empty() || n.size() > rsa_bits_max / 8 + 1) return nullptr;
    if (e.empty() || e.size() > exponent_bytes_max) return nullptr;

    const Number modulus = number_of(n);
    const Number exponent = number_of(e);
    const int bits = BN_num_bits(modulus.get());
    if (bits < rsa_bits_min || bits > rsa_bits_max || BN_is_odd(modulus.get()) == 0) return nullptr;
    if (BN_is_odd(exponent.get()) == 0 || BN_is_one(exponent.get())) return nullptr;

    const ParameterBuilder builder{OSSL_PARAM_BLD_new()};
    VERIFY(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) == 1);
    VERIFY(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) == 1);
    return key_from("RSA", builder.get());
}

Key read_p256_key(const boost::json::object& jwk) {
    const std::string x = bytes_member(jwk, "x");
    const std::string y = bytes_member(jwk, "y");
    if (x.size() != p256_number_bytes || y.size() != p256_number_bytes) return nullptr;

    const std::string point = '\x04' + x + y;
    const ParameterBuilder builder{OSSL_PARAM_BLD_new()};
    VERIFY(
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) == 1
    );
    VERIFY(
        OSSL_PARAM_BLD_push_octet_string(
            builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()
        )
        == 1
    );
    Key key = key_from("EC", builder.get());
    if (!key) return nullptr;
    const KeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr)};
    const bool is_on_curve = context && EVP_PKEY_public_check(context.get()) == 1;
    return is_on_curve ? std::move(key) : nullptr;
}

Key read_ed25519_key(const boost::json::object& jwk) {
    const std::string x = bytes_member(jwk, "x");
    if (x.size() != ed25519_key_bytes) return nullptr;
    return Key{EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(x), x.size())};
}

std::string_view name_of(SignatureAlgorithm algorithm) {
    switch (algorithm) {
    case SignatureAlgorithm::rs256:
        return "RS256";
    case SignatureAlgorithm::es256:
        return "ES256";
    case SignatureAlgorithm::eddsa:
        return "EdDSA";
    }
    std::unreachable();
}

/// The kind and the curve of a key name the one algorithm that we use it with.
std::optional<SignatureAlgorithm> algorithm_of(const boost::json::object& jwk) {
    const std::string_view kind = string_member(jwk, "kty");
    const std::string_view curve = string_member(jwk, "crv");
    if (kind == "RSA") return SignatureAlgorithm::rs256;
    if (kind == "EC" && curve == "P-256") return SignatureAlgorithm::es256;
    if (kind == "OKP" && curve == "Ed25519") return SignatureAlgorithm::eddsa;
    return std::nullopt;
}

Key read_key(SignatureAlgorithm algorithm, const boost::json::object& jwk) {
    switch (algorithm) {
    case SignatureAlgorithm::rs256:
        return read_rsa_key(jwk);
    case SignatureAlgorithm::es256:
        return read_p256_key(jwk);
    case SignatureAlgorithm::eddsa:
        return read_ed25519_key(jwk);
    }
    std::unreachable();
}

std::optional<SignatureKey> parse_key(const boost::json::value& value) {
    if (!value.is_object()) return std::nullopt;
    const boost::json::object& jwk = value.get_object();
    const std::optional<SignatureAlgorithm> algorithm = algorithm_of(jwk);
    if (!algorithm) return std::nullopt;
    if (jwk.contains("use") && string_member(jwk, "use") != "sig") return std::nullopt;
    if (jwk.contains("alg") && string_member(jwk, "alg") != name_of(*algorithm)) {
        return std::nullopt;
    }
    Key key = read_key(*algorithm, jwk);
    if (!key) return std::nullopt;
    return SignatureKey{
        .id = std::string{string_member(jwk, "kid")},
        .algorithm = *algorithm,
        .key = std::shared_ptr<EVP_PKEY>{std::move(key)},
    };
}

/// JWS writes r and s one behind the other; OpenSSL reads DER.
std::string der_of(std::string_view signature) {
    if (signature.size() != 2 * p256_number_bytes) return {};
    Number r = number_of(signature.substr(0, p256_number_bytes));
    Number s = number_of(signature.substr(p256_number_bytes));
    const EcdsaSignature both{ECDSA_SIG_new()};
    VERIFY(both != nullptr);
    VERIFY(ECDSA_SIG_set0(both.get(), r.release(), s.release()) == 1);
    const int length = i2d_ECDSA_SIG(both.get(), nullptr);
    if (length <= 0) return {};
    std::string der(static_cast<std::size_t>(length), '\0');
    auto* out = reinterpret_cast<unsigned char*>(der.data());
    i2d_ECDSA_SIG(both.get(), &out);
    return der;
}

/// The three parts of a compact token, decoded.
struct TokenParts {
    boost::json::object header;
    std::string_view signed_text;
    std::string payload;
    std::string signature;
};

Result<TokenParts> parse_parts(std::string_view token) {
    if (token.size() > openid_token_bytes_max) return refuse("token too long");
    const std::vector<std::string_view> parts = split(token, '.');
    constexpr std::size_t parts_expected = 3;
    if (parts.size() != parts_expected) return refuse("token has not three parts");
    return TokenParts{
        .header = TRY(parse_json_object(TRY(parse_base64url(parts[0])), openid_token_bytes_max)),
        .signed_text = token.substr(0, token.rfind('.')),
        .payload = TRY(parse_base64url(parts[1])),
        .signature = TRY(parse_base64url(parts[2])),
    };
}

/// The one key that the header's `kid` and `alg` name.
Result<const SignatureKey*> find_key(const boost::json::object& header, const KeySet& keys) {
    const std::string_view algorithm = string_member(header, "alg");
    constexpr auto known = std::to_array<std::string_view>({"RS256", "ES256", "EdDSA"});
    if (std::ranges::find(known, algorithm) == known.end()) {
        return refuse("algorithm " + std::string{algorithm.substr(0, 20)});
    }
    if (header.contains("crit")) return refuse("an extension that must be understood");
    const bool names_key = header.contains("kid");
    const std::string_view id = string_member(header, "kid");
    const SignatureKey* found = nullptr;
    for (const SignatureKey& key : keys) {
        if (names_key && key.id != id) continue;
        if (name_of(key.algorithm) != algorithm) {
            if (names_key) return refuse("algorithm of another kind of key");
            continue;
        }
        if (found != nullptr) return refuse("two keys would fit");
        found = &key;
    }
    if (found == nullptr) {
        return std::unexpected{Error{
            ErrorCode::not_found,
            "The other site's answer could not be checked. Try again, or sign in another way."
        }
                                   .with_detail("no such key in the set")};
    }
    return found;
}

} // namespace

Result<boost::json::object> parse_json_object(std::string_view json, std::size_t bytes_max) {
    if (json.size() > bytes_max) return refuse("JSON too long");
    boost::system::error_code error;
    boost::json::value parsed = boost::json::parse(json, error);
    if (error || !parsed.is_object()) return refuse("no JSON object");
    return std::move(parsed.get_object());
}

std::string_view string_member(const boost::json::object& object, std::string_view name) {
    const boost::json::value* member = object.if_contains(name);
    if (member == nullptr || !member->is_string()) return {};
    const boost::json::string& text = member->get_string();
    return {text.data(), text.size()};
}

Result<KeySet> parse_key_set(std::string_view json) {
    const boost::json::object document = TRY(parse_json_object(json, openid_document_bytes_max));
    const boost::json::value* listed = document.if_contains("keys");
    if (listed == nullptr || !listed->is_array()) return refuse("no list of keys");
    KeySet keys;
    std::size_t count = 0;
    for (const boost::json::value& value : listed->get_array()) {
        if (++count > openid_keys_max) break;
        if (std::optional<SignatureKey> key = parse_key(value)) keys.push_back(*std::move(key));
    }
    if (keys.empty()) return refuse("no key that we can use");
    return keys;
}

bool is_signed(const SignatureKey& key, std::string_view text, std::string_view signature) {
    const bool is_ecdsa = key.algorithm == SignatureAlgorithm::es256;
    const std::string der = is_ecdsa ? der_of(signature) : std::string{};
    const std::string_view native = is_ecdsa ? std::string_view{der} : signature;
    if (native.empty()) return false;
    const EVP_MD* digest = key.algorithm == SignatureAlgorithm::eddsa ? nullptr : EVP_sha256();
    const DigestContext context{EVP_MD_CTX_new()};
    VERIFY(context != nullptr);
    return EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key.key.get()) == 1
           && EVP_DigestVerify(
                  context.get(), bytes_of(native), native.size(), bytes_of(text), text.size()
              ) == 1;
}

Result<boost::json::object> verify_token(std::string_view token, const KeySet& keys) {
    const TokenParts parts = TRY(parse_parts(token));
    const SignatureKey* key = TRY(find_key(parts.header, keys));
    if (!is_signed(*key, parts.signed_text, parts.signature)) return refuse("signature");
    // An access token or a logout token of the same issuer is no ID token (RFC 8725, 3.11).
    const std::string_view type = string_member(parts.header, "typ");
    if (parts.header.contains("typ") && !ascii_equal_ignoring_case(type, "JWT")) {
        return refuse("a token of another type");
    }
    return parse_json_object(parts.payload, openid_token_bytes_max);
}

} // namespace attest::security
