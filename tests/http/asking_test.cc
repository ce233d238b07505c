// Stories of one who asks and answers: through the forms, twice, too soon, with mistakes, without
// being signed in.
#include "base/text.h"
#include "domain/act_limits.h"
#include "http/reader.h"
#include "web/editor.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace attest;

namespace {

using Form = std::vector<std::pair<std::string, std::string>>;

struct Asker {
    Reader reader;
    Member joe = reader.site.a_member("Joe", 1);

    [[nodiscard]] Form question() const {
        return {
            {"title", "Who noticed first that the calendar drifts?"},
            {"body", "And in which year did he, or she, write it down?"},
            {"tags", "calendar, astronomy"},
            {"idempotency_key", "k1"},
        };
    }

    [[nodiscard]] std::string answers_path() const {
        return fmt::format("/questions/{}/answers", reader.question.value);
    }

    [[nodiscard]] Form answer() const {
        return {
            {"body", "Eleven minutes a year, which makes a day in 128 years."},
            {"idempotency_key", "a1"},
        };
    }

    [[nodiscard]] std::int64_t post_count() const {
        return reader.site.number("SELECT COUNT(*) FROM posts");
    }
};

void set(Form& form, std::string_view name, std::string value) {
    for (auto& [field, text] : form) {
        if (field == name) text = std::move(value);
    }
}

} // namespace

TEST_CASE("A question that is asked is there, and sent twice is the same") {
    const Asker asker;
    const std::vector<std::string> wrong_before = asker.reader.site.wrong_numbers();
    const http::ReceivedAnswer asked =
        asker.reader.post_as(asker.joe, "/questions", asker.question());
    REQUIRE(asked.status == 303);
    const std::string where = asked.header("location");
    CHECK(asker.reader.get(where).body.contains("Who noticed first that the calendar drifts?"));
    CHECK(asker.reader.get("/questions").body.contains("Who noticed first"));

    const http::ReceivedAnswer again =
        asker.reader.post_as(asker.joe, "/questions", asker.question());
    CHECK(again.status == 303);
    CHECK(again.header("location") == where);
    CHECK(asker.post_count() == 3);
    CHECK(
        asker.reader.site.wrong_numbers() == wrong_before
    ); // a builder's reputation has no events
}

TEST_CASE("Eight sendings of one form at the same moment ask one question") {
    const Asker asker;
    std::vector<std::jthread> senders;
    for (int number = 0; number < 8; ++number) {
        senders.emplace_back([&asker] {
            asker.reader.post_as(asker.joe, "/questions", asker.question());
        });
    }
    senders.clear();
    CHECK(asker.post_count() == 3);
}

TEST_CASE("A form with mistakes comes back filled in, says them, and writes nothing") {
    const Asker asker;
    Form form = asker.question();
    set(form, "title", "Who? <b>");
    set(form, "tags", "no-such-tag");
    const http::ReceivedAnswer refused = asker.reader.post_as(asker.joe, "/questions", form);
    CHECK(refused.status == 422);
    CHECK(refused.body.contains("id=\"title-error\""));
    CHECK(refused.body.contains("Who? &lt;b&gt;"));
    CHECK(refused.body.contains("write it down?"));
    CHECK(refused.body.contains("value=\"k1\""));
    CHECK(asker.post_count() == 2);

    set(form, "title", "Who noticed first that it drifts?");
    const http::ReceivedAnswer new_tag = asker.reader.post_as(asker.joe, "/questions", form);
    CHECK(new_tag.status == 422);
    CHECK(new_tag.body.contains("id=\"tags-error\""));
    CHECK(new_tag.body.contains("150"));
    CHECK(asker.post_count() == 2);
}

TEST_CASE("Who asks again too soon keeps the text and is told when it is possible") {
    const Asker asker;
    REQUIRE(asker.reader.post_as(asker.joe, "/questions", asker.question()).status == 303);
    Form form = asker.question();
    set(form, "idempotency_key", "k2");
    set(form, "title", "And who noticed it as the second?");
    const http::ReceivedAnswer refused = asker.reader.post_as(asker.joe, "/questions", form);
    CHECK(refused.status == 429);
    CHECK(refused.header("retry-after") == "2400");
    CHECK(refused.body.contains("And who noticed it as the second?"));
    CHECK(asker.post_count() == 3);
    asker.reader.site.advance(minutes(40));
    CHECK(asker.reader.post_as(asker.joe, "/questions", form).status == 303);
}

TEST_CASE("Nobody asks or answers without signing in, or from another page") {
    const Asker asker;
    const std::string here = "Sec-Fetch-Site: same-origin\r\n";
    CHECK(asker.reader.get("/questions/ask").status == 303);
    for (const auto& [path, form] :
         {std::pair{std::string{"/questions"}, asker.question()},
          std::pair{asker.answers_path(), asker.answer()},
          std::pair{std::string{"/drafts"}, Form{{"place", "ask"}, {"body", "b"}}},
          std::pair{std::string{"/preview"}, Form{{"body", "b"}}}}) {
        CAPTURE(path);
        const int status = asker.reader.post_form(path, form, here).status;
        CHECK((status == 401 || status == 403 || status == 303));
        const std::string cookie = fmt::format("Cookie: {}\r\n", asker.joe.cookie);
        CHECK(asker.reader.post_form(path, form, cookie + here).status == 403); // no token
        Form signed_form = form;
        signed_form.emplace_back("csrf_token", asker.joe.csrf_token);
        CHECK(
            asker.reader.post_form(path, signed_form, cookie + "Sec-Fetch-Site: cross-site\r\n")
                .status
            == 403
        );
    }
    CHECK(asker.post_count() == 2);
    CHECK(asker.reader.site.number("SELECT COUNT(*) FROM drafts") == 0);
}

TEST_CASE("A visitor finds the way to sign in and back to the answer's form, a member the form") {
    const Asker asker;
    const std::string visitor = asker.reader.get(asker.reader.question_path()).body;
    CHECK(visitor.contains("Sign in to answer"));
    CHECK(visitor.contains("%23your-answer"));
    CHECK_FALSE(visitor.contains("data-editor-of"));
    const std::string member = asker.reader.get_as(asker.joe, asker.reader.question_path()).body;
    CHECK(member.contains("id=\"your-answer\""));
    CHECK(member.contains(asker.answers_path()));
}

TEST_CASE("An answer that is sent twice is given once") {
    const Asker asker;
    const http::ReceivedAnswer given =
        asker.reader.post_as(asker.joe, asker.answers_path(), asker.answer());
    REQUIRE(given.status == 303);
    CHECK(given.header("location").contains("#"));
    const http::ReceivedAnswer again =
        asker.reader.post_as(asker.joe, asker.answers_path(), asker.answer());
    CHECK(again.header("location") == given.header("location"));
    CHECK(asker.post_count() == 3);
    CHECK(asker.reader.get(asker.reader.question_path()).body.contains("a day in 128 years"));
}

TEST_CASE("A closed question shows no form and takes no answer, and the text is not lost") {
    const Asker asker;
    asker.reader.site.run(
        fmt::format("UPDATE posts SET closed_at = 1 WHERE id = {}", asker.reader.question.value)
    );
    CHECK_FALSE(asker.reader.get_as(asker.joe, asker.reader.question_path())
                    .body.contains("id=\"your-answer\""));
    const http::ReceivedAnswer refused =
        asker.reader.post_as(asker.joe, asker.answers_path(), asker.answer());
    CHECK(refused.status == 403);
    CHECK(refused.body.contains("closed"));
    CHECK(refused.body.contains("a day in 128 years"));
    CHECK(asker.post_count() == 2);
}

TEST_CASE("The preview is what the page will show, and it runs nothing") {
    const Asker asker;
    const http::ReceivedAnswer preview = asker.reader.post_as(
        asker.joe, "/preview", {{"body", "So **bold** <script>alert(1)</script>"}}
    );
    REQUIRE(preview.status == 200);
    CHECK(preview.body.contains("<strong>bold</strong>"));
    CHECK_FALSE(preview.body.contains("<script"));
    CHECK(asker.reader.post_as(asker.joe, "/preview", {{"body", ""}}).status == 200);
    CHECK(
        asker.reader
            .post_as(
                asker.joe, "/preview", {{"body", std::string(domain::body_length_max + 1, 'w')}}
            )
            .status
        == 422
    );
}

TEST_CASE("Without a script the form's own buttons show the preview and keep a draft") {
    const Asker asker;
    Form form = asker.question();
    set(form, "body", "In **which** year?");
    form.emplace_back("act", "preview");
    const http::ReceivedAnswer preview = asker.reader.post_as(asker.joe, "/questions", form);
    CHECK(preview.status == 200);
    CHECK(preview.body.contains("<strong>which</strong>"));
    CHECK(preview.body.contains("In **which** year?"));

    set(form, "act", "draft");
    CHECK(asker.reader.post_as(asker.joe, "/questions", form).status == 303);
    const std::string restored = asker.reader.get_as(asker.joe, "/questions/ask").body;
    CHECK(restored.contains("In **which** year?"));
    CHECK(restored.contains("This is your draft from"));

    set(form, "act", "discard");
    CHECK(asker.reader.post_as(asker.joe, "/questions", form).status == 303);
    CHECK_FALSE(asker.reader.get_as(asker.joe, "/questions/ask").body.contains("In **which** year?")
    );
    CHECK(asker.post_count() == 2);
}

TEST_CASE("A draft is its writer's alone, and gone when the question is asked") {
    Asker asker;
    const Form draft{{"place", "ask"}, {"title", "Half a title"}, {"body", "Half a body"}};
    CHECK(asker.reader.post_as(asker.joe, "/drafts", draft).status == 204);
    CHECK(asker.reader.get_as(asker.joe, "/questions/ask").body.contains("Half a title"));
    const Member other = asker.reader.site.a_member("Other", 1);
    CHECK_FALSE(asker.reader.get_as(other, "/questions/ask").body.contains("Half a title"));
    CHECK(
        asker.reader.post_as(asker.joe, "/drafts", {{"place", "nowhere"}, {"body", "b"}}).status
        == 422
    );
    REQUIRE(asker.reader.post_as(asker.joe, "/questions", asker.question()).status == 303);
    CHECK(asker.reader.site.number("SELECT COUNT(*) FROM drafts") == 0);
}

TEST_CASE("A tag is completed from its first letters") {
    const Asker asker;
    const http::ReceivedAnswer tags = asker.reader.get("/tags/complete?q=CAL");
    CHECK(tags.status == 200);
    CHECK(tags.body.contains(R"("name":"calendar")"));
    CHECK_FALSE(tags.body.contains("astronomy"));
    CHECK(asker.reader.get("/tags/complete?q=").body == "[]");
    CHECK(asker.reader.get("/tags/complete?q=%25").body == "[]");
}

TEST_CASE("The page of limits says every limit of the table") {
    const Asker asker;
    const std::string page = asker.reader.get("/help/limits").body;
    CHECK(page.contains("those with less than 125 reputation"));
    CHECK(page.contains("<td>40 minutes</td>"));
    std::size_t rows = 0;
    for (std::size_t at = page.find("<tr><th scope=\"row\""); at != std::string::npos;
         at = page.find("<tr><th scope=\"row\"", at + 1))
        ++rows;
    CHECK(rows == domain::act_limit_count);
}
