#include "service/waiting_checks.h"

#include "base/text.h"
#include "security/token.h"
#include "service/limits.h"
#include "service/open_claims.h"
#include "service/posted_check.h"
#include "service/visible_posts.h"
#include "storage/posts.h"

#include <fmt/format.h>

namespace attest::service {

namespace {

std::unexpected<Error> refuse_gone() {
    return fail(
        ErrorCode::not_found,
        "Nothing waits here: it was confirmed, thrown away, or is older than a week."
    );
}

Result<WaitingCheck> find_waiting(db::ReadTransaction& tx, std::string_view token, Time now) {
    if (!security::is_token(token)) return refuse_gone();
    std::optional<WaitingCheck> check =
        TRY(storage::find_waiting_check(tx, security::hash_token(token), now));
    if (!check) return refuse_gone();
    return *std::move(check);
}

/// What a visitor may check: a live claim's citation in a post that everybody may see.
Result<storage::ClaimRecord> find_checked_claim(
    db::ReadTransaction& tx, const Site& site, const storage::CitationRecord& citation
) {
    storage::ClaimRecord claim = TRY(storage::find_claim_record(tx, citation.claim));
    TRY(find_visible_place(tx, site, claim.post, std::nullopt));
    if (claim.is_detached || citation.withdrawn_at) {
        return fail(ErrorCode::conflict, "This citation was withdrawn. There is nothing to check.");
    }
    const storage::PostRecord post = TRY(storage::find_post(tx, claim.post));
    TRY(check_unlocked(post, false));
    return claim;
}

Result<void> check_room(db::ReadTransaction& tx, std::string_view address_hash, Time now) {
    const storage::WaitingCheckCounts counts =
        TRY(storage::count_waiting_checks(tx, address_hash, now));
    if (counts.of_address >= waiting_checks_of_address_max) {
        return fail(
            ErrorCode::rate_limited,
            fmt::format(
                "{} of your checks wait already. Sign in and confirm them first.",
                waiting_checks_of_address_max
            )
        );
    }
    if (counts.all < waiting_checks_max) return {};
    return fail(
        ErrorCode::rate_limited, "Too many checks wait for an account just now. Sign in to check."
    );
}

} // namespace

Result<std::string> keep_check(
    const Network& network, const Site& site, const CheckCitation& form, const std::string& from
) {
    TRY(network.throttle->take(fmt::format("waiting check {}", from), waiting_check_limit));
    const Time now = site.clock();
    const security::NewToken token = security::new_token(network.random);
    const std::string address = security::hash_token(form.address);
    TRY(site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::CitationRecord citation = TRY(storage::find_citation(tx, form.citation));
        const storage::ClaimRecord claim = TRY(find_checked_claim(tx, site, citation));
        TRY(check_posted_words(form, citation.content.is_absence));
        TRY(check_room(tx, address, now));
        return storage::insert_waiting_check(
            tx,
            token.hash,
            {.citation = citation.id,
             .verdict = form.verdict,
             .is_of_translation = form.is_of_translation,
             .seen = form.seen,
             .note = std::string{trim(form.note)},
             .passage = std::string{trim(form.passage)},
             .wording_hash = claim.place.wording_hash,
             .content_hash = citation.content.hash,
             .address_hash = address,
             .created_at = now,
             .expires_at = now + waiting_check_life}
        );
    }));
    return token.secret;
}

Result<WaitingCheckPage> read_waiting_check(
    const Site& site, std::string_view token, const std::optional<domain::Actor>& reader
) {
    const WaitingCheck check =
        TRY(site.database.read([&](db::ReadTransaction& tx) -> Result<WaitingCheck> {
            return find_waiting(tx, token, site.clock());
        }));
    const ClaimId claim = TRY(find_claim_of_citation(site, check.citation));
    return WaitingCheckPage{.check = check, .claim = TRY(read_claim_page(site, claim, reader))};
}

Result<ClaimId>
confirm_check(const Site& site, const domain::Actor& actor, std::string_view token) {
    return site.database.write([&](db::Transaction& tx) -> Result<ClaimId> {
        const WaitingCheck check = TRY(find_waiting(tx, token, site.clock()));
        const storage::CitationRecord citation = TRY(storage::find_citation(tx, check.citation));
        const storage::ClaimRecord claim = TRY(storage::find_claim_record(tx, citation.claim));
        if (claim.place.wording_hash != check.wording_hash
            || citation.content.hash != check.content_hash) {
            return fail(
                ErrorCode::conflict,
                "The sentence or its citation has changed since you looked. Look once more."
            );
        }
        TRY(storage::delete_waiting_check(tx, security::hash_token(token)));
        return post_check(
            tx,
            site,
            actor,
            {.citation = check.citation,
             .verdict = check.verdict,
             .seen = check.seen,
             .is_of_translation = check.is_of_translation,
             .note = check.note,
             .passage = check.passage},
            check.address_hash
        );
    });
}

Result<ClaimId> discard_check(const Site& site, std::string_view token) {
    return site.database.write([&](db::Transaction& tx) -> Result<ClaimId> {
        const WaitingCheck check = TRY(find_waiting(tx, token, site.clock()));
        TRY(storage::delete_waiting_check(tx, security::hash_token(token)));
        return TRY(storage::find_citation(tx, check.citation)).claim;
    });
}

Result<void> forget_expired_checks(const Site& site) {
    const Time now = site.clock();
    return site.database.write([&](db::Transaction& tx) {
        return storage::delete_expired_waiting_checks(tx, now);
    });
}

} // namespace attest::service
