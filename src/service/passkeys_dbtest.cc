#include "service/passkeys.h"

#include "base/text.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "security/authenticator_for_tests.h"
#include "security/token.h"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

using namespace attest;
using namespace attest::service;
using security::PasskeyAlgorithm;
using security::for_tests::Authenticator;

namespace {

/// A browser with a device, before a server that it knows as https://example.org.
struct Story {
    TestSite site;
    AccountId jane = site.a_member("Jane").actor.account;
    AccountId john = site.a_member("John").actor.account;
    Authenticator device{PasskeyAlgorithm::es256};
    PasskeyPlace place{
        .network = site.network(),
        .party = relying_party("https", "example.org"),
        .browser = {"the browser's secret"},
    };

    static std::string challenge_in(const std::string& options) {
        return std::string{boost::json::parse(options).at("challenge").as_string()};
    }

    Result<PasskeyId> enroll(AccountId account, std::string_view name = "Phone") {
        device.challenge = challenge_in(must(begin_passkey_registration(place, account, "Beer")));
        return finish(account, name);
    }

    Result<PasskeyId> finish(AccountId account, std::string_view name = "Phone") {
        return finish_passkey_registration(
            place,
            account,
            {.name = name,
             .client_data = security::base64url(device.client_data("webauthn.create")),
             .attestation_object = security::base64url(device.attestation_object())}
        );
    }

    void begin_sign_in() {
        device.challenge = challenge_in(must(begin_passkey_sign_in(place, "/ask")));
        device.count += 1;
    }

    [[nodiscard]] auto sign_in(const PasskeyPlace& where) const {
        const std::string client_data = device.client_data("webauthn.get");
        const std::string data = device.data(false);
        return finish_passkey_sign_in(
            where,
            {.credential_id = security::base64url(device.credential_id),
             .client_data = security::base64url(client_data),
             .authenticator_data = security::base64url(data),
             .signature =
                 security::base64url(device.signature(data + security::sha256(client_data)))}
        );
    }

    [[nodiscard]] auto sign_in() const { return sign_in(place); }
};

ErrorCode code_of(const auto& result) {
    REQUIRE_FALSE(result.has_value());
    return result.error().code();
}

} // namespace

TEST_CASE("The relying party is the host, without its port in the id") {
    CHECK(relying_party("https", "example.org").id == "example.org");
    CHECK(relying_party("http", "localhost:8080").id == "localhost");
    CHECK(relying_party("http", "localhost:8080").origin == "http://localhost:8080");
    CHECK(relying_party("http", "[::1]:8080").id == "[::1]");
}

TEST_CASE("A passkey is registered, signs its owner in, and is removed") {
    Story story;
    const PasskeyId id = must(story.enroll(story.jane));
    story.begin_sign_in();
    const SignedInByPasskey signed_in = must(story.sign_in());
    CHECK(signed_in.account == story.jane);
    CHECK(signed_in.next == "/ask");

    const auto listed = must(list_passkeys(story.site.network(), story.jane));
    REQUIRE(listed.size() == 1);
    CHECK(listed[0].name == "Phone");
    CHECK(listed[0].used_at == story.site.now());
    CHECK(must(list_passkeys(story.site.network(), story.john)).empty());

    CHECK(code_of(remove_passkey(story.site.network(), story.john, id)) == ErrorCode::not_found);
    must(remove_passkey(story.site.network(), story.jane, id));
    story.begin_sign_in();
    CHECK(code_of(story.sign_in()) == ErrorCode::invalid);
}

TEST_CASE("What a browser is asked for names the account and leaves out its other passkeys") {
    Story story;
    must(story.enroll(story.jane));
    const auto options =
        boost::json::parse(must(begin_passkey_registration(story.place, story.jane, "Beer")));
    CHECK(options.at("rp").at("id").as_string() == "example.org");
    CHECK(options.at("user").at("displayName").as_string() == "Jane");
    CHECK(options.at("excludeCredentials").as_array().size() == 1);
    CHECK(options.at("pubKeyCredParams").as_array().size() == 3);
    const auto johns =
        boost::json::parse(must(begin_passkey_registration(story.place, story.john, "Beer")));
    CHECK(johns.at("user").at("id") != options.at("user").at("id"));
    CHECK(johns.at("excludeCredentials").as_array().empty());
}

TEST_CASE("An answer is good once, in parallel too") {
    Story story;
    must(story.enroll(story.jane));
    CHECK(code_of(story.finish(story.jane)) == ErrorCode::conflict);
    story.begin_sign_in();
    std::atomic<int> signed_in = 0;
    {
        std::vector<std::jthread> threads;
        for (int count = 0; count < 8; ++count) {
            threads.emplace_back([&] { signed_in += story.sign_in().has_value() ? 1 : 0; });
        }
    }
    CHECK(signed_in == 1);
}

TEST_CASE("A ceremony belongs to its browser, its purpose and its account") {
    Story story;
    must(story.enroll(story.jane));
    story.begin_sign_in();
    PasskeyPlace elsewhere = story.place;
    elsewhere.browser = {"another"};
    CHECK(code_of(story.sign_in(elsewhere)) == ErrorCode::conflict);
    CHECK(story.sign_in().has_value()); // whom the stranger has not kept from it

    // A challenge for signing in registers nothing.
    Authenticator other{PasskeyAlgorithm::eddsa};
    std::swap(story.device, other);
    story.begin_sign_in();
    CHECK(code_of(story.finish(story.jane)) == ErrorCode::conflict);

    // Nor does one that was made for somebody else.
    story.device.challenge =
        Story::challenge_in(must(begin_passkey_registration(story.place, story.jane, "Beer")));
    CHECK(code_of(story.finish(story.john)) == ErrorCode::conflict);
    CHECK(must(list_passkeys(story.site.network(), story.john)).empty());

    story.device.challenge =
        Story::challenge_in(must(begin_passkey_registration(story.place, story.john, "Beer")));
    story.site.advance(minutes(10));
    CHECK(code_of(story.finish(story.john)) == ErrorCode::conflict);
}

TEST_CASE("A passkey has one owner") {
    Story story;
    must(story.enroll(story.jane));
    CHECK(code_of(story.enroll(story.john)) == ErrorCode::conflict);
}

TEST_CASE("A copied authenticator, and one made for another host, are refused") {
    Story story;
    must(story.enroll(story.jane));
    story.begin_sign_in();
    story.device.count = 1;
    CHECK(code_of(story.sign_in()) == ErrorCode::invalid);
    story.device.count = 5;
    story.begin_sign_in();
    story.device.origin = "https://example.org.evil.example";
    CHECK(code_of(story.sign_in()) == ErrorCode::invalid);
}

TEST_CASE("A name that is too long is said so, and no name is a name") {
    Story story;
    CHECK(code_of(story.enroll(story.jane, std::string(61, 'n'))) == ErrorCode::invalid);
    must(story.enroll(story.jane, "  "));
    CHECK(must(list_passkeys(story.site.network(), story.jane))[0].name == "Passkey");
}
