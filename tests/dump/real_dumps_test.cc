// The dumps beside the repository, where they are: nothing of them is in it. Each is told as
// "skipped" where it is absent.
#include "dump_kit.h"
#include "kit/actors.h"
#include "kit/must.h"
#include "service/accepting.h"
#include "service/asking.h"
#include "service/commenting.h"
#include "service/editing.h"
#include "service/voting.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <map>
#include <set>

using namespace attest;

namespace {

namespace fs = std::filesystem;
using storage::Table;

using Counts = std::map<Table, std::int64_t>;

/// Kept rows of each table, and none rejected.
Counts kept(const dump::ImportSummary& summary) {
    Counts counts;
    for (const dump::TableSummary& table : summary.tables) {
        CHECK(table.rejected == 0);
        CHECK(table.read == table.kept);
        if (table.is_present) counts[table.table] = table.kept;
    }
    return counts;
}

void check_adds_up(const dump::ImportSummary& summary, const Importing& importing) {
    CHECK(summary.scores.count == 0);
    CHECK(summary.answer_counts.count == 0);
    CHECK(summary.comment_counts.count == 0);
    CHECK(importing.open()->wrong_numbers() == std::vector<std::string>{});
}

/// The dump as a folder, to be compared with.
fs::path unpack(const fs::path& archive, const Scratch& scratch, std::string_view name) {
    fs::path folder = scratch / name;
    must(dump::unpack_archive(archive, folder, {}));
    return folder;
}

constexpr std::string_view beer_2016 = "beer.stackexchange.com_2016-12.7z";
constexpr std::string_view beer_2020 = "beer.stackexchange.com_2020-06.7z";

} // namespace

TEST_CASE("beer 2020-06 is imported whole and exported without a difference") {
    const auto archive = shared_dump(beer_2020);
    if (!archive) return;
    Scratch scratch;
    Importing importing;
    const dump::ImportSummary summary = must(importing.import(*archive));
    CHECK(
        kept(summary)
        == Counts{{Table::posts, 3'471}, {Table::users, 6'863}, {Table::comments, 3'509}, {Table::votes, 18'564}, {Table::tags, 153}, {Table::post_history, 9'071}, {Table::post_links, 148}, {Table::badges, 9'367}}
    );
    check_adds_up(summary, importing);
    CHECK(differences(unpack(*archive, scratch, "dump"), importing.export_dump()) == "");
    CHECK(must(importing.import(*archive)).nothing_changed);
}

TEST_CASE("history.meta 2023-12, which has no history, is imported whole and exported without a "
          "difference") {
    const auto archive = shared_dump("history.meta.stackexchange.com_2023-12.7z");
    if (!archive) return;
    Scratch scratch;
    Importing importing;
    importing.options().origin.reset();
    const dump::ImportSummary summary = must(importing.import(*archive));
    CHECK(summary.origin == "https://history.meta.stackexchange.com");
    CHECK(
        kept(summary)
        == Counts{{Table::posts, 2'277}, {Table::users, 3'839}, {Table::comments, 5'176}, {Table::votes, 12'410}, {Table::tags, 89}, {Table::post_links, 443}, {Table::badges, 9'324}}
    );
    check_adds_up(summary, importing);
    CHECK(summary.bodies.markdown == 0);
    CHECK(differences(unpack(*archive, scratch, "dump"), importing.export_dump()) == "");
}

TEST_CASE("A newer dump over an older one equals the newer one alone") {
    const auto older = shared_dump(beer_2016);
    const auto newer = shared_dump(beer_2020);
    if (!older || !newer) return;
    Scratch scratch;
    Importing importing;
    check_adds_up(must(importing.import(*older)), importing);
    check_adds_up(must(importing.import(*newer)), importing);
    CHECK(differences(unpack(*newer, scratch, "dump"), importing.export_dump()) == "");

    Importing alone;
    must(alone.import(*newer));
    for (const char* table :
         {"users",
          "posts",
          "post_originals",
          "tags",
          "question_tags",
          "comments",
          "post_history",
          "votes",
          "post_links",
          "badges",
          "totals"}) {
        CAPTURE(table);
        const std::string count = fmt::format("SELECT COUNT(*) FROM {}", table);
        CHECK(importing.number(count) == alone.number(count));
    }
}

TEST_CASE("What was written here between two dumps is all there after the second") {
    const auto older = shared_dump(beer_2016);
    const auto newer = shared_dump(beer_2020);
    if (!older || !newer) return;
    Importing importing;
    must(importing.import(*older));

    std::set<std::int64_t> voted;
    std::vector<std::int64_t> edited;
    QuestionId own_question;
    {
        const std::unique_ptr<TestSite> site = importing.open();
        const domain::Actor writer = site->a_member("Jane", 500).actor;
        const UserId jane = writer.user;
        const UserId john = site->a_user("John", 500);
        own_question = must(service::post_question(
            *site,
            writer,
            {.title = "A question of our own?",
             .markdown = "Why *here*, and not at another place?",
             .tags = {"history", "our-own-tag"}}
        ));
        const auto ids = [&](std::string_view sql) {
            const auto id = [](const db::Row& row) { return row.integer(0); };
            return must(site->database().read([&](db::ReadTransaction& tx) {
                return tx.all({.name = "test_ids", .sql = sql}, {}, id);
            }));
        };
        const auto questions = ids("SELECT id FROM posts WHERE kind = 1 ORDER BY id LIMIT 50");
        for (const std::int64_t id : questions) {
            site->advance(hours(1)); // slowly enough for the limits
            site->an_answer(QuestionId{id}).by(jane).saying("Ours.").post();
            must(service::post_comment(
                *site, acting_as(john), {.post = PostId{id}, .markdown = "So do we, all of us."}
            ));
            must(service::vote(
                *site, acting_as(john), {.post = PostId{id}, .kind = domain::VoteKind::up}
            ));
            voted.insert(id);
        }
        for (std::size_t index = 0; index < 49; ++index) {
            must(service::edit_post(
                *site,
                acting_as(jane),
                {.post = PostId{questions[index]},
                 .title = fmt::format("Title of ours {}", index),
                 .markdown = "Body **of ours**.",
                 .summary = "made better"}
            ));
            edited.push_back(questions[index]);
        }
        // An acceptance taken back, and a claim.
        const std::int64_t accepted =
            ids("SELECT accepted_answer_id FROM posts WHERE accepted_answer_id IS NOT NULL AND "
                "author_id IS NOT NULL AND id < 1500000000 ORDER BY id LIMIT 1")
                .at(0);
        const std::int64_t asker =
            ids(fmt::format("SELECT author_id FROM posts WHERE accepted_answer_id = {}", accepted))
                .at(0);
        must(service::accept_answer(
            *site, acting_as(UserId{asker}), {.answer = AnswerId{accepted}, .undo = true}
        ));
        site->run("UPDATE users SET account_id = 77 WHERE id = 7");
    }
    const auto before = [&](std::string_view table) {
        return importing.number(fmt::format("SELECT COUNT(*) FROM {} WHERE id >= 1500000000", table)
        );
    };
    const std::array tables{"posts", "comments", "votes", "post_history", "users"};
    std::vector<std::int64_t> counts;
    for (const char* table : tables)
        counts.push_back(before(table));
    CHECK(counts == std::vector<std::int64_t>{51, 50, 50, counts[3], 2});
    CHECK(counts[3] >= 98);
    const std::int64_t unaccepted =
        importing.number("SELECT id FROM posts WHERE accepted_answer_id IS NULL AND "
                         "imported_accepted_answer_id IS NOT NULL");

    must(importing.import(*newer));
    for (std::size_t index = 0; index < tables.size(); ++index) {
        CAPTURE(tables.at(index));
        CHECK(before(tables.at(index)) == counts[index]);
    }
    CHECK(importing.open()->wrong_numbers() == std::vector<std::string>{});
    CHECK(
        importing.number("SELECT COUNT(*) FROM posts WHERE id < 1500000000 AND deleted_at IS NULL")
        == 3'471
    );
    CHECK(
        importing.number(
            "SELECT COUNT(*) FROM posts WHERE score = imported_score + 1 AND id < 1500000000"
        )
        == 50
    );
    CHECK(
        importing.number("SELECT COUNT(*) FROM posts WHERE title LIKE 'Title of ours %' AND "
                         "body_html = '<p>Body <strong>of ours</strong>.</p>\n'")
        == 49
    );
    CHECK(importing.number("SELECT account_id FROM users WHERE id = 7") == 77);
    CHECK(
        importing.text(fmt::format("SELECT title FROM posts WHERE id = {}", own_question.value))
        == "A question of our own?"
    );
    CHECK(
        importing.number(
            "SELECT COUNT(*) FROM question_tags JOIN tags ON id = tag_id WHERE name = 'our-own-tag'"
        )
        == 1
    );
    CHECK(
        importing.number(
            fmt::format("SELECT accepted_answer_id IS NULL FROM posts WHERE id = {}", unaccepted)
        )
        == 1
    );
    CHECK(must(importing.import(*newer)).nothing_changed);

    // Once more, now that local rows lie over the newer dump, and all of it goes out with the
    // export.
    importing.options().again = true;
    must(importing.import(*newer));
    CHECK(before("votes") == 50);
    const fs::path exported = importing.export_dump();
    const dump::TableFiles files = must(dump::find_tables(exported));
    CHECK(files.size() == 8);
}
