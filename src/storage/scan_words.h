// Words on scanned pages: the pages that hold them, of those that a reader may see.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/evidence.h"
#include "domain/ids.h"
#include "domain/scan_rights.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

/// The words of a page that was read. Whoever writes a page's text keeps its words by these.
Result<void> insert_scan_words(
    db::Transaction& tx, SourceFileId file, std::int64_t index, std::string_view text
);

/// While the page still has the text that they are of.
Result<void> delete_scan_words(db::Transaction& tx, SourceFileId file, std::int64_t index);

/// Of all pages, where there are no words yet: pages that were carried over into a new file.
Result<void> fill_scan_words(db::Transaction& tx);

struct ScanSearch {
    std::string_view expression;    ///< search::ScanQuery
    std::optional<SourceId> source; ///< Nothing: of all.
    std::optional<UserId> reader;   ///< His own uploads are his to see.
    bool sees_all = false;          ///< A moderator.
    std::int64_t limit = 0;
};

struct FoundScanPage {
    SourceFileId file{};
    std::int64_t index = 0;
    bool is_cited = false; ///< By a citation that stands, of a post that is shown.
    domain::ScanFacts facts = {};
    std::optional<std::int64_t> label_offset = {};
    SourceId source{};
};

/// By file and page. The rule of rights is the domain's; this only leaves out what it would.
Result<std::vector<FoundScanPage>>
find_scan_pages(db::ReadTransaction& tx, const ScanSearch& search);

/// What is shown of a page that was found.
struct ShownScanPage {
    SourceFileId file{};
    std::int64_t index = 0;
    std::string label; ///< Of this page alone, or ''.
    std::string text;
    std::string source_key;
    std::string source_title;
};

Result<std::optional<ShownScanPage>>
find_shown_page(db::ReadTransaction& tx, SourceFileId file, std::int64_t index);

} // namespace attest::storage
