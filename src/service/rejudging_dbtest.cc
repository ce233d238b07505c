#include "service/rejudging.h"

#include "kit/must.h"
#include "kit/test_site.h"
#include "service/answering.h"
#include "service/limits.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace attest;
using namespace attest::service;

namespace {

std::vector<storage::QueuedJob> waiting(const TestSite& site) {
    return must(site.database().read([&](db::ReadTransaction& tx) {
        return storage::list_due_jobs(tx, judging_job, site.now(), 100);
    }));
}

} // namespace

TEST_CASE("What cites a source that changed is judged in slices, and all of it in the end") {
    TestSite site;
    const QuestionId question = site.a_question();
    const std::int64_t posts = (2 * posts_judged_at_once) + 1;
    site.run("INSERT INTO sources (id, key, csl, title, author, issued, kind, is_single_item, "
             "criticism, title_key, author_key, shelfmark, origin_group, created_at, revision) "
             "VALUES (7, 'abc', '{}', 'A', '', '', 3, 0, '', 'a', '', '', 7, 0, 1)");
    for (std::size_t row = 0; row < domain::all_act_limits().size(); ++row)
        site.settings().rates.set(row, {});
    const Member writer = site.a_member("Vera Writer", 3'000);
    // Each cites the whole work, which is no evidence unless the work is a single item.
    for (std::int64_t i = 0; i < posts; ++i) {
        must(post_answer(
            site,
            writer.actor,
            {.question = question,
             .markdown = fmt::format("This is said of him for the time {} [@abc].", i)}
        ));
    }
    site.run("UPDATE sources SET is_single_item = 1");
    const auto judged = [&] { return site.number("SELECT count(*) FROM claims WHERE status = 1"); };

    must(site.database().write([&](db::Transaction& tx) {
        return judge_posts_citing(tx, SourceId{7}, site.now());
    }));
    CHECK(judged() == posts_judged_at_once);
    int jobs = 0;
    while (!waiting(site).empty()) {
        REQUIRE(waiting(site).size() == 1);
        must(judge_more(site, waiting(site).front()));
        ++jobs;
    }
    CHECK(jobs == 2);
    CHECK(judged() == posts);
    CHECK_FALSE(judge_more(site, {.id = JobId{1}, .kind = "judging", .payload = "7"}));
}
