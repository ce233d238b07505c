#include "service/closing.h"

#include "base/text.h"
#include "domain/privileges.h"
#include "service/act_limits.h"
#include "service/writing.h"
#include "storage/changes.h"
#include "storage/closing_votes.h"
#include "storage/moderation_log.h"
#include "storage/post_history.h"
#include "storage/posts.h"
#include "storage/questions.h"
#include "storage/users.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace attest::service {

namespace {

/// Questions with votes that the list shows.
constexpr std::int64_t voted_questions_shown_max = 100;

/// Characters of what a voter says to the next ones, and of why a post is locked.
constexpr std::size_t closing_note_length_max = 500;

std::unexpected<Error> no_such_question() {
    return fail(ErrorCode::not_found, "There is no such question here.");
}

/// A question that is there for readers.
Result<storage::PostRecord> find_live_question(db::ReadTransaction& tx, QuestionId id) {
    storage::PostRecord post = TRY(storage::find_post(tx, post_id(id)));
    if (post.kind != domain::PostKind::question || post.deleted_at) return no_such_question();
    return post;
}

/// Who asked may vote on the own question earlier than on others'.
Result<void>
check_may_vote(const Site& site, const domain::Actor& actor, std::optional<UserId> author) {
    const bool is_own = author == actor.user;
    return domain::check_privilege(
        actor,
        is_own ? domain::Privilege::see_close_votes : domain::Privilege::close,
        site.settings.thresholds
    );
}

Result<void> check_original(db::ReadTransaction& tx, QuestionId question, QuestionId original) {
    if (original == question) {
        return refuse("originals", "A question is no duplicate of itself. Name another one.");
    }
    const Result<storage::PostRecord> post = find_live_question(tx, original);
    if (!post && post.error().code() != ErrorCode::not_found) {
        return std::unexpected{post.error()};
    }
    if (!post) {
        return refuse(
            "originals",
            fmt::format("There is no question {} here. Check the number.", original.value)
        );
    }
    if (!post->closed_at) return {};
    const auto closing = TRY(storage::find_closing(tx, post_id(original)));
    if (!closing) return {};
    const auto originals = domain::parse_close_details(closing->text).originals;
    if (std::ranges::find(originals, question) == originals.end()) return {};
    return refuse(
        "originals",
        fmt::format("Question {} is itself closed as a duplicate of this one.", original.value)
    );
}

Result<void> check_originals(db::ReadTransaction& tx, const CloseQuestion& form) {
    if (form.reason != domain::CloseReason::duplicate) return {};
    if (form.originals.empty()) {
        return refuse("originals", "Say which question this one repeats.");
    }
    if (form.originals.size() > domain::close_originals_max) {
        return refuse(
            "originals", fmt::format("Name at most {} questions.", domain::close_originals_max)
        );
    }
    for (const QuestionId original : form.originals)
        TRY(check_original(tx, form.question, original));
    return {};
}

Result<std::vector<domain::CloseVoter>>
voters_of(db::ReadTransaction& tx, const std::vector<domain::CloseVote>& votes) {
    std::vector<domain::CloseVoter> voters;
    for (const domain::CloseVote& vote : votes) {
        const Result<storage::UserRecord> user = storage::find_user(tx, vote.voter);
        voters.push_back({.id = vote.voter, .name = user ? user->user.user.name : std::string{}});
    }
    return voters;
}

storage::ClosingVoteFilter
votes_that_count(const Site& site, QuestionId question, domain::ClosingAim aim) {
    return {.question = question, .aim = aim, .since = site.clock() - domain::closing_vote_age_max};
}

/// What every closing and reopening writes, apart from the state itself.
struct Decision {
    QuestionId question;
    domain::HistoryKind kind = domain::HistoryKind::closed;
    std::string details;
    bool by_moderator = false;
    std::string note;
};

Result<void>
record_decision(db::Transaction& tx, const Decision& decision, const storage::Act& act) {
    const PostId post = post_id(decision.question);
    TRY(storage::settle_closing_votes(tx, decision.question, act.at));
    TRY(storage::insert_history(tx, post, act, {.kind = decision.kind, .text = decision.details}));
    if (!decision.by_moderator) return {};
    return storage::log_moderation(
        tx,
        {.moderator = act.actor,
         .kind = decision.kind == domain::HistoryKind::closed ? "closed" : "reopened",
         .post = post,
         .note = decision.note},
        act.at
    );
}

Result<void> close_now(
    db::Transaction& tx,
    const CloseQuestion& form,
    const domain::Actor& actor,
    const std::vector<domain::CloseVote>& votes,
    storage::Act act
) {
    const domain::CloseVerdict verdict =
        actor.is_moderator()
            ? domain::CloseVerdict{.reason = form.reason, .originals = form.originals}
            : domain::count_close_votes(votes);
    act.summary = fmt::format("{}", std::to_underlying(verdict.reason));
    const Decision decision{
        .question = form.question,
        .kind = domain::HistoryKind::closed,
        .details = domain::format_close_details(
            {.voters = TRY(voters_of(tx, votes)), .originals = verdict.originals}
        ),
        .by_moderator = actor.is_moderator(),
        .note = form.note,
    };
    TRY(record_decision(tx, decision, act));
    if (verdict.reason == domain::CloseReason::duplicate) {
        TRY(storage::insert_duplicate_links(tx, form.question, verdict.originals, act.at));
    }
    return storage::update_closed(tx, form.question, act.at);
}

Result<void> check_note(const std::string& note) {
    if (utf8_length(note) <= closing_note_length_max) return {};
    return refuse("note", fmt::format("Shorten this to {} characters.", closing_note_length_max));
}

} // namespace

Result<ClosingOutcome>
close_question(const Site& site, const domain::Actor& actor, const CloseQuestion& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    TRY(check_note(form.note));
    const storage::Act act = act_of(site, actor.user);
    const storage::ClosingBallot ballot{
        .question = form.question,
        .aim = domain::ClosingAim::close,
        .vote = {.voter = actor.user, .reason = form.reason, .originals = form.originals},
        .note = form.note,
    };
    return site.database.write([&](db::Transaction& tx) -> Result<ClosingOutcome> {
        const storage::PostRecord question = TRY(find_live_question(tx, form.question));
        TRY(check_may_vote(site, actor, question.author));
        TRY(domain::check_not_locked(actor, question.locked_at));
        if (question.closed_at) {
            return fail(ErrorCode::conflict, "This question is closed already.");
        }
        TRY(check_originals(tx, form));
        TRY(check_limit(tx, site, actor, domain::LimitedAct::vote_to_close));
        TRY(storage::insert_closing_vote(tx, ballot, act.at));
        const std::vector<domain::CloseVote> votes = TRY(storage::list_closing_votes(
            tx, votes_that_count(site, form.question, domain::ClosingAim::close)
        ));
        ClosingOutcome outcome{.votes = static_cast<std::int64_t>(votes.size())};
        outcome.is_done = actor.is_moderator() || outcome.votes >= outcome.votes_needed;
        if (outcome.is_done) {
            TRY(close_now(tx, form, actor, votes, act));
        } else {
            storage::announce_question(tx, form.question);
        }
        return outcome;
    });
}

Result<ClosingOutcome>
reopen_question(const Site& site, const domain::Actor& actor, QuestionId id) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    const storage::Act act = act_of(site, actor.user);
    const storage::ClosingBallot ballot{
        .question = id,
        .aim = domain::ClosingAim::reopen,
        .vote = {.voter = actor.user, .reason = {}, .originals = {}},
        .note = {},
    };
    return site.database.write([&](db::Transaction& tx) -> Result<ClosingOutcome> {
        const storage::PostRecord question = TRY(find_live_question(tx, id));
        TRY(check_may_vote(site, actor, question.author));
        TRY(domain::check_not_locked(actor, question.locked_at));
        if (!question.closed_at) return fail(ErrorCode::conflict, "This question is open.");
        TRY(check_limit(tx, site, actor, domain::LimitedAct::vote_to_close));
        TRY(storage::insert_closing_vote(tx, ballot, act.at));
        const std::vector<domain::CloseVote> votes = TRY(
            storage::list_closing_votes(tx, votes_that_count(site, id, domain::ClosingAim::reopen))
        );
        ClosingOutcome outcome{.votes = static_cast<std::int64_t>(votes.size())};
        outcome.is_done = actor.is_moderator() || outcome.votes >= outcome.votes_needed;
        if (!outcome.is_done) {
            storage::announce_question(tx, id);
            return outcome;
        }
        const Decision decision{
            .question = id,
            .kind = domain::HistoryKind::reopened,
            .details =
                domain::format_close_details({.voters = TRY(voters_of(tx, votes)), .originals = {}}
                ),
            .by_moderator = actor.is_moderator(),
            .note = {},
        };
        TRY(record_decision(tx, decision, act));
        TRY(storage::delete_duplicate_links(tx, id));
        TRY(storage::update_closed(tx, id, std::nullopt));
        return outcome;
    });
}

Result<void> take_back_closing_vote(
    const Site& site, const domain::Actor& actor, QuestionId question, domain::ClosingAim aim
) {
    const storage::ClosingBallot ballot{
        .question = question,
        .aim = aim,
        .vote = {.voter = actor.user, .reason = {}, .originals = {}},
        .note = {}
    };
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(find_live_question(tx, question));
        if (!TRY(storage::delete_closing_vote(tx, ballot))) {
            return fail(ErrorCode::conflict, "You have no such vote on this question.");
        }
        storage::announce_question(tx, question);
        return {};
    });
}

Result<ClosingState> read_closing_state(const Site& site, QuestionId id) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<ClosingState> {
        storage::PostRecord question = TRY(find_live_question(tx, id));
        const domain::ClosingAim aim =
            question.closed_at ? domain::ClosingAim::reopen : domain::ClosingAim::close;
        return ClosingState{
            .question = id,
            .title = std::move(question.title),
            .is_closed = question.closed_at.has_value(),
            .locked_at = question.locked_at,
            .author = question.author,
            .votes = TRY(storage::list_closing_votes(tx, votes_that_count(site, id, aim))),
        };
    });
}

Result<void>
check_may_close(const Site& site, const domain::Actor& actor, const ClosingState& question) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    TRY(check_may_vote(site, actor, question.author));
    return domain::check_not_locked(actor, question.locked_at);
}

Result<std::vector<domain::VotedQuestion>>
list_voted_questions(const Site& site, const domain::Actor& actor) {
    TRY(domain::check_privilege(actor, domain::Privilege::close, site.settings.thresholds));
    const Time since = site.clock() - domain::closing_vote_age_max;
    return site.database.read([&](db::ReadTransaction& tx) {
        return storage::list_voted_questions(tx, since, voted_questions_shown_max);
    });
}

namespace {

Result<void> check_moderator(const domain::Actor& actor) {
    if (actor.is_moderator()) return {};
    return fail(ErrorCode::forbidden, "Only a moderator can lock a post. Flag it and say why.");
}

Result<void> change_lock(
    const Site& site, const domain::Actor& actor, PostId id, bool locks, const std::string& reason
) {
    TRY(check_moderator(actor));
    TRY(check_note(reason));
    storage::Act act = act_of(site, actor.user);
    act.summary = reason;
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::PostPlace place = TRY(storage::find_post_place(tx, id));
        const storage::PostRecord post = TRY(storage::find_post(tx, id));
        if (post.locked_at.has_value() == locks) {
            return fail(
                ErrorCode::conflict,
                locks ? "This post is locked already." : "This post is not locked."
            );
        }
        TRY(storage::update_locked(tx, id, locks ? std::optional{act.at} : std::nullopt));
        const domain::HistoryKind kind =
            locks ? domain::HistoryKind::locked : domain::HistoryKind::unlocked;
        TRY(storage::insert_history(tx, id, act, {.kind = kind}));
        storage::announce_question(tx, place.question);
        return storage::log_moderation(
            tx,
            {.moderator = actor.user,
             .kind = locks ? "locked" : "unlocked",
             .post = id,
             .note = reason},
            act.at
        );
    });
}

} // namespace

Result<void>
lock_post(const Site& site, const domain::Actor& actor, PostId post, const std::string& reason) {
    return change_lock(site, actor, post, true, reason);
}

Result<void> unlock_post(const Site& site, const domain::Actor& actor, PostId post) {
    return change_lock(site, actor, post, false, {});
}

} // namespace attest::service
