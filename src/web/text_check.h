// What a writer is told of the citations in a text: the list "claims in this text" beside the
// editor, made by the server alone, whether a script asks for it while somebody types or a form's
// button does; and the marks in the preview, which lead to it.
#pragma once

#include "endpoint/context.h"
#include "html/html.h"
#include "html/writer.h"
#include "service/preview.h"

#include <optional>
#include <string_view>
#include <vector>

namespace attest::web {

/// The text that was read, and the id of the field that it stands in.
struct TextField {
    std::string_view field;
    std::string_view markdown;
};

void write_text_check(
    html::Writer& out,
    const endpoint::RequestContext& request,
    const service::Preview& preview,
    const TextField& text
);

/// What is to be told of one citation alone, and the name of where its quote was found: "found",
/// "perhaps", "elsewhere", "unnumbered", "absent", "unread", "no_scan", "not_looked", "none".
html::Html citation_note(
    const endpoint::RequestContext& request,
    const service::DraftCitation& citation,
    const TextField& text
);
std::string_view name_of(service::QuoteState state);

/// The text as a page will show it, with the marks of its claims.
html::Html marked_preview(
    const endpoint::RequestContext& request, const service::Preview& preview, std::string_view field
);

/// What of it wants the writer's hand: broken citations, unknown keys, pages that cannot be read.
std::size_t count_amiss(const service::Preview& preview);

/// "2 claims will lose their citations", with their words; nothing if none does.
void write_lost_claims(
    html::Writer& out, const messages::Texts& texts, const std::vector<service::LostClaim>& lost
);

/// Claims that the form says it has been warned of (`let_go`, "12 15").
std::vector<ClaimId> read_let_go(const endpoint::RequestContext& request);

} // namespace attest::web
