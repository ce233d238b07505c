#include "web/claim_marks.h"

#include "web/citation_words.h"

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

// About as long as they are.
constexpr std::size_t mark_bytes = 200;
constexpr std::size_t locator_bytes = 32;
constexpr std::size_t source_bytes = 160;

/// The words of a standing, and the label of its marks but for their number.
EvidenceWords::Standing
words_for(const messages::Texts& texts, const domain::ClaimStanding& standing) {
    // Stands for the number, and in no text that is read.
    constexpr std::string_view place = "\x01";
    EvidenceWords::Standing words{
        .sign = sign_of(standing.status),
        .words = standing_words(texts, standing),
        .label_start = {},
        .label_end = {},
    };
    const std::string label = texts.claim_mark(place, words.words);
    const std::size_t at = std::min(label.find(place), label.size());
    words.label_start = label.substr(0, at);
    words.label_end = label.substr(std::min(at + place.size(), label.size()));
    return words;
}

} // namespace

EvidenceWords::EvidenceWords(
    const RequestContext& request, const service::QuestionEvidence& evidence
)
    : request_{request},
      evidence_{evidence},
      in_list_{evidence.sources.size() + 1, source_bytes},
      in_note_{evidence.sources.size() + 1, source_bytes} {
    standings_.reserve(evidence.shown.standings.size());
    for (const domain::ClaimStanding& standing : evidence.shown.standings)
        standings_.push_back(words_for(request.texts(), standing));
    urls_.reserve(evidence.sources.size() + 1);
    const auto add = [&](const service::ShownSource& source) {
        urls_.push_back(request.links().source(source.key));
        write_source_in_list(in_list_.writer(), urls_.back(), source);
        in_list_.end_piece();
        write_source_in_note(in_note_.writer(), source);
        in_note_.end_piece();
    };
    std::ranges::for_each(evidence.sources, add);
    add({});
}

std::size_t EvidenceWords::index_of(SourceId source) const {
    const std::vector<service::ShownSource>& sources = evidence_.sources;
    const auto found = std::ranges::lower_bound(sources, source, {}, &service::ShownSource::asked);
    const bool is_known = found != sources.end() && found->asked == source;
    return is_known ? static_cast<std::size_t>(found - sources.begin()) : sources.size();
}

void EvidenceWords::write_in_list(html::Writer& out, SourceId source) const {
    out.trusted(in_list_.of(index_of(source)));
}

void EvidenceWords::write_in_note(html::Writer& out, SourceId source) const {
    out.trusted(in_note_.of(index_of(source)));
}

namespace {

/// They are listed by post and place.
std::span<const service::ShownClaim>
claims_of(const service::QuestionEvidence& evidence, PostId post) {
    const auto found = std::ranges::equal_range(
        evidence.shown.claims, post, std::ranges::less{}, &service::ShownClaim::post
    );
    return {found.begin(), found.end()};
}

} // namespace

PostClaims::PostClaims(const EvidenceWords& words, PostId post)
    : words_{words},
      claims_{claims_of(words.evidence(), post)},
      marks_{claims_.size(), mark_bytes},
      locators_{claims_.size(), locator_bytes} {
    const service::QuestionEvidence& evidence = words.evidence();
    const RequestContext& request = words.request();
    const auto counted = std::ranges::find(evidence.posts, post, &service::PostEvidence::post);
    if (counted != evidence.posts.end()) counts_ = service::read_answer_evidence(counted->counts);
    urls_.reserve(claims_.size());
    for (const service::ShownClaim& claim : claims_) {
        const EvidenceWords::Standing& standing = words.of(claim);
        const std::int64_t number = number_of(claim);
        urls_.push_back(request.links().claim(claim.id));
        marks_.writer()
            .put<
                R"(<a class="mark mark--{}" href="{}" data-claim="{}" title="{}" aria-label="{}{}{}">{}<span class="mark__number">{}</span></a>)">(
                standing.sign.name,
                urls_.back(),
                claim.id.value,
                standing.words,
                standing.label_start,
                request.texts().number(number),
                standing.label_end,
                standing.sign.sign,
                number
            );
        marks_.end_piece();
        for (const service::ShownCitation& citation : citations_of(claim)) {
            if (!citation.locator.empty()) {
                locators_.writer().put<R"(, <bdi>{}</bdi>)">(
                    locator_words(request.texts(), citation.label, citation.locator)
                );
            }
            locators_.end_piece();
        }
    }
}

const service::ShownClaim* PostClaims::find(std::int64_t ordinal) const {
    // In a text where nobody asked for a source, the numbers follow the places.
    const auto guess = static_cast<std::size_t>(ordinal - 1);
    if (guess < claims_.size() && claims_[guess].ordinal == ordinal) return &claims_[guess];
    const auto found =
        std::ranges::find(claims_, std::optional{ordinal}, &service::ShownClaim::ordinal);
    return found == claims_.end() ? nullptr : &*found;
}

void PostClaims::write_locator(html::Writer& out, const service::ShownCitation& citation) const {
    const service::ShownCitation* const first =
        words_.evidence().shown.citations.data() + claims_.front().first_citation;
    out.trusted(locators_.of(static_cast<std::size_t>(&citation - first)));
}

} // namespace attest::web
