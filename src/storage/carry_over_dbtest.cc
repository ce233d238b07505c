#include "storage/carry_over.h"

#include "base/text.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "storage/carry_over_people.h"
#include "storage/personal_data.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

namespace attest::storage {

namespace {

constexpr db::Query list_tables_query{
    .name = "list_tables",
    .sql = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
};

constexpr db::Query list_columns_query{
    .name = "list_columns",
    .sql = "SELECT name FROM pragma_table_info($1)",
};

/// What a dump brings, what is made from it, and what belongs to the file itself.
const std::set<std::string>& tables_of_an_import() {
    static const std::set<std::string> tables{
        "badges",
        "changes",
        "comments",
        "import_options",
        "import_progress",
        "import_rejects",
        "migrations",
        "post_history",
        "post_links",
        "post_originals",
        "posts",
        "question_tags",
        "ranked_questions",
        "related_questions",
        // Words of source_pages, filled when those were copied.
        "scan_words",
        "scan_words_config",
        "scan_words_data",
        "scan_words_docsize",
        "scan_words_idx",
        "site_properties",
        "sqlite_sequence",
        "sqlite_stat1",
        "tags",
        "totals",
        "users",
        "votes",
    };
    return tables;
}

} // namespace

TEST_CASE("Every table of what people do is carried over by an import") {
    const TestSite site;
    const std::vector<std::string> names = must(site.database().read([](db::ReadTransaction& tx) {
        return tx.all(list_tables_query, {}, [](const db::Row& row) { return row.string(0); });
    }));
    const std::vector<std::string_view> carried = people_tables();
    for (const std::string& name : names) {
        if (tables_of_an_import().contains(name)) continue;
        CHECK_MESSAGE(std::ranges::find(carried, name) != carried.end(), name);
    }
}

TEST_CASE("Every column of them is carried over") {
    const TestSite site;
    for (const CarriedTable& table : tables_carried_whole()) {
        const std::vector<std::string_view> carried = split(table.columns, ',');
        const std::vector<std::string> columns =
            must(site.database().read([&](db::ReadTransaction& tx) {
                return tx.all(list_columns_query, {table.name}, [](const db::Row& row) {
                    return row.string(0);
                });
            }));
        CHECK_FALSE(columns.empty());
        for (const std::string& column : columns) {
            const bool is_carried = std::ranges::any_of(carried, [&](std::string_view one) {
                return trim(one) == column;
            });
            CHECK_MESSAGE(is_carried, table.name, ".", column);
        }
    }
}

TEST_CASE("Rows are carried over as they are, and tags are matched by name") {
    TestSite live;
    TestSite built;
    const QuestionId question = live.a_question().tagged({"tudor-england"});
    built.a_question().tagged({"another"}).post();
    built.a_question().tagged({"tudor-england"}).post();
    live.run("INSERT INTO drafts (user_id, place, body, base, updated_at) "
             "VALUES (5, 'edit:175', 'Why?', 'the state it was begun from', 7)");
    live.run("INSERT INTO suggested_edits (id, post_id, author_id, base_guid, source, summary, "
             "created_at) VALUES (3, 175, 5, x'00FF', NULL, 'Mend', 8)");
    live.run("INSERT INTO tag_marks SELECT 5, id, 0, 9 FROM tags WHERE name = 'tudor-england'");

    const std::int64_t copied = must(built.database().write([&](db::Transaction& tx) {
        return copy_people_tables(live.database(), tx);
    }));
    CHECK(copied >= 3);
    CHECK(
        built.number("SELECT count(*) FROM drafts WHERE body = 'Why?' AND updated_at = 7 "
                     "AND base = 'the state it was begun from'")
        == 1
    );
    CHECK(
        built.number("SELECT count(*) FROM suggested_edits WHERE base_guid = x'00FF' AND source IS "
                     "NULL AND id = 3")
        == 1
    );
    CHECK(
        built.number("SELECT count(*) FROM tag_marks AS m JOIN tags AS t ON t.id = m.tag_id WHERE "
                     "t.name = 'tudor-england'")
        == 1
    );
    CHECK(question.value > 0);
}

TEST_CASE("Whoever had themselves erased stays so when a newer dump comes") {
    TestSite live;
    TestSite built;
    for (const TestSite* site : {&live, &built}) {
        site->run(
            "INSERT INTO users (id, display_name, reputation, created_at, location) VALUES (7, "
            "'Jane', 1, 1, 'Bath')"
        );
    }
    must(live.database().write([&](db::Transaction& tx) {
        return erase_user(tx, UserId{7}, live.now());
    }));
    must(built.database().write([&](db::Transaction& tx) {
        return carry_over(live.database(), tx, built.now());
    }));
    CHECK(
        built.number("SELECT count(*) FROM users WHERE id = 7 AND display_name = 'user7' AND "
                     "location IS NULL AND deleted_at IS NOT NULL")
        == 1
    );
}

} // namespace attest::storage
