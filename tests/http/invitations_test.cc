// Stories of invitations: the keeper names addresses, mails go, and who follows the link is in.
#include "service/invitations.h"

#include "http/visitor.h"

#include <doctest/doctest.h>

#include <string>

using namespace attest;

namespace {

constexpr const char* good_password = "correct horse battery staple";

struct InvitingSite : Reader {
    InvitingSite() { site.network().settings.registration = Registration::by_invitation; }

    Member keeper = site.a_member("Kay", 1, domain::Role::keeper);

    http::ReceivedAnswer invite(const std::string& addresses) const {
        return post_as(keeper, "/account/invitations", {{"addresses", addresses}});
    }

    [[nodiscard]] std::int64_t count_in_network(const char* sql) const {
        return must(site.network().database.read([&](db::ReadTransaction& tx) {
                   const db::Query query{.name = "test", .sql = sql};
                   return tx.first(query, {}, [](const db::Row& row) { return row.integer(0); });
               })
        ).value();
    }
};

std::string token_of(const std::string& link) {
    return link.substr(link.find('=') + 1);
}

http::ReceivedAnswer accept(Visitor& visitor, const std::string& link, const std::string& name) {
    return visitor.fill_in(
        link,
        "/invitation",
        {{"token", token_of(link)}, {"display_name", name}, {"password", good_password}}
    );
}

} // namespace

TEST_CASE("Where one signs up by invitation, the link in the mail lets in, once") {
    const InvitingSite reader;
    Visitor stranger{reader};
    const auto page = stranger.get("/signup");
    CHECK(page.status == 200);
    CHECK(page.body.contains("by invitation only"));
    CHECK_FALSE(page.body.contains(R"(name="password")"));
    CHECK(
        stranger
            .fill_in(
                "/signin",
                "/signup",
                {{"email", "a@example.org"}, {"display_name", "Ann"}, {"password", good_password}}
            )
            .status
        == 403
    );

    const auto sent = reader.invite("ann@example.org, Bob@example.org\nann@EXAMPLE.org");
    CHECK(sent.status == 200);
    CHECK(sent.body.contains("2 invitations are on their way"));
    const auto mails = account_mails(reader.site);
    REQUIRE(mails.size() == 2);
    CHECK(mails[0].to_address == "ann@example.org");
    const std::string link = link_in_mail(reader.site); // Bob's
    REQUIRE(link.starts_with("/invitation?token="));

    Visitor bob{reader};
    const auto form = bob.get(link);
    CHECK(form.status == 200);
    CHECK(form.body.contains("Bob@example.org"));
    const auto wrong = bob.fill_in(
        link,
        "/invitation",
        {{"token", token_of(link)}, {"display_name", "Jane Austen"}, {"password", "short"}}
    );
    CHECK(wrong.status == 422);
    CHECK(wrong.body.contains(R"(id="display_name-error")"));
    CHECK(wrong.body.contains(R"(id="password-error")"));
    CHECK(wrong.body.contains(R"(value="Jane Austen")"));
    CHECK(reader.count_in_network("SELECT count(*) FROM accounts WHERE email LIKE 'bob%'") == 0);

    const auto in = accept(bob, link, "Bob");
    CHECK(in.status == 303);
    CHECK(bob.get("/").body.contains("<bdi>Bob</bdi>"));
    CHECK(bob.get("/account/sessions").body.contains("Invitation accepted"));
    CHECK(Visitor{reader}.get(link).status == 404);
    CHECK(
        Visitor{reader}
            .fill_in("/signin", {{"email", "bob@example.org"}, {"password", good_password}})
            .status
        == 303
    );
    // The keeper sees who came, and who has an account is not invited again.
    CHECK(reader.get_as(reader.keeper, "/account/invitations").body.contains("accepted "));
    const auto again = reader.invite("bob@example.org");
    CHECK(again.body.contains("They have an account already"));
    CHECK(account_mails(reader.site).size() == 2);
}

TEST_CASE("An invitation that was withdrawn, renewed or is too old lets nobody in") {
    const InvitingSite reader;
    CHECK(reader.invite("ann@example.org").status == 200);
    const std::string first = link_in_mail(reader.site);
    CHECK(reader.invite("ann@example.org").status == 200);
    const std::string second = link_in_mail(reader.site);
    CHECK(first != second);
    Visitor ann{reader};
    CHECK(ann.get(first).status == 404);
    CHECK(ann.get(second).status == 200);

    const std::string page = reader.get_as(reader.keeper, "/account/invitations").body;
    const std::string withdraw =
        "/account/invitations/" + between(page, "/account/invitations/", "/withdraw") + "/withdraw";
    CHECK(reader.post_as(reader.keeper, withdraw, {}).status == 303);
    CHECK(ann.get(second).status == 404);

    CHECK(reader.invite("ann@example.org").status == 200);
    const std::string third = link_in_mail(reader.site);
    reader.site.advance(days(30));
    CHECK(ann.get(third).status == 404);
    CHECK(
        reader
            .post_form(
                "/invitation",
                {{"token", token_of(third)}, {"display_name", "Ann"}, {"password", good_password}}
            )
            .status
        == 403
    ); // and a form from elsewhere is refused before
}

TEST_CASE("What is no address is named, and then nobody is invited") {
    const InvitingSite reader;
    const auto answer = reader.invite("ann@example.org not-an-address @nobody");
    CHECK(answer.status == 422);
    CHECK(answer.body.contains("These are no address: not-an-address, @nobody."));
    CHECK(answer.body.contains("ann@example.org not-an-address")); // the form is filled in
    CHECK(reader.invite("  ,\n").status == 422);
    std::string many;
    for (int count = 0; count < 101; ++count)
        many += fmt::format("a{}@example.org\n", count);
    CHECK(reader.invite(many).status == 422);
    CHECK(account_mails(reader.site).empty());
    CHECK(reader.count_in_network("SELECT count(*) FROM invitations") == 0);

    reader.site.network().settings.registration = Registration::closed;
    CHECK(reader.invite("ann@example.org").status == 403);
    CHECK(reader.count_in_network("SELECT count(*) FROM invitations") == 0);
}

TEST_CASE("Only the keeper sees who is invited") {
    InvitingSite reader;
    CHECK(reader.invite("ann@example.org").status == 200);
    const Member moderator = reader.site.a_member("Mo", 1, domain::Role::moderator);
    CHECK(reader.get_as(moderator, "/account/invitations").status == 404);
    CHECK_FALSE(reader.get_as(moderator, "/account").body.contains("/account/invitations"));
    CHECK(reader.get_as(reader.keeper, "/account").body.contains("/account/invitations"));
    CHECK(
        reader.post_as(moderator, "/account/invitations", {{"addresses", "b@c.de"}}).status == 404
    );
}
