// A scan that is there without the child having read it: for tests that also run where the child
// cannot (kit/sanitizers.h). Its images are not pictures.
#pragma once

#include "kit/must.h"
#include "kit/test_site.h"
#include "scans/file_store.h"
#include "scans/word_boxes.h"
#include "service/citation_places.h"
#include "storage/source_files.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace attest {

struct PlantedScan {
    std::string source = "vizh-1990-1"; ///< Key.
    std::vector<std::string> pages;     ///< Texts; a line for each line of print.
    domain::ScanRights rights = domain::ScanRights::open;
    std::optional<std::int64_t> label_offset = {};
    std::optional<UserId> uploader = {};
    bool has_boxes = true;
};

/// Lines of 20 thousandths one under the other, words as wide as their bytes.
inline std::string boxes_of_lines(std::string_view text) {
    std::vector<scans::WordBox> words;
    std::uint16_t line = 0;
    std::uint16_t column = 0;
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        const bool is_end = at == text.size() || text[at] == ' ' || text[at] == '\n';
        if (!is_end) continue;
        if (at > begin) {
            const auto left = static_cast<std::uint16_t>(std::min<std::size_t>(column * 10UL, 900));
            const auto right =
                static_cast<std::uint16_t>(std::min<std::size_t>(left + (at - begin) * 10, 1000));
            const auto top = static_cast<std::uint16_t>(std::min(100 + line * 30, 970));
            words.push_back(
                {.begin = static_cast<std::uint32_t>(begin),
                 .length = static_cast<std::uint32_t>(at - begin),
                 .box = {left, top, right, static_cast<std::uint16_t>(top + 20)}}
            );
        }
        column = static_cast<std::uint16_t>(column + (at - begin) + 1);
        begin = at + 1;
        if (at < text.size() && text[at] == '\n') {
            ++line;
            column = 0;
        }
    }
    return scans::pack_word_boxes(words);
}

/// Read, as far as the site knows, and its citations bound.
inline SourceFileId plant_scan(TestSite& site, const PlantedScan& scan) {
    const scans::FileStore store{site.site().files_folder};
    const std::string bytes = fmt::format("scan {}", site.next_number());
    return must(site.database().write([&](db::Transaction& tx) -> Result<SourceFileId> {
        const storage::ScannedSource source = TRY(storage::find_scanned_source(tx, scan.source));
        const SourceFileId file = TRY(storage::insert_source_file(
            tx,
            {.id = {},
             .source = source.id,
             .sha256 = TRY(store.store(bytes)),
             .name = "scan.pdf",
             .media_type = "application/pdf",
             .bytes = static_cast<std::int64_t>(bytes.size()),
             .label_offset = {},
             .rights = scan.rights,
             .failure = {},
             .hidden_reason = {},
             .user = scan.uploader,
             .created_at = site.now()}
        ));
        TRY(storage::update_file_pages(tx, file, std::ssize(scan.pages)));
        TRY(storage::update_file_offset(tx, file, scan.label_offset));
        for (std::size_t index = 0; index < scan.pages.size(); ++index) {
            const std::string& text = scan.pages[index];
            TRY(storage::insert_source_page(
                tx,
                {.file = file,
                 .index = static_cast<std::int64_t>(index),
                 .label = {},
                 .width = 1600,
                 .height = 2263,
                 .text = text,
                 .boxes = scan.has_boxes ? boxes_of_lines(text) : std::string{},
                 .text_from =
                     text.empty() ? domain::PageTextFrom::nothing : domain::PageTextFrom::embedded,
                 .image_sha256 = TRY(store.store(fmt::format("image {} of {}", index, bytes))),
                 .thumbnail_sha256 = TRY(store.store(fmt::format("small {} of {}", index, bytes))),
                 .failure = {}}
            ));
        }
        TRY(storage::update_file_state(tx, file, domain::ScanState::ready, ""));
        TRY(service::place_citations_in(tx, source.id));
        return file;
    }));
}

} // namespace attest
