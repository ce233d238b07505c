// An authenticator in software, for tests: one key of each algorithm, and everything about its
// answers that a test may want to spoil.
#pragma once

#include "security/keys_for_tests.h"
#include "security/token.h"
#include "security/webauthn.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace attest::security::for_tests {

inline std::string head(unsigned kind, std::size_t number) {
    std::string text;
    if (number < 24) {
        text += static_cast<char>((kind << 5U) | number);
    } else if (number < 256) {
        text += static_cast<char>((kind << 5U) | 24U);
        text += static_cast<char>(number);
    } else {
        text += static_cast<char>((kind << 5U) | 25U);
        text += static_cast<char>(number >> 8U);
        text += static_cast<char>(number & 255U);
    }
    return text;
}

inline std::string integer(int number) {
    return number >= 0 ? head(0, static_cast<std::size_t>(number))
                       : head(1, static_cast<std::size_t>(-1 - number));
}

inline std::string byte_string(std::string_view bytes) {
    return head(2, bytes.size()) + std::string{bytes};
}

inline std::string text_string(std::string_view text) {
    return head(3, text.size()) + std::string{text};
}

struct Authenticator {
    PasskeyAlgorithm algorithm;
    Key key;
    std::string credential_id = "a credential's id";
    std::string party_id = "example.org";
    std::string origin = "https://example.org";
    std::string type;
    std::string challenge;
    std::string more_client_data = R"(,"crossOrigin":false)";
    std::string format = "none";
    std::string statement = head(5, 0);
    unsigned flags = 0x05;
    std::uint32_t count = 1;
    std::string extensions;
    std::string trailing;

    explicit Authenticator(PasskeyAlgorithm of) : algorithm{of} {
        switch (algorithm) {
        case PasskeyAlgorithm::es256:
            key = new_p256_key();
            break;
        case PasskeyAlgorithm::eddsa:
            key = new_ed25519_key();
            break;
        case PasskeyAlgorithm::rs256:
            key = new_rsa_key();
            break;
        }
    }

    [[nodiscard]] std::string cose_key() const {
        const std::string number = integer(std::to_underlying(algorithm));
        switch (algorithm) {
        case PasskeyAlgorithm::es256: {
            const Point point = point_of(key.get());
            return head(5, 5) + integer(1) + integer(2) + integer(3) + number + integer(-1)
                   + integer(1) + integer(-2) + byte_string(point.x) + integer(-3)
                   + byte_string(point.y);
        }
        case PasskeyAlgorithm::eddsa:
            return head(5, 4) + integer(1) + integer(1) + integer(3) + number + integer(-1)
                   + integer(6) + integer(-2) + byte_string(ed25519_public(key.get()));
        case PasskeyAlgorithm::rs256:
            return head(5, 4) + integer(1) + integer(3) + integer(3) + number + integer(-1)
                   + byte_string(rsa_number(key.get(), "n")) + integer(-2)
                   + byte_string(rsa_number(key.get(), "e"));
        }
        std::unreachable();
    }

    [[nodiscard]] std::string client_data(std::string_view ceremony_type) const {
        return R"({"type":")" + (type.empty() ? std::string{ceremony_type} : type)
               + R"(","challenge":")" + challenge + R"(","origin":")" + origin + "\""
               + more_client_data + "}";
    }

    [[nodiscard]] std::string data(bool is_registration) const {
        std::string bytes = sha256(party_id);
        const unsigned all_flags =
            flags | (is_registration ? 0x40U : 0U) | (extensions.empty() ? 0U : 0x80U);
        bytes += static_cast<char>(all_flags);
        for (const unsigned shift : {24U, 16U, 8U, 0U})
            bytes += static_cast<char>((count >> shift) & 255U);
        if (is_registration) {
            bytes += std::string(16, '\0');
            bytes += static_cast<char>(credential_id.size() >> 8U);
            bytes += static_cast<char>(credential_id.size() & 255U);
            bytes += credential_id + cose_key();
        }
        return bytes + extensions + trailing;
    }

    [[nodiscard]] std::string attestation_object() const {
        return head(5, 3) + text_string("fmt") + text_string(format) + text_string("attStmt")
               + statement + text_string("authData") + byte_string(data(true));
    }

    [[nodiscard]] std::string signature(std::string_view over) const {
        const bool has_digest = algorithm != PasskeyAlgorithm::eddsa;
        return sign(key.get(), has_digest ? EVP_sha256() : nullptr, over);
    }
};

} // namespace attest::security::for_tests
