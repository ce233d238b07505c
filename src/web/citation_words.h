// What is printed of a citation: whole in lists and on paper, short in the margin.
#pragma once

#include "endpoint/context.h"
#include "html/writer.h"
#include "service/evidence.h"
#include "web/claim_marks.h"

#include <string>
#include <string_view>

namespace attest::web {

/// "p. 79", "ff. 1–40", "s.v. exile", set so that it does not break after its label.
std::string
locator_words(const messages::Texts& texts, std::string_view label, std::string_view locator);
std::string locator_words(const messages::Texts& texts, const service::CitationContent& content);

/// "Trotsky, My Life (1930), p. 79": how a citation is printed in lists.
void write_citation(
    html::Writer& out,
    const endpoint::RequestContext& request,
    const service::CitationRecord& citation
);
void write_citation(
    html::Writer& out, const PostClaims& claims, const service::ShownCitation& citation
);

/// EvidenceWords::write_in_list and write_in_note
void write_source_in_list(
    html::Writer& out, const html::Url& url, const service::ShownSource& source
);
void write_source_in_note(html::Writer& out, const service::ShownSource& source);

/// The note that stands in the margin beside a claim: its status, its sources in short, its words.
/// Those who listen to the page find the same behind the mark and among the works cited.
void write_sidenote(html::Writer& out, const PostClaims& claims, const service::ShownClaim& claim);

} // namespace attest::web
