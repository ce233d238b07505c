#include "service/voting.h"

#include "domain/voting.h"
#include "service/act_limits.h"
#include "storage/answers.h"
#include "storage/questions.h"
#include "storage/reputation.h"
#include "storage/users.h"
#include "storage/votes.h"

namespace attest::service {

namespace {

using domain::VoteKind;
using storage::VotePlace;

std::int64_t worth_of(std::optional<VoteKind> kind) {
    if (!kind) return 0;
    return *kind == VoteKind::up ? 1 : -1;
}

storage::CountedAct act_of_vote(const VotePlace& place, const domain::Actor& voter, VoteKind kind) {
    return {
        .kind = kind,
        .post = place.post,
        .is_answer = place.is_answer,
        .author = place.facts.author,
        .actor = voter.user,
        .at = {},
    };
}

storage::VoteCounts counts_of(VoteKind kind, std::int64_t change) {
    return kind == VoteKind::up ? storage::VoteCounts{.up = change}
                                : storage::VoteCounts{.down = change};
}

Result<void> take_back(db::Transaction& tx, const VotePlace& place, const domain::Actor& voter) {
    const VoteKind kind = place.facts.own->kind;
    TRY(storage::delete_vote(tx, {.post = place.post, .voter = voter.user, .kind = kind}));
    TRY(storage::count_votes_cast(tx, voter.user, counts_of(kind, -1)));
    for (const storage::ReputationEvent& event :
         storage::reputation_of_act(act_of_vote(place, voter, kind)))
        TRY(storage::undo_reputation(tx, event));
    return {};
}

Result<void> cast(
    db::Transaction& tx, const VotePlace& place, const domain::Actor& voter, domain::CastVote vote
) {
    TRY(storage::insert_vote(
        tx, {.post = place.post, .voter = voter.user, .kind = vote.kind}, vote.at
    ));
    TRY(storage::count_votes_cast(tx, voter.user, counts_of(vote.kind, 1)));
    storage::CountedAct act = act_of_vote(place, voter, vote.kind);
    act.at = vote.at;
    for (const storage::ReputationEvent& event : storage::reputation_of_act(act))
        TRY(storage::apply_reputation(tx, event));
    return {};
}

Result<void> count_score(db::Transaction& tx, const VotePlace& place, std::int64_t change) {
    if (!place.is_answer) return storage::count_question_score(tx, place.question, change);
    return storage::count_answer_score(
        tx, {.answer = AnswerId{place.post.value}, .question = place.question}, change
    );
}

} // namespace

Result<VotedPost> vote(const Site& site, const domain::Actor& actor, const Vote& form) {
    const Time now = site.clock();
    TRY(domain::check_not_suspended(actor, now));
    return site.database.write([&](db::Transaction& tx) -> Result<VotedPost> {
        const VotePlace place = TRY(storage::find_vote_place(tx, form.post, actor.user));
        TRY(domain::check_vote(actor, place.facts, form.kind, site.settings.thresholds, now));
        const std::optional<VoteKind> before =
            place.facts.own ? std::optional{place.facts.own->kind} : std::nullopt;
        if (before == form.kind) return VotedPost{.score = place.score, .own = before};

        if (before) TRY(take_back(tx, place, actor));
        if (form.kind) TRY(check_limit(tx, site, actor, domain::LimitedAct::vote));
        if (form.kind) TRY(cast(tx, place, actor, {.kind = *form.kind, .at = now}));
        const std::int64_t change = worth_of(form.kind) - worth_of(before);
        TRY(count_score(tx, place, change));
        return VotedPost{.score = place.score + change, .own = form.kind};
    });
}

} // namespace attest::service
