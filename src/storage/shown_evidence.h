// What a question's page shows of its posts' claims, kept in one row a post, so that a page with
// fifty claims costs little more than one without. Read from claims, citations and sources, the
// same would be some hundred and fifty rows.
//
// The row is a cache: triggers take it away with any change of what it was made from
// (migrations/sqlite/site/0018_shown_evidence.sql), so what is there holds. What is printed of a
// source is no part of it, since sources have a life of their own.
#pragma once

#include "base/error.h"
#include "dates/historical_date.h"
#include "db/transaction.h"
#include "domain/claim_status.h"
#include "domain/evidence.h"
#include "domain/ids.h"
#include "storage/claim_facts.h"
#include "storage/evidence.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

struct ShownCitation {
    SourceId source{}; ///< As cited; list_shown_sources follows merges.
    std::optional<SourceId> through;
    std::string_view label;
    std::string_view locator;
    std::string_view quote;
    domain::CitationRelation relation = domain::CitationRelation::supports;
    bool is_absence = false;
    bool is_in_text = false;
};

/// A date to the day in a claim's words.
struct ShownDate {
    std::string_view phrase; ///< As it stands in the source of the post.
    dates::Calendar calendar = dates::Calendar::gregorian;
    bool is_assumed = false;
    dates::DayNumber lo = 0;
    dates::DayNumber hi = 0;
};

struct ShownClaim {
    ClaimId id{};
    PostId post{};
    std::optional<std::int64_t> ordinal; ///< ClaimPlace::ordinal
    std::size_t standing = 0;            ///< Among ShownClaims::standings.
    bool is_asked = false;               ///< A reader asks for a source.
    std::string_view words;         ///< Of a claim that has no place in the page, or no citation.
    std::size_t first_citation = 0; ///< Among ShownClaims::citations.
    std::size_t citation_count = 0;
    std::size_t first_date = 0; ///< Among ShownClaims::dates.
    std::size_t date_count = 0;
};

/// Of several posts, each in the order of its text. Copies share the texts.
struct ShownClaims {
    std::vector<ShownClaim> claims;
    std::vector<ShownCitation> citations;
    std::vector<ShownDate> dates;                 ///< As they follow one another in the claims.
    std::vector<domain::ClaimStanding> standings; ///< Each once: few of fifty claims differ.
    std::vector<std::shared_ptr<const std::string>> texts; ///< That the views look into.

    [[nodiscard]] std::span<const ShownCitation> citations_of(const ShownClaim& claim) const {
        return std::span{citations}.subspan(claim.first_citation, claim.citation_count);
    }

    [[nodiscard]] std::span<const ShownDate> dates_of(const ShownClaim& claim) const {
        return std::span{dates}.subspan(claim.first_date, claim.date_count);
    }
};

/// Writes a claim into the text of a row, with those of its dates that are to the day; to be
/// followed by as many citations as it says.
void append_shown_claim(
    std::string& text,
    const ClaimRecord& claim,
    const domain::ClaimStanding& standing,
    std::span<const ClaimDate> dates,
    std::size_t citations
);
void append_shown_citation(std::string& text, const CitationRecord& citation);

/// Adds the claims of a row's text. Whether it could be read; what was added before stays.
bool add_shown_claims(ShownClaims& shown, PostId post, std::string text);

/// Days from the first date that a post's claims hold to the last; an open end gives none.
struct ShownDays {
    std::optional<std::int64_t> first;
    std::optional<std::int64_t> last;

    friend bool operator==(const ShownDays&, const ShownDays&) = default;
};

struct ShownRow {
    PostId post{};
    ShownDays days;
    std::string claims;
};

/// Those that are there, of the posts of a question that can be seen.
Result<std::vector<ShownRow>> list_shown_rows(db::ReadTransaction& tx, QuestionId question);

Result<std::optional<ShownRow>> find_shown_row(db::ReadTransaction& tx, PostId post);

/// Of the live claims of a post, where it has no row.
Result<ShownDays> find_claimed_days(db::ReadTransaction& tx, PostId post);

/// Makes the row, with the days that the claims hold now.
Result<void> store_shown_row(db::Transaction& tx, PostId post, const std::string& claims);

/// What is printed of a source.
struct ShownSource {
    SourceId asked{}; ///< The number that was asked for; the rest is of what it was merged into.
    std::string key;
    std::string title;
    std::string author;
    std::string issued;
    domain::SourceKind kind{};
};

/// By the number asked for. `ids` are in order, each once.
Result<std::vector<ShownSource>>
list_shown_sources(db::ReadTransaction& tx, std::span<const SourceId> ids);

} // namespace attest::storage
