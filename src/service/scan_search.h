// Searching the words of scanned pages: of those that the reader may see whole, by the one rule
// (domain/scan_rights.h). Of others nothing comes out: no words, no place, and no count.
#pragma once

#include "base/error.h"
#include "service/scans.h"
#include "service/search.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::service {

/// Pages of one search that are looked at; of more it says "more than".
inline constexpr std::int64_t found_scan_pages_max = 1'000;

/// Characters around a word by which its page marks it.
inline constexpr std::size_t marked_quote_bytes_max = 100;

struct ScanSearchRequest {
    std::string query = {};
    std::optional<std::string> source = {}; ///< Key; nothing: in all scans.
    PageRequest page{.number = 1, .size = 15};
};

struct ScanHit {
    SourceFileId file;
    std::string source_key = {};
    std::string source_title = {};
    std::string label = {};   ///< As printed, or empty.
    std::string address = {}; ///< As addresses name the page.
    std::int64_t index = 0;
    std::vector<SnippetPiece> snippet = {};
    std::string quote = {}; ///< By which the page marks what was found; may be empty.
};

struct ScanSearchPage {
    std::vector<ScanHit> hits = {}; ///< Of the scan with the most pages first, page by page.
    std::int64_t total = 0;
    bool is_more = false; ///< There are more than `total`.
    bool has_more = false;
    bool has_conditions = false;   ///< Tags and operators, which pages do not have, were left out.
    std::string source_title = {}; ///< Where one source was asked for.
};

/// `invalid` with a field error on "q"; `not_found` for a key that no source has.
Result<ScanSearchPage>
search_scans(const Site& site, const ScanSearchRequest& request, ScanReader reader);

} // namespace attest::service
