#include "storage/findings.h"

#include "kit/must.h"
#include "kit/test_site.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace attest; // NOLINT(google-build-using-namespace): a test

namespace {

/// Lines of all findings after `sql` has done its damage behind the site's back.
std::vector<std::string> damage(const TestSite& site, std::string_view sql) {
    must(site.database().write([&](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute({.name = "damage", .sql = sql}));
        return {};
    }));
    std::vector<std::string> lines;
    for (const auto find : {storage::find_wrong_numbers, storage::find_broken_relations}) {
        for (const storage::Findings& kind : must(site.database().read(find))) {
            for (const storage::Finding& one : kind.some)
                lines.push_back(storage::format_finding(kind, one));
        }
    }
    return lines;
}

} // namespace

TEST_CASE("A site whose numbers are right has no findings") {
    const TestSite site;
    CHECK(damage(site, "DELETE FROM changes").empty());
}

TEST_CASE("Every derived number that is changed behind the site's back is found") {
    struct Planted {
        std::string_view sql;
        std::string_view seen;
    };

    for (const auto& [sql, seen] : {
             Planted{"UPDATE posts SET answer_count = 7 WHERE kind = 1", "answer_count is 7"},
             Planted{"UPDATE posts SET comment_count = 7 WHERE kind = 1", "comment_count is 7"},
             Planted{"UPDATE posts SET score = 7 WHERE kind = 2", "score is 7"},
             Planted{"UPDATE posts SET is_unanswered = 0 WHERE kind = 1", "is_unanswered is 0"},
             Planted{"UPDATE users SET question_count = 7", "question_count is 7"},
             Planted{"UPDATE users SET answer_count = 7", "answer_count is 7"},
             Planted{"UPDATE users SET gold_count = 7", "has 7 badges"},
             Planted{"UPDATE tags SET question_count = 7", "question_count is 7"},
             Planted{"UPDATE tags SET unanswered_count = 7", "unanswered_count is 7"},
             Planted{"UPDATE totals SET value = 7 WHERE name = 'users'", "7 stored"},
             Planted{"UPDATE question_tags SET score = 7", "other keys"},
             Planted{"UPDATE posts SET tags = '|a|b|' WHERE kind = 1", "stands under 1 tags"},
             Planted{"UPDATE posts SET tags = '|war|' WHERE kind = 1", "which it does not have"},
             Planted{"DELETE FROM tags", "which is not there"},
             Planted{"UPDATE comments SET post_id = 1", "its post 1 is not there"},
             Planted{"UPDATE posts SET question_id = 1 WHERE kind = 2", "its question 1 is not"},
             Planted{"UPDATE posts SET accepted_answer_id = 1 WHERE kind = 1", "accepted answer 1"},
             Planted{"DELETE FROM users", "is not there"},
             Planted{"DELETE FROM post_history", "has no first revision"},
         }) {
        CAPTURE(sql);
        TestSite fresh;
        const UserId someone = fresh.a_user("Jane");
        const QuestionId asked = fresh.a_question().by(someone).tagged({"law"});
        fresh.an_answer(asked).by(someone).post();
        fresh.a_comment(post_id(asked)).by(someone).post();
        REQUIRE(damage(fresh, "DELETE FROM changes").empty());
        bool is_seen = false;
        for (const std::string& line : damage(fresh, sql))
            is_seen = is_seen || line.find(seen) != std::string::npos;
        CHECK(is_seen);
    }
}
