// How one signs in: who sees and changes it, with what proof.
#include "http/reader.h"
#include "kit/must.h"
#include "security/totp.h"
#include "service/passkeys.h"
#include "service/second_factors.h"
#include "storage/second_factors.h"

#include <doctest/doctest.h>

using namespace attest;

namespace {

std::string secret_of(const Reader& reader, AccountId account) {
    return must(reader.site.network().database.read([&](db::ReadTransaction& tx) {
               return storage::find_totp(tx, account);
           }))
        .value()
        .secret;
}

std::string code_now(const Reader& reader, AccountId account) {
    return security::totp_code(secret_of(reader, account), security::totp_step(reader.site.now()));
}

/// Everything on the security page that changes something.
constexpr auto changes = std::to_array<std::string_view>(
    {"/account/security/app",
     "/account/security/app/confirm",
     "/account/security/app/remove",
     "/account/security/codes",
     "/account/security/passkeys",
     "/account/security/passkeys/start",
     "/account/security/passkeys/1/remove",
     "/account/security/openid/any/connect",
     "/account/security/openid/any/disconnect"}
);

} // namespace

TEST_CASE("The security page is its owner's, who is sent to sign in") {
    Reader reader;
    CHECK(reader.get("/account/security").status == 303);
    const Member member = reader.site.a_member("Tova");
    const http::ReceivedAnswer page = reader.get_as(member, "/account/security");
    CHECK(page.status == 200);
    CHECK(page.header("cache-control") == "no-store");
    CHECK(page.body.contains("You have no passkey yet."));
    CHECK(page.body.contains("Passkeys need JavaScript"));
}

// ASVS 7.5.1
TEST_CASE("Whoever finds an open browser changes nothing about how one signs in") {
    Reader reader;
    const Member member = reader.site.a_member("Tova");
    reader.site.advance(minutes(16));
    const http::ReceivedAnswer page = reader.get_as(member, "/account/security");
    CHECK(page.status == 303);
    CHECK(page.header("location").starts_with("/account/prove"));
    for (const std::string_view path : changes) {
        CAPTURE(path);
        CHECK(reader.post_as(member, path, {{"code", "000000"}}).status == 403);
    }
    const auto factors =
        must(service::read_second_factors(reader.site.network(), member.actor.account));
    CHECK_FALSE(factors.totp_since.has_value());
    CHECK(must(service::list_passkeys(reader.site.network(), member.actor.account)).empty());
}

// Guards D8
TEST_CASE("No form about signing in is taken from another site, or without its token") {
    Reader reader;
    const Member member = reader.site.a_member("Tova");
    std::vector<std::string_view> paths{changes.begin(), changes.end()};
    for (const char* path :
         {"/signin/second", "/signin/passkey", "/signin/passkey/start", "/signin/openid/any"})
        paths.emplace_back(path);
    for (const std::string_view path : paths) {
        CAPTURE(path);
        const std::string cookie = fmt::format("Cookie: {}\r\n", member.cookie);
        CHECK(reader.post_form(path, {}, cookie + "Sec-Fetch-Site: same-origin\r\n").status == 403);
        CHECK(
            reader
                .post_form(
                    path,
                    {{"csrf_token", member.csrf_token}},
                    cookie + "Sec-Fetch-Site: cross-site\r\n"
                )
                .status
            == 403
        );
    }
    CHECK_FALSE(must(service::read_second_factors(reader.site.network(), member.actor.account))
                    .totp_since.has_value());
}

TEST_CASE("An app is set up, shown once, and turned off again") {
    Reader reader;
    const Member member = reader.site.a_member("Tova");
    CHECK(reader.get_as(member, "/account/security/app").status == 404);
    const auto begun = reader.post_as(member, "/account/security/app", {});
    CHECK(begun.status == 303);
    CHECK(begun.header("location") == "/account/security/app");
    const http::ReceivedAnswer setup = reader.get_as(member, "/account/security/app");
    CHECK(setup.body.contains("<svg class=\"qr\""));
    CHECK(setup.header("cache-control") == "no-store");

    const auto wrong = reader.post_as(member, "/account/security/app/confirm", {{"code", "12 34"}});
    CHECK(wrong.status == 422);
    CHECK(wrong.body.contains("This code is not right."));
    const auto codes = reader.post_as(
        member, "/account/security/app/confirm", {{"code", code_now(reader, member.actor.account)}}
    );
    CHECK(codes.status == 200);
    CHECK(codes.header("cache-control") == "no-store");
    CHECK(codes.body.contains("<ol class=\"codes\"><li><code>"));
    CHECK(reader.get_as(member, "/account/security/app").status == 404);
    CHECK(reader.get_as(member, "/account/security").body.contains("Recovery codes left: 10"));

    CHECK(reader.post_as(member, "/account/security/app/remove", {}).status == 303);
    CHECK(reader.get_as(member, "/account/security").body.contains("Set up an app"));
}

// ASVS 2.3.1, 6.3.4
TEST_CASE("A second step without a first one signs nobody in") {
    Reader reader;
    const Member member = reader.site.a_member("Tova");
    const AccountId account = member.actor.account;
    must(service::begin_totp(reader.site.network(), account));
    must(service::confirm_totp(reader.site.network(), account, code_now(reader, account)));
    reader.site.advance(seconds(30));
    const auto answer = reader.post_as(
        member, "/signin/second", {{"attempt", "made up"}, {"code", code_now(reader, account)}}
    );
    CHECK(answer.status == 409);
    CHECK(answer.header("set-cookie").empty());
    CHECK(reader.get("/signin/second").header("location") == "/signin");
}

TEST_CASE("What is no answer of a device or of another site is refused") {
    Reader reader;
    const Member member = reader.site.a_member("Tova");
    CHECK(reader.post_as(member, "/signin/passkey", {{"client_data", "e30"}}).status == 409);
    CHECK(reader.post_as(member, "/signin/passkey", {{"client_data", "!"}}).status == 422);
    const auto start = reader.post_as(member, "/signin/passkey/start", {});
    CHECK(start.status == 200);
    CHECK(start.header("content-type") == "application/json");
    CHECK(start.body.starts_with(R"({"challenge":")"));
    CHECK(reader.get("/signin/openid/back?state=a&code=b").status == 409);
    CHECK(reader.get("/signin/openid/back").status == 409);
    CHECK(reader.post_as(member, "/signin/openid/unknown", {}).status == 404);
}
