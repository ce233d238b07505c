// No reader sees a page older than a change that was acknowledged before he asked: writers edit
// through the service layer while readers read, with the cache as it is served, and, to show that
// the test can see it, with a cache as one writes it at first.
#include "http/reader.h"
#include "kit/actors.h"
#include "kit/must.h"
#include "service/accepting.h"
#include "service/answering.h"
#include "service/commenting.h"
#include "service/editing.h"
#include "service/voting.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

using namespace attest;

namespace {

constexpr std::size_t raced_questions = 4;
constexpr std::chrono::milliseconds race_length{1'500};

/// A question's newest acknowledged number.
struct Raced {
    QuestionId question;
    std::string path;
    std::atomic<std::int64_t> acknowledged{0};
};

std::int64_t number_in(std::string_view body) {
    constexpr std::string_view before = "The number is ";
    const std::size_t at = body.find(before);
    if (at == std::string_view::npos) return 0;
    const std::string_view rest = body.substr(at + before.size());
    return parse_number<std::int64_t>(rest.substr(0, rest.find('.'))).value_or(0);
}

/// A way to read pages, and what a writer does after its commit.
struct ReadingWay {
    std::function<std::string(const std::string& path)> read;
    std::function<void(const std::string& path)> after_commit;
};

struct RaceResult {
    std::int64_t reads = 0;
    std::int64_t writes = 0;
    std::int64_t stale = 0;
};

RaceResult race(const Site& site, UserId editor, std::vector<Raced>& raced, const ReadingWay& way) {
    std::atomic<bool> is_over{false};
    std::atomic<std::int64_t> reads{0};
    std::atomic<std::int64_t> writes{0};
    std::atomic<std::int64_t> stale{0};
    std::vector<std::jthread> threads;
    for (Raced& one : raced) {
        threads.emplace_back([&] {
            for (std::int64_t number = one.acknowledged + 1; !is_over; ++number) {
                const auto edited = service::edit_post(
                    site,
                    acting_as(editor),
                    {.post = post_id(one.question),
                     .markdown = fmt::format("The number is {}. And so on.", number)}
                );
                if (!edited) return;
                way.after_commit(one.path);
                one.acknowledged = number;
                ++writes;
            }
        });
    }
    for (int reader = 0; reader < 4; ++reader) {
        threads.emplace_back([&, reader] {
            for (std::size_t turn = static_cast<std::size_t>(reader); !is_over; ++turn) {
                const Raced& one = raced[turn % raced.size()];
                const std::int64_t before = one.acknowledged;
                if (number_in(way.read(one.path)) < before) ++stale;
                ++reads;
            }
        });
    }
    std::this_thread::sleep_for(race_length);
    is_over = true;
    threads.clear();
    return {reads, writes, stale};
}

struct RaceSite {
    TestSite site;
    UserId editor = site.a_user("Editor", 3'000);
    std::vector<Raced> raced{raced_questions};
    http::StaticFiles files{http::embedded_static_files()};

    RaceSite() {
        for (Raced& one : raced) {
            one.question = site.a_question().titled("A title");
            one.path = fmt::format("/questions/{}/a-title", one.question.value);
        }
    }

    endpoint::Application application(std::size_t cache_bytes) {
        return endpoint::Application{
            {{.site = &site.site(), .stamps = &site.stamps()}},
            all_doors(),
            files,
            {.cache_bytes_max = cache_bytes, .verified_hits = 0},
        };
    }
};

/// As the server does it: the I/O thread's way first, then a worker's.
std::string read_page(const endpoint::Application& application, const std::string& path) {
    const http::Request request = http::Request::from_parts({.target = path});
    if (const auto ready = application.fast_answer(request.head())) {
        return std::string{ready->body.view};
    }
    return std::string{application.handle(request).body_view()};
}

/// The cache that one writes at first: pages by address, dropped by the writer after its commit.
class NaiveCache {
public:
    std::string read(const std::string& path, const std::function<std::string()>& render) {
        {
            const std::lock_guard lock{mutex_};
            const auto found = pages_.find(path);
            if (found != pages_.end()) return found->second;
        }
        std::string page = render(); // a commit may come in here, and its drop …
        const std::lock_guard lock{mutex_};
        pages_[path] = page; // … and then the page of before lives on
        return page;
    }

    void drop(const std::string& path) {
        const std::lock_guard lock{mutex_};
        pages_.erase(path);
    }

private:
    std::mutex mutex_;
    std::unordered_map<std::string, std::string> pages_;
};

} // namespace

TEST_CASE("No reader sees a page older than an acknowledged edit") {
    RaceSite site;
    const endpoint::Application application = site.application(endpoint::page_cache_bytes_default);
    const RaceResult result = race(
        site.site,
        site.editor,
        site.raced,
        {.read = [&](const std::string& path) { return read_page(application, path); },
         .after_commit = [](const std::string&) {}}
    );
    MESSAGE(result.reads << " reads, " << result.writes << " edits, " << result.stale << " stale");
    CHECK(result.stale == 0);
    CHECK(result.writes > 20);
    CHECK(application.cache_metrics().hits > 100);
}

TEST_CASE("The race is one that a cache with a drop list loses") {
    RaceSite site;
    const endpoint::Application application = site.application(0);
    NaiveCache naive;
    // On a busy machine the two may never meet in one round.
    constexpr int rounds_max = 10;
    RaceResult result;
    for (int round = 0; round < rounds_max && result.stale == 0; ++round) {
        result = race(
            site.site,
            site.editor,
            site.raced,
            {.read = [&](const std::string& path
                     ) { return naive.read(path, [&] { return read_page(application, path); }); },
             .after_commit = [&](const std::string& path) { naive.drop(path); }}
        );
    }
    MESSAGE(result.reads << " reads, " << result.writes << " edits, " << result.stale << " stale");
    CHECK(result.stale > 0);
}

TEST_CASE("A page from the cache is sent with the same headers as a fresh one") {
    Reader reader;
    const http::ReceivedAnswer fresh = reader.get(reader.question_path());
    reader.get(reader.question_path());
    const http::ReceivedAnswer kept = reader.get(reader.question_path());
    CHECK(kept.body == fresh.body);
    for (const char* name : {"content-type", "etag", "cache-control", "content-security-policy"})
        CHECK(kept.header(name) == fresh.header(name));
    CHECK(reader.server.application().cache_metrics().entries > 0);
}

TEST_CASE("A comment, a vote and a new name are seen on a page that was in the cache") {
    Reader reader;
    const auto page = [&] { return reader.get(reader.question_path()).body; };
    for (int times = 0; times < 3; ++times)
        page();

    reader.site.advance(minutes(1));
    must(service::post_comment(
        reader.site,
        acting_as(reader.jane),
        {.post = post_id(reader.answer), .markdown = "A second thought."}
    ));
    CHECK(page().contains("A second thought."));
    CHECK(page().contains("A second thought."));

    must(service::vote(
        reader.site,
        acting_as(reader.site.a_user("Voter", 100)),
        {.post = post_id(reader.answer), .kind = domain::VoteKind::up}
    ));
    CHECK(page().contains("Score 8"));

    must(service::post_answer(
        reader.site,
        reader.site.a_member("Christopher").actor,
        {.question = reader.question, .markdown = "In short: no, and at length neither."}
    ));
    CHECK(page().contains("2 answers"));
    CHECK(reader.get("/questions").body.contains("2 answers"));
}

TEST_CASE("A reader with a cookie is never answered from the cache") {
    Reader reader;
    for (int times = 0; times < 3; ++times)
        reader.get(reader.question_path());
    const auto hits = [&] { return reader.server.application().cache_metrics().hits; };
    const std::uint64_t before = hits();
    CHECK(reader.get(reader.question_path(), "Cookie: a=b\r\n").status == 200);
    CHECK(hits() == before);
}
