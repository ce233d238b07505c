#include "web/cited_body.h"

#include "base/text.h"
#include "endpoint/layout.h"
#include "web/parts.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace attest::web {

using domain::ClaimStatus;
using endpoint::RequestContext;

namespace {

struct StatusSign {
    std::string_view sign;
    std::string_view name; ///< Of the class in evidence.css.
};

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

const service::ClaimRecord*
find_claim(const service::QuestionEvidence& evidence, PostId post, std::string_view number) {
    const auto wanted = parse_number<std::int64_t>(number);
    const auto found =
        std::ranges::find_if(evidence.claims, [&](const service::ClaimRecord& claim) {
            return claim.post == post && claim.place.ordinal && claim.place.ordinal == wanted;
        });
    return found == evidence.claims.end() ? nullptr : &*found;
}

constexpr std::string_view claim_start = R"(<span class="claim" data-citation=")";
constexpr std::string_view citation_start = R"(<span class="citation" data-citation=")";
constexpr std::string_view element_end = "</span>";

html::Html mark_link(const RequestContext& request, const service::ClaimRecord& claim) {
    const messages::Texts& texts = request.texts();
    const StatusSign sign = sign_of(claim.standing.status);
    html::Writer out;
    out.put<
        R"(<a class="mark mark--{}" href="{}" title="{}"><span aria-hidden="true">{}</span><span class="hidden">{}</span></a>)">(
        sign.name,
        request.links().claim(claim.id),
        standing_words(texts, claim.standing),
        sign.sign,
        texts.claim_mark(standing_words(texts, claim.standing))
    );
    return out.take();
}

/// Puts the marks in place of the citations' elements (markup/citation_tokens.h), which hold no
/// element.
std::string with_marks(
    const RequestContext& request,
    std::string_view body,
    PostId post,
    const service::QuestionEvidence& evidence
) {
    std::string out;
    while (true) {
        const std::size_t found = std::min(body.find(citation_start), body.size());
        out += body.substr(0, found);
        if (found == body.size()) return out;
        body.remove_prefix(found + citation_start.size());
        const std::size_t quote = body.find("\">");
        const std::string_view number = body.substr(0, quote);
        body.remove_prefix(quote + 2);
        const std::size_t end = body.find(element_end);
        if (const service::ClaimRecord* claim = find_claim(evidence, post, number)) {
            out += mark_link(request, *claim).text();
        } else {
            out += body.substr(0, end);
        }
        body.remove_prefix(end + element_end.size());
    }
}

/// Gives each claim's words the look of its status.
void name_claims(std::string& body, PostId post, const service::QuestionEvidence& evidence) {
    for (std::size_t at = body.find(claim_start); at != std::string::npos;
         at = body.find(claim_start, at + claim_start.size())) {
        const std::size_t begin = at + claim_start.size();
        const std::string number = body.substr(begin, body.find('"', begin) - begin);
        const service::ClaimRecord* claim = find_claim(evidence, post, number);
        if (claim == nullptr) continue;
        body.insert(
            at + std::string_view{R"(<span class="claim)"}.size(),
            " claim--" + std::string{sign_of(claim->standing.status).name}
        );
    }
}

} // namespace

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
    const auto add = [&](bool is_so, std::string_view more) {
        if (is_so) words.append(" · ").append(more);
    };
    if (standing.for_count + standing.against_count > 1)
        words += texts.claim_counts(
            texts.number(standing.for_count), texts.number(standing.against_count)
        );
    add(standing.has_failed_support, texts.claim_failed());
    add(standing.is_doubted, texts.claim_doubted());
    add(standing.is_page_unconfirmed, texts.claim_page_unconfirmed());
    add(standing.is_checked_in_earlier_wording && standing.status == ClaimStatus::sourced,
        texts.claim_earlier_wording());
    add(standing.objections > 0, texts.claim_objections(standing.objections));
    add(standing.limits > 0, texts.claim_limits(standing.limits));
    add(standing.other_views > 0, texts.claim_other_views(standing.other_views));
    return words;
}

html::Html status_mark(const messages::Texts& texts, const domain::ClaimStanding& standing) {
    const StatusSign sign = sign_of(standing.status);
    html::Writer out;
    out.put<R"(<span class="status mark--{}"><span aria-hidden="true">{}</span> {}</span>)">(
        sign.name, sign.sign, standing_words(texts, standing)
    );
    return out.take();
}

html::Html cited_body(
    const RequestContext& request,
    const std::string& body_html,
    PostId post,
    const service::QuestionEvidence& evidence
) {
    html::Html plain = body_element(body_html);
    if (evidence.claims.empty() && !body_html.contains(citation_start)) return plain;
    std::string body{plain.text()};
    name_claims(body, post, evidence);
    return html::Html::trusted(with_marks(request, body, post, evidence));
}

std::string without_citations(std::string_view body) {
    std::string out;
    while (true) {
        const std::size_t found = std::min(body.find(citation_start), body.size());
        out += body.substr(0, found);
        if (found == body.size()) return out;
        body.remove_prefix(found);
        body.remove_prefix(body.find(element_end) + element_end.size());
    }
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
    const service::CitationContent& content = citation.content;
    if (!content.locator.empty()) {
        out.put<R"(, <bdi>{}</bdi>)">(
            content.label == "page" ? request.texts().citation_page(content.locator)
                                    : content.locator
        );
    }
    if (citation.through_title) {
        out.put<R"( <span class="soft">{} <cite dir="auto">{}</cite></span>)">(
            request.texts().citation_quoted_in(), *citation.through_title
        );
    }
}

void write_evidence(
    html::Writer& out,
    const RequestContext& request,
    PostId post,
    const service::QuestionEvidence& evidence
) {
    const auto counted = std::ranges::find(evidence.posts, post, &service::PostEvidence::post);
    if (counted == evidence.posts.end() || counted->claim_count == 0) return;
    const messages::Texts& texts = request.texts();
    const domain::AnswerEvidence counts = service::read_answer_evidence(counted->counts);
    const auto claims = static_cast<int>(counted->claim_count);
    const int checked = counts.checked + counts.corroborated + counts.unresolved;
    out.put<R"(<section class="evidence" aria-label="{}"><p class="evidence__sum">)">(
        texts.evidence_label()
    );
    out.text(texts.evidence_claims(claims)).text(", ").text(texts.evidence_checked(checked));
    const int uncovered = std::max(0, counts.sentences - counts.standing_claims);
    out.put<R"( · {}</p>)">(
        texts.evidence_uncovered(texts.number(uncovered), texts.number(counts.sentences))
    );
    out.put<R"(<p class="evidence__legend">{}</p><ol class="works">)">(texts.evidence_legend());
    for (const service::CitationRecord& citation : evidence.citations) {
        if (citation.post != post || !citation.is_in_text) continue;
        const auto claim =
            std::ranges::find(evidence.claims, citation.claim, &service::ClaimRecord::id);
        if (claim == evidence.claims.end()) continue;
        out.put<"<li>">();
        out.put(mark_link(request, *claim)).text(" ");
        write_citation(out, request, citation);
        out.put<"</li>">();
    }
    out.put<"</ol></section>">();
}

} // namespace attest::web
