// "Cite this answer": a post of ours as a reference, to the very revision that the reader sees.
#pragma once

#include "base/error.h"
#include "bibliography/printer.h"
#include "bibliography/reference.h"
#include "domain/ids.h"
#include "service/site.h"
#include "service/sources.h"
#include "service/visible_posts.h"

#include <string>

namespace attest::service {

struct PostReference {
    bibliography::Reference reference; ///< Without its address, which is the door's business.
    std::string key;                   ///< For BibTeX and RIS: "jane-2026-175".
    std::string guid;                  ///< Of the revision; empty where it has none of its own.
    std::string source_sha256;         ///< Of the revision's text, as hexadecimal digits.
    std::string title;                 ///< Of the question.
    bool is_answer = false;
};

/// `not_found` for what the reader may not see.
Result<PostReference> read_post_reference(const Site& site, PostId post, const Reader& reader);

/// A source of the library, printed; kept in memory by its revision, style and language.
Result<bibliography::PrintedReference> print_source(
    const Site& site,
    const storage::SourceRecord& source,
    bibliography::PrintStyle style,
    const std::string& language
);

} // namespace attest::service
