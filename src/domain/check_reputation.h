// What looking citations up is worth (evidence.md, B8): to the reader who marks the passage or
// finds that the page does not say so, and to who added the citation. Nothing for pressing "says
// so" alone.
//
// All of it follows from the checks, so that it may be worked out again at any time; when a
// judgement changes, what it brought changes with it.
#pragma once

#include "domain/claim_status.h"
#include "domain/reputation.h"

#include <optional>
#include <string_view>
#include <vector>

namespace attest::domain {

/// Shorter ones stand on every page.
inline constexpr std::size_t passage_letters_min = 12;

/// Whether words that a reader copied from the page mark the passage: enough of them, and more than
/// the citation says itself.
[[nodiscard]] bool marks_passage(std::string_view passage_letters, std::string_view quote_letters);

struct CheckedCitation {
    CitationId id{};
    std::optional<UserId> added_by;
    bool is_live = true;           ///< Neither withdrawn, nor its claim detached.
    std::vector<Reading> readings; ///< The latest of each reader, in order of time.
};

struct EarnedReputation {
    UserId user{};
    ReputationKind kind = ReputationKind::passage_marked;
    CitationId citation{};
    std::optional<UserId> actor; ///< Whose check decided it.
    Time at{};                   ///< Of that check.

    friend bool operator==(const EarnedReputation&, const EarnedReputation&) = default;
};

/// A reader keeps what he earned on the wording that he saw, also where the writer then mended it;
/// what the citation brought stays only while it stands.
[[nodiscard]] std::vector<EarnedReputation> reputation_of_checks(const CheckedCitation& citation);

} // namespace attest::domain
