#include "service/scan_search.h"

#include "base/text.h"
#include "search/scan_query.h"
#include "service/page_labels.h"
#include "service/paging.h"
#include "storage/scan_words.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace attest::service {

namespace {

using storage::FoundScanPage;

/// The scan with the most of them first; the pages of each in order.
void sort_pages(std::vector<FoundScanPage>& pages) {
    std::map<SourceFileId, std::int64_t> counts;
    for (const FoundScanPage& page : pages)
        ++counts[page.file];
    std::ranges::sort(pages, [&](const FoundScanPage& left, const FoundScanPage& right) {
        if (left.file != right.file && counts[left.file] != counts[right.file])
            return counts[left.file] > counts[right.file];
        return std::tie(left.file, left.index) < std::tie(right.file, right.index);
    });
}

/// From the first word that was found to the last, if they stand close; else the first.
std::string quote_of(const std::vector<search::Piece>& snippet) {
    std::string quote;
    std::string between;
    for (const search::Piece& piece : snippet) {
        if (!piece.is_match) {
            if (!quote.empty()) between += piece.text;
            continue;
        }
        const bool is_close =
            quote.size() + between.size() + piece.text.size() <= marked_quote_bytes_max;
        if (!is_close) break;
        quote += between + piece.text;
        between.clear();
    }
    return quote;
}

Result<std::optional<ScanHit>> show_page(
    db::ReadTransaction& tx, const FoundScanPage& found, const search::Highlighter& highlighter
) {
    std::optional<storage::ShownScanPage> page =
        TRY(storage::find_shown_page(tx, found.file, found.index));
    if (!page) return std::optional<ScanHit>{};
    const storage::SourceFile file = TRY(storage::find_source_file(tx, found.file));
    std::vector<search::Piece> pieces = highlighter.snippet(page->text);
    ScanHit hit{
        .file = found.file,
        .source_key = std::move(page->source_key),
        .source_title = std::move(page->source_title),
        .label = label_of(file, found.index, std::move(page->label)),
        .address = {},
        .index = found.index,
        .snippet = {},
        .quote = quote_of(pieces),
    };
    hit.address = hit.label.empty() ? scan_address_of(found.index) : hit.label;
    for (search::Piece& piece : pieces)
        hit.snippet.push_back({.text = std::move(piece.text), .is_match = piece.is_match});
    return hit;
}

} // namespace

Result<ScanSearchPage>
search_scans(const Site& site, const ScanSearchRequest& request, ScanReader reader) {
    const Window window = TRY(window_of(request.page));
    const search::ScanQuery query =
        TRY(search::read_scan_query(request.query, site.settings.languages));
    const domain::Actor* const actor = reader ? &*reader : nullptr;
    return site.database.read([&](db::ReadTransaction& tx) -> Result<ScanSearchPage> {
        ScanSearchPage page{.has_conditions = query.has_conditions};
        std::optional<SourceId> source;
        if (request.source) {
            storage::ScannedSource asked = TRY(storage::find_scanned_source(tx, *request.source));
            source = asked.id;
            page.source_title = std::move(asked.title);
        }
        if (query.expression.empty()) return page;
        std::vector<FoundScanPage> pages = TRY(storage::find_scan_pages(
            tx,
            {.expression = query.expression,
             .source = source,
             .reader = actor != nullptr ? std::optional{actor->user} : std::nullopt,
             .sees_all = actor != nullptr && actor->is_moderator(),
             .limit = found_scan_pages_max + 1}
        ));
        std::erase_if(pages, [&](const FoundScanPage& one) {
            return domain::sight_of(one.facts, actor, one.is_cited) != domain::ScanSight::whole;
        });
        page.is_more = std::ssize(pages) > found_scan_pages_max;
        if (page.is_more) pages.resize(static_cast<std::size_t>(found_scan_pages_max));
        page.total = std::ssize(pages);
        sort_pages(pages);
        const std::int64_t end = std::min(window.offset + window.size, page.total);
        for (std::int64_t at = window.offset; at < end; ++at) {
            auto hit = TRY(show_page(tx, pages[static_cast<std::size_t>(at)], query.highlighter));
            if (hit) page.hits.push_back(*std::move(hit));
        }
        page.has_more = end < page.total;
        return page;
    });
}

} // namespace attest::service
