#include "security/webauthn.h"

#include "security/authenticator_for_tests.h"
#include "security/cbor.h"
#include "security/limits.h"
#include "security/token.h"

#include <doctest/doctest.h>

#include <array>
#include <functional>
#include <utility>
#include <vector>

using namespace attest;
using namespace attest::security;
using namespace attest::security::for_tests;

namespace {

Ceremony new_ceremony() {
    return {
        .party = {.id = "example.org", .origin = "https://example.org"},
        .challenge = new_token(system_random()).secret,
        .verification = UserVerification::required,
    };
}

Result<Passkey> enroll(Authenticator& device, const Ceremony& ceremony) {
    if (device.challenge.empty()) device.challenge = ceremony.challenge;
    return check_registration(
        ceremony,
        {.client_data = device.client_data("webauthn.create"),
         .attestation_object = device.attestation_object()}
    );
}

Result<std::uint32_t>
sign_in(Authenticator& device, const Ceremony& ceremony, const Passkey& passkey) {
    if (device.challenge.empty()) device.challenge = ceremony.challenge;
    const std::string client_data = device.client_data("webauthn.get");
    const std::string data = device.data(false);
    return check_assertion(
        ceremony,
        passkey,
        {.client_data = client_data,
         .authenticator_data = data,
         .signature = device.signature(data + sha256(client_data))}
    );
}

std::string why(const auto& result) {
    return result ? "taken" : result.error().detail();
}

constexpr std::array all_algorithms{
    PasskeyAlgorithm::es256, PasskeyAlgorithm::eddsa, PasskeyAlgorithm::rs256
};

/// One thing wrong with an otherwise good answer, and a word of the reason that must be given.
struct Spoilt {
    const char* what;
    std::function<void(Authenticator&)> spoil;
    std::string_view reason;
};

const std::vector<Spoilt>& spoilt_in_either_ceremony() {
    static const std::vector<Spoilt> cases{
        {"challenge of another ceremony",
         [](Authenticator& d) { d.challenge = new_token(system_random()).secret; },
         "challenge"},
        {"no challenge", [](Authenticator& d) { d.challenge = "\",\"x\":\""; }, "challenge"},
        {"another host", [](Authenticator& d) { d.origin = "https://example.com"; }, "origin"},
        {"a subdomain", [](Authenticator& d) { d.origin = "https://evil.example.org"; }, "origin"},
        {"another port", [](Authenticator& d) { d.origin = "https://example.org:8443"; }, "origin"},
        {"no TLS", [](Authenticator& d) { d.origin = "http://example.org"; }, "origin"},
        {"type of a payment", [](Authenticator& d) { d.type = "payment.get"; }, "type"},
        {"inside another page",
         [](Authenticator& d) { d.more_client_data = R"(,"crossOrigin":true)"; },
         "another site"},
        {"client data that end early",
         [](Authenticator& d) { d.more_client_data = R"(,"crossOrigin":)"; },
         "JSON"},
        {"client data too long",
         [](Authenticator& d) {
             d.more_client_data = R"(,"a":")" + std::string(client_data_bytes_max, 'a') + "\"";
         },
         "too long"},
        {"another party", [](Authenticator& d) { d.party_id = "example.com"; }, "relying party"},
        {"nobody there", [](Authenticator& d) { d.flags = 0x04; }, "present"},
        {"nobody verified", [](Authenticator& d) { d.flags = 0x01; }, "verified"},
        {"bytes behind the end", [](Authenticator& d) { d.trailing = "x"; }, "well-formed"},
        {"extensions that are no CBOR",
         [](Authenticator& d) { d.extensions = "\xFF"; },
         "well-formed"},
        {"extensions longer than all memory",
         [](Authenticator& d) { d.extensions = "\xBB\x0F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"; },
         "well-formed"},
    };
    return cases;
}

} // namespace

TEST_CASE("A passkey of each algorithm is registered and signs in, again and again") {
    for (const PasskeyAlgorithm algorithm : all_algorithms) {
        CAPTURE(std::to_underlying(algorithm));
        Authenticator device{algorithm};
        const Ceremony registration = new_ceremony();
        const auto enrolled = enroll(device, registration);
        REQUIRE(why(enrolled) == "taken");
        Passkey passkey = *enrolled;
        CHECK(passkey.credential_id == device.credential_id);
        CHECK(passkey.algorithm == algorithm);
        CHECK(passkey.sign_count == 1);
        CHECK_FALSE(passkey.is_synced);

        for (int count = 0; count < 3; ++count) {
            device.count += 1;
            device.challenge.clear();
            const auto signed_in = sign_in(device, new_ceremony(), passkey);
            REQUIRE(why(signed_in) == "taken");
            passkey.sign_count = *signed_in;
            CHECK(passkey.sign_count == device.count);
        }
    }
}

TEST_CASE("Whatever is wrong with a registration, no passkey comes of it") {
    for (const Spoilt& spoilt : spoilt_in_either_ceremony()) {
        CAPTURE(spoilt.what);
        const Ceremony ceremony = new_ceremony();
        Authenticator device{PasskeyAlgorithm::es256};
        device.challenge = ceremony.challenge;
        spoilt.spoil(device);
        const auto passkey = enroll(device, ceremony);
        CHECK(why(passkey).contains(spoilt.reason));
    }
    const auto refused = [](const std::function<void(Authenticator&)>& spoil) {
        Authenticator device{PasskeyAlgorithm::es256};
        spoil(device);
        return why(enroll(device, new_ceremony()));
    };
    CHECK(refused([](Authenticator& d) { d.type = "webauthn.get"; }).contains("type"));
    CHECK(refused([](Authenticator& d) { d.statement = "\x1C"; }).contains("well-formed"));
    CHECK(refused([](Authenticator& d) { d.statement = std::string(9, '\x81') + "\x01"; }
    ).contains("entry of another"));
    CHECK(refused([](Authenticator& d) { d.credential_id = ""; }).contains("well-formed"));
    CHECK(refused([](Authenticator& d) { d.credential_id = std::string(1024, 'i'); }
    ).contains("well-formed"));
    CHECK(refused([](Authenticator& d) { d.statement = byte_string(std::string(33'000, 'a')); }
    ).contains("too long"));
}

TEST_CASE("Whatever is wrong with an assertion, nobody is signed in") {
    for (const PasskeyAlgorithm algorithm : all_algorithms) {
        Authenticator honest{algorithm};
        const Passkey passkey = enroll(honest, new_ceremony()).value();
        for (const Spoilt& spoilt : spoilt_in_either_ceremony()) {
            CAPTURE(spoilt.what);
            const Ceremony ceremony = new_ceremony();
            Authenticator device = std::move(honest);
            device.count = 2;
            device.challenge = ceremony.challenge;
            spoilt.spoil(device);
            CHECK(why(sign_in(device, ceremony, passkey)).contains(spoilt.reason));
            honest = Authenticator{algorithm};
            std::swap(honest.key, device.key);
        }
    }
}

TEST_CASE("A signature is by the registered key and over exactly these bytes") {
    for (const PasskeyAlgorithm algorithm : all_algorithms) {
        CAPTURE(std::to_underlying(algorithm));
        Authenticator device{algorithm};
        const Passkey passkey = enroll(device, new_ceremony()).value();
        const Ceremony ceremony = new_ceremony();
        device.challenge = ceremony.challenge;
        device.count = 2;
        const std::string client_data = device.client_data("webauthn.get");
        const std::string data = device.data(false);
        const std::string signature = device.signature(data + sha256(client_data));
        const auto check = [&](std::string_view with) {
            return why(check_assertion(
                ceremony,
                passkey,
                {.client_data = client_data, .authenticator_data = data, .signature = with}
            ));
        };
        CHECK(check(signature) == "taken");
        CHECK(check("").contains("could not read"));
        CHECK(check(signature.substr(0, signature.size() - 1)).contains("signature"));
        CHECK(check(std::string(1025, 'a')).contains("too long"));
        for (const std::size_t at : {signature.size() / 2, signature.size() - 1}) {
            std::string flipped = signature;
            flipped[at] ^= 1;
            CHECK(check(flipped).contains("signature"));
        }

        Authenticator stranger{algorithm};
        CHECK(check(stranger.signature(data + sha256(client_data))).contains("signature"));
        CHECK(check(device.signature(data)).contains("signature"));

        // The same signature under other data: a higher count would hide a copied authenticator.
        device.count = 3;
        const std::string other_data = device.data(false);
        CHECK(why(check_assertion(
                      ceremony,
                      passkey,
                      {.client_data = client_data,
                       .authenticator_data = other_data,
                       .signature = signature}
                  ))
                  .contains("signature"));
    }
}

TEST_CASE("A count that stands still or goes back is refused, unless nobody counts") {
    Authenticator device{PasskeyAlgorithm::es256};
    device.count = 5;
    Passkey passkey = enroll(device, new_ceremony()).value();
    const auto with_counts = [&](std::uint32_t stored, std::uint32_t shown) {
        passkey.sign_count = stored;
        device.count = shown;
        device.challenge.clear();
        return why(sign_in(device, new_ceremony(), passkey));
    };
    CHECK(with_counts(5, 6) == "taken");
    CHECK(with_counts(5, 0xFFFF'FFFF) == "taken");
    CHECK(with_counts(5, 5).contains("count"));
    CHECK(with_counts(5, 4).contains("count"));
    CHECK(with_counts(5, 0).contains("count"));
    CHECK(with_counts(0, 0) == "taken");
}

TEST_CASE("As a second step a touch is enough") {
    Ceremony ceremony = new_ceremony();
    Authenticator device{PasskeyAlgorithm::eddsa};
    device.flags = 0x01;
    CHECK(why(enroll(device, ceremony)).contains("verified"));
    ceremony.verification = UserVerification::preferred;
    CHECK(why(enroll(device, ceremony)) == "taken");
}

TEST_CASE("An attestation of any kind is taken, and extensions are passed over") {
    Authenticator device{PasskeyAlgorithm::es256};
    device.format = "packed";
    device.statement = head(5, 2) + text_string("alg") + integer(-7) + text_string("sig")
                       + byte_string("never looked at");
    device.extensions =
        head(5, 1) + text_string("credProps") + head(5, 1) + text_string("rk") + "\xF5";
    device.flags = 0x05 | 0x08;
    const auto passkey = enroll(device, new_ceremony());
    REQUIRE(why(passkey) == "taken");
    CHECK(passkey->is_synced);
}

TEST_CASE("A registration cut short anywhere is refused") {
    Authenticator device{PasskeyAlgorithm::es256};
    const Ceremony ceremony = new_ceremony();
    device.challenge = ceremony.challenge;
    const std::string object = device.attestation_object();
    const std::string client_data = device.client_data("webauthn.create");
    const auto with = [&](std::string_view attestation) {
        return check_registration(
            ceremony, {.client_data = client_data, .attestation_object = attestation}
        );
    };
    REQUIRE(with(object).has_value());
    for (std::size_t length = 0; length < object.size(); ++length)
        CHECK_FALSE(with(std::string_view{object}.substr(0, length)).has_value());
    CHECK_FALSE(with(object + "x").has_value());
}

TEST_CASE("A key that is no point of its curve is none") {
    Authenticator device{PasskeyAlgorithm::es256};
    const Ceremony ceremony = new_ceremony();
    device.challenge = ceremony.challenge;
    const Point point = point_of(device.key.get());
    std::string object = device.attestation_object();
    const std::size_t at = object.find(point.y);
    REQUIRE(at != std::string::npos);
    object[at + 31] ^= 1;
    CHECK_FALSE(check_registration(
                    ceremony,
                    {.client_data = device.client_data("webauthn.create"),
                     .attestation_object = object}
    )
                    .has_value());
}

TEST_CASE("CBOR is measured without believing its lengths") {
    CHECK(cbor_item_bytes("\x01") == 1);
    CHECK(cbor_item_bytes("\x82\x01\x02rest") == 3);
    CHECK(cbor_item_bytes("\xF5") == 1);
    CHECK_FALSE(cbor_item_bytes("").has_value());
    CHECK_FALSE(cbor_item_bytes("\x82\x01").has_value());
    CHECK_FALSE(cbor_item_bytes("\x9F\x01\xFF").has_value()); // of indefinite length
    CHECK_FALSE(cbor_item_bytes("\xC0\x01").has_value());     // a tag
    CHECK_FALSE(cbor_item_bytes("\x5B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF").has_value());
    CHECK_FALSE(cbor_item_bytes({"\xBB\x80\x00\x00\x00\x00\x00\x00\x00", 9}).has_value());
    CHECK(cbor_item_bytes(std::string(7, '\x81') + "\x01") == 8);
    CHECK_FALSE(cbor_item_bytes(std::string(8, '\x81') + "\x01").has_value());
}
