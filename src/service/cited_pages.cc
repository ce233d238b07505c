#include "service/cited_pages.h"

#include "bibliography/deep_links.h"
#include "service/citation_places.h"
#include "service/sources.h"
#include "storage/sources.h"
#include "storage/users.h"

#include <algorithm>
#include <utility>

namespace attest::service {

namespace {

using domain::ScanSight;

/// The source whose page is to be opened, through a merge.
Result<std::optional<storage::SourceRecord>>
find_opened_source(db::ReadTransaction& tx, const CitationRecord& citation) {
    const SourceId id = citation.content.through.value_or(citation.content.source);
    auto source = TRY(storage::find_source(tx, id));
    if (source && source->merged_into) source = TRY(storage::find_source(tx, *source->merged_into));
    return source;
}

Whereabouts whereabouts_of(const storage::SourceRecord& source, const CitationRecord& citation) {
    Whereabouts where{
        .key = source.key,
        .url = {},
        .doi = source.doi.value_or(""),
        .isbn = source.isbn.value_or(""),
        .shelfmark = {},
    };
    const bibliography::Reference reference = reference_of(source);
    where.shelfmark = shelfmark_of(reference);
    if (reference.url.empty()) return where;
    const CitationContent& content = citation.content;
    const bool is_paged = content.label == "page" || content.label == "folio";
    where.url = bibliography::deep_link(
        reference.url, is_paged ? content.page_from : std::string{}, content.quote
    );
    return where;
}

/// Where the quote has no box: what somebody drew, if it is the same page still. Never where the
/// reader sees lines only, which the quote chooses and nobody else.
void show_drawn_box(const CitationRecord& citation, MarkedPage& page) {
    const storage::DrawnBox& drawn = citation.drawn;
    if (page.box || drawn.box.empty() || page.line.sight != ScanSight::whole) return;
    if (drawn.file != citation.place.file || drawn.page_index != citation.place.page_index) return;
    page.box = parse_box(drawn.box);
    page.is_drawn = page.box.has_value();
}

/// Opens pages of one file for one reader.
class PageOpener {
public:
    PageOpener(db::ReadTransaction& tx, storage::SourceFile file, ScanReader reader)
        : tx_{tx}, file_{std::move(file)}, reader_{reader ? &*reader : nullptr} {}

    Result<std::optional<CitedPage>> open(const storage::CitationPlace& place) {
        citations_ = TRY(storage::list_page_citations(tx_, file_.id));
        const std::int64_t index = place.page_index.value_or(0);
        const auto page = TRY(storage::find_source_page(tx_, file_.id, index));
        if (!page) return std::nullopt;
        CitedPage opened{
            .file = file_,
            .uploader = {},
            .page = {.line = line(*page), .box = parse_box(place.box)},
            .over = {},
            .previous = {},
            .next = {},
            .text_from = page->text_from,
            .likeness = {},
        };
        if (opened.page.line.sight != ScanSight::nothing) opened.likeness = place.likeness;
        const auto next = TRY(storage::find_source_page(tx_, file_.id, index + 1));
        if (next && !place.next_box.empty())
            opened.over = MarkedPage{.line = line(*next), .box = parse_box(place.next_box)};
        opened.previous = shown(
            index > 0 ? TRY(storage::find_source_page(tx_, file_.id, index - 1)) : std::nullopt
        );
        opened.next = shown(next);
        if (file_.user) {
            const Result<storage::UserRecord> user = storage::find_user(tx_, *file_.user);
            if (user) opened.uploader = user->user.user.name;
        }
        return opened;
    }

private:
    [[nodiscard]] ScanPageLine line(const storage::SourcePage& page) const {
        const bool is_cited =
            std::ranges::any_of(citations_, [&](const storage::PageCitation& citation) {
                return citation.is_of(page.index);
            });
        return line_of(
            file_,
            {.index = page.index,
             .label = page.label,
             .width = page.width,
             .height = page.height,
             .failure = page.failure},
            domain::sight_of(file_.facts(), reader_, is_cited)
        );
    }

    /// A page beside, if there is something on it for the reader.
    [[nodiscard]] std::optional<ScanPageLine> shown(const std::optional<storage::SourcePage>& page
    ) const {
        if (!page) return std::nullopt;
        ScanPageLine beside = line(*page);
        if (beside.sight == ScanSight::nothing) return std::nullopt;
        return beside;
    }

    db::ReadTransaction& tx_;
    storage::SourceFile file_;
    const domain::Actor* reader_;
    std::vector<storage::PageCitation> citations_;
};

} // namespace

Result<OpenedCitations> open_citations(
    db::ReadTransaction& tx, std::span<const CitationRecord> citations, ScanReader reader
) {
    OpenedCitations opened;
    for (const CitationRecord& citation : citations) {
        if (citation.withdrawn_at) continue;
        const auto source = TRY(find_opened_source(tx, citation));
        if (!source) continue;
        OpenedCitation one{.whereabouts = whereabouts_of(*source, citation), .page = {}};
        if (citation.place.file) {
            PageOpener opener{tx, TRY(storage::find_source_file(tx, *citation.place.file)), reader};
            one.page = TRY(opener.open(citation.place));
            if (one.page) show_drawn_box(citation, one.page->page);
        }
        opened.emplace(citation.id.value, std::move(one));
    }
    return opened;
}

Result<OpenedCitations>
open_citations(const Site& site, std::span<const CitationRecord> citations, ScanReader reader) {
    return site.database.read([&](db::ReadTransaction& tx) {
        return open_citations(tx, citations, reader);
    });
}

Result<std::string>
hash_of_seen_page(db::ReadTransaction& tx, const CitationRecord& citation, ScanReader reader) {
    if (!citation.place.file) return std::string{};
    storage::SourceFile file = TRY(storage::find_source_file(tx, *citation.place.file));
    const std::string hash = file.sha256;
    const auto opened = TRY(PageOpener(tx, std::move(file), reader).open(citation.place));
    const bool is_seen = opened && opened->page.line.sight != ScanSight::nothing;
    return is_seen ? hash : std::string{};
}

} // namespace attest::service
