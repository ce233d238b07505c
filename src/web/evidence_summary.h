// What stands above and below a post's text: how far it is covered, and the works that it cites,
// which are its footnotes on paper.
#pragma once

#include "endpoint/context.h"
#include "html/writer.h"
#include "web/claim_marks.h"

namespace attest::web {

/// The bar of its claims by status, their numbers in words, and how many sentences have no source;
/// nothing for a post without claims.
void write_coverage(
    html::Writer& out,
    const endpoint::RequestContext& request,
    PostId post,
    const PostClaims& claims
);

/// Claim by claim, with full citations; nothing for a post without claims.
void write_works(
    html::Writer& out,
    const endpoint::RequestContext& request,
    PostId post,
    const PostClaims& claims
);

/// A box that turns marks and notes off, by the style sheet alone; a script keeps it in a cookie.
void write_plain_text_switch(html::Writer& out, const endpoint::RequestContext& request);

} // namespace attest::web
