// For tests of search/: a site's database on tmpfs, filled row by row, and its index beside it.
#pragma once

#include "base/random.h"
#include "db/database.h"
#include "db/migrations.h"
#include "domain/kinds.h"
#include "search/index.h"
#include "search/updater.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace attest::search {

struct TestPost {
    std::int64_t id = 0;
    std::int64_t question = 0; ///< Of an answer.
    std::string title = {};
    std::string tags = {};
    std::string text = {};
    std::string html = {};
    std::int64_t author = 1;
    std::string created = "2015-06-01";
    std::string active = "2015-06-01";
    std::int64_t score = 0;
    std::int64_t views = 0;
    std::int64_t answers = 0;
    std::int64_t accepted = 0;
    bool is_closed = false;
    bool is_wiki = false;
};

class TestSite {
public:
    explicit TestSite(std::vector<std::string> languages = {"en"})
        : languages_{std::move(languages)} {
        std::filesystem::create_directories(folder_);
        auto opened = db::Database::open(
            {.file = folder_ / "site.sqlite", .migrations = db::site_migrations()}
        );
        REQUIRE(opened);
        database_ = std::move(*opened);
        reopen_index();
    }

    TestSite(const TestSite&) = delete;
    TestSite& operator=(const TestSite&) = delete;

    ~TestSite() {
        index_.reset();
        database_.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    void reopen_index() {
        auto index = SearchIndex::open({.directory = folder_ / "index", .languages = languages_});
        REQUIRE(index);
        index_ = std::move(*index);
    }

    void put(const TestPost& post) { put_all({post}); }

    /// Writes the posts, each with its row in `changes`.
    void put_all(const std::vector<TestPost>& posts) {
        const auto written = database_->write([&](db::Transaction& tx) -> Result<void> {
            for (const TestPost& post : posts)
                TRY(insert(tx, post));
            return {};
        });
        REQUIRE(written);
    }

    void run(const char* sql) {
        // The names and texts of statements live as long as the program: literals only.
        const auto written = database_->write([&](db::Transaction& tx) -> Result<void> {
            TRY(tx.execute({.name = sql, .sql = sql}));
            return {};
        });
        REQUIRE(written);
    }

    void update() {
        const Result<void> updated = bring_up_to_date(*index_, *database_, {});
        if (!updated) MESSAGE(updated.error().message() << " " << updated.error().detail());
        REQUIRE(updated);
    }

    /// Ids of the posts found, best first.
    std::vector<std::int64_t>
    find(const std::string& text, SearchRequest request = {.grouping = Grouping::posts}) {
        std::vector<std::int64_t> ids;
        for (const Hit& hit : answer(text, std::move(request)).hits)
            ids.push_back(hit.post.value);
        return ids;
    }

    SearchAnswer
    answer(const std::string& text, SearchRequest request = {.grouping = Grouping::posts}) {
        request.text = text;
        request.context.now = *parse_time("2020-01-01");
        request.context.me = UserId{1};
        // No post here has evidence; service/found_evidence_dbtest.cc tells of those that have.
        request.find_posts = [](const EvidenceClause&) { return std::vector<PostId>{}; };
        auto answer = index_->search(request);
        if (!answer)
            MESSAGE(text << ": " << answer.error().message() << " " << answer.error().detail());
        REQUIRE(answer);
        return std::move(*answer);
    }

    SearchIndex& index() { return *index_; }

    db::Database& database() { return *database_; }

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

    [[nodiscard]] const std::vector<std::string>& languages() const { return languages_; }

private:
    static Result<void> insert(db::Transaction& tx, const TestPost& post) {
        static constexpr db::Query insert_post{
            .name = "insert_test_post",
            .sql = R"sql(
                INSERT INTO posts (id, kind, question_id, title, tags, author_id, created_at, active_at, score,
                                   view_count, answer_count, accepted_answer_id, closed_at, community_at,
                                   body_format, renderer_version, body_html, body_text)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, 1, $15, $16)
                ON CONFLICT (id) DO UPDATE SET
                    title = excluded.title, tags = excluded.tags, score = excluded.score,
                    accepted_answer_id = excluded.accepted_answer_id, body_text = excluded.body_text
            )sql",
        };
        static constexpr db::Query insert_change{
            .name = "insert_test_change",
            .sql = "INSERT INTO changes (kind, object_id) VALUES (1, $1)",
        };
        const bool is_answer = post.question != 0;
        const auto or_null = [](std::int64_t value) {
            return value == 0 ? std::nullopt : std::optional{value};
        };
        const auto text_or_null = [](const std::string& text) {
            return text.empty() ? std::nullopt : std::optional{text};
        };
        const Time created = TRY(parse_time(post.created));
        const Time active = TRY(parse_time(post.active));
        TRY(tx.execute(
            insert_post,
            {post.id,
             is_answer ? domain::PostKind::answer : domain::PostKind::question,
             or_null(post.question),
             text_or_null(post.title),
             text_or_null(post.tags),
             or_null(post.author),
             created,
             active,
             post.score,
             post.views,
             post.answers,
             or_null(post.accepted),
             or_null(post.is_closed ? 1 : 0),
             or_null(post.is_wiki ? 1 : 0),
             post.html,
             post.text}
        ));
        TRY(tx.execute(insert_change, {post.id}));
        return {};
    }

    std::vector<std::string> languages_;
    std::filesystem::path folder_{"/dev/shm/attest_search_test_" + random_hex(system_random(), 8)};
    std::unique_ptr<db::Database> database_;
    std::unique_ptr<SearchIndex> index_;
};

} // namespace attest::search
