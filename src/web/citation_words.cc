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
std::string shortened(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return std::string{text};
    std::string_view head = utf8_prefix(text, bytes_max);
    if (const std::size_t space = head.rfind(' '); space != std::string_view::npos)
        head = head.substr(0, space);
    while (head.ends_with(',') || head.ends_with(';') || head.ends_with(':'))
        head.remove_suffix(1);
    return std::string{head} + "…";
}

/// A title without what stands after its colon.
std::string short_title(std::string_view title) {
    constexpr std::size_t title_proper_min = 8; // "Q: The …" is not known by its "Q"
    const std::size_t colon = title.find(": ");
    if (colon != std::string_view::npos && colon >= title_proper_min)
        title = title.substr(0, colon);
    return shortened(title, short_title_bytes);
}

std::string_view side_of(const Texts& texts, const service::CitationRecord& citation) {
    if (citation.content.is_absence) return texts.sidenote_absence();
    switch (citation.content.relation) {
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
    html::Writer& out, const RequestContext& request, const service::CitationRecord& citation
) {
    const Texts& texts = request.texts();
    const service::CitedSource& source = citation.source;
    const std::string_view side = side_of(texts, citation);
    if (!side.empty()) out.put<R"(<span class="sidenote__side">{}</span> )">(side);
    if (!source.author.empty()) out.put<R"(<bdi>{}</bdi>, )">(source.author);
    out.put<R"(<cite dir="auto">{}</cite>)">(short_title(source.title));
    if (!citation.content.locator.empty())
        out.put<R"(, <bdi>{}</bdi>)">(locator_words(texts, citation.content));
    else if (!source.issued.empty())
        out.put<R"(, <bdi>{}</bdi>)">(source.issued);
}

} // namespace

std::string locator_words(const Texts& texts, const service::CitationContent& content) {
    const LocatorWords* words = find_locator_words(content.label);
    if (words == nullptr) return content.locator;
    const bool is_range =
        content.locator.find_first_of(",;-") != std::string::npos || content.locator.contains("–");
    return (texts.*(is_range ? words->many : words->one))(content.locator);
}

void write_citation(
    html::Writer& out, const RequestContext& request, const service::CitationRecord& citation
) {
    const service::CitedSource& source = citation.source;
    if (!source.author.empty()) out.put<R"(<bdi>{}</bdi>, )">(source.author);
    out.put<R"(<a href="{}"><cite dir="auto">{}</cite></a>)">(
        request.links().source(source.key), source.title
    );
    if (!source.issued.empty()) out.put<R"( (<bdi>{}</bdi>))">(source.issued);
    if (!citation.content.locator.empty())
        out.put<R"(, <bdi>{}</bdi>)">(locator_words(request.texts(), citation.content));
    if (citation.through_title) {
        out.put<R"( <span class="soft">{} <cite dir="auto">{}</cite></span>)">(
            request.texts().citation_quoted_in(), *citation.through_title
        );
    }
}

void write_sidenote(
    html::Writer& out,
    const RequestContext& request,
    const PostClaims& claims,
    const service::ClaimRecord& claim
) {
    const Texts& texts = request.texts();
    const StatusSign sign = sign_of(claim.standing.status);
    out.put<
        R"(<span class="sidenote sidenote--{}" data-claim="{}" aria-hidden="true"><a class="sidenote__status" href="{}" tabindex="-1">{} {} {}</a>)">(
        sign.name,
        claim.id.value,
        request.links().claim(claim.id),
        sign.sign,
        claims.number_of(claim),
        claims.words_of(claim)
    );
    const std::span<const service::CitationRecord> citations = claims.citations_of(claim);
    if (citations.empty() && claim.asked_by)
        out.put<R"(<span class="sidenote__source">{}</span>)">(texts.sidenote_asked());
    for (const service::CitationRecord& citation :
         citations.first(std::min(citations.size(), sidenote_sources_max))) {
        out.put<R"(<span class="sidenote__source">)">();
        write_short(out, request, citation);
        out.put<"</span>">();
    }
    if (citations.size() > sidenote_sources_max) {
        out.put<R"(<span class="sidenote__source">{}</span>)">(
            texts.sidenote_more(static_cast<std::int64_t>(citations.size() - sidenote_sources_max))
        );
    }
    if (!citations.empty() && !citations.front().content.quote.empty()) {
        out.put<R"(<q class="sidenote__quote" dir="auto">{}</q>)">(
            shortened(citations.front().content.quote, short_quote_bytes)
        );
    }
    out.put<"</span>">();
}

} // namespace attest::web
