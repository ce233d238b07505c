#include "markup/citation_writing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace attest::markup {

namespace {

std::string_view format_signal(CitationSignal signal) {
    switch (signal) {
    case CitationSignal::none:
        return "";
    case CitationSignal::see:
        return "see ";
    case CitationSignal::see_also:
        return "see also ";
    case CitationSignal::cf:
        return "cf. ";
    case CitationSignal::but_see:
        return "but see ";
    case CitationSignal::contra:
        return "contra ";
    case CitationSignal::per:
        return "per ";
    case CitationSignal::no_mention:
        return "no mention in ";
    }
    std::unreachable();
}

/// How each of CSL's terms is written before a locator.
constexpr auto written_labels = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"page", "p. "},
    {"folio", "f. "},
    {"line", "l. "},
    {"chapter", "ch. "},
    {"volume", "vol. "},
    {"issue", "no. "},
    {"column", "col. "},
    {"section", "§ "},
    {"paragraph", "¶ "},
    {"sub-verbo", "s.v. "},
    {"note", "n. "},
    {"article-locator", "art. "},
    {"part", "pt. "},
    {"book", "bk. "},
    {"figure", "fig. "},
    {"table", "table "},
    {"verse", "verse "},
});

std::string_view format_label(std::string_view term) {
    const auto found = std::ranges::find(
        written_labels, term, &std::pair<std::string_view, std::string_view>::first
    );
    return found == written_labels.end() ? std::string_view{} : found->second;
}

bool is_same(const Citation& left, Citation right) {
    right.begin = left.begin;
    right.end = left.end;
    return left == right;
}

/// The one citation of a text in brackets.
std::optional<Citation> read_one(const std::string& text) {
    CitationScan scan = scan_citations("[" + text + "]");
    const bool is_one = scan.problems.empty() && scan.groups.size() == 1
                        && scan.groups[0].citations.size() == 1
                        && scan.groups[0].end == text.size() + 2;
    if (!is_one) return std::nullopt;
    return std::move(scan.groups[0].citations[0]);
}

std::string
replaced(std::string_view source, std::size_t begin, std::size_t end, std::string_view by) {
    return fmt::format("{}{}{}", source.substr(0, begin), by, source.substr(end));
}

/// The change, if the scanner reads as many groups in it as it should, and no problem that was not
/// there.
std::optional<std::string>
if_read(std::string_view before, std::string after, std::size_t groups_more) {
    const CitationScan old = scan_citations(before);
    const CitationScan now = scan_citations(after);
    const bool is_read = now.problems.size() == old.problems.size()
                         && now.groups.size() == old.groups.size() + groups_more;
    if (!is_read) return std::nullopt;
    return after;
}

} // namespace

std::optional<std::string> format_citation(const Citation& citation) {
    static constexpr auto marks = std::to_array<std::pair<std::string_view, std::string_view>>({
        {"\"", "\""},
        {"«", "»"},
        {"“", "”"},
        {"„", "“"},
    });
    std::string front = fmt::format("{}@{}", format_signal(citation.signal), citation.key);
    if (!citation.through.empty()) front += fmt::format(", quoted in @{}", citation.through);
    if (!citation.locator.empty())
        front += fmt::format(", {}{}", format_label(citation.label), citation.locator);
    for (const auto& [open, close] : marks) {
        std::string text = front;
        if (!citation.quote.empty()) text += fmt::format(": {}{}{}", open, citation.quote, close);
        if (!citation.translation.empty())
            text += fmt::format(" = {}{}{}", open, citation.translation, close);
        const std::optional<Citation> read = read_one(text);
        if (read && is_same(*read, citation)) return text;
    }
    return std::nullopt;
}

std::optional<std::string>
with_page(std::string_view source, const Citation& citation, std::string_view page) {
    const std::string_view written = source.substr(citation.begin, citation.end - citation.begin);
    const std::string& key = citation.through.empty() ? citation.key : citation.through;
    // Keys are read in lower case: they are found by their place, behind the last @ before the
    // locator.
    std::size_t at = written.find('@');
    if (!citation.through.empty() && at != std::string_view::npos) at = written.find('@', at + 1);
    if (at == std::string_view::npos) return std::nullopt;
    std::size_t begin = at + 1 + key.size();
    std::size_t end = begin;
    std::string by = fmt::format(", p. {}", page);
    if (!citation.locator.empty()) {
        begin = written.find(citation.locator, begin);
        if (begin == std::string_view::npos) return std::nullopt;
        end = begin + citation.locator.size();
        by = page;
    }
    std::string changed = replaced(written, begin, end, by);
    std::optional<Citation> read = read_one(changed);
    if (!read || pages_of(read->locator).from != page) return std::nullopt;
    read->locator = citation.locator;
    read->label = citation.label;
    if (!is_same(citation, *read)) return std::nullopt;
    return if_read(source, replaced(source, citation.begin, citation.end, changed), 0);
}

std::optional<std::string> with_words(
    std::string_view source,
    const CitationScan& scan,
    std::size_t group,
    std::size_t begin,
    std::size_t end
) {
    const CitationGroup& changed = scan.groups[group];
    const bool is_alone =
        changed.citations.size() == 1 && !changed.is_in_footnote
        && std::ranges::count(scan.groups, changed.number, &CitationGroup::number) == 1;
    if (!is_alone || begin < changed.words_begin || end > changed.words_end || begin >= end)
        return std::nullopt;
    // The words of another group, in between, would be cut.
    for (const CitationGroup& other : scan.groups) {
        if (&other != &changed && other.begin < end && begin < other.end) return std::nullopt;
    }
    const std::string_view brackets =
        source.substr(changed.brackets_begin, changed.end - changed.brackets_begin);
    // What stands between the words and the brackets, without the white space before these.
    std::string_view rest = source.substr(end, changed.words_end - end);
    const std::size_t front_begin = changed.has_words_bracket ? changed.begin : changed.words_begin;
    const std::string_view front = source.substr(changed.words_begin, begin - changed.words_begin);
    const std::string by =
        fmt::format("{}[{}]{}{}", front, source.substr(begin, end - begin), brackets, rest);
    std::optional<std::string> result =
        if_read(source, replaced(source, front_begin, changed.end, by), 0);
    if (!result) return std::nullopt;
    const CitationScan changed_scan = scan_citations(*result);
    const CitationGroup& now = changed_scan.groups[group];
    const bool is_so =
        std::string_view{*result}.substr(now.words_begin, now.words_end - now.words_begin)
        == source.substr(begin, end - begin);
    return is_so ? result : std::nullopt;
}

std::optional<std::string>
with_citation(std::string_view source, const CitationGroup& group, const Citation& citation) {
    const std::optional<std::string> text = format_citation(citation);
    if (!text || group.end == 0) return std::nullopt;
    const std::size_t at = group.end - 1;
    std::optional<std::string> result = if_read(source, replaced(source, at, at, "; " + *text), 0);
    if (!result) return std::nullopt;
    for (const CitationGroup& now : scan_citations(*result).groups) {
        const bool is_it = now.begin == group.begin
                           && now.citations.size() == group.citations.size() + 1
                           && is_same(now.citations.back(), citation);
        if (is_it) return result;
    }
    return std::nullopt;
}

std::optional<std::string> with_first_citation(
    std::string_view source, std::size_t begin, std::size_t end, const Citation& citation
) {
    const std::optional<std::string> text = format_citation(citation);
    if (!text || begin >= end || end > source.size()) return std::nullopt;
    const std::string_view words = source.substr(begin, end - begin);
    std::optional<std::string> result =
        if_read(source, replaced(source, begin, end, fmt::format("[{}][{}]", words, *text)), 1);
    if (!result) return std::nullopt;
    for (const CitationGroup& now : scan_citations(*result).groups) {
        if (now.begin == begin && now.words_begin == begin + 1
            && now.words_end == begin + 1 + words.size())
            return result;
    }
    return std::nullopt;
}

} // namespace attest::markup
