// A post's text with the marks of its claims, and their notes, which the style sheet sets into the
// margin where there is one.
#pragma once

#include "html/writer.h"
#include "web/citation_words.h"
#include "web/claim_marks.h"

#include <string>
#include <string_view>

namespace attest::web {

/// The prose of a post: body_element, with a mark after each claim that leads to its page. A
/// citation without a claim stays text.
void write_cited_body(html::Writer& out, const std::string& body_html, const PostClaims& claims);

} // namespace attest::web
