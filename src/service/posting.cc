#include "service/posting.h"

#include "base/text.h"
#include "markup/comment.h"
#include "service/markup_options.h"
#include "service/notices.h"
#include "service/writing.h"
#include "storage/answers.h"
#include "storage/comments.h"
#include "storage/questions.h"
#include "storage/users.h"
#include "storage/votes.h"

#include <utility>

namespace attest::service {

namespace {

/// A question or an answer that is there for readers, with its question.
struct LivePost {
    storage::PostRecord post;
    QuestionId question;
    bool is_answer = false;
};

Result<LivePost> find_live_post(db::ReadTransaction& tx, PostId id) {
    const storage::PostPlace place = TRY(storage::find_post_place(tx, id));
    return LivePost{
        .post = TRY(storage::find_post(tx, id)),
        .question = place.question,
        .is_answer = place.answer.has_value(),
    };
}

Result<void> count_score(db::Transaction& tx, const LivePost& live, std::int64_t change) {
    if (!live.is_answer) return storage::count_question_score(tx, live.question, change);
    return storage::count_answer_score(
        tx, {.answer = AnswerId{live.post.id.value}, .question = live.question}, change
    );
}

} // namespace

Result<QuestionId> post_question(const Site& site, const PostQuestion& form) {
    TRY(check_title(form.title));
    TRY(check_tags(form.tags));
    const storage::NewQuestion question{
        .title = std::string{trim(form.title)},
        .tags = form.tags,
        .body = TRY(render_body(site, form.markdown, std::nullopt)),
        .act = act_of(site, form.author),
    };
    return site.database.write([&](db::Transaction& tx) {
        return storage::insert_question(tx, question);
    });
}

Result<AnswerId> post_answer(const Site& site, const PostAnswer& form) {
    const storage::NewAnswer answer{
        .question = form.question,
        .body = TRY(render_body(site, form.markdown, std::nullopt)),
        .act = act_of(site, form.author),
    };
    return site.database.write([&](db::Transaction& tx) -> Result<AnswerId> {
        const storage::PostPlace place = TRY(storage::find_post_place(tx, post_id(form.question)));
        if (place.question != form.question) {
            return fail(ErrorCode::not_found, "There is no such question here.");
        }
        const AnswerId id = TRY(storage::insert_answer(tx, answer));
        TRY(leave_answer_notice(tx, id, answer.act.at));
        return id;
    });
}

Result<CommentId> post_comment(const Site& site, const PostComment& form) {
    if (trim(form.markdown).empty()) return refuse("body", "Write something first.");
    const markup::Rendered rendered =
        markup::render_comment(form.markdown, markup_options(site.settings, form.post));
    const storage::Act act = act_of(site, form.author);
    return site.database.write([&](db::Transaction& tx) -> Result<CommentId> {
        const storage::PostPlace place = TRY(storage::find_post_place(tx, form.post));
        return storage::insert_comment(
            tx,
            {.post = form.post,
             .question = place.question,
             .source = form.markdown,
             .html = rendered.html,
             .act = act}
        );
    });
}

Result<void> vote(const Site& site, const Vote& form) {
    const bool is_up = form.kind == domain::VoteKind::up;
    if (!is_up && form.kind != domain::VoteKind::down) {
        return refuse("kind", "Vote up or down.");
    }
    const storage::Ballot ballot{.post = form.post, .voter = form.voter, .kind = form.kind};
    const storage::Ballot opposite{
        .post = form.post,
        .voter = form.voter,
        .kind = is_up ? domain::VoteKind::down : domain::VoteKind::up,
    };
    const Time now = site.clock();
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const LivePost live = TRY(find_live_post(tx, form.post));
        if (live.post.author == form.voter) {
            return fail(ErrorCode::forbidden, "You cannot vote on your own post.");
        }
        TRY(storage::insert_vote(tx, ballot, now));
        const bool has_turned = TRY(storage::delete_vote(tx, opposite));
        const std::int64_t turned = has_turned ? 1 : 0;
        TRY(storage::count_votes_cast(
            tx,
            form.voter,
            is_up ? storage::VoteCounts{.up = 1, .down = -turned}
                  : storage::VoteCounts{.up = -turned, .down = 1}
        ));
        return count_score(tx, live, (is_up ? 1 : -1) * (1 + turned));
    });
}

Result<void> take_back_vote(const Site& site, const Vote& form) {
    const bool is_up = form.kind == domain::VoteKind::up;
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const LivePost live = TRY(find_live_post(tx, form.post));
        const bool was_cast = TRY(
            storage::delete_vote(tx, {.post = form.post, .voter = form.voter, .kind = form.kind})
        );
        if (!was_cast) return fail(ErrorCode::conflict, "You have no such vote on this post.");
        TRY(storage::count_votes_cast(
            tx, form.voter, is_up ? storage::VoteCounts{.up = -1} : storage::VoteCounts{.down = -1}
        ));
        return count_score(tx, live, is_up ? -1 : 1);
    });
}

Result<void> accept_answer(const Site& site, const AcceptAnswer& form) {
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const PostId wanted = form.answer ? post_id(*form.answer) : post_id(form.question);
        const storage::PostPlace place = TRY(storage::find_post_place(tx, wanted));
        if (place.question != form.question || place.answer != form.answer) {
            return fail(ErrorCode::not_found, "There is no such answer to this question.");
        }
        return storage::update_accepted_answer(tx, form.question, form.answer);
    });
}

} // namespace attest::service
