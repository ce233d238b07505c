// A post's text with the marks of its claims, and what stands below it: how far it is covered, and
// the works that it cites.
#pragma once

#include "domain/ids.h"
#include "endpoint/context.h"
#include "html/html.h"
#include "html/writer.h"
#include "service/evidence.h"

#include <string>
#include <string_view>

namespace attest::web {

/// The status in words: "checked", "sources differ".
std::string_view status_words(const messages::Texts& texts, domain::ClaimStatus status);

/// With its counts, as it is always printed: "sources differ: 2 for, 1 against".
std::string standing_words(const messages::Texts& texts, const domain::ClaimStanding& standing);

/// The sign that a claim carries: its form says the status too, so that colour is never alone.
html::Html status_mark(const messages::Texts& texts, const domain::ClaimStanding& standing);

/// body_element, with a mark after each claim that leads to its page. A citation without a claim
/// stays text.
html::Html cited_body(
    const endpoint::RequestContext& request,
    const std::string& body_html,
    PostId post,
    const service::QuestionEvidence& evidence
);

/// The body without its citations, for a line of it elsewhere.
std::string without_citations(std::string_view body_html);

/// "1905, p. 79": how a citation is printed in lists.
void write_citation(
    html::Writer& out,
    const endpoint::RequestContext& request,
    const service::CitationRecord& citation
);

/// The line of coverage, and the works cited; nothing for a post without claims.
void write_evidence(
    html::Writer& out,
    const endpoint::RequestContext& request,
    PostId post,
    const service::QuestionEvidence& evidence
);

} // namespace attest::web
