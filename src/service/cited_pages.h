// The page behind a citation, as a reader of its claim may see it: where it is, what of it, and
// where the work can be had otherwise (evidence.md, B4).
#pragma once

#include "base/error.h"
#include "domain/scan_rights.h"
#include "scans/quote_match.h"
#include "scans/word_boxes.h"
#include "service/evidence.h"
#include "service/scans.h"
#include "service/site.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

namespace attest::service {

/// Likeness of a quote and its page, in thousandths, from which it stands there, and from which
/// perhaps (scans/quote_match.h).
inline constexpr auto found_likeness_min = static_cast<std::int64_t>(scans::found_score_min * 1000);
inline constexpr auto perhaps_likeness_min =
    static_cast<std::int64_t>(scans::perhaps_score_min * 1000);

/// A part of a quote on its page.
struct MarkedPage {
    ScanPageLine line;
    std::optional<scans::Box> box;
    bool is_drawn = false; ///< By a reader, for what is no text.
};

/// What the site has of a citation's page.
struct CitedPage {
    storage::SourceFile file;
    std::string uploader; ///< Name, or ''.
    MarkedPage page;
    std::optional<MarkedPage> over; ///< The page that the quote runs over to.
    std::optional<ScanPageLine> previous;
    std::optional<ScanPageLine> next;
    domain::PageTextFrom text_from = domain::PageTextFrom::nothing;

    /// Thousandths; nothing if it was not looked for, or the reader may see nothing of the page.
    std::optional<std::int64_t> likeness;
};

/// Where a work can be had. Empty where nothing is known.
struct Whereabouts {
    std::string key; ///< Of the source whose page is to be opened.
    std::string url; ///< As deep as it leads.
    std::string doi;
    std::string isbn;
    std::string shelfmark; ///< With its archive.
};

struct OpenedCitation {
    Whereabouts whereabouts;
    std::optional<CitedPage> page;
};

/// By the id of the citation.
using OpenedCitations = std::map<std::int64_t, OpenedCitation>;

Result<OpenedCitations>
open_citations(const Site& site, std::span<const CitationRecord> citations, ScanReader reader);
Result<OpenedCitations> open_citations(
    db::ReadTransaction& tx, std::span<const CitationRecord> citations, ScanReader reader
);

/// Of the file whose page the reader may look at for a citation; '' if there is none.
Result<std::string>
hash_of_seen_page(db::ReadTransaction& tx, const CitationRecord& citation, ScanReader reader);

} // namespace attest::service
