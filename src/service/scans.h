// Scans: taking a file for a source, having it read, and showing of it what its rights allow. Every
// door asks `sight_of` (domain/scan_rights.h) through the functions here; none reads a page
// otherwise.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "domain/scan_rights.h"
#include "scans/word_boxes.h"
#include "service/site.h"
#include "storage/source_files.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

/// Who reads; nothing for a visitor.
using ScanReader = const std::optional<domain::Actor>&;

// ── Taking ──

struct UploadScan {
    std::string source; ///< Key.
    std::string_view file_name;
    std::string_view content;
    std::string_view rights; ///< As forms have them; empty: as proposed.
};

/// A kind of file that is not taken is `invalid` at "file" with `is_unknown_kind`.
Result<SourceFileId>
upload_scan(const Site& site, const domain::Actor& actor, const UploadScan& upload);

/// Whether an upload was refused since its kind is none that is taken: 415.
bool is_unknown_kind(const Error& error);

/// By its key or an alias; `not_found`.
Result<storage::ScannedSource> find_scanned_source(const Site& site, std::string_view key);

/// What an upload to this source would be shown as.
domain::ScanRights propose_rights(const Site& site, const storage::ScannedSource& source);

/// Reads on in the file that waits longest, for as long as a slice lasts. False if none waits.
Result<bool> read_waiting_scan(const Site& site);

// ── Showing ──

/// A page as it stands in a list.
struct ScanPageLine {
    std::int64_t index = 0;
    std::string label;   ///< As printed, if that is known.
    std::string address; ///< How addresses name it: "79" or "scan-81".
    std::string failure;
    std::int64_t width = 0;
    std::int64_t height = 0;
    domain::ScanSight sight = domain::ScanSight::nothing;
};

/// A page with its label and its address, of what this reader may see.
ScanPageLine
line_of(const storage::SourceFile& file, storage::PageLine page, domain::ScanSight sight);

struct Scan {
    storage::ScannedSource source;
    storage::SourceFile file;
    bool may_download = false;
    bool may_describe = false;
    /// Of pages that nobody but few may see, only those with something for this reader.
    std::vector<ScanPageLine> pages;
};

/// `not_found` where the address names another source's file.
Result<Scan>
find_scan(const Site& site, std::string_view key, SourceFileId file, ScanReader reader);

/// The files of a source, without pages.
Result<std::vector<Scan>> list_scans(const Site& site, std::string_view key, ScanReader reader);

struct QuotePlaceOnPage {
    double score = 0;
    std::vector<scans::Box> boxes; ///< One a line; none on a page whose text was typed.
};

/// A citation whose lines may be shown.
struct CitedLines {
    CitationId citation;
    std::string quote;
};

struct ScanPage {
    Scan scan; ///< Without its pages.
    ScanPageLine line;
    std::string text; ///< Only where the whole page may be seen.
    domain::PageTextFrom text_from = domain::PageTextFrom::nothing;
    std::optional<QuotePlaceOnPage> quote; ///< Where the whole page may be seen.
    std::vector<CitedLines> cited;
    std::optional<ScanPageLine> previous;
    std::optional<ScanPageLine> next;
};

struct ScanPlace {
    std::string_view key;
    SourceFileId file;
    std::string_view page; ///< As in addresses.
};

Result<ScanPage>
find_scan_page(const Site& site, const ScanPlace& place, std::string_view quote, ScanReader reader);

/// A line of print.
struct PrintedLine {
    std::string text;
    scans::Box box;
};

struct PageInLines {
    ScanPage page;
    std::vector<PrintedLine> lines; ///< None on a page whose text was typed.
};

/// `not_found` where the whole page may not be seen.
Result<PageInLines> read_page_lines(const Site& site, const ScanPlace& place, ScanReader reader);

enum class PageImage : std::uint8_t { large, thumbnail };

/// JPEG. `not_found` where the whole page may not be seen.
Result<std::string>
read_page_image(const Site& site, const ScanPlace& place, PageImage size, ScanReader reader);

/// The lines around a citation's quote, cut out of the page. JPEG. `not_found` where not even they
/// may be seen, or where the quote is not found on the page.
Result<std::string>
read_cited_lines(const Site& site, const ScanPlace& place, CitationId citation, ScanReader reader);

struct OriginalFile {
    std::string name;
    std::string media_type;
    std::string bytes;
};

Result<OriginalFile>
read_original(const Site& site, std::string_view key, SourceFileId file, ScanReader reader);

// ── A quote on the pages of a source ──

struct QuoteFound {
    SourceFileId file;
    std::int64_t page_index = 0;
    std::string label;
    std::string address;
    double score = 0;
    scans::Box box; ///< Around all its lines; empty if the page has no boxes.
};

/// The best place of a quote on all readable files of a source, or on the page with this label.
/// Nothing below "perhaps" (scans/quote_match.h). It tells the place, never the words around it, so
/// it may be asked of any file that is not private or hidden.
Result<std::optional<QuoteFound>> find_quote_in_source(
    const Site& site,
    std::string_view key,
    std::string_view quote,
    std::string_view label,
    ScanReader reader
);

// ── Describing ──

/// "Which printed page is this scan?": from one pair all follow. An empty label takes it back.
Result<void> label_scan(
    const Site& site, const domain::Actor& actor, const ScanPlace& place, std::string_view label
);

/// Of one page that breaks the count.
Result<void> label_page(
    const Site& site, const domain::Actor& actor, const ScanPlace& place, std::string_view label
);

/// Only for pages without a text of their own.
Result<void> type_page_text(
    const Site& site, const domain::Actor& actor, const ScanPlace& place, std::string_view text
);

Result<void> set_scan_rights(
    const Site& site,
    const domain::Actor& actor,
    SourceFileId file,
    std::optional<domain::ScanRights> rights
);

/// After a rights-holder's complaint, by a moderator; without a reason it is shown again.
Result<void> hide_scan(
    const Site& site,
    const domain::Actor& actor,
    SourceFileId file,
    const std::optional<std::string>& reason
);

// ── Files ──

/// Of every file that the site keeps: what is wrong with it. Nothing if all are sound.
Result<std::vector<std::string>> find_broken_files(const Site& site);

} // namespace attest::service
