#include "service/questions.h"

#include "db/database.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "storage/changes.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;
using namespace attest::service;

namespace {

std::vector<std::int64_t> ids_of(const std::vector<QuestionSummary>& questions) {
    std::vector<std::int64_t> ids;
    for (const QuestionSummary& question : questions)
        ids.push_back(question.id.value);
    return ids;
}

std::vector<std::int64_t> answers_of(const QuestionPage& page) {
    std::vector<std::int64_t> ids;
    for (const AnswerView& answer : page.answers)
        ids.push_back(answer.post.id.value);
    return ids;
}

template <typename... AnyId>
std::vector<std::int64_t> values(AnyId... ids) {
    return {ids.value...};
}

} // namespace

TEST_CASE("A question's page shows its answers, comments and people") {
    TestSite site;
    const UserId jane = site.a_user("Jane", 120);
    const UserId john = site.a_user("John");
    const QuestionId question = site.a_question()
                                    .titled("Why did Stalin exile Trotsky?")
                                    .tagged({"ussr", "stalin"})
                                    .by(jane)
                                    .saying("He could have killed him.");
    const AnswerId answer = site.an_answer(question).by(john).saying("He feared a martyr.");
    site.a_comment(post_id(answer)).by(jane).saying("Is that so?").post();
    site.a_comment(post_id(question)).saying("Good question.").post();

    const QuestionPage page = must(read_question(site, question, AnswerOrder::best, 1));
    CHECK(page.title == "Why did Stalin exile Trotsky?");
    CHECK(page.slug == "why-did-stalin-exile-trotsky");
    CHECK(page.tags == std::vector<std::string>{"ussr", "stalin"});
    CHECK(page.post.author.name == "Jane");
    CHECK(page.post.author.reputation == 120);
    CHECK(page.post.body_html == "<p>He could have killed him.</p>\n");
    CHECK(page.post.license == "CC BY-SA 4.0");
    CHECK_FALSE(page.post.is_imported);
    CHECK(page.post.comments.size() == 1);
    REQUIRE(page.answers.size() == 1);
    CHECK(page.answers[0].post.author.id == john);
    REQUIRE(page.answers[0].post.comments.size() == 1);
    CHECK(page.answers[0].post.comments[0].body_html == "Is that so?");
    CHECK(page.answers[0].post.comments[0].author.name == "Jane");
}

TEST_CASE("The best answer is the accepted one, then the highest score, then the oldest") {
    TestSite site;
    const QuestionId question = site.a_question();
    const AnswerId low = site.an_answer(question).scoring(-2);
    const AnswerId older = site.an_answer(question).scoring(5);
    const AnswerId younger = site.an_answer(question).scoring(5);
    const AnswerId accepted = site.an_answer(question).scoring(1).accepted();

    const auto order = [&](AnswerOrder by) {
        return answers_of(must(read_question(site, question, by, 1)));
    };
    CHECK(order(AnswerOrder::best) == values(accepted, older, younger, low));
    CHECK(order(AnswerOrder::votes) == values(older, younger, accepted, low));
    CHECK(order(AnswerOrder::oldest) == values(low, older, younger, accepted));
    CHECK(order(AnswerOrder::newest) == values(accepted, younger, older, low));

    const QuestionPage page = must(read_question(site, question, AnswerOrder::votes, 1));
    CHECK(page.answers[2].is_accepted);
    CHECK_FALSE(page.answers[0].is_accepted);
}

TEST_CASE("Every answer stands on the page that its address names") {
    TestSite site;
    const QuestionId question = site.a_question();
    std::vector<AnswerId> answers;
    for (std::int64_t i = 0; i < 65; ++i) {
        answers.push_back(site.an_answer(question).scoring(i % 7));
    }
    SUBCASE("with an accepted answer") {
        answers.push_back(site.an_answer(question).accepted());
    }
    SUBCASE("without one") {}

    for (const AnswerId answer : answers) {
        const PostAddress address = must(find_post_address(site, post_id(answer)));
        CHECK(address.question == question);
        CHECK(address.answer == answer);
        const QuestionPage page = must(read_question(site, question, address.order, address.page));
        const std::vector<std::int64_t> shown = answers_of(page);
        CHECK(std::ranges::count(shown, answer.value) == 1);
    }
    CHECK(
        must(read_question(site, question, AnswerOrder::best, 3)).answers.size()
        == answers.size() - 60
    );
    CHECK(
        read_question(site, question, AnswerOrder::best, 4).error().code() == ErrorCode::not_found
    );
    CHECK(
        read_question(site, question, AnswerOrder::best, 0).error().code() == ErrorCode::not_found
    );
}

TEST_CASE("Deleted posts are not found") {
    TestSite site;
    const QuestionId question = site.a_question();
    const AnswerId answer = site.an_answer(question);
    const auto write = [&](auto work) { must(site.database().write(work)); };

    CHECK(find_post_address(site, post_id(answer)).has_value());
    write([&](db::Transaction& tx) {
        return storage::delete_answer(tx, {.answer = answer, .question = question}, site.now());
    });
    CHECK(find_post_address(site, post_id(answer)).error().code() == ErrorCode::not_found);
    CHECK(must(read_question(site, question, AnswerOrder::best, 1)).answers.empty());

    const AnswerId other = site.an_answer(question);
    write([&](db::Transaction& tx) { return storage::delete_question(tx, question, site.now()); });
    CHECK(
        read_question(site, question, AnswerOrder::best, 1).error().code() == ErrorCode::not_found
    );
    CHECK(find_post_address(site, post_id(other)).error().code() == ErrorCode::not_found);
    CHECK(must(list_questions(site, {})).questions.empty());
    CHECK(must(read_totals(site)).questions == 0);
    CHECK(
        read_question(site, QuestionId{9}, AnswerOrder::best, 1).error().code()
        == ErrorCode::not_found
    );
}

TEST_CASE("Lists stand in their orders, for all and for a tag") {
    TestSite site;
    const Time start = site.now();
    const QuestionId first = site.a_question().tagged({"a"}).scoring(3).asked_at(start);
    const QuestionId second = site.a_question().tagged({"b"}).scoring(9).asked_at(start + hours(1));
    const QuestionId third =
        site.a_question().tagged({"a", "b"}).scoring(6).asked_at(start + hours(2));
    site.an_answer(first).given_at(start + hours(5)).post();
    site.an_answer(third).given_at(start + hours(3)).scoring(1).post();

    const auto list = [&](QuestionOrder order, std::optional<std::string> tag = {}) {
        return ids_of(must(list_questions(site, {.order = order, .tag = tag})).questions);
    };
    CHECK(list(QuestionOrder::newest) == values(third, second, first));
    CHECK(list(QuestionOrder::active) == values(first, third, second));
    CHECK(list(QuestionOrder::votes) == values(second, third, first));
    CHECK(list(QuestionOrder::unanswered) == values(second, first));
    CHECK(list(QuestionOrder::newest, "a") == values(third, first));
    CHECK(list(QuestionOrder::active, "a") == values(first, third));
    CHECK(list(QuestionOrder::votes, "b") == values(second, third));
    CHECK(list(QuestionOrder::unanswered, "a") == values(first));
    CHECK(list_questions(site, {.tag = "c"}).error().code() == ErrorCode::not_found);

    CHECK(must(list_questions(site, {.order = QuestionOrder::unanswered})).total == 2);
    CHECK(must(list_questions(site, {.tag = "a"})).total == 2);
}

TEST_CASE("A list is paged by number, and goes on by key") {
    TestSite site;
    std::vector<std::int64_t> all;
    for (int i = 0; i < 25; ++i) {
        site.advance(minutes(1));
        all.insert(all.begin(), site.a_question().asked_at(site.now()).post().value);
    }
    QuestionListRequest request{.order = QuestionOrder::newest, .tag = {}, .page = {.size = 10}};
    std::vector<std::int64_t> by_number;
    for (request.page.number = 1; request.page.number <= 3; ++request.page.number) {
        const QuestionList list = must(list_questions(site, request));
        CHECK(list.total == 25);
        CHECK(list.has_more == (request.page.number < 3));
        for (const std::int64_t id : ids_of(list.questions))
            by_number.push_back(id);
    }
    CHECK(by_number == all);

    request.page.number = 1;
    SUBCASE("by time") {}
    SUBCASE("by a score that all share") {
        request.order = QuestionOrder::votes;
        std::ranges::sort(all, std::ranges::greater{});
    }
    std::vector<std::int64_t> by_key;
    for (bool has_more = true; has_more;) {
        const QuestionList list = must(list_questions(site, request));
        for (const std::int64_t id : ids_of(list.questions))
            by_key.push_back(id);
        request.after = list.questions.back().id;
        has_more = list.has_more;
    }
    CHECK(by_key == all);

    request.after.reset();
    request.page.number = 102;
    CHECK(list_questions(site, request).error().code() == ErrorCode::not_found);
    request.page.number = 0;
    CHECK(list_questions(site, request).error().code() == ErrorCode::not_found);
}

TEST_CASE("Questions asked for by id come in the order asked for") {
    TestSite site;
    std::vector<QuestionId> ids;
    for (int i = 0; i < 40; ++i)
        ids.insert(ids.begin(), site.a_question());
    ids.insert(ids.begin() + 7, QuestionId{77});

    const auto questions = must(list_questions_by_id(site, ids));
    ids.erase(ids.begin() + 7);
    REQUIRE(questions.size() == ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i)
        CHECK(questions[i].id == ids[i]);
}

TEST_CASE("Excerpts are made only where they are asked for") {
    TestSite site;
    std::string words;
    for (int i = 0; i < 80; ++i)
        words += "слово ";
    site.a_question().saying(words).post();

    CHECK(must(list_questions(site, {})).questions[0].excerpt.empty());
    const auto list = must(list_questions(site, {.with_excerpts = true}));
    CHECK(list.questions[0].excerpt.ends_with("слово…"));
    CHECK(list.questions[0].excerpt.size() < 2 * 200 + 3);
}

TEST_CASE("A closed question says why, by whom, and for which others") {
    TestSite site;
    const QuestionId original = site.a_question().titled("The original");
    const QuestionId question = site.a_question();
    const std::string id = std::to_string(question.value);
    site.run("UPDATE posts SET closed_at = 1500000000000 WHERE id = " + id);
    site.run(
        "INSERT INTO post_history (id, kind, post_id, created_at, summary, text) VALUES (1, 10, "
        + id + R"(, 1500000000000, '101', '{"Voters":[{"Id":5,"DisplayName":"Jane"}]}'))"
    );
    site.run(fmt::format(
        "INSERT INTO post_links (id, post_id, related_post_id, kind, created_at)"
        " VALUES (1, {}, {}, 3, 0)",
        id,
        original.value
    ));

    const QuestionPage page = must(read_question(site, question, AnswerOrder::best, 1));
    REQUIRE(page.closed.has_value());
    CHECK(page.closed->reason_id == "101");
    CHECK(page.closed->at.milliseconds == 1'500'000'000'000);
    REQUIRE(page.closed->voters.size() == 1);
    CHECK(page.closed->voters[0].name == "Jane");
    REQUIRE(page.closed->originals.size() == 1);
    CHECK(page.closed->originals[0].title == "The original");

    const QuestionPage other = must(read_question(site, original, AnswerOrder::best, 1));
    CHECK(other.duplicate_count == 1);
    REQUIRE(other.duplicates.size() == 1);
    CHECK(other.duplicates[0].id == question);
}

TEST_CASE("People without a page are shown by name, without a link") {
    TestSite site;
    const UserId jane = site.a_user("Jane");
    const QuestionId question = site.a_question().by(jane);
    const auto author = [&] {
        return must(read_question(site, question, AnswerOrder::best, 1)).post.author;
    };
    CHECK(author().id == jane);

    must(site.database().write([&](db::Transaction& tx) {
        return storage::delete_user(tx, jane, site.now());
    }));
    CHECK(author() == Byline{.id = {}, .name = "Jane"});

    site.run("DELETE FROM users");
    CHECK(author() == Byline{.id = {}, .name = fmt::format("user{}", jane.value)});
    site.run("UPDATE posts SET author_id = NULL, author_name = 'user77'");
    CHECK(author().name == "user77");
    site.run("UPDATE posts SET author_name = NULL");
    CHECK(author() == Byline{});
}

TEST_CASE("A sitemap holds every question once") {
    TestSite site;
    std::vector<std::int64_t> all;
    for (int i = 0; i < 3; ++i)
        all.push_back(site.a_question().post().value);
    site.run(
        "INSERT INTO posts (id, kind, title, created_at, active_at, body_format, renderer_version,"
        " body_html, body_text) SELECT column1, 1, 'Imported', 0, 0, 0, 1, '', ''"
        " FROM (VALUES (4), (4999), (5000), (123456))"
    );
    const auto slices = must(list_sitemap_slices(site));
    CHECK(
        slices
        == std::
            vector{QuestionId{0}, QuestionId{5000}, QuestionId{120000}, QuestionId{local_id_min}}
    );

    std::vector<std::int64_t> listed;
    for (const QuestionId slice : slices) {
        for (const SitemapEntry& entry : must(list_sitemap(site, slice))) {
            listed.push_back(entry.id.value);
        }
    }
    all.insert(all.begin(), {4, 4999, 5000, 123456});
    CHECK(listed == all);
}

TEST_CASE("A question's page costs at most six statements") {
    TestSite site;
    const QuestionId original = site.a_question();
    const QuestionId question = site.a_question();
    for (int i = 0; i < 40; ++i) {
        const AnswerId answer = site.an_answer(question).scoring(i);
        site.a_comment(post_id(answer)).post();
    }
    site.an_answer(question).accepted().post();
    site.a_comment(post_id(question)).post();
    site.run(fmt::format(
        "INSERT INTO post_links (id, post_id, related_post_id, kind, created_at)"
        " VALUES (1, {}, {}, 3, 0)",
        question.value,
        original.value
    ));
    site.run(fmt::format("UPDATE posts SET closed_at = 1 WHERE id = {}", question.value));

    for (const AnswerOrder order : {AnswerOrder::best, AnswerOrder::votes, AnswerOrder::newest}) {
        for (const std::int64_t number : {1, 2}) {
            const std::int64_t before = db::statements_run_on_this_thread();
            const QuestionPage page = must(read_question(site, question, order, number));
            CHECK(db::statements_run_on_this_thread() - before <= 6);
            CHECK(page.closed.has_value());
            CHECK(page.answers.size() == (number == 1 ? 30 : 11));
        }
    }
}

TEST_CASE("A list of questions costs three statements at most, of a tag four") {
    TestSite site;
    site.a_question().tagged({"a"}).post();
    const auto statements = [&](const QuestionListRequest& request) {
        const std::int64_t before = db::statements_run_on_this_thread();
        must(list_questions(site, request));
        return db::statements_run_on_this_thread() - before;
    };
    for (const QuestionOrder order :
         {QuestionOrder::newest,
          QuestionOrder::active,
          QuestionOrder::hot,
          QuestionOrder::unanswered,
          QuestionOrder::votes,
          QuestionOrder::week,
          QuestionOrder::month}) {
        CHECK(statements({.order = order}) <= 3);
        CHECK(statements({.order = order, .tag = "a"}) <= 4);
    }
}

TEST_CASE("Linked and related questions stand beside a question") {
    TestSite site;
    const QuestionId question = site.a_question();
    const QuestionId out = site.a_question().titled("Linked to").scoring(1);
    const QuestionId in = site.a_question().titled("Linked from").scoring(5);
    const QuestionId like = site.a_question().titled("Reads alike");
    const QuestionId gone = site.a_question();
    site.run(fmt::format(
        "INSERT INTO post_links (id, post_id, related_post_id, kind, created_at) VALUES"
        " (1, {0}, {1}, 1, 0), (2, {2}, {0}, 1, 0), (3, {0}, {2}, 1, 0), (4, {0}, {3}, 1, 0),"
        " (5, {0}, 999, 1, 0)",
        question.value,
        out.value,
        in.value,
        gone.value
    ));
    site.run(fmt::format(
        "INSERT INTO related_questions (question_id, rank, related_id) VALUES ({0}, 2, {1}), ({0}, "
        "1, {2})",
        question.value,
        out.value,
        like.value
    ));
    must(site.database().write([&](db::Transaction& tx) {
        return storage::delete_question(tx, gone, site.now());
    }));

    const QuestionPage page = must(read_question(site, question, AnswerOrder::best, 1));
    REQUIRE(page.linked.size() == 2);
    CHECK(page.linked[0].id == in);
    CHECK(page.linked[1].title == "Linked to");
    REQUIRE(page.related.size() == 2);
    CHECK(page.related[0].id == like);
    CHECK(page.related[1].id == out);
    CHECK(page.duplicate_count == 0);
}
