// A post's text with the marks of its claims, and their notes, which the style sheet sets into the
// margin where there is one.
#pragma once

#include "endpoint/context.h"
#include "html/html.h"
#include "web/citation_words.h"
#include "web/claim_marks.h"

#include <string>
#include <string_view>

namespace attest::web {

/// body_element, with a mark after each claim that leads to its page. A citation without a claim
/// stays text.
html::Html cited_body(
    const endpoint::RequestContext& request, const std::string& body_html, const PostClaims& claims
);

/// The body without its citations, for a line of it elsewhere.
std::string without_citations(std::string_view body_html);

} // namespace attest::web
