// What a browser sends for a passkey. The first byte says which part is the stranger's; the rest is
// what a good answer holds, so that the reader behind each check is reached.
// Smoke runs: 1000000
#include "security/webauthn.h"

#include "base/verify.h"
#include "security/cbor.h"
#include "security/limits.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace attest;
using namespace attest::security;

namespace {

constexpr std::string_view challenge = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

const Ceremony& ceremony() {
    static const Ceremony made{
        .party = {.id = "example.org", .origin = "https://example.org"},
        .challenge = std::string{challenge},
        .verification = UserVerification::preferred,
    };
    return made;
}

std::string client_data(std::string_view type) {
    return R"({"type":")" + std::string{type} + R"(","challenge":")" + std::string{challenge}
           + R"(","origin":"https://example.org"})";
}

Passkey stored_passkey() {
    return {
        .credential_id = "id",
        .public_key = std::string(32, '\x09'),
        .algorithm = PasskeyAlgorithm::eddsa,
    };
}

void check_registration_of(std::string_view object) {
    const std::string data = client_data("webauthn.create");
    const auto passkey =
        check_registration(ceremony(), {.client_data = data, .attestation_object = object});
    if (!passkey) return;
    VERIFY(!passkey->credential_id.empty());
    VERIFY(passkey->credential_id.size() <= credential_id_bytes_max);
    VERIFY(!passkey->public_key.empty());
}

void check_assertion_of(std::string_view client, std::string_view authenticator) {
    const std::string signature(64, 's');
    const auto count = check_assertion(
        ceremony(),
        stored_passkey(),
        {.client_data = client, .authenticator_data = authenticator, .signature = signature}
    );
    VERIFY(!count.has_value()); // nobody has signed
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view input{reinterpret_cast<const char*>(bytes) + 1, size - 1};
    switch (bytes[0]) {
    case 'r':
        check_registration_of(input);
        break;
    case 'a':
        check_assertion_of(client_data("webauthn.get"), input);
        break;
    case 'c':
        check_assertion_of(input, "");
        break;
    default: {
        const auto length = cbor_item_bytes(input);
        VERIFY(!length || (*length > 0 && *length <= input.size()));
    }
    }
    return 0;
}
