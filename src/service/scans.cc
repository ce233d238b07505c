#include "service/scans.h"

#include "base/log.h"
#include "base/text.h"
#include "domain/privileges.h"
#include "scans/file_store.h"
#include "scans/limits.h"
#include "scans/media_type.h"
#include "scans/quote_match.h"
#include "scans/worker.h"
#include "service/citation_places.h"
#include "service/limits.h"
#include "service/page_labels.h"
#include "service/writing.h"
#include "storage/changes.h"
#include "storage/moderation_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace attest::service {

namespace {

using domain::Actor;
using domain::ScanSight;

constexpr std::string_view unknown_kind =
    "Choose a PDF, a DjVu file, or a JPEG, PNG or TIFF picture.";

const Actor* pointer_to(ScanReader reader) {
    return reader ? &*reader : nullptr;
}

scans::FileStore store_of(const Site& site) {
    return scans::FileStore{site.files_folder};
}

std::unexpected<Error> no_such_page() {
    return fail(ErrorCode::not_found, "There is no such page of this scan.");
}

/// What a page's citations are, and what the reader may see of it for them.
struct Cited {
    std::vector<storage::PageCitation> citations;

    [[nodiscard]] bool has(std::int64_t page) const {
        return std::ranges::any_of(citations, [&](const storage::PageCitation& citation) {
            return citation.is_of(page);
        });
    }
};

Result<Scan> find_scan_head(
    db::ReadTransaction& tx, std::string_view key, SourceFileId id, const Actor* reader
) {
    Scan scan{.source = TRY(storage::find_scanned_source(tx, key)), .file = {}, .pages = {}};
    scan.file = TRY(storage::find_source_file(tx, id));
    if (scan.file.source != scan.source.id) {
        return fail(ErrorCode::not_found, "This source has no such file.");
    }
    const domain::ScanFacts facts = scan.file.facts();
    scan.may_download = domain::may_download(facts, reader);
    scan.may_describe = reader != nullptr && domain::may_describe(facts, *reader);
    return scan;
}

/// The page that an address names: "scan-81", or as it is printed.
Result<std::int64_t>
find_index(db::ReadTransaction& tx, const storage::SourceFile& file, std::string_view name) {
    if (name.starts_with(scan_address)) {
        const auto number = parse_number<std::int64_t>(name.substr(scan_address.size()));
        if (!number || *number < 1 || *number > file.page_count) return no_such_page();
        return *number - 1;
    }
    const auto index = TRY(find_labelled_page(tx, file, name));
    if (!index) return no_such_page();
    return *index;
}

/// A page and all that says who may see it.
struct PageForReader {
    Scan scan;
    storage::SourcePage page;
    Cited cited;
    ScanSight sight = ScanSight::nothing;
};

Result<PageForReader>
find_page(db::ReadTransaction& tx, const ScanPlace& place, const Actor* reader) {
    PageForReader found{
        .scan = TRY(find_scan_head(tx, place.key, place.file, reader)), .page = {}, .cited = {}
    };
    const std::int64_t index = TRY(find_index(tx, found.scan.file, place.page));
    auto page = TRY(storage::find_source_page(tx, place.file, index));
    if (!page) return no_such_page();
    found.page = *std::move(page);
    found.cited.citations = TRY(storage::list_page_citations(tx, place.file));
    found.sight = domain::sight_of(found.scan.file.facts(), reader, found.cited.has(index));
    return found;
}

Result<PageForReader> find_page(const Site& site, const ScanPlace& place, ScanReader reader) {
    return site.database.read([&](db::ReadTransaction& tx) {
        return find_page(tx, place, pointer_to(reader));
    });
}

std::optional<QuotePlaceOnPage>
find_on_page(const storage::SourcePage& page, std::string_view quote) {
    const auto place = scans::find_quote(page.text, quote);
    if (!place) return std::nullopt;
    QuotePlaceOnPage found{.score = place->score, .boxes = {}};
    const auto words = scans::parse_word_boxes(page.boxes, page.text.size());
    if (words) found.boxes = scans::boxes_of(*words, place->begin, place->end);
    return found;
}

/// Around what is cited of the page: as it was found, or drawn.
std::optional<scans::Box> box_of(const storage::PageCitation& citation, std::int64_t page) {
    return parse_box(citation.page_index == page ? citation.box : citation.next_box);
}

std::optional<std::int64_t> year_of(Time time) {
    return parse_number<std::int64_t>(std::string_view{format_rfc3339(time)}.substr(0, 4));
}

// ── Uploading ──

/// A name for people, on one line; never a path.
std::string clean_file_name(std::string_view name) {
    std::string clean = clean_utf8(name.substr(name.find_last_of("/\\") + 1));
    std::ranges::replace_if(
        clean, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; }, ' '
    );
    clean = std::string{utf8_prefix(trim(clean), file_name_bytes_max)};
    return clean.empty() ? "scan" : clean;
}

std::unexpected<Error> refuse_rights() {
    return refuse("rights", "Choose who may see the scan.");
}

Result<scans::MediaType> check_content(std::string_view content) {
    if (content.empty()) return refuse("file", "Choose a file first.");
    if (content.size() > scans::file_bytes_max) {
        return refuse("file", "The file has more than 50 MB. Upload it in parts.");
    }
    const auto type = scans::find_media_type(content.substr(0, scans::magic_bytes));
    if (!type) return refuse("file", std::string{unknown_kind});
    return *type;
}

} // namespace

ScanPageLine line_of(const storage::SourceFile& file, storage::PageLine page, ScanSight sight) {
    ScanPageLine line{
        .index = page.index,
        .label = label_of(file, page.index, std::move(page.label)),
        .address = {},
        .failure = std::move(page.failure),
        .width = page.width,
        .height = page.height,
        .sight = sight,
    };
    line.address = line.label.empty() ? scan_address_of(page.index) : line.label;
    return line;
}

bool is_unknown_kind(const Error& error) {
    return std::ranges::any_of(error.fields(), [](const FieldError& field) {
        return field.message == unknown_kind;
    });
}

Result<storage::ScannedSource> find_scanned_source(const Site& site, std::string_view key) {
    return site.database.read([&](db::ReadTransaction& tx) {
        return storage::find_scanned_source(tx, key);
    });
}

domain::ScanRights propose_rights(const Site& site, const storage::ScannedSource& source) {
    return domain::propose_scan_rights(
        source.year, year_of(site.clock()).value_or(0), site.settings.scan_rights_years
    );
}

Result<SourceFileId> upload_scan(const Site& site, const Actor& actor, const UploadScan& upload) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    const std::optional<domain::ScanRights> rights = domain::parse_scan_rights(upload.rights);
    if (!rights && !upload.rights.empty()) return refuse_rights();
    if (site.files_folder.empty()) {
        return fail(ErrorCode::unavailable, "This server takes no files.");
    }
    const scans::MediaType type = TRY(check_content(upload.content));
    const Time now = site.clock();
    const storage::ScannedSource source =
        TRY(site.database.read([&](db::ReadTransaction& tx) -> Result<storage::ScannedSource> {
            const std::int64_t today =
                TRY(storage::count_files_of(tx, actor.user, now - hours(24)));
            if (today >= uploads_per_day_max && !actor.is_moderator()) {
                return fail(
                    ErrorCode::rate_limited,
                    fmt::format(
                        "You have uploaded {} files in a day. Go on tomorrow.", uploads_per_day_max
                    )
                );
            }
            return storage::find_scanned_source(tx, upload.source);
        }));
    storage::SourceFile file{
        .id = {},
        .source = source.id,
        .sha256 = TRY(store_of(site).store(upload.content)),
        .name = clean_file_name(upload.file_name),
        .media_type = std::string{scans::format_media_type(type)},
        .bytes = static_cast<std::int64_t>(upload.content.size()),
        .label_offset = std::nullopt,
        .rights = rights.value_or(propose_rights(site, source)),
        .failure = {},
        .hidden_reason = std::nullopt,
        .user = actor.user,
        .created_at = now,
    };
    return site.database.write([&](db::Transaction& tx) -> Result<SourceFileId> {
        const SourceFileId id = TRY(storage::insert_source_file(tx, file));
        storage::announce_site(tx);
        return id;
    });
}

// ── Reading ──

namespace {

Result<void> save_page(const Site& site, SourceFileId file, const scans::PageRead& page) {
    const scans::FileStore store = store_of(site);
    const storage::SourcePage row{
        .file = file,
        .index = page.index,
        .label = page.label,
        .width = page.width,
        .height = page.height,
        .text = page.text,
        .boxes = page.boxes,
        .text_from =
            page.text.empty() ? domain::PageTextFrom::nothing : domain::PageTextFrom::embedded,
        .image_sha256 = TRY(store.store(page.image)),
        .thumbnail_sha256 = TRY(store.store(page.thumbnail)),
        .failure = {},
    };
    return site.database.write([&](db::Transaction& tx) {
        return storage::insert_source_page(tx, row);
    });
}

Result<void> save_failed_page(const Site& site, SourceFileId file, const scans::PageFailed& page) {
    const storage::SourcePage row{
        .file = file,
        .index = page.index,
        .label = {},
        .text = {},
        .boxes = {},
        .image_sha256 = {},
        .thumbnail_sha256 = {},
        .failure = page.reason,
    };
    return site.database.write([&](db::Transaction& tx) {
        return storage::insert_source_page(tx, row);
    });
}

Result<void> save_page_count(const Site& site, SourceFileId file, std::int64_t page_count) {
    return site.database.write([&](db::Transaction& tx) {
        return storage::update_file_pages(tx, file, page_count);
    });
}

Result<void> save_state(
    const Site& site, const storage::SourceFile& file, const Result<scans::Reading>& reading
) {
    const domain::ScanState state = reading ? domain::ScanState::ready : domain::ScanState::failed;
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        storage::announce_site(tx);
        const std::string_view failure = reading ? "" : std::string_view{reading.error().message()};
        TRY(storage::update_file_state(tx, file.id, state, failure));
        return place_citations_in(tx, file.source);
    });
}

/// Puts down what comes up, for as long as a slice lasts.
class ScanSlice {
public:
    ScanSlice(const Site& site, SourceFileId file) : site_{site}, file_{file} {}

    /// Pages up to here are there: one that was stopped goes on behind them.
    Result<std::uint32_t> find_first_unread() {
        const auto pages = TRY(site_.database.read([&](db::ReadTransaction& tx) {
            return storage::list_page_lines(tx, file_);
        }));
        std::uint32_t next = 0;
        for (const storage::PageLine& page : pages) {
            if (page.index != next) break;
            ++next;
            if (!page.failure.empty()) ++failed_;
        }
        return next;
    }

    Result<void> take(scans::ScanEvent&& event) {
        if (const auto* opened = std::get_if<scans::FileOpened>(&event)) {
            return save_page_count(site_, file_, opened->page_count);
        }
        if (const auto* page = std::get_if<scans::PageRead>(&event)) {
            TRY(save_page(site_, file_, *page));
        }
        if (const auto* page = std::get_if<scans::PageFailed>(&event)) {
            TRY(save_failed_page(site_, file_, *page));
            if (++failed_ > scans::failed_pages_max) {
                return fail(
                    ErrorCode::invalid, "Too many pages cannot be read. The last: " + page->reason
                );
            }
        }
        if (std::chrono::steady_clock::now() < end_) return {};
        is_over_ = true;
        return fail(ErrorCode::unavailable, "It is another's turn.");
    }

    [[nodiscard]] bool is_over() const { return is_over_; }

private:
    const Site& site_;
    SourceFileId file_;
    std::size_t failed_ = 0;
    std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::now() + scan_slice;
    bool is_over_ = false;
};

} // namespace

Result<bool> read_waiting_scan(const Site& site) {
    const std::optional<storage::SourceFile> file =
        TRY(site.database.read(storage::find_waiting_file));
    if (!file) return false;
    const auto type = scans::parse_media_type(file->media_type);
    ScanSlice slice{site, file->id};
    const std::uint32_t first = TRY(slice.find_first_unread());
    const Result<scans::Reading> reading = scans::read_pages(
        {.program = site.scan_program},
        store_of(site).path_of(file->sha256),
        type.value_or(scans::MediaType::pdf),
        first,
        [&](scans::ScanEvent&& event) { return slice.take(std::move(event)); }
    );
    if (slice.is_over()) return true;
    // No child could be had, or the disk is full: it waits, and is tried again.
    if (!reading && reading.error().code() == ErrorCode::unavailable) {
        return std::unexpected{reading.error()};
    }
    TRY(save_state(site, *file, reading));
    log_event(
        LogLevel::info,
        "scan_read",
        {{"site", std::string_view{site.settings.name}},
         {"file", file->id.value},
         {"failure", reading ? std::string_view{} : std::string_view{reading.error().message()}}}
    );
    return true;
}

// ── Showing ──

Result<Scan>
find_scan(const Site& site, std::string_view key, SourceFileId file, ScanReader reader) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<Scan> {
        Scan scan = TRY(find_scan_head(tx, key, file, pointer_to(reader)));
        const Cited cited{TRY(storage::list_page_citations(tx, file))};
        for (storage::PageLine& page : TRY(storage::list_page_lines(tx, file))) {
            const ScanSight sight =
                domain::sight_of(scan.file.facts(), pointer_to(reader), cited.has(page.index));
            if (sight == ScanSight::nothing) continue;
            scan.pages.push_back(line_of(scan.file, std::move(page), sight));
        }
        return scan;
    });
}

Result<std::vector<Scan>> list_scans(const Site& site, std::string_view key, ScanReader reader) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<std::vector<Scan>> {
        const storage::ScannedSource source = TRY(storage::find_scanned_source(tx, key));
        std::vector<Scan> scans;
        for (storage::SourceFile& file : TRY(storage::list_source_files(tx, source.id))) {
            const domain::ScanFacts facts = file.facts();
            scans.push_back(
                {.source = source,
                 .file = std::move(file),
                 .may_download = domain::may_download(facts, pointer_to(reader)),
                 .may_describe = reader && domain::may_describe(facts, *reader),
                 .pages = {}}
            );
        }
        return scans;
    });
}

namespace {

/// Pages beside this one that have something for the reader.
void add_neighbours(ScanPage& page, const std::vector<ScanPageLine>& lines) {
    for (const ScanPageLine& line : lines) {
        if (line.index < page.line.index) page.previous = line;
        if (line.index > page.line.index) {
            page.next = line;
            return;
        }
    }
}

} // namespace

Result<ScanPage> find_scan_page(
    const Site& site, const ScanPlace& place, std::string_view quote, ScanReader reader
) {
    PageForReader found = TRY(find_page(site, place, reader));
    const std::vector<ScanPageLine> lines =
        TRY(find_scan(site, place.key, place.file, reader)).pages;
    ScanPage page;
    page.scan = std::move(found.scan);
    page.line = line_of(
        page.scan.file,
        {.index = found.page.index,
         .label = found.page.label,
         .width = found.page.width,
         .height = found.page.height,
         .failure = found.page.failure},
        found.sight
    );
    add_neighbours(page, lines);
    page.text_from = found.page.text_from;
    if (found.sight == ScanSight::nothing) return page;
    for (const storage::PageCitation& citation : found.cited.citations) {
        const std::int64_t index = found.page.index;
        if (!citation.is_of(index) || !box_of(citation, index)) continue;
        page.cited.push_back({citation.id, citation.quote});
    }
    if (found.sight != ScanSight::whole) return page;
    if (!quote.empty()) page.quote = find_on_page(found.page, quote);
    page.text = std::move(found.page.text);
    return page;
}

Result<PageInLines> read_page_lines(const Site& site, const ScanPlace& place, ScanReader reader) {
    PageForReader found = TRY(find_page(site, place, reader));
    if (found.sight != ScanSight::whole) return no_such_page();
    PageInLines page{.page = TRY(find_scan_page(site, place, "", reader)), .lines = {}};
    const std::string_view text = found.page.text;
    const auto words = scans::parse_word_boxes(found.page.boxes, text.size());
    if (!words) return page;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const auto box = join_boxes(scans::boxes_of(*words, begin, end));
        if (box) page.lines.push_back({std::string{text.substr(begin, end - begin)}, *box});
        begin = end + 1;
    }
    return page;
}

Result<std::string>
read_page_image(const Site& site, const ScanPlace& place, PageImage size, ScanReader reader) {
    const PageForReader found = TRY(find_page(site, place, reader));
    if (found.sight != ScanSight::whole) return no_such_page();
    return store_of(site).read(
        size == PageImage::large ? found.page.image_sha256 : found.page.thumbnail_sha256
    );
}

Result<std::string>
read_cited_lines(const Site& site, const ScanPlace& place, CitationId citation, ScanReader reader) {
    const PageForReader found = TRY(find_page(site, place, reader));
    if (found.sight == ScanSight::nothing) return no_such_page();
    const auto cited =
        std::ranges::find(found.cited.citations, citation, &storage::PageCitation::id);
    if (cited == found.cited.citations.end() || !cited->is_of(found.page.index)) {
        return fail(ErrorCode::not_found, "No such citation speaks of this page.");
    }
    const std::optional<scans::Box> box = box_of(*cited, found.page.index);
    if (!box) return fail(ErrorCode::not_found, "The quote is not found on this page.");
    if (box->bottom - box->top > strip_height_max) {
        return fail(ErrorCode::not_found, "What is cited here is more than lines.");
    }
    const std::string image = TRY(store_of(site).read(found.page.image_sha256));
    return scans::cut_strip({.program = site.scan_program}, image, *box);
}

Result<OriginalFile>
read_original(const Site& site, std::string_view key, SourceFileId file, ScanReader reader) {
    const Scan scan = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return find_scan_head(tx, key, file, pointer_to(reader));
    }));
    if (!scan.may_download) return fail(ErrorCode::not_found, "This file cannot be downloaded.");
    return OriginalFile{
        .name = scan.file.name,
        .media_type = scan.file.media_type,
        .bytes = TRY(store_of(site).read(scan.file.sha256)),
    };
}

// ── Quotes ──

namespace {

/// Whether the place of a quote in the file may be told.
bool may_search(const storage::SourceFile& file, const Actor* reader) {
    if (file.state != domain::ScanState::ready) return false;
    const ScanSight sight = domain::sight_of(file.facts(), reader, true);
    return sight != ScanSight::nothing;
}

Result<std::optional<QuoteFound>> find_in_file(
    db::ReadTransaction& tx,
    const storage::SourceFile& file,
    std::string_view quote,
    std::string_view label
) {
    std::vector<std::int64_t> indexes;
    std::vector<std::string> texts;
    if (label.empty()) {
        for (storage::PageText& page : TRY(storage::list_page_texts(tx, file.id))) {
            indexes.push_back(page.index);
            texts.push_back(std::move(page.text));
        }
    } else {
        const auto index = TRY(find_labelled_page(tx, file, label));
        if (!index) return std::nullopt;
        indexes.push_back(*index);
        auto page = TRY(storage::find_source_page(tx, file.id, *index));
        texts.push_back(page ? std::move(page->text) : std::string{});
    }
    const std::vector<std::string_view> views{texts.begin(), texts.end()};
    const auto place = scans::find_quote_in(views, quote);
    if (!place) return std::nullopt;
    const auto page = TRY(storage::find_source_page(tx, file.id, indexes[place->page]));
    if (!page) return std::nullopt;
    QuoteFound found{
        .file = file.id,
        .page_index = page->index,
        .label = label_of(file, page->index, page->label),
        .address = {},
        .score = place->place.score,
        .box = {},
    };
    found.address = found.label.empty() ? scan_address_of(page->index) : found.label;
    const auto words = scans::parse_word_boxes(page->boxes, page->text.size());
    if (words) {
        found.box = join_boxes(scans::boxes_of(*words, place->place.begin, place->place.end))
                        .value_or(scans::Box{});
    }
    return found;
}

} // namespace

Result<std::optional<QuoteFound>> find_quote_in_source(
    const Site& site,
    std::string_view key,
    std::string_view quote,
    std::string_view label,
    ScanReader reader
) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<std::optional<QuoteFound>> {
        const storage::ScannedSource source = TRY(storage::find_scanned_source(tx, key));
        std::optional<QuoteFound> best;
        for (const storage::SourceFile& file : TRY(storage::list_source_files(tx, source.id))) {
            if (!may_search(file, pointer_to(reader))) continue;
            auto found = TRY(find_in_file(tx, file, quote, label));
            if (found && (!best || found->score > best->score)) best = std::move(found);
        }
        return best;
    });
}

// ── Describing ──

namespace {

Result<std::string> check_label(std::string_view label) {
    const std::string_view trimmed = trim(label);
    const bool is_good =
        trimmed.size() <= scans::label_bytes_max && is_utf8(trimmed)
        && !trimmed.starts_with(scan_address) && std::ranges::none_of(trimmed, [](char c) {
               return static_cast<unsigned char>(c) <= ' ' || c == '/' || c == '\\';
           });
    if (!is_good) {
        return refuse("label", "Write the page as it is printed, without spaces: 79, xii, 12v.");
    }
    return std::string{trimmed};
}

/// Changes something of a page in one transaction: `change(tx, found)`. Who sees nothing of the
/// page can say nothing of it.
template <typename Change>
Result<void>
change_page(const Site& site, const Actor& actor, const ScanPlace& place, const Change& change) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const PageForReader found = TRY(find_page(tx, place, &actor));
        if (found.sight == ScanSight::nothing) return no_such_page();
        TRY(change(tx, found));
        TRY(place_citations_in(tx, found.scan.source.id));
        storage::announce_site(tx);
        return {};
    });
}

} // namespace

Result<void>
label_scan(const Site& site, const Actor& actor, const ScanPlace& place, std::string_view label) {
    const std::string printed = TRY(check_label(label));
    const auto number = parse_number<std::int64_t>(printed);
    const bool is_number = number && *number >= 1 && *number < 1'000'000;
    if (!printed.empty() && !is_number) {
        return refuse("label", "Write a page number in digits, or label this page alone.");
    }
    return change_page(
        site,
        actor,
        place,
        [&](db::Transaction& tx, const PageForReader& found) -> Result<void> {
            std::optional<std::int64_t> offset;
            if (is_number) offset = *number - 1 - found.page.index;
            return storage::update_file_offset(tx, place.file, offset);
        }
    );
}

Result<void>
label_page(const Site& site, const Actor& actor, const ScanPlace& place, std::string_view label) {
    const std::string printed = TRY(check_label(label));
    return change_page(
        site,
        actor,
        place,
        [&](db::Transaction& tx, const PageForReader& found) -> Result<void> {
            const auto other = TRY(storage::find_page_by_label(tx, place.file, printed));
            if (!printed.empty() && other && *other != found.page.index) {
                return refuse("label", "Another page of this scan has this label.");
            }
            return storage::update_page_label(tx, place.file, found.page.index, printed);
        }
    );
}

Result<void> type_page_text(
    const Site& site, const Actor& actor, const ScanPlace& place, std::string_view text
) {
    const std::string clean{trim(clean_utf8(text))};
    if (clean.size() > scans::page_text_bytes_max) {
        return refuse("text", "Shorten the text: no page has so much.");
    }
    return change_page(
        site,
        actor,
        place,
        [&](db::Transaction& tx, const PageForReader& found) -> Result<void> {
            const bool has_own = found.page.text_from == domain::PageTextFrom::embedded
                                 || found.page.text_from == domain::PageTextFrom::ocr;
            if (has_own) return fail(ErrorCode::conflict, "This page has a text already.");
            const bool is_unseen = !found.page.text.empty() && found.sight != ScanSight::whole;
            if (is_unseen) {
                return fail(
                    ErrorCode::forbidden,
                    "Somebody has typed this page already. Who sees the whole page can change it."
                );
            }
            return storage::update_page_text(tx, place.file, found.page.index, clean);
        }
    );
}

Result<void> set_scan_rights(
    const Site& site,
    const Actor& actor,
    SourceFileId file,
    std::optional<domain::ScanRights> rights
) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    if (!rights) return refuse_rights();
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::SourceFile stored = TRY(storage::find_source_file(tx, file));
        if (!domain::may_describe(stored.facts(), actor)) {
            return fail(
                ErrorCode::forbidden, "Only who uploaded the file, or a moderator, sets its rights."
            );
        }
        TRY(storage::update_file_rights(tx, file, *rights));
        TRY(place_citations_in(tx, stored.source));
        storage::announce_site(tx);
        return {};
    });
}

Result<void> hide_scan(
    const Site& site,
    const Actor& actor,
    SourceFileId file,
    const std::optional<std::string>& reason
) {
    if (!actor.is_moderator()) return fail(ErrorCode::not_found, "There is no such page.");
    if (reason && (trim(*reason).empty() || utf8_length(*reason) > hidden_reason_length_max)) {
        return refuse("reason", "Say in one sentence who complained of what.");
    }
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::SourceFile found = TRY(storage::find_source_file(tx, file));
        TRY(storage::update_file_hidden(tx, file, reason));
        TRY(place_citations_in(tx, found.source));
        storage::announce_site(tx);
        return storage::log_moderation(
            tx,
            {.moderator = actor.user,
             .kind = reason ? "scan_hidden" : "scan_shown",
             .note = reason ? fmt::format("{}: {}", found.name, trim(*reason)) : found.name},
            site.clock()
        );
    });
}

// ── Files ──

Result<std::vector<std::string>> find_broken_files(const Site& site) {
    const std::vector<std::string> hashes = TRY(site.database.read(storage::list_stored_hashes));
    const scans::FileStore store = store_of(site);
    std::vector<std::string> broken;
    for (const std::string& hash : hashes) {
        const Result<std::string> bytes = store.read(hash);
        if (!bytes) broken.push_back(fmt::format("file {}: {}", hash, bytes.error().message()));
    }
    return broken;
}

} // namespace attest::service
