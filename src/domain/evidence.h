// The words of evidence (evidence.md, B6 to B9): what a source is, what a citation says of a claim,
// what a reader found who looked. Numbers stand in the database and never change.
#pragma once

#include "base/id.h"

#include <cstddef>
#include <cstdint>

namespace attest {

using SourceId = Id<struct SourceTag>;
using SourceFileId = Id<struct SourceFileTag>;
using ClaimId = Id<struct ClaimTag>;
using CitationId = Id<struct CitationTag>;
using CitationCheckId = Id<struct CitationCheckTag>;

} // namespace attest

namespace attest::domain {

/// How near a source stands to what it tells. Printed beside the citation, never turned into
/// points.
enum class SourceKind : std::int16_t {
    document_of_the_time = 1, ///< A: by the date of the document, not of its edition.
    witness_later = 2,        ///< B: memoir, interview, testimony.
    research = 3,             ///< C
    later_tradition = 4,      ///< T: chronicle, saga: the nearest we have, written long after.
    retold = 5,               ///< D: encyclopaedia, textbook, journalism, website.
};

enum class SourceLinkKind : std::int16_t {
    derives = 1,
    translation = 2,
    edition = 3,
    reprint = 4,
    executes = 5, ///< A record made by carrying the other out: an order and the report on it.
    part_of = 6,  ///< Does not join origins: two letters of one volume are two witnesses.
};

enum class ScanRights : std::int16_t {
    open = 1,        ///< All pages to all.
    cited_pages = 2, ///< Pages that a citation speaks of.
    lines = 3,       ///< The lines around a quote.
    hidden = 4, ///< Only the uploader and moderators; a quote is shown as text. "private" on pages.
};

enum class ScanState : std::int16_t { queued = 0, ready = 1, failed = 2 };

enum class PageTextFrom : std::int16_t { nothing = 0, embedded = 1, ocr = 2, reader = 3 };

enum class CitationRelation : std::int16_t {
    supports = 1,
    disputes = 2,
    qualifies = 3, ///< True with this limit: printed, never changes a status.
    view = 4,      ///< What the source holds, not what is so.
};

/// Derived from checks (evidence.md, B7).
enum class CitationState : std::int16_t { open = 0, confirmed = 1, doubted = 2, failed = 3 };

enum class Verdict : std::int16_t {
    yes = 1,        ///< Says so.
    part = 2,       ///< Says only part of it.
    no = 3,         ///< Does not say so.
    not_here = 4,   ///< Not on this page.
    unreadable = 5, ///< Cannot read it: language, hand, scan, access.
    absent = 6,     ///< Of a citation of absence: searched, not there.
    present = 7,    ///< Of a citation of absence: it is there.
};

enum class SeenHow : std::int16_t { here = 1, own_copy = 2, snippet = 3 };

enum class ClaimStatus : std::int16_t {
    unsourced = 0,
    sourced = 1,
    checked = 2,
    corroborated = 3,
    contested = 4,  ///< Sources differ, one side unchecked.
    disputed = 5,   ///< An objection holds, and the page cited does not say so.
    unresolved = 6, ///< Sources differ, both sides checked.
    view = 7,
    view_checked = 8,
};

/// What an authority record is to a claim that names it.
enum class ClaimRole : std::int16_t {
    about = 1,
    place = 2, ///< Where it happened, or of where it is told.
};

/// A sentence of source criticism, and of an objection, is one that is read at a glance.
inline constexpr std::size_t evidence_note_length_max = 300;

/// Characters that a reader copies from a page to mark the passage.
inline constexpr std::size_t passage_length_max = 600;

/// Characters of the words for which a source is asked: two long sentences.
inline constexpr std::size_t claim_length_max = 600;

} // namespace attest::domain
