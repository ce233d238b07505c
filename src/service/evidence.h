// Checking, objecting, asking for a source: what readers do with claims (evidence.md, B4 to B7),
// and the judgement that follows from it.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/actor.h"
#include "domain/evidence_ranking.h"
#include "service/site.h"
#include "storage/claim_links.h"
#include "storage/evidence.h"
#include "storage/shown_evidence.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

// What the doors see of storage's records.
using storage::CheckRecord;
using storage::CitationContent;
using storage::CitationRecord;
using storage::CitedSource;
using storage::ClaimRecord;
using storage::ListedClaim;
using storage::PostEvidence;
using storage::ShownCitation;
using storage::ShownClaim;
using storage::ShownClaims;
using storage::ShownDate;
using storage::ShownSource;
using storage::WantedClaims;

/// Judges every live claim of a post again, from its citations and checks, and counts its evidence.
Result<void> judge_post(db::Transaction& tx, PostId post);

/// The counts of PostEvidence.
domain::AnswerEvidence read_answer_evidence(std::string_view counts);

/// Adds what a post of several claims to what the others do.
void add_answer_evidence(domain::AnswerEvidence& sum, std::string_view counts);

/// A claim of another answer that is the same, or could be.
struct OtherClaim {
    storage::ClaimRecord claim;
    std::optional<storage::ClaimJoin> join{}; ///< Who said that it is the same.
};

/// A claim with all that is known of it.
struct ClaimPage {
    storage::ClaimRecord claim;
    std::vector<storage::CitationRecord>
        citations; ///< Withdrawn ones too, and those of the claims that are the same.
    std::vector<storage::CheckRecord> checks; ///< The newest first.
    QuestionId question{};
    std::string title;
    std::optional<AnswerId> answer;
    std::optional<UserId> author;
    std::vector<OtherClaim> same;              ///< Claims of other answers that are the same.
    std::optional<storage::ClaimJoin> join;    ///< Who said so of this one.
    std::vector<storage::ClaimRecord> bases;   ///< What an inference rests on.
    std::vector<storage::ClaimRecord> offered; ///< That could be the same: of the other posts.
};

/// `not_found` where the reader may not see its post.
Result<ClaimPage>
read_claim_page(const Site& site, ClaimId id, const std::optional<domain::Actor>& reader);

/// Day numbers (dates/calendar.h).
struct DayRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

/// What a question's page shows of its claims, and what each post's evidence is worth.
struct QuestionEvidence {
    ShownClaims shown;                ///< By post, and place in it.
    std::vector<ShownSource> sources; ///< By the number asked for.
    std::vector<PostEvidence> posts;
    std::optional<DayRange> coverage = {}; ///< From the first date that a claim holds to the last.

    [[nodiscard]] const ShownSource& source_of(SourceId id) const;
};

/// In the snapshot in which the texts of `posts` are read, of which it is known that they carry
/// claims. Two statements, more for posts that nobody has judged since an update of the program,
/// and where more than storage::ids_per_statement sources are cited; none where nobody cites
/// anything.
Result<QuestionEvidence> read_question_evidence(
    db::ReadTransaction& tx, QuestionId question, std::vector<storage::PostEvidence> posts
);

struct CheckCitation {
    CitationId citation{};
    domain::Verdict verdict{};
    domain::SeenHow seen = domain::SeenHow::here;
    bool is_of_translation = false;
    std::string note{};
    std::string passage{}; ///< Of a "says so": the words on the page that bear the claim out.
    std::string address{}; ///< Of the reader: kept hashed, to show moderators who shares one.
};

/// A reader's verdict on a citation; an earlier one by the same reader counts no more. `invalid` at
/// "note" where a "no" does not say what stands there, `forbidden` on one's own citation. Answers
/// the claim.
Result<ClaimId>
check_citation(const Site& site, const domain::Actor& actor, const CheckCitation& form);

struct AddCitation {
    ClaimId claim{};
    domain::CitationRelation relation = domain::CitationRelation::supports;
    std::string citation; ///< `@key, p. 79: "its words"`, with or without brackets.
    std::string note{};   ///< Against: what the source says instead.
};

/// A citation for or against a claim, beside the author's text. `invalid` at "citation" or "note".
Result<CitationId>
add_citation(const Site& site, const domain::Actor& actor, const AddCitation& form);

/// The claim that a citation hangs on.
Result<ClaimId> find_claim_of_citation(const Site& site, CitationId id);

/// By who added it, or a moderator; what stands in the text is taken out by an edit. Answers the
/// claim.
Result<ClaimId> withdraw_citation(const Site& site, const domain::Actor& actor, CitationId id);

/// The writer's answer beside a reader's "no". Answers the claim.
Result<ClaimId> reply_to_check(
    const Site& site,
    const domain::Actor& actor,
    ClaimId claim,
    CitationCheckId check,
    const std::string& reply
);

/// "Source?" on any words of a post. `invalid` at "words" where they do not stand in it.
Result<ClaimId>
ask_for_source(const Site& site, const domain::Actor& actor, PostId post, const std::string& words);

struct WantedClaimsRequest {
    storage::WantedClaims wanted = storage::WantedClaims::unchecked;
    std::vector<std::string> languages{}; ///< Of the sources, such as "ru"; none is all.
    std::int64_t page = 1;
};

struct WantedClaimsPage {
    std::vector<storage::ListedClaim> claims;
    std::vector<std::string> languages; ///< That sources are in, the most frequent first.
    bool has_more = false;
};

/// What readers can help with.
Result<WantedClaimsPage> list_wanted_claims(const Site& site, const WantedClaimsRequest& request);

/// Claims whose stored status, or posts whose counts or shown claims, differ from what judging them
/// again gives.
Result<std::vector<std::string>> find_misjudged(db::ReadTransaction& tx);

/// Judges every post that has a claim.
Result<void> judge_all(db::Transaction& tx);

} // namespace attest::service
