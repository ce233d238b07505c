#include "service/second_factors.h"

#include "base/text.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "security/totp.h"
#include "storage/second_factors.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace attest;
using namespace attest::service;

namespace {

constexpr Browser browser{"a visit's secret"};

/// An account with the second step on, and the app that shows its codes.
struct Story {
    TestSite site;
    const Network& network = site.network();
    AccountId account = site.a_member("Jane").actor.account;
    std::string secret;
    std::vector<std::string> recovery_codes;

    Story() {
        must(begin_totp(network, account));
        secret = stored_secret();
        recovery_codes = must(confirm_totp(network, account, code()));
        next_code();
    }

    [[nodiscard]] std::string stored_secret() const {
        return must(network.database.read([&](db::ReadTransaction& tx) {
                   return storage::find_totp(tx, account);
               }))
            .value()
            .secret;
    }

    [[nodiscard]] std::string code() const {
        return security::totp_code(secret, security::totp_step(site.now()));
    }

    void next_code() const { site.advance(seconds(30)); }

    [[nodiscard]] std::string first_step() const {
        return must(begin_second_step(network, browser, {.account = account, .next = "/ask"}));
    }

    [[nodiscard]] auto second_step(std::string_view attempt, std::string_view typed) const {
        return finish_second_step(network, browser, {.attempt = attempt, .code = typed});
    }

    [[nodiscard]] ErrorCode refusal(std::string_view attempt, std::string_view typed) const {
        const auto step = second_step(attempt, typed);
        REQUIRE_FALSE(step.has_value());
        return step.error().code();
    }
};

} // namespace

TEST_CASE("An app is asked for once its first code was typed, and not before") {
    TestSite site;
    const Network& network = site.network();
    const AccountId account = site.a_member("Jane").actor.account;
    CHECK_FALSE(must(needs_second_step(network, account)));
    CHECK_FALSE(find_totp_setup(network, account, "Beer").has_value());

    must(begin_totp(network, account));
    CHECK_FALSE(must(needs_second_step(network, account)));
    const TotpSetup setup = must(find_totp_setup(network, account, "Beer"));
    CHECK(setup.uri.starts_with("otpauth://totp/Beer:"));
    CHECK(setup.picture.modules > 20);
    CHECK_FALSE(confirm_totp(network, account, "000000").has_value());
    CHECK_FALSE(must(needs_second_step(network, account)));

    const std::string secret = must(network.database.read([&](db::ReadTransaction& tx) {
                                   return storage::find_totp(tx, account);
                               }))
                                   .value()
                                   .secret;
    const std::string code = security::totp_code(secret, security::totp_step(site.now()));
    CHECK(must(confirm_totp(network, account, code)).size() == 10);
    CHECK(must(needs_second_step(network, account)));
    // Nobody is shown the secret again, and a new one does not take its place unasked.
    CHECK_FALSE(find_totp_setup(network, account, "Beer").has_value());
    CHECK_FALSE(begin_totp(network, account).has_value());
    CHECK_FALSE(confirm_totp(network, account, code).has_value());

    must(remove_totp(network, account));
    CHECK_FALSE(must(needs_second_step(network, account)));
    CHECK(must(read_second_factors(network, account)).recovery_codes_left == 0);
}

TEST_CASE("The right code finishes a sign-in, once") {
    const Story story;
    const std::string attempt = story.first_step();
    const FirstStep step = must(story.second_step(attempt, story.code()));
    CHECK(step.account == story.account);
    CHECK(step.next == "/ask");
    CHECK(story.refusal(attempt, story.code()) == ErrorCode::conflict);
}

// ASVS 6.5.1
TEST_CASE("A code that was used is refused at the next sign-in, in parallel too") {
    const Story story;
    const std::string code = story.code();
    std::vector<std::string> attempts;
    for (int count = 0; count < 8; ++count)
        attempts.push_back(story.first_step());
    std::atomic<int> signed_in = 0;
    {
        std::vector<std::jthread> threads;
        for (const std::string& attempt : attempts) {
            threads.emplace_back([&] {
                signed_in += story.second_step(attempt, code).has_value() ? 1 : 0;
            });
        }
    }
    CHECK(signed_in == 1);
    story.next_code();
    CHECK(story.second_step(story.first_step(), story.code()).has_value());
}

TEST_CASE("A recovery code is good once, however it is typed") {
    const Story story;
    const std::string code = ascii_lower(story.recovery_codes[3]);
    CHECK(story.second_step(story.first_step(), code).has_value());
    CHECK(story.refusal(story.first_step(), code) == ErrorCode::invalid);
    CHECK(must(read_second_factors(story.network, story.account)).recovery_codes_left == 9);

    const auto renewed = must(renew_recovery_codes(story.network, story.account));
    CHECK(story.refusal(story.first_step(), story.recovery_codes[4]) == ErrorCode::invalid);
    CHECK(story.second_step(story.first_step(), renewed[0]).has_value());
}

// ASVS 6.6.2, 6.6.3
TEST_CASE("Five wrong codes end a sign-in, and the right one comes too late") {
    const Story story;
    const std::string attempt = story.first_step();
    for (int count = 0; count < 4; ++count)
        CHECK(story.refusal(attempt, "no code of anybody") == ErrorCode::invalid);
    CHECK(story.refusal(attempt, "no code of anybody") == ErrorCode::conflict);
    CHECK(story.refusal(attempt, story.code()) == ErrorCode::conflict);
    CHECK(story.second_step(story.first_step(), story.code()).has_value());
}

TEST_CASE("Whoever knows the password has ten guesses an hour, and the owner has recovery codes") {
    const Story story;
    int guesses = 0;
    for (int sign_in = 0; sign_in < 5; ++sign_in) {
        const std::string attempt = story.first_step();
        for (int count = 0; count < 4; ++count)
            guesses += story.refusal(attempt, "000000") == ErrorCode::invalid ? 1 : 0;
    }
    // One was taken when the app was set up.
    CHECK(guesses == 9);
    CHECK(story.refusal(story.first_step(), story.code()) == ErrorCode::rate_limited);
    CHECK(story.second_step(story.first_step(), story.recovery_codes[0]).has_value());
    story.site.advance(minutes(6));
    CHECK(story.second_step(story.first_step(), story.code()).has_value());
}

// ASVS 2.3.1
TEST_CASE("A first step belongs to its browser and to ten minutes") {
    const Story story;
    const std::string attempt = story.first_step();
    const auto elsewhere = finish_second_step(
        story.network, Browser{"another"}, {.attempt = attempt, .code = story.code()}
    );
    REQUIRE_FALSE(elsewhere.has_value());
    CHECK(elsewhere.error().code() == ErrorCode::conflict);
    CHECK(story.refusal("no such attempt", story.code()) == ErrorCode::conflict);
    story.site.advance(minutes(10));
    CHECK(story.refusal(attempt, story.code()) == ErrorCode::conflict);
}
