// Scans: the files of sources and their pages. Bytes lie in the file store (scans/file_store.h);
// here stand their hashes.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/evidence.h"
#include "domain/ids.h"
#include "domain/scan_rights.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

/// What a scan's pages say of their source.
struct ScannedSource {
    SourceId id;
    std::string key;
    std::string title;
    std::string author;
    std::string issued;
    std::optional<std::int64_t> year;
};

/// By its key or an alias; `not_found`.
Result<ScannedSource> find_scanned_source(db::ReadTransaction& tx, std::string_view key);

struct SourceFile {
    SourceFileId id;
    SourceId source;
    std::string sha256;
    std::string name;
    std::string media_type;
    std::int64_t bytes = 0;
    std::int64_t page_count = 0;
    std::optional<std::int64_t> label_offset; ///< Printed page = page index + 1 + offset.
    domain::ScanRights rights = domain::ScanRights::hidden;
    domain::ScanState state = domain::ScanState::queued;
    std::string failure;
    std::optional<std::string> hidden_reason;
    std::optional<UserId> user;
    Time created_at;

    [[nodiscard]] domain::ScanFacts facts() const {
        return {.rights = rights, .is_hidden = hidden_reason.has_value(), .uploader = user};
    }
};

/// The id is made here. `conflict` if the source has this file already.
Result<SourceFileId> insert_source_file(db::Transaction& tx, const SourceFile& file);

/// `not_found`.
Result<SourceFile> find_source_file(db::ReadTransaction& tx, SourceFileId file);

/// The oldest first.
Result<std::vector<SourceFile>> list_source_files(db::ReadTransaction& tx, SourceId source);

/// When a source is merged into another, which may have the same file already; a complaint about it
/// holds for both.
Result<void> move_source_files(db::Transaction& tx, SourceId from, SourceId into);

/// The oldest that has not been read.
Result<std::optional<SourceFile>> find_waiting_file(db::ReadTransaction& tx);

Result<std::int64_t> count_files_of(db::ReadTransaction& tx, UserId user, Time since);

Result<void> update_file_pages(db::Transaction& tx, SourceFileId file, std::int64_t page_count);
Result<void> update_file_state(
    db::Transaction& tx, SourceFileId file, domain::ScanState state, std::string_view failure
);
Result<void> update_file_rights(db::Transaction& tx, SourceFileId file, domain::ScanRights rights);
Result<void>
update_file_offset(db::Transaction& tx, SourceFileId file, std::optional<std::int64_t> offset);
Result<void> update_file_hidden(
    db::Transaction& tx, SourceFileId file, const std::optional<std::string>& reason
);

struct SourcePage {
    SourceFileId file;
    std::int64_t index = 0;
    std::string label; ///< Of this page alone: from the file, or set by a reader; else ''.
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::string text;
    std::string boxes;
    domain::PageTextFrom text_from = domain::PageTextFrom::nothing;
    std::int64_t revision = 1;
    std::string image_sha256;
    std::string thumbnail_sha256;
    std::string failure;
};

Result<void> insert_source_page(db::Transaction& tx, const SourcePage& page);
Result<std::int64_t> count_source_pages(db::ReadTransaction& tx, SourceFileId file);

/// Nothing if the file has no such page, or it has not been read yet.
Result<std::optional<SourcePage>>
find_source_page(db::ReadTransaction& tx, SourceFileId file, std::int64_t index);

Result<std::optional<std::int64_t>>
find_page_by_label(db::ReadTransaction& tx, SourceFileId file, std::string_view label);

/// A page in a list: without text and boxes.
struct PageLine {
    std::int64_t index = 0;
    std::string label;
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::string failure;
    bool has_text = false;
};

Result<std::vector<PageLine>> list_page_lines(db::ReadTransaction& tx, SourceFileId file);

/// Of all pages, in order: to look for a quote.
struct PageText {
    std::int64_t index = 0;
    std::string text;
};

Result<std::vector<PageText>> list_page_texts(db::ReadTransaction& tx, SourceFileId file);

Result<void> update_page_label(
    db::Transaction& tx, SourceFileId file, std::int64_t index, std::string_view label
);

/// Typed by a reader: without boxes.
Result<void>
update_page_text(db::Transaction& tx, SourceFileId file, std::int64_t index, std::string_view text);

/// A citation that speaks of a page of a file.
struct PageCitation {
    CitationId id;
    std::int64_t page_index = 0;
    std::string quote;
    std::string box;
    std::string next_box; ///< Where it runs over onto the page after; or ''.

    [[nodiscard]] bool is_of(std::int64_t page) const {
        return page_index == page || (!next_box.empty() && page_index + 1 == page);
    }
};

/// Citations that stand, in claims that do in posts that do, of the pages of a file, by page.
Result<std::vector<PageCitation>> list_page_citations(db::ReadTransaction& tx, SourceFileId file);

/// Hashes of all that the site keeps in the file store, each once.
Result<std::vector<std::string>> list_stored_hashes(db::ReadTransaction& tx);

} // namespace attest::storage
