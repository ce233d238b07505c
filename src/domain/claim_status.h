// What is known of a claim, by a fixed rule from its citations and their checks (evidence.md, B7).
//
// Nobody votes on truth, and no number is put on it: a reader who looked says what stands on the
// page, and the status follows. Everything here may be computed again at any time with the same
// result.
#pragma once

#include "base/time.h"
#include "domain/evidence.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::domain {

/// A reader's latest verdict on one citation.
struct Reading {
    UserId reader{};
    Verdict verdict = Verdict::yes;
    bool is_of_translation = false;

    /// Whether the reader may count at all: is_counted_reader.
    bool is_counted = true;

    bool is_of_this_wording = true;  ///< The sentence of the claim is still as it was.
    bool is_of_this_citation = true; ///< Source, locator, quote and relation are.
    bool marks_passage = false;      ///< marks_passage
    Time at{};
};

/// Whether a citation can have this verdict: "it says so" and "it is not there" answer different
/// questions.
[[nodiscard]] bool is_verdict_of(Verdict verdict, bool is_absence);

/// Found there (of an absence: not there), and its opposite.
[[nodiscard]] bool is_yes(Verdict verdict);
[[nodiscard]] bool is_no(Verdict verdict);

/// Who reads, seen from a citation.
struct ReaderStanding {
    UserId reader{};
    std::optional<UserId> added_by;  ///< Who added the citation.
    std::optional<UserId> author;    ///< Of the post that makes the claim.
    bool is_citation_in_text = true; ///< Of that post, by its author.
    Time here_since{}; ///< Of the account, or of its imported standing if that is older.
    Time now{};
};

/// A reader counts on no citation he added, nor the author on those in his own answer, nor an
/// account younger than a week.
[[nodiscard]] bool is_counted_reader(const ReaderStanding& standing);

inline constexpr Duration counted_reader_age = days(7);

struct CitationCounts {
    int yes = 0;
    int no = 0;
    int not_here = 0;
    int part = 0;
    int unreadable = 0;
    int yes_of_earlier_wording = 0;

    friend bool operator==(const CitationCounts&, const CitationCounts&) = default;
};

/// Counts the verdicts that count. A "says so" counts if the original was read, and for the present
/// wording; a "does not say so" stays through new wordings, so that a comma does not wash it off,
/// until the citation changes or another reader confirms the new wording.
[[nodiscard]] CitationCounts count_readings(const std::vector<Reading>& readings);

[[nodiscard]] CitationState state_of(const CitationCounts& counts);

/// A citation as the rule sees it. Withdrawn ones are not among them.
struct JudgedCitation {
    CitationRelation relation = CitationRelation::supports;
    SourceKind kind = SourceKind::research;
    bool is_distrusted = false; ///< A moderator has marked the source as not to be relied on.
    bool has_locator = true;    ///< Or the source is one item, its own locator.
    std::int64_t origin = 0;    ///< Group of sources that are one witness (source_links).
    std::string author_key{};   ///< Of the source: later witnesses by one author are one.
    CitationCounts counts{};
};

/// The status of a claim, and what is said beside it.
struct ClaimStanding {
    ClaimStatus status = ClaimStatus::unsourced;
    int for_count = 0;         ///< Supporting citations that are confirmed.
    int against_count = 0;     ///< Objections that hold.
    int objections = 0;        ///< Objections that do not hold, or not yet.
    int retold_objections = 0; ///< Of those: only retold, or from a source not to be relied on.
    int limits = 0;            ///< Qualifying citations.
    int other_views = 0;
    bool has_standing_support = false; ///< For ranking: something stands behind it.
    bool has_failed_support = false;   ///< A page cited does not say so.
    bool is_doubted = false;
    bool is_page_unconfirmed = false;
    bool is_checked_in_earlier_wording = false;
    bool is_inference = false; ///< Its status is the weakest of those that it rests on.

    friend bool operator==(const ClaimStanding&, const ClaimStanding&) = default;
};

[[nodiscard]] ClaimStanding judge_claim(const std::vector<JudgedCitation>& citations);

/// Of two statuses the one on which less can be built.
[[nodiscard]] ClaimStatus weaker(ClaimStatus left, ClaimStatus right);

/// What is known of a claim that its writer concluded from others: as much as of the weakest of
/// them, or less, where sources are brought against it. `own` is the standing by its own citations.
[[nodiscard]] ClaimStanding
judge_inference(const ClaimStanding& own, const std::vector<ClaimStatus>& bases);

} // namespace attest::domain
