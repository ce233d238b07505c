// What somebody pastes into the one field of a new source, recognised in the order of evidence.md,
// B3: CSL-JSON, RIS, BibTeX, DOI, ISBN, ISSN, a link to an archive, another link, free text.
//
// Nothing is fetched: a DOI alone makes a reference that holds a DOI and waits for its title.
#pragma once

#include "base/error.h"
#include "bibliography/csl_json.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace attest::bibliography {

enum class PasteForm : std::uint8_t {
    csl_json,
    ris,
    bibtex,
    doi,
    isbn,
    issn,
    archive_link, ///< archive.org, or a IIIF manifest.
    link,
    text,
};

struct Paste {
    PasteForm form = PasteForm::text;
    std::vector<ReadReference> references; ///< Never empty.
};

/// `invalid` at "paste" for nothing, for too much, and for CSL-JSON, RIS or BibTeX that is broken
/// in a way that a person should see.
Result<Paste> parse_paste(std::string_view text);

} // namespace attest::bibliography
