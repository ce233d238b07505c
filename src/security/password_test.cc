#include "security/password.h"

#include <doctest/doctest.h>
#include <sodium.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace attest;
using namespace attest::security;

namespace {

bool is_good(std::string_view password, const PasswordRules& rules = {}) {
    return check_password(password, rules).has_value();
}

} // namespace

// ASVS 6.2.1, 6.2.5
TEST_CASE("Any twelve characters that are not easily guessed are a password") {
    CHECK(is_good("vanilla tide lamp ox"));
    CHECK(is_good("gkwpzmrbxqty"));
    CHECK(is_good("сапог муха дверь"));
    CHECK(is_good("730518264917"));
    CHECK_FALSE(is_good("gkwpzmrbxqt"));
    CHECK_FALSE(is_good(""));
    CHECK_FALSE(is_good("gkwpzmrbxqty", {.characters_min = staff_password_characters_min}));
}

// ASVS 6.2.9
TEST_CASE("A password has up to 256 characters, of whatever script") {
    std::string longest;
    for (int count = 0; count < 32; ++count)
        longest += "жёлтый к";
    CHECK(is_good(longest));
    CHECK_FALSE(is_good(longest + "y"));
    CHECK_FALSE(is_good("gkwpzmrbxqty\xFF"));
}

// ASVS 6.2.4, 6.2.12
TEST_CASE("Common words, with a year or a sign behind them, are refused") {
    for (const char* password :
         {"password1234",
          "Password2024!",
          "P@ssw0rd123456",
          "iloveyou1987",
          "passwordpassword",
          "qwertyuiop12",
          "1q2w3e4r5t6y",
          "123456789012",
          "zyxwvutsrqponm",
          "aaaaaaaaaaaa",
          "abababababab",
          "correcthorsebatterystaple",
          "LetMeIn!LetMeIn!",
          "administrator1",
          "пароль123456",
          "йцукенгшщзхъ",
          "Michael Jordan 23"}) {
        CAPTURE(password);
        CHECK_FALSE(is_good(password));
    }
}

// ASVS 6.2.11
TEST_CASE("A password is not made of the person's own name") {
    const std::vector<std::string_view> own{"marguerite.delacroix@example.org", "Marguerite D."};
    CHECK_FALSE(is_good("marguerite1990", {.own_words = own}));
    CHECK_FALSE(is_good("MargueriteDelacroix", {.own_words = own}));
    CHECK(is_good("marguerite1990x lamp", {.own_words = own}));
    CHECK_FALSE(is_good("marguerite.delacroix@example.org", {.own_words = own}));
}

// ASVS 6.2.8, 11.4.2
TEST_CASE("A hash is known again by its password and by no other") {
    PasswordHasher hasher{cheap_hasher_options()};
    const std::string hash = hasher.hash("vanilla tide lamp ox").value();
    CHECK(hash.starts_with("$argon2id$v=19$"));
    CHECK(hasher.verify(hash, "vanilla tide lamp ox").value());
    CHECK_FALSE(hasher.verify(hash, "vanilla tide lamp o").value());
    CHECK_FALSE(hasher.verify(hash, "Vanilla tide lamp ox").value());
    CHECK_FALSE(hasher.verify("", "vanilla tide lamp ox").value());
    CHECK_FALSE(hasher.verify("$argon2id$v=19$rubbish", "vanilla tide lamp ox").value());
    CHECK(hasher.hash("vanilla tide lamp ox").value() != hash);
    CHECK_FALSE(hasher.verify_decoy("vanilla tide lamp ox").value());
}

TEST_CASE("Nothing of a password is cut off or lost") {
    PasswordHasher hasher{cheap_hasher_options()};
    const std::string longest(72, 'a');
    CHECK_FALSE(hasher.verify(hasher.hash(longest + "b").value(), longest + "c").value());
    const std::string with_nul{"one\0two", 7};
    CHECK(hasher.verify(hasher.hash(with_nul).value(), with_nul).value());
    CHECK_FALSE(hasher.verify(hasher.hash(with_nul).value(), "one").value());
}

TEST_CASE("A letter typed in two ways is one letter") {
    PasswordHasher hasher{cheap_hasher_options()};
    const std::string composed = "cr\u00E8me br\u00FBl\u00E9e";
    const std::string decomposed = "cre\u0300me bru\u0302le\u0301e";
    CHECK(hasher.verify(hasher.hash(composed).value(), decomposed).value());
}

TEST_CASE("A hash with other parameters is to be made again") {
    PasswordHasher cheap{cheap_hasher_options()};
    PasswordHasher dearer{{.memory_bytes = 1024 * 1024, .passes = 2}};
    const std::string hash = cheap.hash("vanilla tide lamp ox").value();
    CHECK_FALSE(cheap.needs_rehash(hash));
    CHECK(dearer.needs_rehash(hash));
    CHECK(dearer.needs_rehash("rubbish"));
    CHECK(dearer.verify(hash, "vanilla tide lamp ox").value());
}

TEST_CASE("A full queue answers at once, and who is in it gets a hash") {
    PasswordHasher hasher{{.threads = 1, .queue_max = 2, .memory_bytes = 8 << 20, .passes = 3}};
    std::atomic<int> hashed = 0;
    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> callers;
        for (int count = 0; count < 16; ++count) {
            callers.emplace_back([&] {
                const auto hash = hasher.hash("vanilla tide lamp ox");
                if (hash) ++hashed;
                if (!hash && hash.error().code() == ErrorCode::unavailable) ++refused;
            });
        }
    }
    CHECK(hashed >= 2);
    CHECK(refused >= 1);
    CHECK(hashed + refused == 16);
}

TEST_CASE("The decoy takes as long as a true hash") {
    PasswordHasher hasher{{.memory_bytes = 8 << 20, .passes = 2}};
    const std::string hash = hasher.hash("vanilla tide lamp ox").value();
    const auto seconds_of = [](auto&& work) {
        const auto start = std::chrono::steady_clock::now();
        for (int count = 0; count < 10; ++count)
            work();
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    const double known = seconds_of([&] { (void)hasher.verify(hash, "wrong").value(); });
    const double unknown = seconds_of([&] { (void)hasher.verify_decoy("wrong").value(); });
    CHECK(unknown / known > 0.4);
    CHECK(unknown / known < 2.5);
}

TEST_CASE("The parameters are those of the limits, and OWASP's floor is kept") {
    PasswordHasher hasher;
    const auto start = std::chrono::steady_clock::now();
    const std::string hash = hasher.hash("vanilla tide lamp ox").value();
    const auto taken = std::chrono::steady_clock::now() - start;
    MESSAGE("one hash takes ms: ", std::chrono::duration<double, std::milli>(taken).count());
    CHECK(hash.starts_with("$argon2id$v=19$m=32768,t=2,p=1$"));
    CHECK(argon2_bytes >= std::size_t{19} * 1024 * 1024);
}
