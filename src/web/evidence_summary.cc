#include "web/evidence_summary.h"

#include "markup/claim_words.h"
#include "web/citation_words.h"
#include "web/status_bar.h"

#include <algorithm>
#include <array>
#include <utility>

namespace attest::web {

using domain::ClaimStatus;
using endpoint::RequestContext;

namespace {

/// Set by static/js/evidence.js. It says how to show a page and nothing of who reads it.
constexpr std::string_view plain_text_cookie = "plain_text";

/// The parts of the bar, the best first; sources that differ are one of them.
constexpr auto bar_order = std::to_array<ClaimStatus>({
    ClaimStatus::corroborated,
    ClaimStatus::checked,
    ClaimStatus::sourced,
    ClaimStatus::view,
    ClaimStatus::unresolved,
    ClaimStatus::disputed,
    ClaimStatus::unsourced,
});

ClaimStatus bar_part(ClaimStatus status) {
    switch (status) {
    case ClaimStatus::contested:
        return ClaimStatus::unresolved;
    case ClaimStatus::view_checked:
        return ClaimStatus::view;
    default:
        return status;
    }
}

void write_quote(html::Writer& out, std::string_view quote) {
    if (quote.empty()) return;
    out.put<R"(<span class="works__quote">: <q dir="auto">{}</q></span>)">(quote);
}

} // namespace

void write_coverage(
    html::Writer& out, const RequestContext& request, PostId post, const PostClaims& claims
) {
    if (claims.all().empty()) return;
    const messages::Texts& texts = request.texts();
    const auto total = static_cast<std::int64_t>(claims.all().size());
    std::array<StatusCount, bar_order.size()> parts{};
    std::ranges::transform(bar_order, parts.begin(), [&](ClaimStatus part) {
        const auto count = std::ranges::count(claims.all(), part, [&](const auto& claim) {
            return bar_part(claims.standing_of(claim).status);
        });
        return StatusCount{.status = part, .count = count};
    });
    const StatusBar bar = make_status_bar(texts, parts);
    out.put<R"(<div class="coverage" data-post="{}">{}<p>{}: {})">(
        post.value, bar.picture, texts.evidence_claims(total), bar.words
    );
    const domain::AnswerEvidence& counts = claims.counts();
    const int uncovered = std::max(0, counts.sentences - counts.standing_claims);
    if (uncovered > 0) {
        out.put<R"( · <span class="coverage__open">{}</span>)">(
            texts.evidence_uncovered(texts.number(uncovered), texts.number(counts.sentences))
        );
    }
    out.put<R"(<span class="coverage__legend">{}</span></p></div>)">(texts.evidence_legend());
}

void write_works(
    html::Writer& out, const RequestContext& request, PostId post, const PostClaims& claims
) {
    if (claims.all().empty()) return;
    const messages::Texts& texts = request.texts();
    out.put<R"(<div class="works" data-post="{}" role="group" aria-label="{}"><ol>)">(
        post.value, texts.evidence_label()
    );
    for (const service::ShownClaim& claim : claims.all()) {
        out.put<"<li>">();
        claims.write_mark(out, claim);
        out.text(" ");
        const std::span<const service::ShownCitation> citations = claims.citations_of(claim);
        if (citations.empty())
            out.put<R"(<span class="soft">{}</span> <q dir="auto">{}</q>)">(
                texts.sidenote_asked(), markup::claim_words(claim.words)
            );
        bool is_first = true;
        for (const service::ShownCitation& citation : citations) {
            if (!std::exchange(is_first, false)) out.text("; ");
            if (citation.relation == domain::CitationRelation::disputes)
                out.put<R"(<span class="sidenote__side">{}</span> )">(texts.sidenote_against());
            write_citation(out, claims, citation);
            write_quote(out, citation.quote);
        }
        out.put<"</li>">();
    }
    out.put<"</ol></div>">();
}

void write_plain_text_switch(html::Writer& out, const RequestContext& request) {
    const messages::Texts& texts = request.texts();
    const bool is_on = request.request().cookie(plain_text_cookie) == "1";
    out.put<
        R"(<label class="choice plain-text" title="{}"><input type="checkbox" id="plain-text" autocomplete="off"{}> <span>{}</span></label>)">(
        texts.plain_text_title(), html::Attributes{}.flag("checked", is_on), texts.plain_text()
    );
}

} // namespace attest::web
