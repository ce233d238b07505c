#include "domain/claim_status.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>

namespace attest::domain {

bool is_yes(Verdict verdict) {
    return verdict == Verdict::yes || verdict == Verdict::absent;
}

bool is_no(Verdict verdict) {
    return verdict == Verdict::no || verdict == Verdict::present;
}

namespace {

bool counts_as_yes(const Reading& reading) {
    return reading.is_counted && reading.is_of_this_citation && is_yes(reading.verdict)
           && !reading.is_of_translation && reading.is_of_this_wording;
}

/// A failure ends when another reader finds the new wording on the page.
bool counts_as_no(const Reading& no, const std::vector<Reading>& readings) {
    if (!no.is_counted || !no.is_of_this_citation || !is_no(no.verdict)) return false;
    if (no.is_of_this_wording) return true;
    return std::ranges::none_of(readings, [&](const Reading& other) {
        return other.reader != no.reader && counts_as_yes(other);
    });
}

/// Two confirmations by others before an objection turns anything.
constexpr int objection_yes_min = 2;
constexpr int failing_no_min = 2;
constexpr int page_unconfirmed_min = 2;

/// Retelling, and what a moderator has marked, never make a claim corroborated, disputed or
/// unresolved.
bool can_turn(const JudgedCitation& citation) {
    return citation.kind != SourceKind::retold && !citation.is_distrusted;
}

bool is_supporting(const JudgedCitation& citation) {
    return citation.relation == CitationRelation::supports
           || citation.relation == CitationRelation::view;
}

bool holds_against(const JudgedCitation& citation) {
    return citation.relation == CitationRelation::disputes && can_turn(citation)
           && citation.has_locator && citation.counts.yes >= objection_yes_min
           && citation.counts.yes > citation.counts.no;
}

/// How many witnesses speak: origins, where later witnesses by one author are joined to one.
std::size_t count_witnesses(const std::vector<const JudgedCitation*>& confirmed) {
    std::set<std::int64_t> origins;
    std::map<std::string, std::int64_t> origin_of_author;
    std::map<std::int64_t, std::int64_t> joined;
    const auto root = [&](std::int64_t origin) {
        while (joined.contains(origin))
            origin = joined.at(origin);
        return origin;
    };
    for (const JudgedCitation* citation : confirmed) {
        if (!can_turn(*citation)) continue;
        origins.insert(citation->origin);
        if (citation->kind != SourceKind::witness_later || citation->author_key.empty()) continue;
        const auto [known, is_new] =
            origin_of_author.try_emplace(citation->author_key, citation->origin);
        const std::int64_t left = root(known->second);
        const std::int64_t right = root(citation->origin);
        if (!is_new && left != right) joined.emplace(right, left);
    }
    std::set<std::int64_t> roots;
    for (const std::int64_t origin : origins)
        roots.insert(root(origin));
    return roots.size();
}

/// What lies on each side of a claim.
struct Sides {
    std::vector<const JudgedCitation*> standing;  ///< S of evidence.md
    std::vector<const JudgedCitation*> confirmed; ///< Sc
    int holding_objections = 0;                   ///< Dc
};

Sides sides_of(const std::vector<JudgedCitation>& citations) {
    Sides sides;
    for (const JudgedCitation& citation : citations) {
        if (holds_against(citation)) ++sides.holding_objections;
        if (!is_supporting(citation) || !citation.has_locator) continue;
        const CitationState state = state_of(citation.counts);
        if (state == CitationState::failed) continue;
        sides.standing.push_back(&citation);
        if (state == CitationState::confirmed) sides.confirmed.push_back(&citation);
    }
    return sides;
}

ClaimStatus status_of(const Sides& sides, bool has_failed_support) {
    if (sides.holding_objections > 0) {
        if (!sides.confirmed.empty()) return ClaimStatus::unresolved;
        return has_failed_support ? ClaimStatus::disputed : ClaimStatus::contested;
    }
    if (count_witnesses(sides.confirmed) >= 2) return ClaimStatus::corroborated;
    if (!sides.confirmed.empty()) return ClaimStatus::checked;
    return sides.standing.empty() ? ClaimStatus::unsourced : ClaimStatus::sourced;
}

/// Counts what is said beside the status and never changes it.
void count_beside(const std::vector<JudgedCitation>& citations, ClaimStanding& standing) {
    for (const JudgedCitation& citation : citations) {
        const CitationState state = state_of(citation.counts);
        if (is_supporting(citation)) {
            standing.has_failed_support |= state == CitationState::failed;
            standing.is_doubted |= state == CitationState::doubted;
            standing.is_page_unconfirmed |= citation.counts.not_here >= page_unconfirmed_min
                                            && state != CitationState::confirmed;
            standing.is_checked_in_earlier_wording |= citation.counts.yes_of_earlier_wording > 0;
        } else if (citation.relation == CitationRelation::qualifies) {
            standing.limits += state == CitationState::failed ? 0 : 1;
        } else if (!holds_against(citation) && state != CitationState::failed) {
            ++standing.objections;
            standing.retold_objections += can_turn(citation) ? 0 : 1;
        }
    }
}

} // namespace

bool is_verdict_of(Verdict verdict, bool is_absence) {
    switch (verdict) {
    case Verdict::yes:
    case Verdict::part:
    case Verdict::no:
        return !is_absence;
    case Verdict::absent:
    case Verdict::present:
        return is_absence;
    case Verdict::not_here:
    case Verdict::unreadable:
        return true;
    }
    return false;
}

bool is_counted_reader(const ReaderStanding& standing) {
    if (standing.reader == standing.added_by) return false;
    if (standing.is_citation_in_text && standing.reader == standing.author) return false;
    return standing.now - standing.here_since >= counted_reader_age;
}

CitationCounts count_readings(const std::vector<Reading>& readings) {
    CitationCounts counts;
    for (const Reading& reading : readings) {
        counts.yes += counts_as_yes(reading) ? 1 : 0;
        counts.no += counts_as_no(reading, readings) ? 1 : 0;
        if (!reading.is_counted || !reading.is_of_this_citation) continue;
        counts.not_here += reading.verdict == Verdict::not_here ? 1 : 0;
        counts.part += reading.verdict == Verdict::part ? 1 : 0;
        counts.unreadable += reading.verdict == Verdict::unreadable ? 1 : 0;
        const bool is_earlier = !reading.is_of_this_wording && !reading.is_of_translation;
        counts.yes_of_earlier_wording += is_yes(reading.verdict) && is_earlier ? 1 : 0;
    }
    return counts;
}

CitationState state_of(const CitationCounts& counts) {
    if (counts.no >= failing_no_min && counts.no > counts.yes) return CitationState::failed;
    if (counts.yes > counts.no) return CitationState::confirmed;
    return counts.no >= 1 ? CitationState::doubted : CitationState::open;
}

ClaimStanding judge_claim(const std::vector<JudgedCitation>& citations) {
    ClaimStanding standing;
    count_beside(citations, standing);
    const Sides sides = sides_of(citations);
    standing.for_count = static_cast<int>(sides.confirmed.size());
    standing.against_count = sides.holding_objections;
    standing.has_standing_support = !sides.standing.empty();

    const bool is_view = std::ranges::any_of(citations, [](const JudgedCitation& citation) {
        return citation.relation == CitationRelation::view;
    });
    if (is_view) {
        standing.status = sides.confirmed.empty() ? ClaimStatus::view : ClaimStatus::view_checked;
        standing.other_views = standing.objections + standing.against_count;
        standing.objections = standing.retold_objections = standing.against_count = 0;
        return standing;
    }
    standing.status = status_of(sides, standing.has_failed_support);
    return standing;
}

namespace {

/// The least first. A conflict of sources is more than nothing, and a view less than a fact.
constexpr auto by_strength = std::to_array<ClaimStatus>({
    ClaimStatus::disputed,
    ClaimStatus::unsourced,
    ClaimStatus::contested,
    ClaimStatus::unresolved,
    ClaimStatus::view,
    ClaimStatus::sourced,
    ClaimStatus::view_checked,
    ClaimStatus::checked,
    ClaimStatus::corroborated,
});

} // namespace

ClaimStatus weaker(ClaimStatus left, ClaimStatus right) {
    const auto* const found = std::ranges::find_if(by_strength, [&](ClaimStatus status) {
        return status == left || status == right;
    });
    return *found;
}

ClaimStanding judge_inference(const ClaimStanding& own, const std::vector<ClaimStatus>& bases) {
    ClaimStanding standing = own;
    standing.is_inference = true;
    standing.has_standing_support = false; // what it rests on is counted where it stands
    standing.status = bases.empty() ? ClaimStatus::unsourced : ClaimStatus::corroborated;
    for (const ClaimStatus base : bases)
        standing.status = weaker(standing.status, base);
    if (own.against_count > 0) standing.status = weaker(standing.status, own.status);
    return standing;
}

} // namespace attest::domain
