#include "domain/check_reputation.h"

#include "base/text.h"

#include <algorithm>

namespace attest::domain {

namespace {

/// What readers found who may count, each on the wording that he saw.
struct Findings {
    std::vector<const Reading*> yes;
    std::vector<const Reading*> no;
};

Findings findings_of(const CheckedCitation& citation) {
    Findings findings;
    for (const Reading& reading : citation.readings) {
        if (!reading.is_counted || !reading.is_of_this_citation) continue;
        if (is_no(reading.verdict)) findings.no.push_back(&reading);
        if (is_yes(reading.verdict) && !reading.is_of_translation) findings.yes.push_back(&reading);
    }
    return findings;
}

void add_readers(const CheckedCitation& citation, std::vector<EarnedReputation>& earned) {
    const Findings findings = findings_of(citation);
    if (findings.yes.size() > findings.no.size()) {
        for (const Reading* yes : findings.yes) {
            if (!yes->marks_passage) continue;
            earned.push_back(
                {.user = yes->reader,
                 .kind = ReputationKind::passage_marked,
                 .citation = citation.id,
                 .actor = std::nullopt,
                 .at = yes->at}
            );
        }
    }
    if (findings.no.size() <= findings.yes.size()) return;
    for (std::size_t at = 0; at + 1 < findings.no.size(); ++at) {
        earned.push_back(
            {.user = findings.no[at]->reader,
             .kind = ReputationKind::failure_upheld,
             .citation = citation.id,
             .actor = findings.no[at + 1]->reader,
             .at = findings.no[at + 1]->at}
        );
    }
}

/// The reading that tipped the scales: the first that found it there, or the last of all that did
/// not.
const Reading* deciding(const CheckedCitation& citation, CitationState state) {
    const Findings findings = findings_of(citation);
    if (state == CitationState::confirmed) {
        const auto found = std::ranges::find_if(findings.yes, &Reading::is_of_this_wording);
        return found == findings.yes.end() ? nullptr : *found;
    }
    return findings.no.empty() ? nullptr : findings.no.back();
}

} // namespace

bool marks_passage(std::string_view passage_letters, std::string_view quote_letters) {
    return utf8_length(passage_letters) >= passage_letters_min
           && !quote_letters.contains(passage_letters);
}

std::vector<EarnedReputation> reputation_of_checks(const CheckedCitation& citation) {
    std::vector<EarnedReputation> earned;
    add_readers(citation, earned);
    if (!citation.is_live || !citation.added_by) return earned;
    const CitationState state = state_of(count_readings(citation.readings));
    const bool is_decided = state == CitationState::confirmed || state == CitationState::failed;
    const Reading* reading = is_decided ? deciding(citation, state) : nullptr;
    if (reading == nullptr) return earned;
    earned.push_back(
        {.user = *citation.added_by,
         .kind = state == CitationState::confirmed ? ReputationKind::citation_confirmed
                                                   : ReputationKind::citation_failed,
         .citation = citation.id,
         .actor = reading->reader,
         .at = reading->at}
    );
    return earned;
}

} // namespace attest::domain
