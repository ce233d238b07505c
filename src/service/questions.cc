#include "service/questions.h"

#include "base/verify.h"
#include "domain/closing.h"
#include "domain/deleting.h"
#include "domain/slug.h"
#include "service/evidence.h"
#include "service/paging.h"
#include "service/visible_posts.h"
#include "storage/answer_evidence.h"
#include "storage/answers.h"
#include "storage/comments.h"
#include "storage/deletions.h"
#include "storage/post_history.h"
#include "storage/post_links.h"
#include "storage/questions.h"
#include "storage/ranked_questions.h"
#include "storage/tags.h"
#include "storage/totals.h"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <utility>

namespace attest::service {

namespace {

/// A list is either kept in order by an index, or ranked by a job.
std::optional<domain::RankedList> ranked_list_of(QuestionOrder order) {
    switch (order) {
    case QuestionOrder::hot:
        return domain::RankedList::hot;
    case QuestionOrder::week:
        return domain::RankedList::week;
    case QuestionOrder::month:
        return domain::RankedList::month;
    case QuestionOrder::newest:
    case QuestionOrder::active:
    case QuestionOrder::unanswered:
    case QuestionOrder::votes:
        return std::nullopt;
    }
    std::unreachable();
}

storage::QuestionKey key_of(QuestionOrder order) {
    switch (order) {
    case QuestionOrder::newest:
        return storage::QuestionKey::creation;
    case QuestionOrder::unanswered:
        return storage::QuestionKey::unanswered;
    case QuestionOrder::votes:
        return storage::QuestionKey::score;
    case QuestionOrder::active:
    case QuestionOrder::hot:
    case QuestionOrder::week:
    case QuestionOrder::month:
        return storage::QuestionKey::activity;
    }
    std::unreachable();
}

/// How far the claims of each question are checked, as a line of a list shows it.
Result<void> add_evidence(db::ReadTransaction& tx, std::vector<QuestionSummary>& questions) {
    std::vector<QuestionId> ids;
    ids.reserve(questions.size());
    for (const QuestionSummary& question : questions)
        ids.push_back(question.id);
    for (const storage::QuestionEvidence& post : TRY(storage::list_question_evidence(tx, ids))) {
        const auto question = std::ranges::find(questions, post.question, &QuestionSummary::id);
        VERIFY(question != questions.end());
        add_answer_evidence(question->evidence, post.counts);
    }
    return {};
}

Result<QuestionList> list_ranked(
    db::ReadTransaction& tx, const QuestionListRequest& request, const storage::RankedListPart& part
) {
    const Window window = TRY(window_of(request.page));
    QuestionList list;
    list.questions = TRY(storage::list_ranked_questions(
        tx,
        {.list = part.list,
         .tag = part.tag,
         .after = request.after,
         .limit = window.limit(),
         .offset = request.after ? 0 : window.offset,
         .with_excerpts = request.with_excerpts}
    ));
    list.has_more = cut_to(list.questions, window);
    list.total = TRY(storage::count_ranked_questions(tx, part));
    TRY(add_evidence(tx, list.questions));
    return list;
}

Result<std::int64_t> total_of(
    db::ReadTransaction& tx, QuestionOrder order, const std::optional<storage::TagRecord>& tag
) {
    const bool only_unanswered = order == QuestionOrder::unanswered;
    if (tag) return only_unanswered ? tag->unanswered_count : tag->question_count;
    return storage::find_total(tx, only_unanswered ? "unanswered" : "questions");
}

Result<QuestionList>
read_list(db::ReadTransaction& tx, const QuestionListRequest& request, const Window& window) {
    std::optional<storage::TagRecord> tag;
    if (request.tag) tag = TRY(storage::find_tag(tx, *request.tag));
    const std::optional<TagId> tag_id = tag ? std::optional{tag->id} : std::nullopt;
    if (const auto ranked = ranked_list_of(request.order)) {
        return list_ranked(tx, request, {.list = *ranked, .tag = tag_id});
    }

    storage::QuestionListFilter filter{
        .key = key_of(request.order),
        .tag = tag_id,
        .limit = window.limit(),
        .offset = window.offset,
        .with_excerpts = request.with_excerpts,
    };
    if (request.after) {
        const auto start = TRY(storage::find_question_list_start(tx, *request.after, filter.key));
        if (!start) {
            return fail(
                ErrorCode::not_found,
                "The question after which the list should go on is gone. Start the list again."
            );
        }
        filter.start = *start;
        filter.offset = 0;
    }

    QuestionList list;
    list.questions = TRY(storage::list_questions(tx, filter));
    list.has_more = cut_to(list.questions, window);
    list.total = TRY(total_of(tx, request.order, tag));
    TRY(add_evidence(tx, list.questions));
    return list;
}

} // namespace

Result<QuestionList> list_questions(const Site& site, const QuestionListRequest& request) {
    const Window window = TRY(window_of(request.page));
    return site.database.read([&](db::ReadTransaction& tx) {
        return read_list(tx, request, window);
    });
}

Result<std::vector<QuestionSummary>>
list_questions_by_id(const Site& site, const std::vector<QuestionId>& ids) {
    return site.database.read([&](db::ReadTransaction& tx) {
        return storage::list_questions_by_id(tx, ids);
    });
}

namespace {

/// What the posts of a question's page claim, and how its answers stand by that.
struct Weighing {
    std::vector<storage::WeighedPost> posts;    ///< The answers alone.
    std::vector<domain::WeighedAnswer> answers; ///< By evidence, the first first.
    std::vector<storage::PostEvidence> evidence;
    int answers_with_claims = 0;

    [[nodiscard]] bool is_first(const SiteSettings& settings) const {
        return domain::is_first_by_evidence(
            settings.first_order, settings.is_imported(), answers_with_claims
        );
    }
};

Result<Weighing> weigh_answers(db::ReadTransaction& tx, QuestionId question) {
    Weighing weighing;
    for (storage::WeighedPost& post : TRY(storage::list_weighed_posts(tx, question))) {
        if (post.claim_count > 0) {
            weighing.evidence.push_back(
                {.post = post.post, .claim_count = post.claim_count, .counts = post.counts}
            );
        }
        if (!post.is_answer) continue;
        weighing.answers_with_claims += post.claim_count > 0 ? 1 : 0;
        const domain::VotesBothWays votes = domain::votes_both_ways(post.score, post.known_down);
        weighing.answers.push_back(
            {.post = post.post,
             .up = votes.up,
             .down = votes.down,
             .evidence = read_answer_evidence(post.counts)}
        );
        weighing.posts.push_back(std::move(post));
    }
    domain::order_by_evidence(weighing.answers);
    return weighing;
}

/// Whether an answer stands before another; `evidence` has an order of its own.
bool stands_before(
    AnswerOrder order, const storage::WeighedPost& left, const storage::WeighedPost& right
) {
    switch (order) {
    case AnswerOrder::best: // confidence rises with the score: domain/ranking.h
        if (left.is_accepted != right.is_accepted) return left.is_accepted;
        [[fallthrough]];
    case AnswerOrder::evidence:
    case AnswerOrder::votes:
        return left.score != right.score ? left.score > right.score : left.post < right.post;
    case AnswerOrder::newest:
        return std::pair{left.created_at, left.post} > std::pair{right.created_at, right.post};
    case AnswerOrder::oldest:
        return std::pair{left.created_at, left.post} < std::pair{right.created_at, right.post};
    case AnswerOrder::active:
        return std::pair{left.active_at, left.post} > std::pair{right.active_at, right.post};
    }
    std::unreachable();
}

/// All answers in the order asked for, where `best` means what the site puts first.
std::vector<PostId>
ordered_answers(const SiteSettings& settings, const Weighing& weighing, AnswerOrder order) {
    std::vector<PostId> ids;
    ids.reserve(weighing.answers.size());
    if (order == AnswerOrder::evidence
        || (order == AnswerOrder::best && weighing.is_first(settings))) {
        for (const domain::WeighedAnswer& answer : weighing.answers)
            ids.push_back(answer.post);
        return ids;
    }
    std::vector<const storage::WeighedPost*> posts;
    for (const storage::WeighedPost& post : weighing.posts)
        posts.push_back(&post);
    std::ranges::sort(posts, [&](const auto* left, const auto* right) {
        return stands_before(order, *left, *right);
    });
    for (const storage::WeighedPost* post : posts)
        ids.push_back(post->post);
    return ids;
}

Result<std::vector<AnswerView>>
read_answers(db::ReadTransaction& tx, std::span<const PostId> ordered, std::int64_t page) {
    const std::int64_t count = std::ssize(ordered);
    const std::int64_t pages =
        std::max<std::int64_t>(1, (count + answers_per_page - 1) / answers_per_page);
    if (page < 1 || page > pages) {
        return fail(ErrorCode::not_found, "This question has no such page of answers.");
    }
    if (count == 0) return std::vector<AnswerView>{};
    const std::int64_t first = (page - 1) * answers_per_page;
    return storage::list_answers_by_id(
        tx,
        ordered.subspan(
            static_cast<std::size_t>(first),
            static_cast<std::size_t>(std::min(answers_per_page, count - first))
        )
    );
}

/// Reads the comments of all posts shown, and gives each post its own.
Result<void> read_comments(db::ReadTransaction& tx, const std::vector<PostView*>& posts) {
    std::vector<PostId> commented;
    for (const PostView* post : posts) {
        if (post->comment_count > 0) commented.push_back(post->id);
    }
    if (commented.empty()) return {};

    std::vector<CommentView> comments = TRY(storage::list_comments(tx, commented));
    for (CommentView& comment : comments) {
        const auto post = std::ranges::find(posts, comment.post, &PostView::id);
        if (post != posts.end()) (*post)->comments.push_back(std::move(comment));
    }
    return {};
}

/// A dump that did not say under which licence, and the rows made before we said it, stand under
/// the site's.
void fill_licenses(const SiteSettings& settings, const std::vector<PostView*>& posts) {
    for (PostView* post : posts) {
        if (post->license.empty()) post->license = settings.license;
        for (CommentView& comment : post->comments) {
            if (comment.license.empty()) comment.license = settings.license;
        }
    }
}

Result<ClosedView> read_closing(db::ReadTransaction& tx, const storage::QuestionRecord& question) {
    ClosedView closed{.at = *question.closed_at, .reason_id = {}, .originals = {}, .voters = {}};
    const auto closing = TRY(storage::find_closing(tx, question.post.id));
    if (!closing) return closed;
    closed.reason_id = closing->summary;
    for (domain::CloseVoter& voter : domain::parse_close_details(closing->text).voters) {
        closed.voters.push_back({.id = voter.id, .name = std::move(voter.name)});
    }
    return closed;
}

} // namespace

namespace {

Result<storage::QuestionRecord> find_visible_question(
    db::ReadTransaction& tx, const Site& site, QuestionId id, const Reader& reader
) {
    if (!reader) return storage::find_question(tx, id);
    storage::QuestionRecord question = TRY(storage::find_any_question(tx, id));
    const bool is_hidden =
        question.post.deleted_at
        && !domain::may_see_deleted(reader, question.post.author.id, site.settings.thresholds);
    if (is_hidden) return fail(ErrorCode::not_found, "There is no such question here.");
    return question;
}

bool is_last_page(const QuestionPage& view, std::int64_t page) {
    return page * answers_per_page >= view.answer_count;
}

/// The deleted answers that the reader may see: their own, or all.
Result<std::vector<AnswerView>> read_deleted_answers(
    db::ReadTransaction& tx, const Site& site, QuestionId id, const Reader& reader
) {
    std::vector<AnswerView> answers =
        TRY(storage::list_deleted_answers(tx, id, deleted_answers_max));
    std::erase_if(answers, [&](const AnswerView& answer) {
        return !domain::may_see_deleted(reader, answer.post.author.id, site.settings.thresholds);
    });
    return answers;
}

} // namespace

Result<QuestionPage> read_question(
    const Site& site, QuestionId id, AnswerOrder order, std::int64_t page, const Reader& reader
) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<QuestionPage> {
        storage::QuestionRecord question = TRY(find_visible_question(tx, site, id, reader));
        Weighing weighing = TRY(weigh_answers(tx, id));
        const bool is_first = weighing.is_first(site.settings);
        const std::vector<PostId> ordered = ordered_answers(site.settings, weighing, order);
        QuestionPage view{
            .id = question.id,
            .title = std::move(question.title),
            .slug = {},
            .tags = std::move(question.tags),
            .view_count = question.view_count,
            .active_at = question.active_at,
            .post = std::move(question.post),
            .closed = std::nullopt,
            .answers = TRY(read_answers(tx, ordered, page)),
            .answer_count = question.answer_count,
            .order = order,
            .is_by_evidence =
                order == AnswerOrder::evidence || (order == AnswerOrder::best && is_first),
            .is_first_by_evidence = is_first,
            .answers_with_claims = weighing.answers_with_claims,
            .weighed = std::move(weighing.answers),
            .evidence = TRY(read_question_evidence(tx, id, std::move(weighing.evidence))),
            .linked = {},
            .related = {},
            .duplicates = {},
            .duplicate_count = 0,
        };
        view.slug = domain::make_slug(view.title);

        if (reader && is_last_page(view, page)) {
            view.deleted_answers = TRY(read_deleted_answers(tx, site, id, reader));
        }
        std::vector<PostView*> posts{&view.post};
        for (AnswerView& answer : view.answers)
            posts.push_back(&answer.post);
        for (AnswerView& answer : view.deleted_answers)
            posts.push_back(&answer.post);
        TRY(read_comments(tx, posts));
        fill_licenses(site.settings, posts);

        storage::Surroundings around = TRY(storage::find_surroundings(tx, id));
        view.linked = std::move(around.linked);
        view.related = std::move(around.related);
        view.duplicates = std::move(around.duplicates);
        view.duplicate_count = around.duplicate_count;
        if (question.closed_at) {
            view.closed = TRY(read_closing(tx, question));
            view.closed->originals = std::move(around.originals);
        }
        return view;
    });
}

Result<PostAddress> find_post_address(const Site& site, PostId id, const Reader& reader) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<PostAddress> {
        const storage::PostPlace place = TRY(find_visible_place(tx, site, id, reader));
        PostAddress address{
            .question = place.question,
            .slug = domain::make_slug(place.title),
            .answer = place.answer,
            .page = 1,
            .order = AnswerOrder::best,
        };
        if (!place.answer || place.answer_count <= answers_per_page) return address;
        const Weighing weighing = TRY(weigh_answers(tx, place.question));
        const std::vector<PostId> ordered =
            ordered_answers(site.settings, weighing, AnswerOrder::best);
        const auto found = std::ranges::find(ordered, post_id(*place.answer));
        if (found != ordered.end()) address.page = (found - ordered.begin()) / answers_per_page + 1;
        return address;
    });
}

Result<SiteTotals> read_totals(const Site& site) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<SiteTotals> {
        const storage::Totals totals = TRY(storage::find_totals(tx));
        return SiteTotals{
            .questions = totals.questions,
            .answers = totals.answers,
            .unanswered = totals.unanswered,
            .comments = totals.comments,
            .users = totals.users,
            .tags = totals.tags,
        };
    });
}

Result<std::vector<QuestionId>> list_sitemap_slices(const Site& site) {
    std::vector<QuestionId> slices;
    for (QuestionId from{1};;) {
        const std::optional<QuestionId> next = TRY(site.database.read([&](db::ReadTransaction& tx) {
            return storage::find_question_from(tx, from);
        }));
        if (!next) return slices;
        slices.push_back(QuestionId{next->value - next->value % sitemap_slice});
        from.value = slices.back().value + sitemap_slice;
    }
}

Result<std::vector<SitemapEntry>> list_sitemap(const Site& site, QuestionId from) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<std::vector<SitemapEntry>> {
        const QuestionId to{from.value + sitemap_slice};
        const std::vector<storage::QuestionAddress> questions =
            TRY(storage::list_question_addresses(tx, from, to));
        std::vector<SitemapEntry> entries;
        entries.reserve(questions.size());
        for (const storage::QuestionAddress& question : questions) {
            entries.push_back({
                .id = question.id,
                .slug = domain::make_slug(question.title),
                .active_at = question.active_at,
            });
        }
        return entries;
    });
}

} // namespace attest::service
