// Stories of accounts: signing up by the mail's link, signing in and out, a forgotten password, and
// what a stranger does not learn.
#include "http/visitor.h"
#include "security/display_name.h"
#include "security/token.h"
#include "service/keepers.h"
#include "service/session_touches.h"

#include <doctest/doctest.h>

#include <string>

using namespace attest;

namespace {

constexpr const char* good_password = "correct horse battery staple";

Form sign_up_form(const std::string& email, const std::string& name) {
    return {{"email", email}, {"display_name", name}, {"password", good_password}};
}

/// Signs somebody up and in.
void become_member(Visitor& visitor, const TestSite& site, const std::string& name) {
    const std::string email = name + "@example.org";
    REQUIRE(visitor.fill_in("/signup", sign_up_form(email, name)).status == 200);
    const std::string link = link_in_mail(site);
    const std::string token = link.substr(link.find('=') + 1);
    const auto answer =
        visitor.fill_in(link, "/confirm", {{"token", token}, {"password", good_password}});
    REQUIRE(answer.status == 303);
}

Form sign_in_form(const std::string& name, const std::string& password = good_password) {
    return {{"email", name + "@example.org"}, {"password", password}};
}

} // namespace

TEST_CASE("A newcomer signs up by the link in the mail, and is on the site") {
    const Reader reader;
    Visitor jane{reader};
    const auto sent = jane.fill_in("/signup", sign_up_form("Jane@Example.org", "Jane Doe"));
    CHECK(sent.status == 200);
    CHECK(sent.body.contains("Jane@Example.org"));
    CHECK(reader.site.number("SELECT COUNT(*) FROM users WHERE display_name = 'Jane Doe'") == 0);

    const auto mails = account_mails(reader.site);
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].to_address == "Jane@example.org");
    const std::string link = link_in_mail(reader.site);
    REQUIRE(link.starts_with("/confirm?token="));
    const std::string token = link.substr(link.find('=') + 1);

    // The link alone is not enough: it may have come to somebody who never signed up.
    const auto wrong =
        jane.fill_in(link, "/confirm", {{"token", token}, {"password", "another password here"}});
    CHECK(wrong.status == 422);
    CHECK(wrong.body.contains("This is not the password you chose"));

    const auto in = jane.fill_in(link, "/confirm", {{"token", token}, {"password", good_password}});
    CHECK(in.status == 303);
    CHECK(in.header("location") == "/");
    CHECK(security::is_token(jane.cookie("session")));
    CHECK(jane.cookie("visit").empty());
    CHECK(jane.get("/").body.contains("<bdi>Jane Doe</bdi>"));
    CHECK(reader.site.number("SELECT COUNT(*) FROM users WHERE display_name = 'Jane Doe'") == 1);

    Visitor later{reader};
    CHECK(later.get(link).status == 404);
    CHECK(later.fill_in("/signin", sign_in_form("jane")).status == 303);
}

TEST_CASE("A sign-up that cannot be is shown again, filled in, with a sentence at each field") {
    const Reader reader;
    Visitor visitor{reader};
    const auto answer = visitor.fill_in(
        "/signup", {{"email", "no address"}, {"display_name", "аdmin"}, {"password", "short"}}
    );
    CHECK(answer.status == 422);
    CHECK(answer.body.contains(R"(id="email-error")"));
    CHECK(answer.body.contains(R"(id="display_name-error")"));
    CHECK(answer.body.contains(R"(id="password-error")"));
    CHECK(answer.body.contains(R"(value="no address")"));
    CHECK_FALSE(answer.body.contains(R"(value="short")"));

    // Somebody's name, and one that looks like it.
    for (const char* name : {"Jane Austen", "jane austen"}) {
        CAPTURE(name);
        const auto taken = visitor.fill_in("/signup", sign_up_form("a@example.org", name));
        CHECK(taken.status == 422);
        CHECK(taken.body.contains("Somebody here has this name"));
    }
    CHECK(account_mails(reader.site).empty());
    const TestSite& site = reader.site;
    CHECK(
        must(site.network().database.read([](db::ReadTransaction& tx) {
            const db::Query query{.name = "test", .sql = "SELECT COUNT(*) FROM accounts"};
            return tx.first(query, {}, [](const db::Row& row) { return row.integer(0); });
        }))
        == 0
    );
}

TEST_CASE("Signing in goes on where one came from, and nowhere else") {
    const Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");

    const auto sent = Visitor{reader}.get("/inbox");
    CHECK(sent.status == 303);
    CHECK(sent.header("location") == "/signin?next=%2Finbox");

    for (const auto& [next, where] : std::vector<std::pair<std::string, std::string>>{
             {"/inbox", "/inbox"},
             {"//evil.example", "/"},
             {"/\\evil.example", "/"},
             {"https://evil.example", "/"},
             {"javascript:alert(1)", "/"},
             {"/\t/evil.example", "/"}
         }) {
        CAPTURE(next);
        Visitor visitor{reader};
        Form form = sign_in_form("jane");
        form.emplace_back("next", next);
        const auto in = visitor.fill_in("/signin?next=" + percent_encode(next), form);
        CHECK(in.status == 303);
        CHECK(in.header("location") == where);
    }
}

TEST_CASE("A wrong password gets the form again, with the address in it") {
    const Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");
    Visitor visitor{reader};
    const auto wrong = visitor.fill_in("/signin", sign_in_form("jane", "wrong password here"));
    CHECK(wrong.status == 422);
    CHECK(wrong.body.contains("do not belong together"));
    CHECK(wrong.body.contains(R"(value="jane@example.org")"));
    CHECK(visitor.cookie("session").empty());

    // The fifth is answered, the sixth waits, even with the right one; after a while it goes again.
    for (int count = 0; count < 4; ++count)
        CHECK(
            visitor.fill_in("/signin", sign_in_form("jane", "wrong password here")).status == 422
        );
    const auto waits = visitor.fill_in("/signin", sign_in_form("jane"));
    CHECK(waits.status == 429);
    CHECK(waits.body.contains("Try again in"));
    reader.site.advance(minutes(15));
    CHECK(visitor.fill_in("/signin", sign_in_form("jane")).status == 303);
}

TEST_CASE("Every sign-in begins a new session, and signing out ends it at once") {
    const Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");
    const std::string first = jane.cookie("session");

    // A session that somebody planted is not gone on with.
    Visitor visitor{reader};
    visitor.set_cookie("session", std::string(43, 'A'));
    CHECK(visitor.fill_in("/signin", sign_in_form("jane")).status == 303);
    const std::string second = visitor.cookie("session");
    CHECK(second != std::string(43, 'A'));
    CHECK(second != first);

    CHECK(visitor.fill_in("/", "/signout", {}).status == 303);
    CHECK(visitor.cookie("session").empty());
    Visitor thief{reader};
    thief.set_cookie("session", second);
    CHECK(thief.get("/inbox").status == 303);
    CHECK(jane.get("/inbox").status == 200);
}

TEST_CASE("A new password by mail ends every session") {
    const Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");
    Visitor visitor{reader};
    CHECK(visitor.fill_in("/reset", {{"email", "jane@example.org"}}).status == 200);
    const std::string link = link_in_mail(reader.site);
    REQUIRE(link.starts_with("/reset/confirm?token="));
    const std::string token = link.substr(link.find('=') + 1);

    const std::string fresh = "four quite different words";
    const auto common =
        visitor.fill_in(link, "/reset/confirm", {{"token", token}, {"password", "password1234"}});
    CHECK(common.status == 422);
    CHECK(jane.get("/inbox").status == 200);

    const auto done =
        visitor.fill_in(link, "/reset/confirm", {{"token", token}, {"password", fresh}});
    CHECK(done.status == 303);
    CHECK(jane.get("/inbox").status == 303);
    CHECK(visitor.get(link).status == 404);
    CHECK(visitor.fill_in("/signin", sign_in_form("jane")).status == 422);
    CHECK(visitor.fill_in("/signin", sign_in_form("jane", fresh)).status == 303);

    // An hour later the link of another mail is dead.
    CHECK(visitor.fill_in("/reset", {{"email", "jane@example.org"}}).status == 200);
    const std::string second = link_in_mail(reader.site);
    reader.site.advance(hours(1));
    CHECK(visitor.get(second).status == 404);
}

TEST_CASE("Nobody learns from an answer whether an address has an account") {
    const Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");
    const auto same = [&](const std::string& page, const Form& known, const Form& unknown) {
        CAPTURE(page);
        Visitor visitor{reader};
        const auto shown_without = [&](const Form& form) {
            auto answer = visitor.fill_in(page, form);
            for (const std::string& word :
                 {between(answer.body, R"(csrf_token" value=")", "\""), form.front().second}) {
                for (std::size_t at = answer.body.find(word);
                     !word.empty() && at != std::string::npos;
                     at = answer.body.find(word))
                    answer.body.erase(at, word.size());
            }
            return answer;
        };
        const auto first = shown_without(known);
        const auto second = shown_without(unknown);
        CHECK(first.status == second.status);
        CHECK(first.body == second.body);
        // As many statements: the same work.
        CHECK(first.header("x-attest-statements") == second.header("x-attest-statements"));
        CHECK_FALSE(first.header("x-attest-statements").empty());
    };
    same(
        "/signin", sign_in_form("jane", "wrong password"), sign_in_form("nobody", "wrong password")
    );
    same("/reset", {{"email", "jane@example.org"}}, {{"email", "nobody@example.org"}});
    same(
        "/signup",
        sign_up_form("jane@example.org", "Somebody New"),
        sign_up_form("other@example.org", "Somebody New")
    );
    const auto mails = account_mails(reader.site);
    REQUIRE(mails.size() >= 2);
    CHECK(mails[mails.size() - 2].subject.contains("You have an account"));
}

TEST_CASE("Mails about one address end after three, and the answers do not say so") {
    const Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");
    const std::size_t before = account_mails(reader.site).size();
    Visitor visitor{reader};
    for (int count = 0; count < 6; ++count)
        CHECK(visitor.fill_in("/reset", {{"email", "jane@example.org"}}).status == 200);
    CHECK(account_mails(reader.site).size() - before <= 3);
}

TEST_CASE("A form from elsewhere signs nobody in or out") {
    const Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");
    for (const char* path : {"/signin", "/signup", "/reset", "/signout", "/confirm", "/join"}) {
        CAPTURE(path);
        CHECK(jane.send(path, sign_in_form("jane")).status == 403);
        CHECK(reader.post_form(path, sign_in_form("jane")).status == 403);
    }
    CHECK(jane.get("/inbox").status == 200);
}

TEST_CASE("The first keeper comes by a link that works once") {
    const Reader reader;
    const auto offered = must(service::offer_first_keeper(reader.site.network()));
    REQUIRE(offered.has_value());
    const std::string newer = must(service::offer_first_keeper(reader.site.network())).value();
    Visitor keeper{reader};
    CHECK(keeper.get("/welcome?token=" + *offered).status == 404);

    const std::string page = "/welcome?token=" + newer;
    Form form = sign_up_form("keeper@example.org", "The Guardian");
    form.emplace_back("token", newer);
    CHECK(keeper.fill_in(page, "/welcome", form).status == 303);
    CHECK(keeper.get("/").body.contains("<bdi>The Guardian</bdi>"));
    CHECK_FALSE(must(service::offer_first_keeper(reader.site.network())).has_value());
    CHECK(Visitor{reader}.get(page).status == 404);
}

TEST_CASE("An account whose name is taken on the site joins it under another") {
    const Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");
    reader.site.run("UPDATE users SET account_id = NULL WHERE display_name = 'jane'");
    Visitor again{reader};
    const auto in = again.fill_in("/signin", sign_in_form("jane"));
    CHECK(in.header("location") == "/join?next=%2F");
    CHECK(again.get("/inbox").header("location").starts_with("/join"));
    CHECK(again.fill_in("/join", {{"display_name", "jane"}}).status == 422);
    CHECK(again.fill_in("/join", {{"display_name", "Jane of York"}}).status == 303);
    CHECK(again.get("/inbox").status == 200);
}

namespace {

std::int64_t count_accounts(const Reader& reader, std::string_view condition) {
    const std::string sql = fmt::format("SELECT COUNT(*) FROM accounts WHERE {}", condition);
    const db::Query query{.name = "test", .sql = sql};
    return must(reader.site.network().database.read([&](db::ReadTransaction& tx) {
               return tx.first(query, {}, [](const db::Row& row) { return row.integer(0); });
           })
    ).value();
}

} // namespace

TEST_CASE("A profile is edited, and its page shows it") {
    const Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");
    const Form form = {
        {"display_name", "Jane of York"},
        {"location", "York"},
        {"website", "example.org"},
        {"about", "I read *old* letters. <script>alert(1)</script>"},
    };
    CHECK(jane.fill_in("/account", form).header("location") == "/account?saved=1");
    const std::int64_t id =
        reader.site.number("SELECT id FROM users WHERE display_name = 'Jane of York'");
    const auto page = jane.get(fmt::format("/users/{}/jane-of-york", id));
    CHECK(page.status == 200);
    CHECK(page.body.contains("<em>old</em>"));
    CHECK(page.body.contains("https://example.org"));
    CHECK_FALSE(page.body.contains("<script>alert"));
    CHECK(jane.get("/account").body.contains("I read *old* letters."));

    for (const auto& [field, value] : Form{
             {"display_name", "Jane Austen"},
             {"display_name", ""},
             {"website", "javascript:alert(1)"},
             {"location", std::string(101, 'x')}
         }) {
        CAPTURE(field);
        Form wrong = form;
        for (auto& [name, content] : wrong)
            if (name == field) content = value;
        const auto answer = jane.fill_in("/account", wrong);
        CHECK(answer.status == 422);
        CHECK(answer.body.contains(fmt::format(R"(id="{}-error")", field)));
        CHECK(answer.body.contains("I read *old* letters."));
    }
    CHECK(reader.site.number("SELECT COUNT(*) FROM users WHERE location = 'York'") == 1);
}

TEST_CASE("Address and password ask again who one is, and tell the owner") {
    const Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");
    reader.site.advance(minutes(16));
    CHECK(jane.get("/account").status == 200);
    for (const char* page : {"/account/email", "/account/password", "/account/data"}) {
        CAPTURE(page);
        CHECK(jane.get(page).header("location").starts_with("/account/prove?next="));
    }
    // Without the page too: the use case asks.
    const Form unproven = {{"email", "new@example.org"}};
    CHECK(jane.fill_in("/account", "/account/email", unproven).status == 403);
    CHECK(jane.fill_in("/account", "/account/data/download", {}).status == 403);
    CHECK(jane.fill_in("/account", "/account/erase", {{"agreed", "1"}}).status == 403);

    CHECK(jane.fill_in("/account/prove", {{"password", "wrong password"}}).status == 422);
    const Form proof = {{"password", good_password}, {"next", "/account/email"}};
    CHECK(jane.fill_in("/account/prove", proof).header("location") == "/account/email");

    CHECK(jane.fill_in("/account/email", {{"email", "new@example.org"}}).status == 200);
    CHECK(count_accounts(reader, "email_key = 'new@example.org'") == 0);
    const std::string link = link_in_mail(reader.site);
    const std::string token = link.substr(link.find('=') + 1);
    CHECK(jane.fill_in(link, "/account/email/confirm", {{"token", token}}).status == 303);
    CHECK(count_accounts(reader, "email_key = 'new@example.org'") == 1);
    CHECK(account_mails(reader.site).back().to_address == "jane@example.org");
    CHECK(jane.get(link).status == 404);

    Visitor other{reader};
    CHECK(
        other.fill_in("/signin", {{"email", "new@example.org"}, {"password", good_password}}).status
        == 303
    );
    const Form change = {
        {"old_password", good_password}, {"new_password", "four quite different words"}
    };
    CHECK(jane.fill_in("/account/password", change).status == 303);
    CHECK(other.get("/account").status == 303);
    CHECK(jane.get("/account").status == 200);
}

TEST_CASE("Sessions are listed, and ended by their owner only") {
    const Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");
    Visitor phone{reader};
    CHECK(phone.fill_in("/signin", sign_in_form("jane")).status == 303);
    Visitor thief{reader};
    become_member(thief, reader.site, "thief");

    const std::string page = jane.get("/account/sessions").body;
    const std::string id = between(page, R"(name="session" value=")", "\"");
    REQUIRE_FALSE(id.empty());
    CHECK(
        thief.fill_in("/account/sessions", "/account/sessions/end", {{"session", id}}).status == 303
    );
    CHECK(phone.get("/account").status == 200);
    CHECK(
        jane.fill_in("/account/sessions", "/account/sessions/end", {{"session", id}}).status == 303
    );
    CHECK(phone.get("/account").status == 303);
    CHECK(phone.cookie("session").empty()); // a dead cookie is taken back
    CHECK(jane.get("/account").status == 200);
}

TEST_CASE("A person takes their data along, and nobody else's") {
    const Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");
    CHECK(
        jane.fill_in("/account", {{"display_name", "jane"}, {"about", "A secret garden."}}).status
        == 303
    );
    const auto data = jane.fill_in("/account/data", "/account/data/download", {});
    CHECK(data.status == 200);
    CHECK(data.header("content-disposition").starts_with("attachment"));
    CHECK(data.header("cache-control") == "no-store");
    CHECK(data.body.contains("jane@example.org"));
    CHECK(data.body.contains("A secret garden."));
    CHECK_FALSE(data.body.contains("Jane Austen"));
    CHECK_FALSE(data.body.contains("argon2"));
    CHECK_FALSE(data.body.contains(jane.cookie("session")));
}

TEST_CASE("An erased account leaves its words and nothing of the person") {
    Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");
    const UserId id{reader.site.number("SELECT id FROM users WHERE display_name = 'jane'")};
    const QuestionId question = reader.site.a_question().titled("What did Jane ask?").by(id);
    CHECK(jane.fill_in("/account", {{"display_name", "jane"}, {"location", "York"}}).status == 303);

    const std::vector<std::string> wrong_before = reader.site.wrong_numbers(); // the reader's own
    CHECK(jane.fill_in("/account/data", "/account/erase", {}).status == 422);
    CHECK(jane.get("/account").status == 200);
    CHECK(jane.fill_in("/account/data", "/account/erase", {{"agreed", "1"}}).status == 303);

    CHECK(jane.cookie("session").empty());
    CHECK(count_accounts(reader, "email_key = 'jane@example.org'") == 0);
    CHECK(
        count_accounts(reader, "erased_at IS NOT NULL AND email = '' AND password_hash IS NULL")
        == 1
    );
    CHECK(
        reader.site.number("SELECT COUNT(*) FROM users WHERE location = 'York' OR display_name = "
                           "'jane'")
        == 0
    );
    const auto page = reader.get(fmt::format("/questions/{}/what-did-jane-ask", question.value));
    CHECK(page.status == 200);
    CHECK(page.body.contains(fmt::format("user{}", id.value)));
    CHECK(reader.get(fmt::format("/users/{}", id.value)).status == 404);
    CHECK(Visitor{reader}.fill_in("/signin", sign_in_form("jane")).status == 422);
    CHECK(reader.site.wrong_numbers() == wrong_before);
}

TEST_CASE("Who looks after others has a longer password, however it is set") {
    const Reader reader;
    Visitor jane{reader};
    become_member(jane, reader.site, "jane");
    const std::string short_one = "thirteen char"; // 13 characters
    const auto change = [&](const std::string& from, const std::string& to) {
        return jane.fill_in("/account/password", {{"old_password", from}, {"new_password", to}});
    };
    CHECK(change(good_password, short_one).status == 303);

    reader.site.run("UPDATE users SET is_moderator = 1 WHERE display_name = 'jane'");
    const auto refused = change(short_one, "another short");
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("15"));

    Visitor visitor{reader};
    CHECK(visitor.fill_in("/reset", {{"email", "jane@example.org"}}).status == 200);
    const std::string link = link_in_mail(reader.site);
    REQUIRE(link.starts_with("/reset/confirm?token="));
    const std::string token = link.substr(link.find('=') + 1);
    const auto set = [&](const std::string& password) {
        return visitor.fill_in(
                          link, "/reset/confirm", {{"token", token}, {"password", password}}
        ).status;
    };
    CHECK(set("another short") == 422);
    CHECK(set("fifteen letters and more") == 303);
}

TEST_CASE("A session lasts thirty days after it was last used, and its use is noted now and then") {
    const Reader reader;
    const TestSite& site = reader.site;
    Visitor jane{reader};
    become_member(jane, site, "jane");
    const auto seen = [&] {
        return must(site.network().database.read([](db::ReadTransaction& tx) {
            const db::Query query{.name = "test", .sql = "SELECT max(seen_at) FROM sessions"};
            return tx.first(query, {}, [](const db::Row& row) { return row.time(0); });
        }));
    };
    const auto began = seen();
    site.advance(minutes(9));
    CHECK(jane.get("/inbox").status == 200);
    must(service::write_session_touches(site.network()));
    CHECK(seen() == began);

    site.advance(minutes(1));
    CHECK(jane.get("/inbox").status == 200);
    CHECK(seen() == began); // the page has not waited for it
    must(service::write_session_touches(site.network()));
    CHECK(seen() == site.now());

    // Used every twenty days it goes on; left alone for thirty it ends.
    for (int visit = 0; visit < 3; ++visit) {
        site.advance(days(20));
        CHECK(jane.get("/inbox").status == 200);
        must(service::write_session_touches(site.network()));
    }
    site.advance(days(30));
    CHECK(jane.get("/inbox").status == 303);
    must(service::write_session_touches(site.network()));
    CHECK(jane.get("/inbox").status == 303);
}

TEST_CASE("A name that came with a dump is not imitated") {
    const Reader reader;
    reader.site.run(
        "UPDATE users SET name_key = '" + security::skeleton("Clavius")
        + "' WHERE display_name = 'Clavius'"
    );
    Visitor visitor{reader};
    for (const char* twin : {"C1avius", "CIavius", "Cla vius", "cla-vius"}) {
        CAPTURE(twin);
        const auto taken = visitor.fill_in("/signup", sign_up_form("a@example.org", twin));
        CHECK(taken.status == 422);
        CHECK(taken.body.contains("Somebody here has this name"));
    }
    CHECK(visitor.fill_in("/signup", sign_up_form("a@example.org", "Klavius")).status == 200);
}
