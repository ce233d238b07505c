#include "web/citation_words.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace attest::web {

using domain::CitationRelation;
using endpoint::RequestContext;
using messages::Texts;

namespace {

/// A title is known by its first words, and a quotation found by them.
constexpr std::size_t short_title_bytes = 64;
constexpr std::size_t short_quote_bytes = 110;

/// More sources than these stand behind the mark.
constexpr std::size_t sidenote_sources_max = 3;

struct LocatorWords {
    std::string_view label; ///< A CSL locator term.
    std::string (Texts::*one)(std::string_view) const;
    std::string (Texts::*many)(std::string_view) const;
};

const LocatorWords* find_locator_words(std::string_view label) {
    static constexpr auto known = std::to_array<LocatorWords>({
        {"page", &Texts::citation_page, &Texts::locator_pages},
        {"folio", &Texts::locator_folio, &Texts::locator_folios},
        {"chapter", &Texts::locator_chapter, &Texts::locator_chapter},
        {"volume", &Texts::locator_volume, &Texts::locator_volume},
        {"issue", &Texts::locator_issue, &Texts::locator_issue},
        {"line", &Texts::locator_line, &Texts::locator_lines},
        {"note", &Texts::locator_note, &Texts::locator_note},
        {"book", &Texts::locator_book, &Texts::locator_book},
        {"part", &Texts::locator_part, &Texts::locator_part},
        {"section", &Texts::locator_section, &Texts::locator_sections},
        {"paragraph", &Texts::locator_paragraph, &Texts::locator_paragraph},
        {"column", &Texts::locator_column, &Texts::locator_column},
        {"article-locator", &Texts::locator_article, &Texts::locator_article},
        {"figure", &Texts::locator_figure, &Texts::locator_figure},
        {"table", &Texts::locator_table, &Texts::locator_table},
        {"verse", &Texts::locator_verse, &Texts::locator_verse},
        {"sub-verbo", &Texts::locator_entry, &Texts::locator_entry},
    });
    const auto found = std::ranges::find(known, label, &LocatorWords::label);
    return found == known.end() ? nullptr : &*found;
}

/// Cut at a word, with a sign that more follows.
void write_shortened(html::Writer& out, std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) {
        out.text(text);
        return;
    }
    std::string_view head = utf8_prefix(text, bytes_max);
    if (const std::size_t space = head.rfind(' '); space != std::string_view::npos)
        head = head.substr(0, space);
    while (head.ends_with(',') || head.ends_with(';') || head.ends_with(':'))
        head.remove_suffix(1);
    out.text(head).text("…");
}

/// A title without what stands after its colon.
std::string_view title_proper(std::string_view title) {
    constexpr std::size_t title_proper_min = 8; // "Q: The …" is not known by its "Q"
    const std::size_t colon = title.find(": ");
    const bool is_divided = colon != std::string_view::npos && colon >= title_proper_min;
    return is_divided ? title.substr(0, colon) : title;
}

std::string_view side_of(const Texts& texts, const service::ShownCitation& citation) {
    if (citation.is_absence) return texts.sidenote_absence();
    switch (citation.relation) {
    case CitationRelation::disputes:
        return texts.sidenote_against();
    case CitationRelation::qualifies:
        return texts.sidenote_limit();
    case CitationRelation::supports:
    case CitationRelation::view:
        return {};
    }
    std::unreachable();
}

void write_short(
    html::Writer& out, const PostClaims& claims, const service::ShownCitation& citation
) {
    const EvidenceWords& words = claims.words();
    const std::string_view side = side_of(words.request().texts(), citation);
    if (!side.empty()) out.put<R"(<span class="sidenote__side">{}</span> )">(side);
    words.write_in_note(out, citation.source);
    if (!citation.locator.empty()) {
        claims.write_locator(out, citation);
        return;
    }
    const std::string& issued = words.evidence().source_of(citation.source).issued;
    if (!issued.empty()) out.put<R"(, <bdi>{}</bdi>)">(issued);
}

/// "Trotsky, My Life (1930)": a source as any record of it gives it.
template <typename Source>
void write_source(html::Writer& out, const html::Url& url, const Source& source) {
    if (!source.author.empty()) out.put<R"(<bdi>{}</bdi>, )">(source.author);
    out.put<R"(<a href="{}"><cite dir="auto">{}</cite></a>)">(url, source.title);
    if (!source.issued.empty()) out.put<R"( (<bdi>{}</bdi>))">(source.issued);
}

void write_through(html::Writer& out, const Texts& texts, std::string_view title) {
    out.put<R"( <span class="soft">{} <cite dir="auto">{}</cite></span>)">(
        texts.citation_quoted_in(), title
    );
}

} // namespace

std::string locator_words(const Texts& texts, std::string_view label, std::string_view locator) {
    const LocatorWords* words = find_locator_words(label);
    if (words == nullptr) return std::string{locator};
    const bool is_range =
        locator.find_first_of(",;-") != std::string_view::npos || locator.contains("–");
    return (texts.*(is_range ? words->many : words->one))(locator);
}

std::string locator_words(const Texts& texts, const service::CitationContent& content) {
    return locator_words(texts, content.label, content.locator);
}

void write_citation(
    html::Writer& out, const RequestContext& request, const service::CitationRecord& citation
) {
    write_source(out, request.links().source(citation.source.key), citation.source);
    if (!citation.content.locator.empty())
        out.put<R"(, <bdi>{}</bdi>)">(locator_words(request.texts(), citation.content));
    if (citation.through_title) write_through(out, request.texts(), *citation.through_title);
}

void write_citation(
    html::Writer& out, const PostClaims& claims, const service::ShownCitation& citation
) {
    const EvidenceWords& words = claims.words();
    words.write_in_list(out, citation.source);
    claims.write_locator(out, citation);
    if (citation.through) {
        const service::ShownSource& through = words.evidence().source_of(*citation.through);
        write_through(out, words.request().texts(), through.title);
    }
}

void write_source_in_list(
    html::Writer& out, const html::Url& url, const service::ShownSource& source
) {
    write_source(out, url, source);
}

void write_source_in_note(html::Writer& out, const service::ShownSource& source) {
    if (!source.author.empty()) out.put<R"(<bdi>{}</bdi>, )">(source.author);
    out.put<R"(<cite dir="auto">)">();
    write_shortened(out, title_proper(source.title), short_title_bytes);
    out.put<"</cite>">();
}

void write_sidenote(html::Writer& out, const PostClaims& claims, const service::ShownClaim& claim) {
    const EvidenceWords::Standing& standing = claims.words().of(claim);
    const Texts& texts = claims.words().request().texts();
    out.put<
        R"(<span class="sidenote sidenote--{}" data-claim="{}" aria-hidden="true"><a class="sidenote__status" href="{}" tabindex="-1">{} {} {}</a>)">(
        standing.sign.name,
        claim.id.value,
        claims.url_of(claim),
        standing.sign.sign,
        claims.number_of(claim),
        standing.words
    );
    const std::span<const service::ShownCitation> citations = claims.citations_of(claim);
    if (citations.empty() && claim.is_asked)
        out.put<R"(<span class="sidenote__source">{}</span>)">(texts.sidenote_asked());
    for (const service::ShownCitation& citation :
         citations.first(std::min(citations.size(), sidenote_sources_max))) {
        out.put<R"(<span class="sidenote__source">)">();
        write_short(out, claims, citation);
        out.put<"</span>">();
    }
    if (citations.size() > sidenote_sources_max) {
        out.put<R"(<span class="sidenote__source">{}</span>)">(
            texts.sidenote_more(static_cast<std::int64_t>(citations.size() - sidenote_sources_max))
        );
    }
    if (!citations.empty() && !citations.front().quote.empty()) {
        out.put<R"(<q class="sidenote__quote" dir="auto">)">();
        write_shortened(out, citations.front().quote, short_quote_bytes);
        out.put<"</q>">();
    }
    out.put<"</span>">();
}

} // namespace attest::web
