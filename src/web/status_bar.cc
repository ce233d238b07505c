#include "web/status_bar.h"

#include "domain/claim_status.h"
#include "web/claim_marks.h"

#include <array>

namespace attest::web {

namespace {

using domain::ClaimStatus;

struct Part {
    ClaimStatus status;
    std::int64_t count;
    std::string (messages::Texts::*words)(std::int64_t) const;
};

/// The best first.
std::array<Part, 6> parts_of(const domain::AnswerEvidence& evidence) {
    using messages::Texts;
    return {
        {{ClaimStatus::corroborated, evidence.corroborated, &Texts::coverage_corroborated},
         {ClaimStatus::checked, evidence.checked, &Texts::coverage_checked},
         {ClaimStatus::sourced, evidence.sourced, &Texts::coverage_sourced},
         {ClaimStatus::unresolved, evidence.unresolved + evidence.contested, &Texts::coverage_differ
         },
         {ClaimStatus::disputed, evidence.disputed, &Texts::coverage_disputed},
         {ClaimStatus::unsourced, evidence.unsourced, &Texts::coverage_unsourced}}
    };
}

} // namespace

void write_status_bar(
    html::Writer& out,
    const endpoint::RequestContext& request,
    const domain::AnswerEvidence& evidence
) {
    const messages::Texts& texts = request.texts();
    html::Writer bar;
    std::string words;
    std::int64_t at = 0;
    for (const Part& part : parts_of(evidence)) {
        if (part.count == 0) continue;
        bar.put<R"(<rect class="fill--{}" x="{}" width="{}" height="1"/>)">(
            sign_of(part.status).name, at, part.count
        );
        words += at == 0 ? ": " : ", ";
        words += (texts.*part.words)(part.count);
        at += part.count;
    }
    if (at == 0) return;
    words.insert(0, texts.evidence_claims(at));
    out.put<
        R"(<span class="line__claims" title="{}"><svg class="coverage__bar" viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true">{}</svg><span aria-hidden="true">{}</span><span class="hidden">{}</span></span>)">(
        words, at, bar.take(), texts.evidence_claims(at), words
    );
}

} // namespace attest::web
