#include "web/status_bar.h"

#include "web/claim_marks.h"

#include <array>
#include <utility>

namespace attest::web {

using domain::ClaimStatus;

namespace {

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

} // namespace

StatusBar make_status_bar(const messages::Texts& texts, std::span<const StatusCount> parts) {
    html::Writer rects;
    StatusBar bar;
    // Widths in claims: the picture is as wide as there are claims, and stretched to its place.
    for (const StatusCount& part : parts) {
        if (part.count == 0) continue;
        rects.put<R"(<rect class="fill--{}" x="{}" width="{}" height="1"/>)">(
            sign_of(part.status).name, bar.claims, part.count
        );
        if (!bar.words.empty()) bar.words += ", ";
        bar.words += words_of_count(texts, part.status, part.count);
        bar.claims += part.count;
    }
    html::Writer picture;
    picture.put<
        R"(<svg class="coverage__bar" viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true">{}</svg>)">(
        bar.claims, rects.take()
    );
    bar.picture = picture.take();
    return bar;
}

void write_status_bar(
    html::Writer& out,
    const endpoint::RequestContext& request,
    const domain::AnswerEvidence& evidence
) {
    const auto parts = std::to_array<StatusCount>({
        {ClaimStatus::corroborated, evidence.corroborated},
        {ClaimStatus::checked, evidence.checked},
        {ClaimStatus::sourced, evidence.sourced},
        {ClaimStatus::unresolved, evidence.unresolved + evidence.contested},
        {ClaimStatus::disputed, evidence.disputed},
        {ClaimStatus::unsourced, evidence.unsourced},
    });
    const messages::Texts& texts = request.texts();
    const StatusBar bar = make_status_bar(texts, parts);
    if (bar.claims == 0) return;
    const std::string claims = texts.evidence_claims(bar.claims);
    const std::string words = claims + ": " + bar.words;
    out.put<
        R"(<span class="line__claims" title="{}">{}<span aria-hidden="true">{}</span><span class="hidden">{}</span></span>)">(
        words, bar.picture, claims, words
    );
}

} // namespace attest::web
