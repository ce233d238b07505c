#include "security/token.h"

#include "security/limits.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <set>

using namespace attest;
using namespace attest::security;

namespace {

Random counted_random() {
    return [next = std::uint8_t{0}](std::span<std::byte> bytes) mutable {
        for (std::byte& byte : bytes)
            byte = std::byte{next++};
    };
}

} // namespace

// ASVS 7.2.3, 11.5.1
TEST_CASE("A token is 256 random bits, and only its hash is stored") {
    const NewToken token = new_token(counted_random());
    CHECK(token.secret == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
    CHECK(token.hash == hash_token(token.secret));
    CHECK(token.hash.size() == 64);
    CHECK(is_token(token.secret));

    const Random random = system_random();
    std::set<std::string> seen;
    for (int count = 0; count < 10'000; ++count)
        seen.insert(new_token(random).secret);
    CHECK(seen.size() == 10'000);
}

TEST_CASE("What has not the form of a token is none") {
    const std::string secret = new_token(system_random()).secret;
    CHECK_FALSE(is_token(""));
    CHECK_FALSE(is_token(secret + "A"));
    CHECK_FALSE(is_token(secret.substr(1)));
    CHECK_FALSE(is_token("+" + secret.substr(1)));
    CHECK_FALSE(is_token(std::string(43, '\0')));
}

TEST_CASE("SHA-256 and HMAC give the published answers") {
    CHECK(hash_token("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    // The same that Python's hmac module says of purpose, a zero and text.
    CHECK(
        lower_hex(keyed_hash("key", "purpose", "text"))
        == "35058abb5ec62506d5ffe528a5a859dbf9ee82f943a6184326e282be9d0abcce"
    );
}

TEST_CASE("base64url goes there and back, and takes no other spelling") {
    CHECK(base64url("") == "");
    CHECK(base64url("f") == "Zg");
    CHECK(base64url("foobar") == "Zm9vYmFy");
    CHECK(base64url("\xFB\xFF") == "-_8");
    CHECK(parse_base64url("-_8").value() == "\xFB\xFF");
    CHECK(parse_base64url("").value() == "");
    for (const char* text : {"Zg==", "Z", "Zh", "+/8", "Zm 9", "Zm9v\n"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_base64url(text).has_value());
    }
}

// ASVS 3.5.1
TEST_CASE("A CSRF token belongs to one session and does not give it away") {
    const std::string mine = new_token(system_random()).secret;
    const std::string anothers = new_token(system_random()).secret;
    CHECK(is_csrf_token(mine, csrf_token(mine)));
    CHECK_FALSE(is_csrf_token(mine, csrf_token(anothers)));
    CHECK_FALSE(is_csrf_token(mine, ""));
    CHECK_FALSE(is_csrf_token("", csrf_token("")));
    CHECK_FALSE(csrf_token(mine).contains(mine.substr(0, 8)));
}

TEST_CASE("Equality looks at every byte") {
    CHECK(equal_in_constant_time("", ""));
    CHECK(equal_in_constant_time("abc", "abc"));
    CHECK_FALSE(equal_in_constant_time("abc", "abd"));
    CHECK_FALSE(equal_in_constant_time("abc", "abcd"));
}

// ASVS 6.5.2, 6.5.3
TEST_CASE("A recovery code is known again as a person types it") {
    const std::string code = new_recovery_code(counted_random());
    CHECK(code == "0123-4567-89AB-CDEF");
    CHECK(hash_recovery_code("0123-4567-89AB-CDEF") == hash_recovery_code("o l23 4567 89ab cdef"));
    CHECK(hash_recovery_code("0123-4567-89AB-CDEF") != hash_recovery_code("0123-4567-89AB-CDEG"));

    const std::vector<std::string> codes = new_recovery_codes(system_random());
    CHECK(std::set<std::string>{codes.begin(), codes.end()}.size() == recovery_codes_count);
}
