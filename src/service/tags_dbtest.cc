#include "service/tags.h"

#include "db/database.h"
#include "kit/must.h"
#include "kit/test_site.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;
using namespace attest::service;

namespace {

std::vector<std::string> names_of(const std::vector<TagSummary>& tags) {
    std::vector<std::string> names;
    for (const TagSummary& tag : tags)
        names.push_back(tag.name);
    return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("Tags are listed by use, name and age, and sought by a part of the name") {
    TestSite site;
    site.a_question().tagged({"zeal", "tudor-england"}).post();
    site.a_question().tagged({"tudor-england", "law"}).post();
    site.a_question().tagged({"law", "tudor-england", "tudor-wales"}).post();

    const auto list = [&](TagOrder order, const std::string& filter = {}) {
        return must(list_tags(site, order, filter, {}));
    };
    CHECK(
        names_of(list(TagOrder::popular).tags)
        == Names{"tudor-england", "law", "tudor-wales", "zeal"}
    );
    CHECK(
        names_of(list(TagOrder::name).tags) == Names{"law", "tudor-england", "tudor-wales", "zeal"}
    );
    CHECK(
        names_of(list(TagOrder::newest).tags)
        == Names{"tudor-wales", "law", "tudor-england", "zeal"}
    );
    CHECK(list(TagOrder::popular).total == 4);
    CHECK(list(TagOrder::popular).tags[0].question_count == 3);
    CHECK(names_of(list(TagOrder::name, " Tudor").tags) == Names{"tudor-england", "tudor-wales"});
    CHECK(list(TagOrder::name, "%").tags.empty());
    CHECK(list(TagOrder::name, "_").tags.empty());

    const TagList page = must(list_tags(site, TagOrder::popular, "", {.number = 2, .size = 3}));
    CHECK(names_of(page.tags) == Names{"zeal"});
    CHECK_FALSE(page.has_more);
}

TEST_CASE("A tag without questions is not listed, and still has its page") {
    TestSite site;
    const QuestionId question = site.a_question().tagged({"old"});
    must(site.database().write([&](db::Transaction& tx) {
        return storage::delete_question(tx, question, site.now());
    }));
    CHECK(must(list_tags(site, TagOrder::popular, "", {})).tags.empty());
    CHECK(must(read_tag(site, "old")).tag.question_count == 0);
    CHECK(read_tag(site, "never").error().code() == ErrorCode::not_found);
}

TEST_CASE("A tag's page shows its wiki, its excerpt and its neighbours") {
    TestSite site;
    for (int i = 0; i < 3; ++i)
        site.a_question().tagged({"ussr", "stalin"}).post();
    site.a_question().tagged({"ussr", "trotsky"}).post();
    site.a_question().tagged({"rome"}).post();
    site.run("INSERT INTO posts (id, kind, created_at, active_at, body_format, renderer_version, "
             "body_html,"
             " body_text) VALUES (10, 4, 0, 0, 1, 1, '<p>Short.</p>', 'Short.'),"
             " (11, 5, 0, 0, 1, 1, '<p>Long.</p>', 'Long.')");
    site.run("UPDATE tags SET excerpt_post_id = 10, wiki_post_id = 11 WHERE name = 'ussr'");

    const TagPage page = must(read_tag(site, "ussr"));
    CHECK(page.tag.question_count == 4);
    CHECK(page.tag.excerpt == "Short.");
    REQUIRE(page.wiki.has_value());
    CHECK(page.wiki->body_html == "<p>Long.</p>");
    CHECK(page.wiki->license == "CC BY-SA 4.0");
    CHECK(names_of(page.related) == Names{"stalin", "trotsky"});
    CHECK(page.related[0].question_count == 3);
    CHECK(must(list_tags(site, TagOrder::popular, "ussr", {})).tags[0].excerpt == "Short.");

    site.run("UPDATE posts SET deleted_at = 1 WHERE id IN (10, 11)");
    CHECK_FALSE(must(read_tag(site, "ussr")).wiki.has_value());
    CHECK(must(read_tag(site, "ussr")).tag.excerpt.empty());
}

TEST_CASE("Lists of tags cost two statements, a tag's page four") {
    TestSite site;
    site.a_question().tagged({"a", "b"}).post();
    const auto statements = [&](const auto& work) {
        const std::int64_t before = db::statements_run_on_this_thread();
        work();
        return db::statements_run_on_this_thread() - before;
    };
    CHECK(statements([&] { must(list_tags(site, TagOrder::popular, "", {})); }) == 2);
    CHECK(statements([&] { must(list_tags(site, TagOrder::popular, "a", {})); }) == 1);
    CHECK(statements([&] { must(read_tag(site, "a")); }) <= 4);
}
