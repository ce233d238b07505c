// Stories of claims: a code in the profile at the old site, which is a server of its own here,
// makes an imported user its owner's.
#include "http/visitor.h"
#include "outgoing/fetch.h"

#include <doctest/doctest.h>

#include <string>

using namespace attest;

namespace {

constexpr const char* insert_old_users =
    "INSERT INTO users (id, display_name, reputation, created_at) VALUES "
    "(175, 'Old Jane', 500, 0), (176, 'Old Bob', 60, 0)";

/// The site that a site was brought from.
struct OldSite : Reader {
    OldSite() { site.run(insert_old_users); }

    void write_into_profile(const std::string& text) const {
        site.run("UPDATE users SET about_html = '<p>I am. " + text + "</p>' WHERE id = 175");
    }
};

struct NewSite : Reader {
    explicit NewSite(const OldSite& old) {
        site.run(insert_old_users);
        site.settings().origin_url = fmt::format("http://old.example:{}", old.server.port());
        site.network().fetch = outgoing::fetch_by_http({
            .is_allowed = [](const outgoing::Address&) { return true; },
            .ports = {old.server.port()},
            .look_up = [](std::string_view host
                       ) { return std::string{host == "old.example" ? "127.0.0.1" : ""}; },
        });
    }

    [[nodiscard]] std::int64_t owner_of(std::int64_t user) const {
        return site.number(
            fmt::format("SELECT coalesce(account_id, 0) FROM users WHERE id = {}", user)
        );
    }

    http::ReceivedAnswer claim(const Member& member, const std::string& user) const {
        return post_as(member, "/account/claim", {{"user", user}});
    }

    [[nodiscard]] std::string code_of(const Member& member) const {
        return between(get_as(member, "/account/claim").body, "<code>", "</code>");
    }

    http::ReceivedAnswer check(const Member& member) const {
        const std::string page = get_as(member, "/account/claim").body;
        return post_as(
            member, "/account/claims/" + between(page, "/account/claims/", "/check") + "/check", {}
        );
    }
};

} // namespace

TEST_CASE("A code in the old profile makes the imported user its owner's") {
    const OldSite old;
    NewSite reader{old};
    const Member jane = reader.site.a_member("Jane Newcomer");
    const std::int64_t fresh = jane.actor.user.value;
    CHECK(
        reader
            .post_as(jane, fmt::format("/posts/{}/bookmark", reader.question.value), {{"set", "1"}})
            .status
        < 400
    );
    CHECK(reader.get_as(jane, "/account").body.contains("/account/claim"));

    CHECK(reader.claim(jane, "somebody").status == 422);
    CHECK(reader.claim(jane, "999").status == 422);
    CHECK(reader.claim(jane, fmt::format("{}", reader.jane.value)).status == 422);
    CHECK(reader.claim(jane, "https://old.example/users/175/old-jane?tab=profile").status == 303);
    const std::string code = reader.code_of(jane);
    REQUIRE(code.starts_with("attest-"));
    CHECK(reader.claim(jane, "175").status == 303); // twice is once
    CHECK(reader.code_of(jane) == code);

    const auto early = reader.check(jane);
    CHECK(early.status == 409);
    CHECK(early.body.contains("does not stand in the old profile yet"));
    CHECK(reader.owner_of(175) == 0);

    old.write_into_profile(code);
    CHECK(reader.check(jane).status == 303);
    CHECK(reader.owner_of(175) == jane.actor.account.value);
    CHECK(reader.owner_of(fresh) == 0);
    CHECK(reader.get_as(jane, "/account").body.contains("Old Jane"));
    CHECK(reader.get_as(jane, "/account/sessions").body.contains("Imported user claimed"));
    CHECK(reader.get(fmt::format("/users/{}", fresh)).status == 404);
    CHECK(reader.site.number("SELECT count(*) FROM bookmarks WHERE user_id = 175") == 1);
    CHECK(reader.code_of(jane).empty());

    // Whose it is by now cannot be claimed.
    const Member eve = reader.site.a_member("Eve");
    CHECK(reader.claim(eve, "175").body.contains("belongs to an account already"));
}

TEST_CASE("Two people who both have written are never made one") {
    const OldSite old;
    NewSite reader{old};
    const Member writer = reader.site.a_member("Writer");
    reader.site.a_comment(post_id(reader.question)).by(writer).saying("I was here.").post();
    const auto refused = reader.claim(writer, "175");
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("cannot be made one"));

    // Nor if the writing came after the claim.
    const Member late = reader.site.a_member("Late");
    CHECK(reader.claim(late, "175").status == 303);
    old.write_into_profile(reader.code_of(late));
    reader.site.a_comment(post_id(reader.question)).by(late).saying("Me too.").post();
    CHECK(reader.check(late).status == 409);
    CHECK(reader.owner_of(175) == 0);
}

TEST_CASE("Where the old site shows nothing, the keeper looks and decides") {
    NewSite reader{OldSite{}}; // which is gone by now
    const Member keeper = reader.site.a_member("Kay", 1, domain::Role::keeper);
    const Member jane = reader.site.a_member("Jane Newcomer");
    const Member eve = reader.site.a_member("Eve");
    CHECK(reader.claim(jane, "175").status == 303);
    CHECK(reader.claim(eve, "175").status == 303);
    CHECK(reader.code_of(jane) != reader.code_of(eve));
    const auto unseen = reader.check(jane);
    CHECK(unseen.status == 409);
    CHECK(unseen.body.contains("the keeper of this site"));

    CHECK(reader.get_as(jane, "/account/claims").status == 404);
    const std::string page = reader.get_as(keeper, "/account/claims").body;
    CHECK(page.contains(reader.code_of(jane)));
    CHECK(page.contains("/users/175"));
    const std::string first = between(page, "/account/claims/", "/grant");
    const std::string second = fmt::format("{}", *parse_number<std::int64_t>(first) + 1);
    // Nobody looks into another's claim.
    CHECK(reader.post_as(eve, "/account/claims/" + first + "/check", {}).status == 404);
    CHECK(reader.post_as(eve, "/account/claims/" + first + "/grant", {}).status == 404);

    CHECK(reader.post_as(keeper, "/account/claims/" + first + "/grant", {}).status == 303);
    CHECK(reader.owner_of(175) == jane.actor.account.value);
    CHECK(reader.post_as(keeper, "/account/claims/" + first + "/grant", {}).status == 409);
    CHECK(reader.post_as(keeper, "/account/claims/" + second + "/grant", {}).status == 409);
    CHECK(reader.owner_of(175) == jane.actor.account.value);
    CHECK(reader.post_as(keeper, "/account/claims/" + second + "/reject", {}).status == 303);
    CHECK(reader.get_as(keeper, "/account/claims").body.contains("Nobody claims anything."));
}

TEST_CASE("On a site that came from nowhere there is nothing to claim") {
    Reader reader;
    const Member jane = reader.site.a_member("Jane Newcomer");
    CHECK(reader.get_as(jane, "/account/claim").status == 404);
    CHECK_FALSE(reader.get_as(jane, "/account").body.contains("/account/claim"));
}
