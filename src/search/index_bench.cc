// search_index_bench [POSTS [FOLDER]]: how fast a site of so many posts (85,000) is indexed,
// searched and compared. Where FOLDER holds the database of a site (site.sqlite), that is indexed.
//
// The posts are made up, the same at every run: words of a vocabulary with natural frequencies
// (Zipf), in questions with two or three answers, of lengths like those of real dumps. One word of
// twenty-three is a name, and sentences begin with a capital. Prints one JSON object.
#include "search/index.h"

#include "base/json.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "db/database.h"
#include "db/migrations.h"
#include "domain/kinds.h"
#include "search/rebuild.h"
#include "search/updater.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace attest::search {

namespace {

constexpr std::int64_t posts_default = 85'000;
constexpr std::size_t vocabulary_size = 30'000;
constexpr int searches = 2000;

/// xorshift64*: the same numbers everywhere, which the standard's distributions do not promise.
class Dice {
public:
    std::uint64_t next() {
        state_ ^= state_ >> 12U;
        state_ ^= state_ << 25U;
        state_ ^= state_ >> 27U;
        return state_ * 0x2545F4914F6CDD1DULL;
    }

    double share() { return static_cast<double>(next() >> 11U) / static_cast<double>(1ULL << 53U); }

    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }

private:
    std::uint64_t state_ = 20261125;
};

class Author {
public:
    Author() {
        constexpr std::string_view consonants = "bdfgklmnprstvz";
        constexpr std::string_view vowels = "aeiou";
        double sum = 0;
        for (std::size_t i = 0; i < vocabulary_size; ++i) {
            std::string word;
            const std::size_t syllables = 1 + i / 2000 % 2 + (i > 50 ? 1 : 0) + dice_.below(2);
            for (std::size_t j = 0; j < syllables; ++j) {
                word += consonants[dice_.below(consonants.size())];
                word += vowels[dice_.below(vowels.size())];
            }
            if (dice_.below(2) == 0) word += consonants[dice_.below(consonants.size())];
            if (i % 23 == 7) capitalize(word);
            vocabulary_.push_back(std::move(word));
            sum += 1.0 / std::pow(static_cast<double>(i) + 2.7, 1.05);
            sums_.push_back(sum);
        }
    }

    const std::string& word() {
        const auto found = std::ranges::lower_bound(sums_, dice_.share() * sums_.back());
        return vocabulary_[static_cast<std::size_t>(found - sums_.begin())];
    }

    /// A word that says something: not among the fifty most frequent.
    std::string telling_word() {
        while (true) {
            const std::string& chosen = word();
            if (std::find(vocabulary_.begin(), vocabulary_.begin() + 50, chosen)
                == vocabulary_.begin() + 50) {
                return chosen;
            }
        }
    }

    std::string text(std::size_t words) {
        std::string out;
        for (std::size_t i = 0; i < words; ++i) {
            std::string next = word();
            if (i % 17 == 0 && next.front() >= 'a') capitalize(next);
            out += next;
            out += i % 17 == 16 ? ". " : " ";
        }
        return out;
    }

    Dice& dice() { return dice_; }

    std::int64_t question = 0; ///< The newest.

private:
    static void capitalize(std::string& word) {
        word.front() = static_cast<char>(word.front() - 'a' + 'A');
    }

    Dice dice_;
    std::vector<std::string> vocabulary_;
    std::vector<double> sums_;
};

constexpr db::Query insert_bench_post_query{
    .name = "insert_bench_post",
    .sql = R"sql(
        INSERT INTO posts (id, kind, question_id, title, tags, created_at, active_at, score, body_format,
                           renderer_version, body_html, body_text)
        VALUES ($1, $2, $3, $4, $5, $6, $6, $7, 1, 1, '', $8)
    )sql",
};

constexpr db::Query insert_bench_total_query{
    .name = "insert_bench_total",
    .sql = "INSERT INTO totals (name, value) VALUES ('questions', $1)",
};

constexpr db::Query find_body_query{
    .name = "find_bench_body",
    .sql = "SELECT body_text FROM posts WHERE id = $1",
};

Result<void> insert_post(db::Transaction& tx, Author& author, std::int64_t id) {
    // Two of seven posts are questions; the others answer the one before them.
    const bool is_question = author.question == 0 || author.dice().below(7) < 2;
    if (is_question) author.question = id;
    const auto length = static_cast<std::size_t>(
        std::clamp(std::exp(4.3 + 1.4 * (author.dice().share() - 0.3)), 10.0, 4000.0)
    );
    const std::string title = is_question ? author.text(6 + author.dice().below(6)) : std::string{};
    const std::string tags =
        is_question
            ? fmt::format("|tag{}|tag{}|", author.dice().below(40), 40 + author.dice().below(500))
            : "";
    const std::string text = author.text(length);
    TRY(tx.execute(
        insert_bench_post_query,
        {id,
         is_question ? domain::PostKind::question : domain::PostKind::answer,
         is_question ? std::nullopt : std::optional{author.question},
         is_question ? std::optional{title} : std::nullopt,
         is_question ? std::optional{tags} : std::nullopt,
         1'300'000'000'000 + id * 3'600'000,
         static_cast<std::int64_t>(author.dice().below(30)) - 2,
         text}
    ));
    return {};
}

Result<void> fill(db::Database& database, std::int64_t posts) {
    Author author;
    for (std::int64_t id = 1; id <= posts;) {
        const std::int64_t end = std::min(id + 5000, posts + 1);
        TRY(database.write([&](db::Transaction& tx) -> Result<void> {
            for (std::int64_t i = id; i < end; ++i)
                TRY(insert_post(tx, author, i));
            return {};
        }));
        id = end;
    }
    return database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute(insert_bench_total_query, {posts}));
        return {};
    });
}

double cpu_milliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Median and 99th percentile of the processor time of `work`, run `searches` times after a
/// warm-up.
void measure(JsonWriter& json, std::string_view name, const std::function<void()>& work) {
    std::vector<double> times;
    for (int i = 0; i < searches + 50; ++i) {
        const double begun = cpu_milliseconds();
        work();
        if (i >= 50) times.push_back(cpu_milliseconds() - begun);
    }
    std::ranges::sort(times);
    json.field(fmt::format("{}_cpu_median_ms", name), times[times.size() / 2]);
    json.field(fmt::format("{}_cpu_p99_ms", name), times[times.size() * 99 / 100]);
}

/// Resident memory that is the process's own, in megabytes.
double anonymous_megabytes() {
    std::ifstream status{"/proc/self/status"};
    for (std::string line; std::getline(status, line);) {
        if (!line.starts_with("RssAnon:")) continue;
        const std::string_view rest = trim(std::string_view{line}.substr(8));
        const auto kilobytes = parse_number<std::int64_t>(rest.substr(0, rest.find(' ')));
        return static_cast<double>(kilobytes.value_or(0)) / 1024;
    }
    return 0;
}

double process_cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

std::int64_t bytes_under(const std::filesystem::path& folder) {
    std::int64_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator{folder})
        bytes += static_cast<std::int64_t>(file.file_size());
    return bytes;
}

Result<void>
measure_indexing(JsonWriter& json, SearchIndex& index, db::Database& database, std::int64_t posts) {
    double megabytes_max = 0;
    std::mutex mutex;
    const UpdaterOptions options{
        .fills_related = false,
        .on_progress =
            [&](std::int64_t, std::int64_t) {
                const std::lock_guard lock{mutex};
                megabytes_max = std::max(megabytes_max, anonymous_megabytes());
            },
    };
    const double cpu_begun = process_cpu_seconds();
    const auto begun = std::chrono::steady_clock::now();
    TRY(bring_up_to_date(index, database, options));
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begun;
    json.field("index_posts_per_second", static_cast<double>(posts) / spent.count());
    json.field(
        "index_posts_per_cpu_second",
        static_cast<double>(posts) / (process_cpu_seconds() - cpu_begun)
    );
    json.field("index_memory_mb", megabytes_max);
    json.field("index_bytes_per_post", bytes_under(*index.current_path()) / posts);
    return {};
}

Result<void> run(std::int64_t posts, const std::filesystem::path& folder) {
    const std::unique_ptr<db::Database> database =
        TRY(db::Database::open({.file = folder / "site.sqlite", .migrations = db::site_migrations()}
        ));
    const std::unique_ptr<SearchIndex> index =
        TRY(SearchIndex::open({.directory = folder / "index", .languages = {"en"}}));

    std::string out;
    JsonWriter json{out};
    json.begin_object();
    if (index->progress().state == Progress::State::absent) {
        const std::int64_t there = TRY(read_database_state(*database)).posts;
        if (there > 0) posts = there;
        if (there == 0) TRY(fill(*database, posts));
        TRY(measure_indexing(json, *index, *database, posts));
    }
    json.field("posts", posts);

    Author author;
    const auto search = [&](const std::string& text, bool with_snippets, bool with_facets) {
        const auto answer = index->search({.text = text, .with_facets = with_facets});
        if (!answer || !with_snippets) return;
        static_cast<void>(database->read([&](db::ReadTransaction& tx) -> Result<void> {
            for (const Hit& hit : answer->hits) {
                TRY(tx.each(find_body_query, {hit.post}, [&](const db::Row& row) {
                    static_cast<void>(answer->highlighter.snippet(row.text(0)));
                }));
            }
            return {};
        }));
    };
    const auto words = [&](int count) {
        std::string text;
        for (int i = 0; i < count; ++i)
            text += author.telling_word() + " ";
        return text;
    };
    measure(json, "two_words", [&] { search(words(2), false, false); });
    measure(json, "two_words_snippets", [&] { search(words(2), true, false); });
    measure(json, "two_words_facets", [&] { search(words(2), true, true); });
    measure(json, "phrase", [&] { search("\"" + words(2) + "\"", false, false); });
    measure(json, "tag_and_word", [&] { search("[tag3] " + words(1), false, false); });
    measure(json, "prefix", [&] {
        search(author.telling_word().substr(0, 3) + "*", false, false);
    });
    measure(json, "similar", [&] { static_cast<void>(index->similar(author.text(9), 10)); });
    std::int64_t question = 0;
    measure(json, "related", [&] {
        static_cast<void>(index->related(QuestionId{++question}, 10));
    });
    json.end_object();
    fmt::print("{}\n", out);
    return {};
}

} // namespace

} // namespace attest::search

int main(int argc, char** argv) {
    using namespace attest;
    set_log_level(LogLevel::warning);
    const std::int64_t posts =
        argc > 1 ? parse_number<std::int64_t>(argv[1]).value_or(search::posts_default)
                 : search::posts_default;
    const std::filesystem::path folder =
        argc > 2 ? argv[2] : "/dev/shm/attest_search_index_bench_" + random_hex(system_random(), 8);
    std::filesystem::create_directories(folder);
    const Result<void> outcome = search::run(posts, folder);
    std::error_code ignored;
    if (argc <= 2) std::filesystem::remove_all(folder, ignored);
    if (outcome) return 0;
    log_error("search_index_bench_failed", outcome.error());
    return 1;
}
