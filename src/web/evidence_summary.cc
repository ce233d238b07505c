#include "web/evidence_summary.h"

#include "markup/claim_words.h"
#include "web/citation_words.h"

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

std::string words_of_count(const messages::Texts& texts, ClaimStatus part, std::int64_t count) {
    switch (part) {
    case ClaimStatus::corroborated:
        return texts.coverage_corroborated(count);
    case ClaimStatus::checked:
        return texts.coverage_checked(count);
    case ClaimStatus::sourced:
        return texts.coverage_sourced(count);
    case ClaimStatus::view:
    case ClaimStatus::view_checked:
        return texts.coverage_views(count);
    case ClaimStatus::unresolved:
    case ClaimStatus::contested:
        return texts.coverage_differ(count);
    case ClaimStatus::disputed:
        return texts.coverage_disputed(count);
    case ClaimStatus::unsourced:
        return texts.coverage_unsourced(count);
    }
    std::unreachable();
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
    // Widths in claims: the picture is as wide as there are claims, and stretched to its place.
    html::Writer bar;
    html::Writer words;
    std::int64_t at = 0;
    for (const ClaimStatus part : bar_order) {
        const std::int64_t count = std::ranges::count(claims.all(), part, [&](const auto& claim) {
            return bar_part(claims.standing_of(claim).status);
        });
        if (count == 0) continue;
        bar.put<R"(<rect class="fill--{}" x="{}" width="{}" height="1"/>)">(
            sign_of(part).name, at, count
        );
        words.text(at == 0 ? ": " : ", ").text(words_of_count(texts, part, count));
        at += count;
    }
    out.put<
        R"(<div class="coverage" data-post="{}"><svg class="coverage__bar" viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true">{}</svg><p>{}{})">(
        post.value, total, bar.take(), texts.evidence_claims(total), words.take()
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
