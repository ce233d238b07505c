// Reading questions: the lists and the page.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/actor.h"
#include "domain/evidence_ranking.h"
#include "domain/ids.h"
#include "domain/kinds.h"
#include "domain/posts.h"
#include "service/evidence.h"
#include "service/people.h"
#include "service/site.h"
#include "storage/evidence.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::service {

/// Paging of every list: by number up to offset_max rows in, so that no page costs more the deeper
/// it is.
struct PageRequest {
    std::int64_t number = 1; ///< From 1.
    std::int64_t size = 30;
};

inline constexpr std::int64_t page_size_max = 100;
inline constexpr std::int64_t offset_max =
    1'000; ///< Beyond, lists go on by key (`after`): decisions.md, 26.

enum class QuestionOrder : std::uint8_t { newest, active, hot, unanswered, votes, week, month };

struct QuestionListRequest {
    QuestionOrder order = QuestionOrder::active;
    std::optional<std::string> tag = {};
    PageRequest page = {};
    /// Goes on after this question (its key is looked up): for pages deeper than offset_max and for
    /// feeds.
    std::optional<QuestionId> after = {};
    bool with_excerpts = false;
};

using QuestionSummary = domain::QuestionSummary;

struct QuestionList {
    std::vector<QuestionSummary> questions;
    std::int64_t total = 0; ///< A stored counter; for hot, week and month the length of the list.
    bool has_more = false;
};

Result<QuestionList> list_questions(const Site& site, const QuestionListRequest& request);

/// Summaries of the given questions in the given order; those that are gone are left out.
Result<std::vector<QuestionSummary>>
list_questions_by_id(const Site& site, const std::vector<QuestionId>& ids);

/// `best` is what the site puts first: by evidence where that is the rule, else the accepted answer
/// and then by votes.
enum class AnswerOrder : std::uint8_t { best, evidence, votes, newest, oldest, active };

using CommentView = domain::Comment;
using PostView = domain::Post;
using AnswerView = domain::Answer;
using TitledQuestion = domain::TitledQuestion;

/// Why a question is closed, from its newest closing act.
struct ClosedView {
    Time at;
    std::string
        reason_id; ///< The dump's CloseReasonId ("101"), "" if unknown; a message key's end.
    std::vector<TitledQuestion> originals; ///< Of a duplicate.
    std::vector<Byline> voters;
};

struct QuestionPage {
    QuestionId id;
    std::string title;
    std::string slug;
    std::vector<std::string> tags;
    std::int64_t view_count = 0;
    Time active_at;
    PostView post;
    std::optional<ClosedView> closed;
    std::vector<AnswerView> answers; ///< This page of them, in the order asked for; the accepted
                                     ///< one is not moved but in `best`.
    std::int64_t answer_count = 0;
    AnswerOrder order = AnswerOrder::best;
    bool is_by_evidence = false;       ///< How they stand now.
    bool is_first_by_evidence = false; ///< How they stand when nobody chose an order.
    int answers_with_claims = 0;
    std::vector<domain::WeighedAnswer> weighed = {}; ///< Where they stand by evidence: all of them.
    QuestionEvidence evidence = {};                  ///< Of the posts that carry claims.
    std::vector<TitledQuestion> linked;              ///< At most 10.
    std::vector<TitledQuestion> related;             ///< At most 10.
    std::vector<TitledQuestion>
        duplicates; ///< Questions closed as duplicates of this one, at most 10.
    std::int64_t duplicate_count = 0;
    /// Those that the reader may still see, behind the last page of the others.
    std::vector<AnswerView> deleted_answers = {};
};

/// Deleted answers shown to those who may see them.
inline constexpr std::int64_t deleted_answers_max = 30;

/// Answers on one page of a question; the rest follow on further pages.
inline constexpr std::int64_t answers_per_page = 30;

/// At most 8 statements for a visitor, 6 where nobody cites anything. `not_found` if
/// there is no such question or it is deleted and not for the reader's eyes.
Result<QuestionPage> read_question(
    const Site& site,
    QuestionId id,
    AnswerOrder order,
    std::int64_t page,
    const std::optional<domain::Actor>& reader = std::nullopt
);

/// Where a post is read: for `/q/ID`, `/a/ID`, `/posts/ID` and for links from lists.
struct PostAddress {
    QuestionId question;
    std::string slug;
    std::optional<AnswerId> answer; ///< Set if the post is an answer.
    std::int64_t page = 1; ///< The page of answers on which the answer stands in the default order.
    AnswerOrder order = AnswerOrder::best;
};

/// `not_found` for posts without a page of their own, and for those that the reader may not see.
Result<PostAddress> find_post_address(
    const Site& site, PostId id, const std::optional<domain::Actor>& reader = std::nullopt
);

/// Totals printed on the home page and in the footer.
struct SiteTotals {
    std::int64_t questions = 0;
    std::int64_t answers = 0;
    std::int64_t unanswered = 0;
    std::int64_t comments = 0;
    std::int64_t users = 0;
    std::int64_t tags = 0;
};

Result<SiteTotals> read_totals(const Site& site);

/// Questions for the sitemap, in slices by id: a slice holds those whose ids lie in the
/// `sitemap_slice` from its first. So a question never moves to another slice.
struct SitemapEntry {
    QuestionId id;
    std::string slug;
    Time active_at;
};

/// Sitemaps may hold 50,000 addresses (sitemaps.org); ours are smaller so that a slice is one short
/// read.
inline constexpr std::int64_t sitemap_slice = 5'000;

/// The first id of every slice that holds a question; a multiple of sitemap_slice.
Result<std::vector<QuestionId>> list_sitemap_slices(const Site& site);
Result<std::vector<SitemapEntry>> list_sitemap(const Site& site, QuestionId from);

} // namespace attest::service
