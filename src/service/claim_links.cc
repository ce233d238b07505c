#include "service/claim_links.h"

#include "base/text.h"
#include "service/act_limits.h"
#include "service/open_claims.h"
#include "service/writing.h"
#include "storage/posts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace attest::service {

namespace {

std::unexpected<Error> refuse_other(const std::string& message) {
    return refuse("other", message);
}

ClaimId first_of(const storage::ClaimRecord& claim) {
    return claim.same_as.value_or(claim.id);
}

Result<std::vector<storage::SameClaim>>
list_same(db::ReadTransaction& tx, const storage::ClaimRecord& claim) {
    std::vector<storage::SameClaim> same = TRY(storage::list_same_claims(tx, claim.post));
    std::erase_if(same, [&](const storage::SameClaim& one) { return one.claim != claim.id; });
    return same;
}

Result<QuestionId> question_of(db::ReadTransaction& tx, PostId post) {
    const storage::PostRecord record = TRY(storage::find_post(tx, post));
    return record.question.value_or(QuestionId{post.value});
}

Result<void> read_same(db::ReadTransaction& tx, ClaimPage& page) {
    for (const storage::SameClaim& same : TRY(list_same(tx, page.claim))) {
        page.same.push_back(
            {.claim = TRY(storage::find_claim_record(tx, same.other)), .join = std::nullopt}
        );
        page.same.back().join = TRY(storage::find_claim_join(tx, same.other));
        for (storage::CitationRecord& citation : TRY(storage::list_citations(tx, same.other))) {
            if (!citation.withdrawn_at) page.citations.push_back(std::move(citation));
        }
        for (storage::CheckRecord& check : TRY(storage::list_checks_of_claim(tx, same.other)))
            page.checks.push_back(std::move(check));
    }
    page.join = TRY(storage::find_claim_join(tx, page.claim.id));
    return {};
}

} // namespace

Result<void> read_claim_links(db::ReadTransaction& tx, ClaimPage& page) {
    if (page.claim.is_detached) return {};
    TRY(read_same(tx, page));
    const std::vector<storage::ClaimRecord> claims =
        TRY(storage::list_claims_of_question(tx, page.question));
    for (const storage::ClaimRecord& claim : claims) {
        const bool is_same = std::ranges::any_of(page.same, [&](const OtherClaim& one) {
            return one.claim.id == claim.id;
        });
        if (claim.post != page.claim.post && !is_same) page.offered.push_back(claim);
    }
    if (!page.claim.is_inference) return {};
    for (const storage::ClaimBase& base : TRY(storage::list_claim_bases(tx, page.claim.post))) {
        if (base.claim != page.claim.id) continue;
        const auto found = std::ranges::find(claims, base.base, &storage::ClaimRecord::id);
        if (found != claims.end()) page.bases.push_back(*found);
    }
    return {};
}

Result<void>
join_claims(const Site& site, const domain::Actor& actor, ClaimId claim, ClaimId other) {
    const Time now = site.clock();
    TRY(domain::check_not_suspended(actor, now));
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::ClaimRecord left = TRY(find_open_claim(tx, site, actor, claim)).claim;
        const storage::ClaimRecord right = TRY(find_open_claim(tx, site, actor, other)).claim;
        if (left.post == right.post)
            return refuse_other("Choose a claim of another answer to this question.");
        const QuestionId question = TRY(question_of(tx, left.post));
        if (question != TRY(question_of(tx, right.post)))
            return refuse_other("Choose a claim of another answer to this question.");
        if (first_of(left) == first_of(right))
            return refuse_other("These two are known to be the same already.");
        if (left.is_inference || right.is_inference) {
            return refuse_other(
                "An inference rests on other claims, not on sources. Join those claims."
            );
        }
        const std::vector<storage::SameClaim> ours = TRY(list_same(tx, left));
        const std::vector<storage::SameClaim> theirs = TRY(list_same(tx, right));
        if (ours.size() + theirs.size() + 2 > same_claims_max) {
            return refuse_other(fmt::format("At most {} claims can be the same.", same_claims_max));
        }
        TRY(check_limit(tx, site, actor, domain::LimitedAct::cite));
        for (const storage::ClaimRecord* side : {&left, &right}) {
            if (side->is_bare_link) TRY(storage::take_up_claim(tx, side->id, std::nullopt));
        }
        TRY(storage::join_claims(tx, first_of(left), first_of(right), actor.user, now));
        return judge_post(tx, left.post);
    });
}

Result<void> part_claim(const Site& site, const domain::Actor& actor, ClaimId claim) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const OpenClaim open = TRY(find_open_claim(tx, site, actor, claim));
        const std::optional<storage::ClaimJoin> join = TRY(storage::find_claim_join(tx, claim));
        if (!join) {
            return fail(
                ErrorCode::conflict, "This claim was not joined to another. Part that one."
            );
        }
        const bool may_part = join->user == actor.user || open.post.record.author == actor.user
                              || actor.is_moderator();
        if (!may_part) {
            return fail(
                ErrorCode::forbidden,
                "Only who joined two claims, the writer of the answer, or a moderator can part "
                "them."
            );
        }
        const std::vector<PostId> before = TRY(find_same_posts(tx, open.claim.post));
        TRY(storage::part_claim(tx, claim));
        return judge_parted(tx, open.claim.post, before);
    });
}

Result<std::vector<PostId>> find_same_posts(db::ReadTransaction& tx, PostId post) {
    std::vector<PostId> posts;
    for (const storage::SameClaim& same : TRY(storage::list_same_claims(tx, post))) {
        if (std::ranges::find(posts, same.other_post) == posts.end())
            posts.push_back(same.other_post);
    }
    return posts;
}

Result<void> judge_same_posts(db::Transaction& tx, PostId post) {
    if (TRY(find_same_posts(tx, post)).empty()) return {};
    return judge_post(tx, post);
}

Result<void> judge_parted(db::Transaction& tx, PostId post, const std::vector<PostId>& same) {
    TRY(judge_post(tx, post));
    for (const PostId other : same)
        TRY(judge_post(tx, other));
    return {};
}

} // namespace attest::service
