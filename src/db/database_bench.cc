// How fast a database is on the disk of a folder: `db_database_bench [FOLDER]`. Prints one line a
// figure, to be set beside those of decisions.md (20) and stack.md.
#include "db/database.h"

#include "base/log.h"
#include "base/time.h"
#include "db/bulk.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <vector>

using namespace attest;     // NOLINT(google-build-using-namespace): a program
using namespace attest::db; // NOLINT(google-build-using-namespace)

namespace {

constexpr std::int64_t questions = 20'000;

constexpr std::array<Migration, 1> schema{{
    {.number = 1, .name = "posts", .sql = R"sql(
        CREATE TABLE posts (
            id INTEGER PRIMARY KEY, parent_id INTEGER, author_id INTEGER NOT NULL, score INTEGER NOT NULL,
            created_at INTEGER NOT NULL, title TEXT, body TEXT NOT NULL
        ) STRICT;
        CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
        CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, reputation INTEGER NOT NULL) STRICT;
        CREATE TABLE votes (id INTEGER PRIMARY KEY AUTOINCREMENT, post_id INTEGER NOT NULL, user_id INTEGER NOT NULL) STRICT;
     )sql"},
}};

constexpr Query insert_post_query{
    .name = "insert_post",
    .sql = "INSERT INTO posts (id, parent_id, author_id, score, created_at, title, body) "
           "VALUES ($1, $2, $3, $4, $5, $6, $7)",
};
constexpr Query insert_comment_query{
    .name = "insert_comment",
    .sql = "INSERT INTO comments (id, post_id, body) VALUES ($1, $2, $3)",
};
constexpr Query insert_user_query{
    .name = "insert_user",
    .sql = "INSERT INTO users (id, name, reputation) VALUES ($1, $2, $3)",
};
constexpr Query insert_vote_query{
    .name = "insert_vote",
    .sql = "INSERT INTO votes (post_id, user_id) VALUES ($1, $2)",
};
constexpr Query find_post_query{
    .name = "find_post",
    .sql = "SELECT id, author_id, score, created_at, title, body FROM posts WHERE id = $1",
};
constexpr Query list_answers_query{
    .name = "list_answers",
    .sql = "SELECT id, author_id, score, created_at, body FROM posts WHERE parent_id = $1 ORDER BY "
           "score DESC",
};
constexpr Query list_comments_query{
    .name = "list_comments",
    .sql = "SELECT c.id, c.body FROM comments c WHERE c.post_id IN (SELECT $1 UNION ALL SELECT id "
           "FROM posts WHERE parent_id = $1)",
};
constexpr Query list_users_query{
    .name = "list_users",
    .sql = "SELECT u.id, u.name, u.reputation FROM users u WHERE u.id IN (SELECT author_id FROM "
           "posts WHERE parent_id = $1)",
};

double seconds_of(const auto& work) {
    const auto begun = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

template <typename T>
T must(Result<T> result) {
    if (!result) {
        fmt::print("{}\n{}\n", result.error().message(), result.error().detail());
        std::exit(1); // NOLINT(concurrency-mt-unsafe)
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

void load(const std::filesystem::path& file) {
    auto bulk = must(BulkConnection::open(file));
    must(bulk->apply_migrations(schema));
    const std::string body(1'400, 'x');
    const std::string comment(160, 'c');
    std::int64_t rows = 0;
    const double loading = seconds_of([&] {
        must(bulk->begin());
        for (std::int64_t id = 1; id <= questions * 4; ++id) {
            const bool is_question = id % 4 == 1;
            const std::optional<std::int64_t> parent =
                is_question ? std::nullopt : std::optional{id - (id - 1) % 4};
            const std::optional<std::string_view> title =
                is_question ? std::optional<std::string_view>{"Why did the bell toll at noon?"}
                            : std::nullopt;
            must(bulk->execute(
                insert_post_query, {id, parent, id % 977, id % 40, id * 1'000, title, body}
            ));
            for (std::int64_t number = 0; number < 3; ++number) {
                must(bulk->execute(insert_comment_query, {id * 3 + number, id, comment}));
            }
            rows += 4;
            if (rows % 5'000 == 0) {
                must(bulk->commit());
                must(bulk->begin());
            }
        }
        for (std::int64_t id = 0; id < 977; ++id)
            must(bulk->execute(insert_user_query, {id, "Jane", 101}));
        must(bulk->commit());
    });
    const double indexing = seconds_of([&] {
        must(bulk->run_script("CREATE INDEX posts_by_parent ON posts (parent_id, score); CREATE "
                              "INDEX comments_by_post ON comments (post_id)"));
    });
    const double swapping =
        seconds_of([&] { must(replace_database(std::move(bulk), file.string() + ".live")); });
    fmt::print(
        "bulk load            {:>9.0f} rows/s ({} MB)\n",
        static_cast<double>(rows) / loading,
        std::filesystem::file_size(file.string() + ".live") >> 20
    );
    fmt::print("two indexes after    {:>9.2f} s\n", indexing);
    fmt::print("put in place         {:>9.2f} s\n", swapping);
}

void read_pages(Database& database, int threads) {
    constexpr int pages = 20'000;
    std::atomic<std::int64_t> bytes{0};
    const auto read = [&](int from) {
        for (int page = 0; page < pages; ++page) {
            const std::int64_t id = (from + page) * 7'919LL % questions * 4 + 1;
            std::int64_t seen = 0;
            must(database.read([&](ReadTransaction& tx) -> Result<void> {
                TRY(tx.each(find_post_query, {id}, [&](const Row& row) {
                    seen += std::ssize(row.text(5));
                }));
                TRY(tx.each(list_answers_query, {id}, [&](const Row& row) {
                    seen += std::ssize(row.text(4));
                }));
                TRY(tx.each(list_comments_query, {id}, [&](const Row& row) {
                    seen += std::ssize(row.text(1));
                }));
                return tx.each(list_users_query, {id}, [&](const Row& row) {
                    seen += std::ssize(row.text(1));
                });
            }));
            bytes += seen;
        }
    };
    const double took = seconds_of([&] {
        std::vector<std::jthread> readers;
        for (int thread = 0; thread < threads; ++thread)
            readers.emplace_back(read, thread * 1'000);
    });
    fmt::print(
        "page, {} thread(s)    {:>9.1f} µs ({} bytes in 19 rows; {:.0f} pages/s)\n",
        threads,
        took * threads / (pages * threads) * 1e6,
        bytes / (pages * threads),
        pages * threads / took
    );
}

void write_votes(Database& database, int clients) {
    constexpr std::int64_t duration = 2'000;
    std::atomic<std::int64_t> written{0};
    std::vector<std::vector<double>> waits(static_cast<std::size_t>(clients));
    const std::int64_t end = monotonic_milliseconds() + duration;
    const double took = seconds_of([&] {
        std::vector<std::jthread> writers;
        for (int client = 0; client < clients; ++client) {
            writers.emplace_back([&, client] {
                while (monotonic_milliseconds() < end) {
                    waits[static_cast<std::size_t>(client)].push_back(seconds_of([&] {
                        must(database.write([&](Transaction& tx) -> Result<void> {
                            TRY(tx.execute(insert_vote_query, {written.load(), client}));
                            return {};
                        }));
                    }));
                    ++written;
                }
            });
        }
    });
    std::vector<double> all;
    for (const auto& some : waits)
        all.insert(all.end(), some.begin(), some.end());
    std::ranges::sort(all);
    const auto percentile = [&](std::size_t percent) {
        return all[all.size() * percent / 100] * 1e3;
    };
    fmt::print(
        "write, {:>2} client(s)   {:>9.0f} a second (p50 {:.2f} ms, p99 {:.2f} ms)\n",
        clients,
        static_cast<double>(written) / took,
        percentile(50),
        percentile(99)
    );
}

} // namespace

int main(int count, char** arguments) {
    set_log_level(LogLevel::warning);
    const std::filesystem::path folder =
        std::filesystem::path{count > 1 ? arguments[1] : "/dev/shm"} / "attest_db_bench";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    load(folder / "bench.sqlite");
    {
        const auto database =
            must(Database::open({.file = folder / "bench.sqlite.live", .migrations = schema}));
        for (const int threads : {1, 2})
            read_pages(*database, threads);
        for (const int clients : {1, 32})
            write_votes(*database, clients);
    }
    std::filesystem::remove_all(folder);
    return 0;
}
