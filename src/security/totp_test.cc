#include "security/totp.h"

#include "base/text.h"
#include "security/limits.h"

#include <doctest/doctest.h>

#include <array>

using namespace attest;
using namespace attest::security;

namespace {

constexpr std::string_view rfc_secret = "12345678901234567890";

Time at_second(std::int64_t second) {
    return {second * 1'000};
}

} // namespace

TEST_CASE("RFC 4226, appendix D: the codes of the first ten counts") {
    constexpr auto codes = std::to_array<std::string_view>(
        {"755224",
         "287082",
         "359152",
         "969429",
         "338314",
         "254676",
         "287922",
         "162583",
         "399871",
         "520489"}
    );
    for (std::size_t count = 0; count < codes.size(); ++count)
        CHECK(totp_code(rfc_secret, static_cast<std::int64_t>(count)) == codes[count]);
}

TEST_CASE("RFC 6238, appendix B: the codes of six moments, by their last six digits") {
    struct Vector {
        std::int64_t second;
        std::string_view code; // with eight digits, as printed there
    };

    constexpr auto vectors = std::to_array<Vector>({
        {59, "94287082"},
        {1'111'111'109, "07081804"},
        {1'111'111'111, "14050471"},
        {1'234'567'890, "89005924"},
        {2'000'000'000, "69279037"},
        {20'000'000'000, "65353130"},
    });
    for (const Vector& vector : vectors) {
        CAPTURE(vector.second);
        const Time now = at_second(vector.second);
        CHECK(totp_code(rfc_secret, totp_step(now)) == vector.code.substr(2));
        CHECK(match_totp(rfc_secret, vector.code.substr(2), now, {}) == totp_step(now));
    }
}

// ASVS 6.5.4, 6.5.5
TEST_CASE("A code holds for its half minute and for a neighbour's") {
    const Time now = at_second(3'000'000'000);
    const std::int64_t step = totp_step(now);
    const std::string code = totp_code(rfc_secret, step);
    CHECK(match_totp(rfc_secret, code, now, {}) == step);
    CHECK(match_totp(rfc_secret, code, at_second(3'000'000'059), {}) == step);
    CHECK(match_totp(rfc_secret, code, at_second(2'999'999'970), {}) == step);
    CHECK_FALSE(match_totp(rfc_secret, code, at_second(3'000'000'060), {}).has_value());
    CHECK_FALSE(match_totp(rfc_secret, code, at_second(2'999'999'969), {}).has_value());
}

// ASVS 6.5.1
TEST_CASE("A code is taken once, and none older than it afterwards") {
    const Time now = at_second(3'000'000'000);
    const std::int64_t step = totp_step(now);
    const auto code_of = [](std::int64_t at) { return totp_code(rfc_secret, at); };
    CHECK_FALSE(match_totp(rfc_secret, code_of(step), now, step).has_value());
    CHECK_FALSE(match_totp(rfc_secret, code_of(step - 1), now, step).has_value());
    CHECK(match_totp(rfc_secret, code_of(step + 1), now, step) == step + 1);
    CHECK(match_totp(rfc_secret, code_of(step), now, step - 1) == step);
}

TEST_CASE("A code may be typed with a space, and nothing else is one") {
    const Time now = at_second(59);
    CHECK(match_totp(rfc_secret, " 287 082 ", now, {}).has_value());
    for (const char* typed : {"", "28708", "2870822", "287083", "28708a", "-87082", "٢٨٧٠٨٢"}) {
        CAPTURE(typed);
        CHECK_FALSE(match_totp(rfc_secret, typed, now, {}).has_value());
    }
}

TEST_CASE("A secret is written in base32 for the app, in a link or by hand") {
    CHECK(
        totp_uri({.site = "Beer: Q&A", .account = "jane@example.org", .secret = rfc_secret})
        == "otpauth://totp/Beer%3A%20Q%26A:jane%40example.org"
           "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Beer%3A%20Q%26A"
    );
    CHECK(format_totp_secret("Hello!\xDE\xAD\xBE\xEF") == "JBSW Y3DP EHPK 3PXP");
    CHECK(format_totp_secret("foob") == "MZXW 6YQ");
    CHECK(new_totp_secret(system_random()).size() == totp_secret_bytes);
    CHECK(new_totp_secret(system_random()) != new_totp_secret(system_random()));
}

TEST_CASE("A QR code has its three corner marks and refuses what is too long") {
    const QrCode code = make_qr_code("otpauth://totp/A:b?secret=GEZDGNBV&issuer=A").value();
    CHECK(code.modules >= 21);
    CHECK((code.modules - 17) % 4 == 0);
    // The top edge of the mark at the upper left, and of the one at the upper right.
    CHECK(code.path.starts_with("M0 0h7v1H0z"));
    CHECK(code.path.contains("M" + std::to_string(code.modules - 7) + " 0h7"));
    CHECK(code.path.contains("M0 " + std::to_string(code.modules - 1) + "h7"));
    CHECK_FALSE(make_qr_code(std::string(10'000, 'a')).has_value());
}
