#include "web/text_check.h"

#include "base/text.h"
#include "dates/display.h"
#include "dates/language.h"
#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "markup/citation_tokens.h"
#include "web/parts.h"
#include "web/timeline_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace attest::web {

using endpoint::RequestContext;
using service::DraftCitation;
using service::DraftClaim;
using service::QuoteState;

namespace {

/// Words of a claim that are told: what fits three lines of the list.
constexpr std::size_t claim_bytes_max = 160;

std::string shortened(std::string_view words) {
    const std::string_view start = utf8_prefix(words, claim_bytes_max);
    return start.size() == words.size() ? std::string{words} : std::string{start} + "…";
}

bool is_amiss(const service::DraftDate& date) {
    return !date.message.empty();
}

bool is_whole(const DraftClaim& claim) {
    return std::ranges::all_of(claim.citations, service::is_whole)
           && std::ranges::none_of(claim.dates, is_amiss);
}

/// A citation that gives the claim a source that can be looked up.
bool has_place(const DraftCitation& citation) {
    return citation.source
           && (!citation.written.locator.empty() || citation.source->is_single_item);
}

struct DraftSign {
    std::string_view sign;
    std::string_view name; ///< Of the class in evidence.css.
    std::string_view words;
};

DraftSign sign_of(const messages::Texts& texts, const DraftClaim& claim) {
    if (!is_whole(claim)) return {"!", "disputed", texts.draft_amiss()};
    const auto is_view = [](const DraftCitation& citation) {
        return citation.written.signal == markup::CitationSignal::per;
    };
    if (std::ranges::any_of(claim.citations, is_view)) return {"❝", "view", texts.claim_view()};
    if (std::ranges::any_of(claim.citations, has_place))
        return {"◔", "sourced", texts.claim_sourced()};
    return {"○", "unsourced", texts.claim_unsourced()};
}

/// UTF-16 units, as a script counts, of so many bytes of UTF-8.
std::size_t utf16_length(std::string_view text) {
    std::size_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_first = (byte & 0xC0U) != 0x80U;
        const bool is_beyond_bmp = byte >= 0xF0U;
        units += is_beyond_bmp ? 2 : static_cast<std::size_t>(is_first);
    }
    return units;
}

/// Places of the text for a script that selects or changes what stands there.
class Places {
public:
    explicit Places(const TextField& text) : text_{text} {}

    void
    write_link(html::Writer& out, const service::TextPlace& place, std::string_view words) const {
        out.put<R"(<a href="#{}" data-begin="{}" data-end="{}" dir="auto">{}</a>)">(
            text_.field, units(place.begin), units(place.end), words
        );
    }

    /// Shown by the script.
    void
    write_mend(html::Writer& out, const service::TextEdit& edit, std::string_view words) const {
        out.put<
            R"( <button class="act draft__mend" type="button" hidden data-begin="{}" data-end="{}" data-text="{}">{}</button>)">(
            units(edit.begin), units(edit.end), edit.text, words
        );
    }

private:
    [[nodiscard]] std::size_t units(std::size_t bytes) const {
        return utf16_length(text_.markdown.substr(0, bytes));
    }

    const TextField& text_;
};

std::string_view relation_words(const messages::Texts& texts, markup::CitationSignal signal) {
    switch (signal) {
    case markup::CitationSignal::but_see:
    case markup::CitationSignal::contra:
        return texts.relation_disputes();
    case markup::CitationSignal::cf:
        return texts.relation_qualifies();
    case markup::CitationSignal::per:
        return texts.relation_view();
    case markup::CitationSignal::no_mention:
        return texts.relation_absence();
    case markup::CitationSignal::none:
    case markup::CitationSignal::see:
    case markup::CitationSignal::see_also:
        return {};
    }
    std::unreachable();
}

struct QuoteWords {
    std::string_view name; ///< Of the class: found, perhaps, absent, open.
    std::string_view sign;
    std::string words;
};

QuoteWords words_of(const messages::Texts& texts, const DraftCitation& citation) {
    const service::DraftQuote& quote = citation.quote;
    const std::string percent = texts.number(quote.percent);
    switch (quote.state) {
    case QuoteState::none:
        break;
    case QuoteState::found:
        return {"found", "✓", texts.draft_quote_found(quote.page, percent)};
    case QuoteState::perhaps:
        return {"perhaps", "≈", texts.draft_quote_perhaps(quote.page, percent)};
    case QuoteState::elsewhere:
        return {"absent", "→", texts.draft_quote_elsewhere(quote.page, percent)};
    case QuoteState::unnumbered:
        return {"perhaps", "✓", texts.draft_quote_unnumbered(percent)};
    case QuoteState::absent:
        return {
            "absent",
            "✕",
            std::string{
                citation.written.locator.empty() ? texts.draft_quote_nowhere()
                                                 : texts.draft_quote_absent()
            }
        };
    case QuoteState::unread:
        return {"open", "…", std::string{texts.draft_quote_unread()}};
    case QuoteState::no_scan:
        return {"open", "·", std::string{texts.draft_quote_no_scan()}};
    case QuoteState::not_looked:
        return {"open", "…", std::string{texts.draft_quote_not_looked()}};
    }
    return {"open", "", {}};
}

void write_quote(
    html::Writer& out,
    const RequestContext& request,
    const Places& places,
    const DraftCitation& citation
) {
    const service::DraftQuote& quote = citation.quote;
    if (quote.state == QuoteState::none) return;
    const messages::Texts& texts = request.texts();
    const QuoteWords words = words_of(texts, citation);
    out.put<R"(<p class="draft__quote draft__quote--{}"><span aria-hidden="true">{}</span> {})">(
        words.name, words.sign, words.words
    );
    const std::string& key = citation.through ? citation.through->key : citation.source->key;
    if (!quote.address.empty()) {
        out.put<R"( <a href="{}">{}</a>)">(
            request.links().scan_page_with_quote(
                key, quote.file, quote.address, citation.written.quote
            ),
            quote.state == QuoteState::unnumbered ? texts.draft_number_pages()
                                                  : texts.draft_see_page()
        );
    } else if (quote.state == QuoteState::no_scan) {
        out.put<R"( <a href="{}">{}</a>)">(request.links().scans(key), texts.draft_add_scan());
    }
    if (quote.mend) places.write_mend(out, *quote.mend, texts.draft_write_page(quote.page));
    out.put<"</p>">();
}

void write_unknown_key(
    html::Writer& out,
    const RequestContext& request,
    const Places& places,
    const DraftCitation& citation
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<p class="draft__amiss"><span aria-hidden="true">!</span> {})">(
        texts.draft_unknown_key(citation.unknown_key)
    );
    for (const service::TextEdit& alike : citation.keys_alike) {
        out.put<R"( <span class="draft__alike">{}</span>)">(texts.draft_key_alike(alike.text));
        places.write_mend(out, alike, texts.draft_take_key());
    }
    out.put<R"( <a href="{}">{}</a></p>)">(request.links().source_new(), texts.draft_add_source());
}

/// What is amiss with a citation whose source is known, and where its words stand.
void write_notes(
    html::Writer& out,
    const RequestContext& request,
    const Places& places,
    const DraftCitation& citation
) {
    const messages::Texts& texts = request.texts();
    if (citation.has_unreadable_page) {
        out.put<R"(<p class="draft__amiss"><span aria-hidden="true">!</span> {}</p>)">(
            texts.draft_unreadable_page(citation.written.locator)
        );
    } else if (!has_place(citation)) {
        out.put<R"(<p class="draft__quote draft__quote--open">{}</p>)">(texts.draft_no_place());
    }
    write_quote(out, request, places, citation);
}

void write_citation(
    html::Writer& out,
    const RequestContext& request,
    const Places& places,
    const DraftCitation& citation
) {
    const messages::Texts& texts = request.texts();
    out.put<"<li>">();
    if (!citation.unknown_key.empty()) {
        write_unknown_key(out, request, places, citation);
        out.put<"</li>">();
        return;
    }
    const std::string_view relation = relation_words(texts, citation.written.signal);
    if (!relation.empty()) out.put<R"(<span class="draft__relation">{}:</span> )">(relation);
    out.put<R"(<cite dir="auto">{}</cite>)">(citation.source->title);
    if (citation.through) {
        out.put<R"( <span class="soft">{}</span> <cite dir="auto">{}</cite>)">(
            texts.citation_quoted_in(), citation.through->title
        );
    }
    const std::string& locator = citation.written.locator;
    if (!locator.empty()) {
        out.put<", <bdi>{}</bdi>">(
            citation.written.label == "page" ? texts.citation_page(locator) : locator
        );
    }
    write_notes(out, request, places, citation);
    out.put<"</li>">();
}

void write_dates(
    html::Writer& out,
    const RequestContext& request,
    const Places& places,
    const std::vector<service::DraftDate>& dates
) {
    if (dates.empty()) return;
    const messages::Texts& texts = request.texts();
    const dates::Language& language = dates::find_language(texts.facts().code);
    out.put<R"(<ul class="draft__dates">)">();
    for (const service::DraftDate& one : dates) {
        if (!one.message.empty()) {
            out.put<R"(<li class="draft__amiss"><span aria-hidden="true">!</span> {}</li>)">(
                one.message
            );
            continue;
        }
        out.put<
            R"(<li><span class="chip" title="{}"><bdi>{}</bdi> <span class="chip__days">{}</span></span>)">(
            dates::format_hover(one.date, language),
            one.date.phrase,
            dates::format_chip(one.date, language)
        );
        if (one.other) {
            const bool is_new = one.date.calendar == dates::Calendar::gregorian;
            out.put<R"( <span class="soft">{}</span>)">(
                is_new ? texts.draft_date_assumed_new() : texts.draft_date_assumed_old()
            );
            places.write_mend(
                out, *one.other, is_new ? texts.draft_date_is_old() : texts.draft_date_is_new()
            );
        }
        out.put<"</li>">();
    }
    out.put<"</ul>">();
}

void write_claim(
    html::Writer& out,
    const RequestContext& request,
    const Places& places,
    const DraftClaim& claim,
    std::string_view id
) {
    const messages::Texts& texts = request.texts();
    const DraftSign sign = sign_of(texts, claim);
    out.put<R"(<li class="draft{}" id="{}"><p class="draft__words">)">(
        is_whole(claim) ? "" : " draft--amiss", id
    );
    out.put<
        R"(<span class="draft__sign mark--{}" aria-hidden="true">{}</span><span class="hidden">{}</span> )">(
        sign.name, sign.sign, sign.words
    );
    places.write_link(out, claim.place, shortened(claim.words));
    out.put<R"( <span class="draft__line">{}</span></p><ul class="draft__citations">)">(
        texts.draft_line(texts.number(static_cast<std::int64_t>(claim.place.line)))
    );
    for (const DraftCitation& citation : claim.citations)
        write_citation(out, request, places, citation);
    out.put<"</ul>">();
    write_dates(out, request, places, claim.dates);
    out.put<"</li>">();
}

/// Who has been told so here is not stopped to be told again.
void write_let_go(html::Writer& out, const std::vector<service::LostClaim>& lost) {
    if (lost.empty()) return;
    std::string ids;
    for (const service::LostClaim& claim : lost)
        ids += fmt::format("{}{}", ids.empty() ? "" : " ", claim.claim.value);
    endpoint::write_hidden_field(out, "let_go", ids);
}

void write_problems(
    html::Writer& out,
    const messages::Texts& texts,
    const Places& places,
    const std::vector<service::DraftProblem>& problems
) {
    for (const service::DraftProblem& problem : problems) {
        out.put<
            R"(<li class="draft draft--amiss"><p class="draft__words"><span class="draft__sign mark--disputed" aria-hidden="true">!</span> )">(
        );
        places.write_link(out, problem.place, problem.words);
        out.put<R"( <span class="draft__line">{}</span></p><p class="draft__amiss">{}</p></li>)">(
            texts.draft_line(texts.number(static_cast<std::int64_t>(problem.place.line))),
            problem.message
        );
    }
}

std::string claim_id(std::string_view field, std::size_t number) {
    return fmt::format("{}-claim-{}", field, number);
}

const DraftClaim* find_claim(const service::Preview& preview, std::string_view number) {
    const auto wanted = parse_number<std::size_t>(number);
    const auto found = std::ranges::find_if(preview.claims, [&](const DraftClaim& claim) {
        return claim.number == wanted;
    });
    return found == preview.claims.end() ? nullptr : &*found;
}

void write_mark(
    html::Writer& out, const messages::Texts& texts, const DraftClaim& claim, std::string_view field
) {
    const DraftSign sign = sign_of(texts, claim);
    out.put<R"(<a class="mark mark--{}" href="#{}" title="{}" aria-label="{}">{}</a>)">(
        sign.name, claim_id(field, claim.number), sign.words, sign.words, sign.sign
    );
}

} // namespace

void write_lost_claims(
    html::Writer& out, const messages::Texts& texts, const std::vector<service::LostClaim>& lost
) {
    if (lost.empty()) return;
    out.put<R"(<div class="draft-lost" id="claims"><p><strong>{}</strong> {}</p><ul>)">(
        texts.draft_lost(static_cast<int>(lost.size())), texts.draft_lost_hint()
    );
    for (const service::LostClaim& claim : lost)
        out.put<R"(<li dir="auto">{}</li>)">(shortened(claim.words));
    out.put<"</ul></div>">();
}

html::Html
citation_note(const RequestContext& request, const DraftCitation& citation, const TextField& text) {
    html::Writer out;
    const Places places{text};
    if (citation.unknown_key.empty()) {
        write_notes(out, request, places, citation);
    } else {
        write_unknown_key(out, request, places, citation);
    }
    return out.take();
}

std::string_view name_of(QuoteState state) {
    switch (state) {
    case QuoteState::none:
        return "none";
    case QuoteState::found:
        return "found";
    case QuoteState::perhaps:
        return "perhaps";
    case QuoteState::elsewhere:
        return "elsewhere";
    case QuoteState::unnumbered:
        return "unnumbered";
    case QuoteState::absent:
        return "absent";
    case QuoteState::unread:
        return "unread";
    case QuoteState::no_scan:
        return "no_scan";
    case QuoteState::not_looked:
        return "not_looked";
    }
    std::unreachable();
}

std::size_t count_amiss(const service::Preview& preview) {
    std::size_t amiss = preview.problems.size();
    for (const DraftClaim& claim : preview.claims) {
        amiss += static_cast<std::size_t>(std::ranges::count_if(
            claim.citations,
            [](const DraftCitation& citation) { return !service::is_whole(citation); }
        ));
        amiss += static_cast<std::size_t>(std::ranges::count_if(claim.dates, is_amiss));
    }
    return amiss;
}

void write_text_check(
    html::Writer& out,
    const RequestContext& request,
    const service::Preview& preview,
    const TextField& text
) {
    const messages::Texts& texts = request.texts();
    const Places places{text};
    write_lost_claims(out, texts, preview.lost);
    write_let_go(out, preview.lost);
    if (preview.claims.empty() && preview.problems.empty()) {
        out.put<R"(<p class="drafts__empty">{}</p>)">(texts.draft_none());
        return;
    }
    const auto amiss = static_cast<int>(count_amiss(preview));
    out.put<R"(<p class="drafts__sum">{}{}</p><ol class="drafts__list">)">(
        texts.evidence_claims(static_cast<int>(preview.claims.size())),
        amiss == 0 ? std::string{} : ", " + std::string{texts.draft_count_amiss(amiss)}
    );
    write_problems(out, texts, places, preview.problems);
    for (const DraftClaim& claim : preview.claims)
        write_claim(out, request, places, claim, claim_id(text.field, claim.number));
    out.put<"</ol>">();
}

html::Html marked_preview(
    const RequestContext& request, const service::Preview& preview, std::string_view field
) {
    const html::Html plain = with_timeline_pictures(request, body_element(preview.html));
    std::string_view body = plain.text();
    std::string marked;
    while (true) {
        const std::size_t found = std::min(body.find("<span class=\"c"), body.size());
        marked += body.substr(0, found);
        if (found == body.size()) return html::Html::trusted(std::move(marked));
        body.remove_prefix(found);
        const bool is_claim = body.starts_with(markup::claim_start);
        const bool is_citation = body.starts_with(markup::citation_start);
        if (!is_claim && !is_citation) {
            marked += body.substr(0, 1);
            body.remove_prefix(1);
            continue;
        }
        const std::size_t begin = (is_claim ? markup::claim_start : markup::citation_start).size();
        const std::size_t end = body.find(markup::citation_number_end, begin);
        const DraftClaim* claim = find_claim(preview, body.substr(begin, end - begin));
        if (is_claim) {
            marked += fmt::format(
                R"(<span class="claim{}">)",
                claim != nullptr ? fmt::format(" claim--{}", sign_of(request.texts(), *claim).name)
                                 : std::string{}
            );
            body.remove_prefix(end + markup::citation_number_end.size());
            continue;
        }
        const std::size_t close = body.find(markup::citation_end, end);
        if (claim != nullptr) {
            html::Writer mark;
            write_mark(mark, request.texts(), *claim, field);
            marked += mark.take().text();
        } else {
            const std::size_t inside = end + markup::citation_number_end.size();
            marked += body.substr(inside, close - inside);
        }
        body.remove_prefix(close + markup::citation_end.size());
    }
}

std::vector<ClaimId> read_let_go(const RequestContext& request) {
    const std::string text = request.field("let_go");
    std::vector<ClaimId> claims;
    for (const std::string_view number : split(text, ' ')) {
        if (const auto id = parse_number<std::int64_t>(number)) claims.emplace_back(*id);
    }
    return claims;
}

} // namespace attest::web
