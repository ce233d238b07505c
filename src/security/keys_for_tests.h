// Key pairs made while a test runs, by OpenSSL and not by what is tested.
#pragma once

#include "base/verify.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace attest::security::for_tests {

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

inline Key new_p256_key() {
    return Key{EVP_EC_gen("P-256")};
}

inline Key new_ed25519_key() {
    return Key{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")};
}

inline Key new_rsa_key(unsigned bits = 2048) {
    return Key{EVP_RSA_gen(bits)};
}

inline unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

inline const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// A signature in OpenSSL's form; ECDSA as DER.
inline std::string sign(EVP_PKEY* key, const EVP_MD* digest, std::string_view text) {
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context{
        EVP_MD_CTX_new(), EVP_MD_CTX_free
    };
    VERIFY(EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key) == 1);
    std::string signature(1024, '\0');
    std::size_t length = signature.size();
    VERIFY(
        EVP_DigestSign(context.get(), bytes_of(signature), &length, bytes_of(text), text.size())
        == 1
    );
    signature.resize(length);
    return signature;
}

/// x and y of a point of P-256, 32 bytes each.
struct Point {
    std::string x;
    std::string y;
};

inline Point point_of(EVP_PKEY* key) {
    std::string octets(65, '\0');
    std::size_t length = 0;
    VERIFY(
        EVP_PKEY_get_octet_string_param(
            key, OSSL_PKEY_PARAM_PUB_KEY, bytes_of(octets), octets.size(), &length
        )
        == 1
    );
    VERIFY(length == 65 && octets[0] == 4);
    return {.x = octets.substr(1, 32), .y = octets.substr(33)};
}

inline std::string ed25519_public(EVP_PKEY* key) {
    std::string bytes(32, '\0');
    std::size_t length = bytes.size();
    VERIFY(EVP_PKEY_get_raw_public_key(key, bytes_of(bytes), &length) == 1);
    return bytes;
}

/// "n" or "e" of an RSA key, big-endian without leading zeros.
inline std::string rsa_number(EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    VERIFY(EVP_PKEY_get_bn_param(key, name, &number) == 1);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
    BN_bn2bin(number, bytes_of(bytes));
    BN_free(number);
    return bytes;
}

/// ECDSA's DER as JWS has it: r and s, 32 bytes each.
inline std::string raw_ecdsa(std::string_view der) {
    const unsigned char* at = bytes_of(der);
    ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    VERIFY(signature != nullptr);
    std::string raw(64, '\0');
    VERIFY(BN_bn2binpad(ECDSA_SIG_get0_r(signature), bytes_of(raw), 32) == 32);
    VERIFY(BN_bn2binpad(ECDSA_SIG_get0_s(signature), bytes_of(raw) + 32, 32) == 32);
    ECDSA_SIG_free(signature);
    return raw;
}

} // namespace attest::security::for_tests
