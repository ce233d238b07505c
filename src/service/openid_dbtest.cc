#include "service/openid.h"

#include "base/text.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "security/keys_for_tests.h"
#include "security/token.h"
#include "storage/accounts.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <memory>
#include <string>

using namespace attest;
using namespace attest::service;
using namespace attest::security::for_tests;

namespace {

constexpr std::string_view issuer = "https://id.example.com";
constexpr Browser browser{"a visit's secret"};
constexpr const char* redirect_url = "https://example.org/signin/openid/back";

/// Another site, in memory: it signs what it is told to.
struct OtherSite {
    Key key = new_p256_key();
    std::string key_id = "k1";
    bool is_down = false;
    int keys_asked = 0;
    std::string subject = "1234";
    std::string email = "jane@example.com";
    bool is_verified = true;
    bool tells_in_token = true; ///< Of the address; else at the userinfo endpoint only.
    std::string nonce;
    std::string last_body;
    std::int64_t now_seconds = 0;

    [[nodiscard]] std::string id_token() const {
        const std::string text =
            security::base64url(fmt::format(R"({{"alg":"ES256","kid":"{}"}})", key_id)) + '.'
            + security::base64url(fmt::format(
                R"({{"iss":"{}","aud":"attest","sub":"{}","nonce":"{}","exp":{},"iat":{},)"
                R"("email":"{}","email_verified":{},"name":"Jane Doe"}})",
                issuer,
                subject,
                nonce,
                now_seconds + 300,
                now_seconds,
                email,
                is_verified && tells_in_token
            ));
        return text + '.' + security::base64url(raw_ecdsa(sign(key.get(), EVP_sha256(), text)));
    }

    [[nodiscard]] std::string keys() const {
        const Point point = point_of(key.get());
        return fmt::format(
            R"({{"keys":[{{"kty":"EC","crv":"P-256","kid":"{}","x":"{}","y":"{}"}}]}})",
            key_id,
            security::base64url(point.x),
            security::base64url(point.y)
        );
    }

    Result<outgoing::Answer> answer(const outgoing::Request& request) {
        if (is_down) return fail(ErrorCode::unavailable, "It does not answer.");
        if (request.url.ends_with("/.well-known/openid-configuration")) {
            return outgoing::Answer{
                200,
                "application/json",
                fmt::format(
                    R"({{"issuer":"{0}","authorization_endpoint":"{0}/auth",)"
                    R"("token_endpoint":"{0}/token","jwks_uri":"{0}/keys",)"
                    R"("userinfo_endpoint":"{0}/me"}})",
                    issuer
                )
            };
        }
        if (request.url.ends_with("/keys")) {
            ++keys_asked;
            return outgoing::Answer{200, "application/json", keys()};
        }
        if (request.url.ends_with("/me")) {
            CHECK(request.authorization == "Bearer at");
            return outgoing::Answer{
                200,
                "application/json",
                fmt::format(
                    R"({{"sub":"{}","email":"{}","email_verified":{}}})",
                    subject,
                    email,
                    is_verified
                )
            };
        }
        CHECK(request.method == outgoing::Method::post);
        last_body = request.body;
        return outgoing::Answer{
            200,
            "application/json",
            fmt::format(
                R"({{"token_type":"Bearer","access_token":"at","id_token":"{}"}})", id_token()
            )
        };
    }
};

struct Story {
    TestSite site;
    OtherSite other;

    Story() {
        site.network().settings.openid = {
            {.key = "example",
             .name = "Example",
             .issuer = std::string{issuer},
             .client_id = "attest",
             .client_secret = "s3cret"}
        };
        site.network().openid = std::make_shared<OpenIdDirectory>(
            [this](const outgoing::Request& request) { return other.answer(request); },
            [this] { return site.now().milliseconds; }
        );
    }

    /// Goes there; answers the state that the browser carries.
    std::string leave(std::optional<AccountId> connecting = {}) {
        const std::string url = must(begin_openid(
            site.network(),
            browser,
            {.provider = "example",
             .redirect_url = redirect_url,
             .next = "/ask",
             .connecting = connecting}
        ));
        const auto parameter = [&](const std::string& name) {
            const std::size_t at = url.find("&" + name + "=") + name.size() + 2;
            return url.substr(at, url.find('&', at) - at);
        };
        other.nonce = parameter("nonce");
        other.now_seconds = site.now().milliseconds / 1'000;
        return parameter("state");
    }

    Result<OpenIdOutcome>
    come_back(const std::string& state, std::optional<AccountId> signed_in = {}) {
        return finish_openid(
            site.network(),
            browser,
            {.answer = {.state = state, .code = "c0de"},
             .redirect_url = redirect_url,
             .signed_in = signed_in}
        );
    }

    Result<OpenIdOutcome> sign_in() { return come_back(leave()); }
};

ErrorCode code_of(const auto& result) {
    REQUIRE_FALSE(result.has_value());
    return result.error().code();
}

} // namespace

TEST_CASE("Who is new becomes an account with the verified address, and is known the next time") {
    Story story;
    const OpenIdOutcome first = must(story.sign_in());
    CHECK(first.is_new);
    CHECK(first.next == "/ask");
    CHECK(story.other.last_body.contains("code=c0de"));
    const auto account = must(story.site.network().database.read([&](db::ReadTransaction& tx) {
                             return storage::find_account(tx, first.account);
                         })).value();
    CHECK(account.email == "jane@example.com");
    CHECK(account.display_name == "Jane Doe");
    CHECK(account.confirmed_at.has_value());
    CHECK_FALSE(account.password_hash.has_value());

    // The address there has changed: the subject counts.
    story.other.email = "other@example.com";
    const OpenIdOutcome second = must(story.sign_in());
    CHECK_FALSE(second.is_new);
    CHECK(second.account == first.account);
}

TEST_CASE("An address that stands at the userinfo endpoint only is read there") {
    Story story;
    story.other.tells_in_token = false;
    const OpenIdOutcome outcome = must(story.sign_in());
    const auto account = must(story.site.network().database.read([&](db::ReadTransaction& tx) {
                             return storage::find_account(tx, outcome.account);
                         })).value();
    CHECK(account.email == "jane@example.com");
}

// ASVS 6.8.1
TEST_CASE("An address that somebody has here connects nothing by itself") {
    Story story;
    const Member jane = story.site.a_member("Jane");
    const auto mine = must(story.site.network().database.read([&](db::ReadTransaction& tx) {
                          return storage::find_account(tx, jane.actor.account);
                      })).value();
    story.other.email = mine.email;
    const auto refused = story.sign_in();
    CHECK(code_of(refused) == ErrorCode::conflict);
    CHECK(refused.error().message().contains("Sign in to it first"));

    const std::string state = story.leave(jane.actor.account);
    const OpenIdOutcome outcome = must(story.come_back(state, jane.actor.account));
    CHECK(outcome.is_connected);
    CHECK(must(story.sign_in()).account == jane.actor.account);

    must(disconnect_openid(story.site.network(), jane.actor.account, "example"));
    CHECK(code_of(story.sign_in()) == ErrorCode::conflict);
}

TEST_CASE("Somebody without a verified address, or at a closed door, is told what to do") {
    Story story;
    story.other.is_verified = false;
    CHECK(code_of(story.sign_in()) == ErrorCode::conflict);
    story.other.is_verified = true;
    story.site.network().settings.registration = Registration::closed;
    CHECK(code_of(story.sign_in()) == ErrorCode::conflict);
    story.site.network().settings.registration = Registration::open;
    CHECK(must(story.sign_in()).is_new);
}

// ASVS 10.2.1, 7.6.2
TEST_CASE("A way back is good once, in the browser that left, for who left") {
    Story story;
    const std::string state = story.leave();
    CHECK(must(story.come_back(state)).is_new);
    CHECK(code_of(story.come_back(state)) == ErrorCode::conflict);
    CHECK(code_of(story.come_back("")) == ErrorCode::conflict);

    const std::string other_state = story.leave();
    const auto elsewhere = finish_openid(
        story.site.network(),
        Browser{"another"},
        {.answer = {.state = other_state, .code = "c"}, .redirect_url = redirect_url}
    );
    CHECK(code_of(elsewhere) == ErrorCode::conflict);

    const AccountId jane = story.site.a_member("Jane").actor.account;
    const AccountId john = story.site.a_member("John").actor.account;
    CHECK(code_of(story.come_back(story.leave(jane), john)) == ErrorCode::conflict);
    CHECK(code_of(story.come_back(story.leave(jane))) == ErrorCode::conflict);
}

TEST_CASE("An identity that belongs to one account is not connected to another") {
    Story story;
    const AccountId jane = story.site.a_member("Jane").actor.account;
    const AccountId john = story.site.a_member("John").actor.account;
    must(story.come_back(story.leave(jane), jane));
    CHECK(must(story.come_back(story.leave(jane), jane)).is_connected); // again: nothing new
    CHECK(code_of(story.come_back(story.leave(john), john)) == ErrorCode::conflict);
    const auto connections = must(list_openid_connections(story.site.network(), jane));
    REQUIRE(connections.size() == 1);
    CHECK(connections[0].since.has_value());
    CHECK_FALSE(must(list_openid_connections(story.site.network(), john))[0].since.has_value());
}

TEST_CASE("A token of another attempt, or with a bad signature, signs nobody in") {
    Story story;
    std::string state = story.leave();
    story.other.nonce = "another";
    CHECK(code_of(story.come_back(state)) == ErrorCode::invalid);
    must(story.sign_in());
    story.other.key = new_p256_key();
    CHECK(code_of(story.sign_in()) == ErrorCode::invalid);
}

TEST_CASE("A key that is new is fetched, at most once a minute") {
    Story story;
    must(story.sign_in());
    CHECK(story.other.keys_asked == 1);
    story.site.advance(minutes(2));
    story.other.key = new_p256_key();
    story.other.key_id = "k2";
    CHECK_FALSE(must(story.sign_in()).is_new);
    CHECK(story.other.keys_asked == 2);

    // What is published stays behind what signs: the other site is not hammered on.
    story.other.key_id = "k3";
    const std::string stale_state = story.leave();
    story.other.key_id = "k4";
    CHECK(code_of(story.come_back(stale_state)) == ErrorCode::invalid);
    CHECK(story.other.keys_asked == 2);
    story.site.advance(hours(1));
    must(story.sign_in());
    CHECK(story.other.keys_asked == 3);
}

TEST_CASE("A site that does not answer, and one that nobody has named") {
    Story story;
    story.other.is_down = true;
    const auto down = begin_openid(
        story.site.network(), browser, {.provider = "example", .redirect_url = "", .next = ""}
    );
    CHECK(code_of(down) == ErrorCode::unavailable);
    const auto unknown = begin_openid(
        story.site.network(), browser, {.provider = "other", .redirect_url = "", .next = ""}
    );
    CHECK(code_of(unknown) == ErrorCode::not_found);
}
