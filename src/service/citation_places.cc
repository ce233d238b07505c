#include "service/citation_places.h"

#include "base/text.h"
#include "scans/quote_match.h"
#include "service/limits.h"
#include "service/page_labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace attest::service {

namespace {

using storage::CitationPlace;
using storage::SoughtCitation;
using storage::SourceFile;
using storage::SourcePage;

constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

/// Rounded down, so that what is under a mark stays under it; but for what arithmetic loses.
std::int64_t likeness_of(double score) {
    return static_cast<std::int64_t>(score * 1000 + 1e-6);
}

std::string box_on(const SourcePage& page, const scans::QuotePlace& place) {
    const auto words = scans::parse_word_boxes(page.boxes, page.text.size());
    if (!words) return {};
    const auto box = join_boxes(scans::boxes_of(*words, place.begin, place.end));
    return box ? format_box(*box) : std::string{};
}

/// How well a file serves a citation, from less to more.
enum class Fit : std::uint8_t { none, page, perhaps, found };

Fit fit_of(const CitationPlace& place) {
    if (!place.file) return Fit::none;
    const std::int64_t likeness = place.likeness.value_or(0);
    if (likeness >= likeness_of(scans::found_score_min)) return Fit::found;
    return likeness >= likeness_of(scans::perhaps_score_min) ? Fit::perhaps : Fit::page;
}

/// Looks for places within one transaction, and counts the pages that it looks at.
class PlaceFinder {
public:
    explicit PlaceFinder(db::ReadTransaction& tx, std::int64_t pages_max = no_limit)
        : tx_{tx}, pages_max_{pages_max} {}

    /// Nothing if more pages would have to be looked at than may be.
    Result<std::optional<CitationPlace>> find(const SoughtCitation& citation) {
        CitationPlace best;
        for (const SourceFile& file : TRY(files_of(citation.source))) {
            std::optional<CitationPlace> place = TRY(find_in(file, citation));
            if (!place) return std::nullopt;
            if (fit_of(*place) > fit_of(best)) best = *std::move(place);
            if (fit_of(best) == Fit::found) break;
        }
        return best;
    }

    [[nodiscard]] std::int64_t pages_seen() const { return pages_seen_; }

private:
    /// Those that readers see most of come first.
    Result<std::vector<SourceFile>> files_of(SourceId source) {
        const auto known = files_.find(source.value);
        if (known != files_.end()) return known->second;
        std::vector<SourceFile> files = TRY(storage::list_source_files(tx_, source));
        std::erase_if(files, [](const SourceFile& file) {
            return file.state != domain::ScanState::ready || file.hidden_reason;
        });
        std::ranges::stable_sort(files, {}, &SourceFile::rights);
        return files_[source.value] = std::move(files);
    }

    [[nodiscard]] bool may_see(std::int64_t pages) {
        if (pages > pages_max_ - pages_seen_) return false;
        pages_seen_ += pages;
        return true;
    }

    Result<std::optional<CitationPlace>>
    find_in(const SourceFile& file, const SoughtCitation& citation) {
        const auto first = TRY(find_cited_page(tx_, file, citation.label, citation.page_from));
        if (!first) {
            if (citation.quote.empty()) return CitationPlace{};
            if (!may_see(file.page_count)) return std::nullopt;
            return TRY(find_in_all(file, citation.quote));
        }
        if (citation.quote.empty()) return CitationPlace{.file = file.id, .page_index = *first};
        const std::int64_t last = std::min(
            TRY(find_cited_page(tx_, file, citation.label, citation.page_to)).value_or(*first),
            *first + cited_range_pages_max - 1
        );
        const std::int64_t count = std::max<std::int64_t>(last - *first, 0) + 1;
        if (!may_see(count + 1)) return std::nullopt;
        return TRY(find_in_range(file, *first, count, citation.quote));
    }

    Result<CitationPlace> find_in_range(
        const SourceFile& file, std::int64_t first, std::int64_t count, std::string_view quote
    ) {
        std::vector<SourcePage> pages;
        for (std::int64_t index = first; index <= first + count; ++index) {
            auto page = TRY(storage::find_source_page(tx_, file.id, index));
            if (!page) break;
            pages.push_back(*std::move(page));
        }
        std::vector<std::string_view> texts;
        for (const SourcePage& page : pages)
            texts.emplace_back(page.text);
        const auto size = static_cast<std::size_t>(count);
        const auto found = scans::find_quote_in(texts, quote, size);
        if (found) {
            const SourcePage* next = found->next ? &pages[found->page + 1] : nullptr;
            return place_of(pages[found->page], next, *found);
        }
        CitationPlace place{.file = file.id, .page_index = first};
        texts.resize(std::min(texts.size(), size));
        for (const std::string_view text : texts) {
            if (text.empty()) continue; // there is nothing to look for it in
            const std::int64_t likeness = likeness_of(scans::best_score(text, quote));
            place.likeness = std::max(place.likeness.value_or(0), likeness);
        }
        return place;
    }

    Result<CitationPlace> find_in_all(const SourceFile& file, std::string_view quote) {
        const std::vector<storage::PageText>& pages = *TRY(texts_of(file.id));
        std::vector<std::string_view> texts;
        for (const storage::PageText& page : pages)
            texts.emplace_back(page.text);
        const auto found = scans::find_quote_in(texts, quote);
        if (!found) return CitationPlace{};
        const auto page = TRY(storage::find_source_page(tx_, file.id, pages[found->page].index));
        if (!page) return CitationPlace{};
        std::optional<SourcePage> next;
        if (found->next)
            next = TRY(storage::find_source_page(tx_, file.id, pages[found->page + 1].index));
        return place_of(*page, next ? &*next : nullptr, *found);
    }

    static CitationPlace
    place_of(const SourcePage& page, const SourcePage* next, const scans::QuoteOnPage& found) {
        return {
            .file = page.file,
            .page_index = page.index,
            .box = box_on(page, found.place),
            .next_box = next != nullptr ? box_on(*next, *found.next) : std::string{},
            .likeness = likeness_of(found.place.score),
        };
    }

    /// Of the file that was asked for last.
    Result<const std::vector<storage::PageText>*> texts_of(SourceFileId file) {
        if (texts_file_ != file) {
            texts_ = TRY(storage::list_page_texts(tx_, file));
            texts_file_ = file;
        }
        return &texts_;
    }

    db::ReadTransaction& tx_;
    std::int64_t pages_max_;
    std::int64_t pages_seen_ = 0;
    std::map<std::int64_t, std::vector<SourceFile>> files_;
    std::optional<SourceFileId> texts_file_;
    std::vector<storage::PageText> texts_;
};

/// As it would be stored: a box where there is no quote was drawn, and stays with its page.
bool is_same(const SoughtCitation& citation, CitationPlace found) {
    const bool keeps_box = citation.quote.empty() && citation.place.file == found.file
                           && citation.place.page_index == found.page_index;
    if (keeps_box) found.box = citation.place.box;
    return citation.place == found;
}

Result<void>
store(db::Transaction& tx, const SoughtCitation& citation, const CitationPlace& found) {
    if (is_same(citation, found)) return {};
    return storage::update_citation_place(tx, citation, found);
}

/// Takes up what waits, as far as the finder may look.
Result<void> place_queued(db::Transaction& tx, PlaceFinder& finder) {
    for (const storage::CitationSearch& search :
         TRY(storage::list_searches(tx, searches_at_once))) {
        const auto citation = TRY(storage::find_sought_citation(tx, search.citation));
        if (citation) {
            const auto found = TRY(finder.find(*citation));
            if (!found) return {};
            TRY(store(tx, *citation, *found));
        }
        TRY(storage::finish_search(tx, search.turn));
    }
    return {};
}

/// What the job found in its snapshot.
struct FoundPlace {
    std::int64_t turn = 0;
    std::optional<SoughtCitation> citation; ///< Nothing if it was withdrawn.
    CitationPlace place;
};

Result<std::vector<FoundPlace>> find_queued(db::ReadTransaction& tx) {
    std::vector<FoundPlace> found;
    PlaceFinder finder{tx};
    for (const storage::CitationSearch& search :
         TRY(storage::list_searches(tx, searches_at_once))) {
        FoundPlace one{
            .turn = search.turn,
            .citation = TRY(storage::find_sought_citation(tx, search.citation)),
            .place = {},
        };
        if (one.citation) one.place = TRY(finder.find(*one.citation)).value_or(CitationPlace{});
        found.push_back(std::move(one));
        if (finder.pages_seen() >= search_pages_at_once) break;
    }
    return found;
}

template <typename Do>
Result<void> for_each_sought(db::ReadTransaction& tx, const Do& act) {
    CitationId after{std::numeric_limits<std::int64_t>::min()};
    while (true) {
        const std::vector<SoughtCitation> citations =
            TRY(storage::list_sought_citations(tx, after, searches_at_once));
        if (citations.empty()) return {};
        for (const SoughtCitation& citation : citations)
            TRY(act(citation));
        after = citations.back().id;
    }
}

} // namespace

Result<void> place_citations(db::Transaction& tx, std::span<const CitationId> citations) {
    PlaceFinder finder{tx, search_pages_at_write_max};
    for (const CitationId id : citations) {
        const auto citation = TRY(storage::find_sought_citation(tx, id));
        if (!citation) continue;
        const auto found = TRY(finder.find(*citation));
        if (found) {
            TRY(store(tx, *citation, *found));
        } else {
            TRY(storage::queue_search(tx, id));
        }
    }
    return {};
}

Result<void> place_citations_in(db::Transaction& tx, SourceId source) {
    TRY(storage::queue_searches_in(tx, source));
    PlaceFinder finder{tx, search_pages_at_write_max};
    return place_queued(tx, finder);
}

Result<bool> place_waiting_citations(const Site& site) {
    const std::vector<FoundPlace> found = TRY(site.database.read(find_queued));
    if (found.empty()) return false;
    TRY(site.database.write([&](db::Transaction& tx) -> Result<void> {
        for (const FoundPlace& one : found) {
            const bool is_current = TRY(storage::finish_search(tx, one.turn));
            if (is_current && one.citation) TRY(store(tx, *one.citation, one.place));
        }
        return {};
    }));
    return true;
}

Result<std::vector<std::string>> find_misplaced(db::ReadTransaction& tx) {
    std::set<std::int64_t> waiting;
    for (const storage::CitationSearch& search : TRY(storage::list_searches(tx, no_limit)))
        waiting.insert(search.citation.value);
    std::vector<std::string> faults;
    PlaceFinder finder{tx};
    TRY(for_each_sought(tx, [&](const SoughtCitation& citation) -> Result<void> {
        if (waiting.contains(citation.id.value)) return {};
        const CitationPlace found = TRY(finder.find(citation)).value_or(CitationPlace{});
        if (!is_same(citation, found))
            faults.push_back(fmt::format("citation {} is on another page", citation.id.value));
        return {};
    }));
    return faults;
}

Result<void> place_all(db::Transaction& tx) {
    PlaceFinder finder{tx};
    return for_each_sought(tx, [&](const SoughtCitation& citation) -> Result<void> {
        return store(tx, citation, TRY(finder.find(citation)).value_or(CitationPlace{}));
    });
}

std::optional<scans::Box> parse_box(std::string_view text) {
    const std::vector<std::string_view> parts = split(text, ',');
    if (parts.size() != 4) return std::nullopt;
    std::array<std::uint16_t, 4> sides{};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto side = parse_number<std::uint16_t>(trim(parts[i]));
        if (!side || *side > scans::box_scale) return std::nullopt;
        sides[i] = *side;
    }
    const auto end = [](std::uint16_t begin, std::uint16_t length) {
        return static_cast<std::uint16_t>(std::min<int>(begin + length, scans::box_scale));
    };
    return scans::Box{
        .left = sides[0],
        .top = sides[1],
        .right = end(sides[0], sides[2]),
        .bottom = end(sides[1], sides[3]),
    };
}

std::string format_box(const scans::Box& box) {
    return fmt::format(
        "{},{},{},{}", box.left, box.top, box.right - box.left, box.bottom - box.top
    );
}

std::optional<scans::Box> join_boxes(std::span<const scans::Box> boxes) {
    if (boxes.empty()) return std::nullopt;
    scans::Box all = boxes.front();
    for (const scans::Box& box : boxes)
        all = scans::join(all, box);
    return all;
}

} // namespace attest::service
