#include "web/claim_marks.h"

#include "html/writer.h"

#include <algorithm>
#include <utility>

namespace attest::web {

using domain::ClaimStatus;
using endpoint::RequestContext;

std::string_view status_words(const messages::Texts& texts, ClaimStatus status) {
    switch (status) {
    case ClaimStatus::unsourced:
        return texts.claim_unsourced();
    case ClaimStatus::sourced:
        return texts.claim_sourced();
    case ClaimStatus::checked:
        return texts.claim_checked();
    case ClaimStatus::corroborated:
        return texts.claim_corroborated();
    case ClaimStatus::contested:
        return texts.claim_contested();
    case ClaimStatus::disputed:
        return texts.claim_disputed();
    case ClaimStatus::unresolved:
        return texts.claim_unresolved();
    case ClaimStatus::view:
        return texts.claim_view();
    case ClaimStatus::view_checked:
        return texts.claim_view_checked();
    }
    std::unreachable();
}

std::string standing_words(const messages::Texts& texts, const domain::ClaimStanding& standing) {
    std::string words{status_words(texts, standing.status)};
    if (standing.for_count + standing.against_count > 1)
        words += texts.claim_counts(
            texts.number(standing.for_count), texts.number(standing.against_count)
        );
    const auto add = [&](std::string_view more) { words.append(" · ").append(more); };
    if (standing.is_inference) add(texts.claim_inferred());
    if (standing.has_failed_support) add(texts.claim_failed());
    if (standing.is_doubted) add(texts.claim_doubted());
    if (standing.is_page_unconfirmed) add(texts.claim_page_unconfirmed());
    if (standing.is_checked_in_earlier_wording && standing.status == ClaimStatus::sourced)
        add(texts.claim_earlier_wording());
    if (standing.objections > 0) add(texts.claim_objections(standing.objections));
    if (standing.limits > 0) add(texts.claim_limits(standing.limits));
    if (standing.other_views > 0) add(texts.claim_other_views(standing.other_views));
    return words;
}

StatusSign sign_of(ClaimStatus status) {
    switch (status) {
    case ClaimStatus::unsourced:
        return {"○", "unsourced"};
    case ClaimStatus::sourced:
        return {"◔", "sourced"};
    case ClaimStatus::checked:
        return {"◑", "checked"};
    case ClaimStatus::corroborated:
        return {"●", "corroborated"};
    case ClaimStatus::contested:
    case ClaimStatus::unresolved:
        return {"◆", "differ"};
    case ClaimStatus::disputed:
        return {"✕", "disputed"};
    case ClaimStatus::view:
    case ClaimStatus::view_checked:
        return {"❝", "view"};
    }
    std::unreachable();
}

html::Html status_mark(const messages::Texts& texts, const domain::ClaimStanding& standing) {
    const StatusSign sign = sign_of(standing.status);
    html::Writer out;
    out.put<R"(<span class="status mark--{}"><span aria-hidden="true">{}</span> {}</span>)">(
        sign.name, sign.sign, standing_words(texts, standing)
    );
    return out.take();
}

namespace {

/// "◑2", which leads to the claim's page.
html::Html mark_link(
    const RequestContext& request,
    const service::ClaimRecord& claim,
    std::int64_t number,
    std::string_view words
) {
    const StatusSign sign = sign_of(claim.standing.status);
    html::Writer out;
    out.put<
        R"(<a class="mark mark--{}" href="{}" data-claim="{}" title="{}" aria-label="{}">{}<span class="mark__number">{}</span></a>)">(
        sign.name,
        request.links().claim(claim.id),
        claim.id.value,
        words,
        request.texts().claim_mark(request.texts().number(number), words),
        sign.sign,
        number
    );
    return out.take();
}

} // namespace

PostClaims::PostClaims(
    const RequestContext& request, const service::QuestionEvidence& evidence, PostId post
)
    : citations_{evidence.citations} {
    // The database lists them by post and place.
    const auto found = std::ranges::equal_range(
        evidence.claims, post, std::ranges::less{}, &service::ClaimRecord::post
    );
    claims_ = {found.begin(), found.end()};
    const auto counted = std::ranges::find(evidence.posts, post, &service::PostEvidence::post);
    if (counted != evidence.posts.end()) counts_ = service::read_answer_evidence(counted->counts);
    words_.reserve(claims_.size());
    marks_.reserve(claims_.size());
    for (const service::ClaimRecord& claim : claims_) {
        words_.push_back(standing_words(request.texts(), claim.standing));
        marks_.push_back(mark_link(request, claim, number_of(claim), words_.back()));
    }
}

const service::ClaimRecord* PostClaims::find(std::int64_t ordinal) const {
    const auto found = std::ranges::find_if(claims_, [&](const service::ClaimRecord& claim) {
        return claim.place.ordinal == ordinal;
    });
    return found == claims_.end() ? nullptr : &*found;
}

std::span<const service::CitationRecord> PostClaims::citations_of(const service::ClaimRecord& claim
) const {
    const auto is_of_claim = [&](const service::CitationRecord& citation) {
        return citation.claim == claim.id;
    };
    const auto begin = std::ranges::find_if(citations_, is_of_claim);
    return {begin, std::find_if_not(begin, citations_.end(), is_of_claim)};
}

} // namespace attest::web
