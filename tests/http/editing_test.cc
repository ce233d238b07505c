// Stories of those who edit, suggest, review and roll back.
#include "http/reader.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace attest;

namespace {

struct EditingSite : Reader {
    Member editor = site.a_member("Kepler", 2'000);
    Member newcomer = site.a_member("Newcomer", 1);
    std::string edit_path = fmt::format("/posts/{}/edit", answer.value);

    EditingSite() { site.advance(hours(1)); }

    std::vector<std::pair<std::string, std::string>>
    form(const Member& member, const std::string& body, const std::string& summary = "") const {
        const std::string page = get_as(member, edit_path).body;
        return {
            {"base", value_of(page, "base")},
            {"idempotency_key", value_of(page, "idempotency_key")},
            {"body", body},
            {"summary", summary},
        };
    }

    std::int64_t revisions() const {
        return site.number(fmt::format(
            "SELECT COUNT(DISTINCT guid) FROM post_history WHERE post_id = {} AND kind < 10",
            answer.value
        ));
    }
};

} // namespace

TEST_CASE("An editor changes a post, and a form sent twice makes one revision") {
    EditingSite reader;
    const auto form = reader.form(reader.editor, "Eleven minutes a year.", "said how much");
    const http::ReceivedAnswer saved = reader.post_as(reader.editor, reader.edit_path, form);
    CHECK(saved.status == 303);
    CHECK(
        saved.header("location")
        == fmt::format("{}#{}", reader.question_path(), reader.answer.value)
    );
    CHECK(reader.post_as(reader.editor, reader.edit_path, form).status == 303);
    CHECK(reader.revisions() == 2);
    CHECK(reader.get(reader.question_path()).body.contains("Eleven minutes a year."));
    CHECK(reader.get(fmt::format("/posts/{}/revisions", reader.answer.value))
              .body.contains("said how much"));
}

TEST_CASE("Two edits that meet lose neither text") {
    EditingSite reader;
    const auto mine = reader.form(reader.editor, "Mine: eleven minutes.");
    const Member other = reader.site.a_member("Tycho", 2'000);
    CHECK(
        reader.post_as(other, reader.edit_path, reader.form(other, "Theirs: ten days.")).status
        == 303
    );

    const http::ReceivedAnswer met = reader.post_as(reader.editor, reader.edit_path, mine);
    REQUIRE(met.status == 409);
    CHECK(met.body.contains("Mine: eleven minutes.</textarea>"));
    CHECK(met.body.contains("Theirs: ten days.</textarea>"));
    CHECK(met.body.contains("<ins>"));
    CHECK(reader.revisions() == 2);

    // Saved again, it stands on the newest.
    std::vector<std::pair<std::string, std::string>> both{
        {"base", value_of(met.body, "base")},
        {"body", "Both: eleven minutes, ten days."},
        {"their_body", "Theirs: ten days."},
        {"take", "mine"},
    };
    CHECK(reader.post_as(reader.editor, reader.edit_path, both).status == 303);
    CHECK(reader.get(reader.question_path()).body.contains("Both: eleven minutes, ten days."));
    CHECK(reader.revisions() == 3);
}

TEST_CASE("The other text can be taken, too") {
    EditingSite reader;
    const std::string base = value_of(reader.get_as(reader.editor, reader.edit_path).body, "base");
    CHECK(
        reader
            .post_as(
                reader.editor,
                reader.edit_path,
                {{"base", base},
                 {"body", "Mine."},
                 {"their_body", "Theirs, mended."},
                 {"take", "theirs"}}
            )
            .status
        == 303
    );
    CHECK(reader.get(reader.question_path()).body.contains("Theirs, mended."));
}

TEST_CASE("A refused edit keeps what was written") {
    EditingSite reader;
    const std::string question_edit = fmt::format("/posts/{}/edit", reader.question.value);
    const std::string page = reader.get_as(reader.editor, question_edit).body;
    const http::ReceivedAnswer refused = reader.post_as(
        reader.editor,
        question_edit,
        {{"base", value_of(page, "base")},
         {"title", ""},
         {"tags", "calendar, Rome"},
         {"body", "A long text & more."},
         {"summary", "my summary"}}
    );
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("A long text &amp; more.</textarea>"));
    CHECK(refused.body.contains("calendar, Rome"));
    CHECK(refused.body.contains("my summary"));
    CHECK(refused.body.contains("id=\"title-error\""));
    CHECK(reader.site.number("SELECT COUNT(*) FROM post_history WHERE kind > 3") == 0);

    // And one that changes nothing says so.
    const http::ReceivedAnswer same = reader.post_as(
        reader.editor,
        question_edit,
        {{"base", value_of(page, "base")},
         {"title", "Why did the Julian calendar drift?"},
         {"tags", "calendar astronomy"},
         {"body", "Why was it so?"}}
    );
    CHECK(same.status == 422);
}

TEST_CASE("Visitors sign in first, and nothing is written without a token") {
    EditingSite reader;
    const http::ReceivedAnswer visitor = reader.get(reader.edit_path);
    CHECK(visitor.status == 303);
    CHECK(visitor.header("location").starts_with("/signin?next="));
    const auto form = reader.form(reader.editor, "Without a token.");
    CHECK(
        reader
            .post_form(reader.edit_path, form, fmt::format("Cookie: {}\r\n", reader.editor.cookie))
            .status
        == 403
    );
    CHECK(reader.revisions() == 1);
}

TEST_CASE("A newcomer's edit waits, two reviewers approve it, and it is the newcomer's") {
    EditingSite reader;
    const http::ReceivedAnswer page = reader.get_as(reader.newcomer, reader.edit_path);
    CHECK(page.body.contains("Suggest"));
    const http::ReceivedAnswer sent = reader.post_as(
        reader.newcomer,
        reader.edit_path,
        reader.form(reader.newcomer, "It was so, and more so.", "added the rest")
    );
    REQUIRE(sent.status == 303);
    const std::string path = sent.header("location");
    CHECK(path == "/suggested-edits/1");
    CHECK(reader.revisions() == 1);
    CHECK(reader.get(reader.question_path()).body.contains("Edit (1 waiting)"));
    CHECK(reader.get_as(reader.editor, path).body.contains("<ins>"));
    CHECK(reader.get_as(reader.editor, "/suggested-edits").body.contains(path));
    CHECK(reader.get_as(reader.newcomer, "/suggested-edits").status == 403);

    // The suggester has no say, and a rejection needs a reason.
    CHECK(reader.post_as(reader.newcomer, path + "/approve", {}).status == 403);
    CHECK(reader.post_as(reader.editor, path + "/reject", {{"reason", " "}}).status == 422);
    CHECK(reader.post_as(reader.editor, path + "/approve", {}).status == 303);
    CHECK(reader.revisions() == 1);
    const Member second = reader.site.a_member("Tycho", 2'000);
    CHECK(reader.post_as(second, path + "/approve", {}).status == 303);
    CHECK(reader.revisions() == 2);
    const std::string shown = reader.get(reader.question_path()).body;
    CHECK(shown.contains("It was so, and more so."));
    CHECK_FALSE(shown.contains("1 waiting"));
    CHECK(reader.get(fmt::format("/posts/{}/revisions", reader.answer.value))
              .body.contains("Newcomer"));
    CHECK(reader.post_as(second, path + "/approve", {}).status == 409);
}

TEST_CASE("A reviewer improves what was suggested") {
    EditingSite reader;
    const std::string path = reader
                                 .post_as(
                                     reader.newcomer,
                                     reader.edit_path,
                                     reader.form(reader.newcomer, "It was so, abd more.", "more")
                                 )
                                 .header("location");
    const http::ReceivedAnswer page = reader.get_as(reader.editor, path + "/improve");
    CHECK(page.body.contains("It was so, abd more.</textarea>"));
    CHECK(
        reader
            .post_as(
                reader.editor,
                path + "/improve",
                {{"base", value_of(page.body, "base")}, {"body", "It was so, and more."}}
            )
            .status
        == 303
    );
    CHECK(reader.get(reader.question_path()).body.contains("It was so, and more."));
    CHECK(reader.revisions() == 3);
    CHECK(reader.get_as(reader.editor, path).body.contains("Approved"));
}

TEST_CASE("An edit that is not sent yet is kept, and forgotten once it is") {
    EditingSite reader;
    auto fields = reader.form(reader.editor, "It was so, I think.", "said how sure");
    fields.emplace_back("act", "draft");
    CHECK(reader.post_as(reader.editor, reader.edit_path, fields).status == 303);
    CHECK_FALSE(reader.get(reader.question_path()).body.contains("I think"));

    const std::string kept = reader.get_as(reader.editor, reader.edit_path).body;
    CHECK(kept.contains("It was so, I think."));
    CHECK(kept.contains("said how sure"));
    // Nobody else sees it.
    CHECK_FALSE(reader.get_as(reader.newcomer, reader.edit_path).body.contains("I think"));

    SUBCASE("Sent, it is no draft any more") {
        fields.pop_back();
        CHECK(reader.post_as(reader.editor, reader.edit_path, fields).status == 303);
        CHECK(reader.get(reader.question_path()).body.contains("I think"));
        CHECK(reader.site.number("SELECT COUNT(*) FROM drafts") == 0);
    }
    SUBCASE("Discarded, the post's own text stands in the form") {
        fields.back().second = "discard";
        CHECK(reader.post_as(reader.editor, reader.edit_path, fields).status == 303);
        CHECK_FALSE(reader.get_as(reader.editor, reader.edit_path).body.contains("I think"));
    }
    SUBCASE("Another edit in between meets it, and neither is lost") {
        reader.site.an_edit(post_id(reader.answer)).saying("Quite otherwise.").post();
        const auto again = reader.form(reader.editor, "It was so, I think.", "said how sure");
        const auto answer = reader.post_as(reader.editor, reader.edit_path, again);
        CHECK(answer.status == 409);
        CHECK(answer.body.contains("I think"));
        CHECK(answer.body.contains("Quite otherwise."));
    }
}

TEST_CASE("A locked question offers no form for answers, but to moderators") {
    Reader reader;
    const Member moderator = reader.site.a_member("Mo", 1, domain::Role::moderator);
    const Member member = reader.site.a_member("Jane", 1);
    reader.site.run(
        fmt::format("UPDATE posts SET locked_at = 1 WHERE id = {}", reader.question.value)
    );
    CHECK_FALSE(reader.get_as(member, reader.question_path()).body.contains("/answers\""));
    CHECK(reader.get_as(moderator, reader.question_path()).body.contains("/answers\""));
}

TEST_CASE("Authors roll back what others made of their posts") {
    EditingSite reader;
    const AnswerId own = reader.site.an_answer(reader.question).by(reader.newcomer);
    reader.site.an_edit(post_id(own)).by(reader.editor).saying("Changed.").post();
    const std::string history = fmt::format("/posts/{}/revisions", own.value);
    const Member stranger = reader.site.a_member("Stranger", 1);
    CHECK(reader.get_as(reader.newcomer, history).body.contains("/rollback"));
    CHECK_FALSE(reader.get_as(stranger, history).body.contains("/rollback"));
}

TEST_CASE("Whoever may edit rolls back with one button") {
    EditingSite reader;
    reader.post_as(reader.editor, reader.edit_path, reader.form(reader.editor, "Changed."));
    const std::string history = fmt::format("/posts/{}/revisions", reader.answer.value);
    const std::string page = reader.get_as(reader.editor, history).body;
    const std::size_t at = page.find("/rollback");
    REQUIRE(at != std::string::npos);
    CHECK(page.find("/rollback", at + 1) == std::string::npos); // not on the newest
    const std::size_t begin = page.rfind('"', at) + 1;
    const std::string path = page.substr(begin, at + 9 - begin);
    CHECK_FALSE(reader.get_as(reader.newcomer, history).body.contains("/rollback"));
    CHECK(reader.post_as(reader.newcomer, path, {}).status == 403);
    CHECK(reader.post_as(reader.editor, path, {}).status == 303);
    CHECK(reader.get(reader.question_path()).body.contains("It was so."));
    CHECK(reader.post_as(reader.editor, path, {}).status == 409);
}

TEST_CASE("A tag is told about by those who may, suggested to by others, and has a history") {
    EditingSite reader;
    const Member trusted = reader.site.a_member("Clio", 5'000);
    const std::string path = "/tags/calendar/edit";
    CHECK(reader.get("/tags/calendar/info").body.contains(path));
    CHECK(reader.get(path).status == 303);
    const auto form = [](const std::string& text, const std::string& body) {
        return std::vector<std::pair<std::string, std::string>>{
            {"text", text}, {"base", ""}, {"body", body}, {"summary", "first words"}
        };
    };
    CHECK(
        reader.post_as(trusted, path, form("excerpt", "How days are counted and named.")).status
        == 303
    );
    CHECK(reader.post_as(trusted, path, form("wiki", "Calendars **divide** time.")).status == 303);
    const std::string page = reader.get("/tags/calendar/info").body;
    CHECK(page.contains("How days are counted and named."));
    CHECK(page.contains("<strong>divide</strong>"));
    CHECK(reader.get("/tags").body.contains("How days are counted and named."));

    const std::int64_t wiki =
        reader.site.number("SELECT wiki_post_id FROM tags WHERE name = 'calendar'");
    const http::ReceivedAnswer history = reader.get(fmt::format("/posts/{}/revisions", wiki));
    CHECK(history.status == 200);
    CHECK(history.body.contains("first words"));

    // Too long, empty, and without having earned it.
    CHECK(reader.post_as(trusted, path, form("excerpt", std::string(601, 'a'))).status == 422);
    CHECK(reader.post_as(trusted, path, form("wiki", " ")).status == 422);
    const std::string newcomers_page = reader.get_as(reader.newcomer, path).body;
    const std::size_t wiki_form = newcomers_page.find("value=\"wiki\"");
    REQUIRE(wiki_form != std::string::npos);
    auto suggestion = form("wiki", "Calendars **divide** time, and unite people.");
    suggestion[1].second = value_of(newcomers_page.substr(wiki_form), "base");
    const http::ReceivedAnswer sent = reader.post_as(reader.newcomer, path, suggestion);
    REQUIRE(sent.status == 303);
    const std::string edit = sent.header("location");
    CHECK(edit.starts_with("/suggested-edits/"));
    CHECK(reader.post_as(reader.editor, edit + "/approve", {}).status == 403);
    const Member second = reader.site.a_member("Urania", 5'000);
    CHECK(reader.post_as(trusted, edit + "/approve", {}).status == 303);
    CHECK(reader.post_as(second, edit + "/approve", {}).status == 303);
    CHECK(reader.get("/tags/calendar/info").body.contains("unite people"));
    // Somebody who wrote on the older text is told.
    CHECK(reader.post_as(trusted, path, suggestion).status == 422); // it reads so already
    suggestion[2].second = "Another text.";
    CHECK(reader.post_as(trusted, path, suggestion).status == 409);
}

TEST_CASE("A refused first text of a tag writes nothing") {
    EditingSite reader;
    const TestSite& site = reader.site;
    const std::string path = "/tags/calendar/edit";
    const auto written = [&] {
        return site.number(
            "SELECT (SELECT count(*) FROM posts) + (SELECT count(*) FROM post_history) + "
            "(SELECT count(*) FROM suggested_edits) + (SELECT count(*) FROM idempotency_keys) + "
            "(SELECT count(*) FROM tags WHERE wiki_post_id IS NOT NULL OR excerpt_post_id IS NOT "
            "NULL) + (SELECT max(seq) FROM changes)"
        );
    };
    const Member trusted = reader.site.a_member("Clio", 5'000);
    const std::int64_t before = written();
    const auto refused = [&](const Member& member, std::string summary, std::string base) {
        for (const char* text : {"excerpt", "wiki"}) {
            const auto answer = reader.post_as(
                member,
                path,
                {{"text", text},
                 {"base", base},
                 {"body", "How days are counted and named."},
                 {"summary", summary}}
            );
            CHECK((answer.status == 422 || answer.status == 409));
            CHECK(written() == before);
        }
    };
    refused(trusted, std::string(301, 'a'), "");
    refused(trusted, "first words", "deadbeef"); // written on a text that is not there
    refused(reader.newcomer, "", "");            // a suggestion says why
    CHECK(
        reader
            .post_as(
                reader.newcomer,
                path,
                {{"text", "wiki"},
                 {"base", ""},
                 {"body", "How days are counted and named."},
                 {"summary", "first words"}}
            )
            .status
        == 303
    );
    CHECK(site.number("SELECT count(*) FROM suggested_edits") == 1);
}

TEST_CASE("A synonym leads to its tag, and what is typed becomes what is meant") {
    EditingSite reader;
    const Member clio = reader.site.a_member("Clio", 2'500);
    const Member moderator = reader.site.a_member("Urania", 1, domain::Role::moderator);
    const std::string path = "/tags/calendar/synonyms";
    CHECK(reader.get(path).status == 200);
    CHECK(reader.post_as(reader.editor, path, {{"name", "kalendar"}}).status == 403);
    for (const char* unfit : {"", "calendar", "astronomy", "two words"}) {
        CAPTURE(unfit);
        CHECK(reader.post_as(clio, path, {{"name", unfit}}).status == 422);
    }
    CHECK(reader.site.number("SELECT COUNT(*) FROM tag_synonyms") == 0);
    CHECK(reader.post_as(clio, path, {{"name", "Kalendar"}}).status == 303);
    CHECK(reader.post_as(clio, path, {{"name", "kalendar"}}).status == 409);
    CHECK(reader.get(path).body.contains("kalendar"));
    CHECK(reader.get("/questions/tagged/kalendar").status == 404); // not yet

    CHECK(reader.post_as(clio, path, {{"name", "kalendar"}, {"act", "approve"}}).status == 403);
    CHECK(
        reader.post_as(moderator, path, {{"name", "kalendar"}, {"act", "approve"}}).status == 303
    );
    CHECK(reader.get("/questions/tagged/kalendar").status == 301);
    CHECK(
        reader.get("/questions/tagged/kalendar").header("location") == "/questions/tagged/calendar"
    );
    const std::string edit = fmt::format("/posts/{}/edit", reader.question.value);
    CHECK(
        reader
            .post_as(
                reader.editor,
                edit,
                {{"title", "Why did the Julian calendar drift?"},
                 {"tags", "kalendar, calendar rome"},
                 {"body", "Why was it so?"},
                 {"base", value_of(reader.get_as(reader.editor, edit).body, "base")}}
            )
            .status
        == 303
    );
    CHECK(
        reader.site.number("SELECT COUNT(*) FROM posts WHERE kind = 1 AND tags = '|calendar|rome|'")
        == 1
    );
    CHECK(reader.post_as(moderator, path, {{"name", "kalendar"}, {"act", "remove"}}).status == 303);
    CHECK(reader.get("/questions/tagged/kalendar").status == 404);
}
