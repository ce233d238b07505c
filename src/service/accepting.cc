#include "service/accepting.h"

#include "domain/voting.h"
#include "storage/questions.h"
#include "storage/reputation.h"
#include "storage/votes.h"

namespace attest::service {

namespace {

using storage::AcceptancePlace;

storage::CountedAct
act_of_acceptance(const AcceptancePlace& place, const domain::Actor& asker, Time at) {
    return {
        .kind = domain::VoteKind::accepted,
        .post = post_id(place.answer),
        .is_answer = true,
        .author = place.facts.author,
        .actor = asker.user,
        .at = at,
    };
}

/// What its acceptance brought goes; of one that came with a dump it stays in what was imported.
Result<void>
take_back(db::Transaction& tx, const AcceptancePlace& place, const domain::Actor& asker) {
    TRY(storage::delete_acceptance(tx, place.answer));
    for (const storage::ReputationEvent& event :
         storage::reputation_of_act(act_of_acceptance(place, asker, {})))
        TRY(storage::undo_reputation(tx, event));
    return {};
}

Result<void>
accept(db::Transaction& tx, const AcceptancePlace& place, const domain::Actor& asker, Time at) {
    // The dump's own acceptance has brought its reputation there.
    if (place.imported_accepted == place.answer) return {};
    TRY(storage::insert_vote(
        tx,
        {.post = post_id(place.answer), .voter = asker.user, .kind = domain::VoteKind::accepted},
        at
    ));
    for (const storage::ReputationEvent& event :
         storage::reputation_of_act(act_of_acceptance(place, asker, at)))
        TRY(storage::apply_reputation(tx, event));
    return {};
}

} // namespace

Result<void> accept_answer(const Site& site, const domain::Actor& actor, const AcceptAnswer& form) {
    const Time now = site.clock();
    TRY(domain::check_not_suspended(actor, now));
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const AcceptancePlace place = TRY(storage::find_acceptance_place(tx, form.answer));
        TRY(domain::check_acceptance(actor, place.facts, now));
        const bool is_accepted = place.accepted == form.answer;
        if (is_accepted != form.undo) return {};

        if (form.undo) {
            TRY(take_back(tx, place, actor));
            return storage::update_accepted_answer(tx, place.question, std::nullopt);
        }
        if (place.accepted) {
            const Result<AcceptancePlace> before =
                storage::find_acceptance_place(tx, *place.accepted);
            const bool is_broken = !before && before.error().code() != ErrorCode::not_found;
            if (is_broken) return std::unexpected{before.error()};
            if (before) TRY(take_back(tx, *before, actor));
        }
        TRY(accept(tx, place, actor, now));
        return storage::update_accepted_answer(tx, place.question, form.answer);
    });
}

} // namespace attest::service
