// References as files: BibTeX, RIS and CSL-JSON, of one source or of all that a question cites.
#pragma once

#include "base/error.h"
#include "bibliography/reference.h"
#include "http/response.h"

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace attest::web {

struct ReferenceFormat {
    std::string_view ending; ///< Of the file's name.
    std::string_view type;
    std::string_view words;
};

inline constexpr std::array<ReferenceFormat, 3> reference_formats{{
    {"bib", "application/x-bibtex", "BibTeX"},
    {"ris", "application/x-research-info-systems", "RIS"},
    {"json", "application/vnd.citationstyles.csl+json", "CSL-JSON"},
}};

struct NamedReference {
    std::string key;
    bibliography::Reference reference;
};

/// The file `name` with the ending of its format; `not_found` for another ending.
Result<http::Response> reference_file(
    std::span<const NamedReference> references, std::string_view name, std::string_view ending
);

} // namespace attest::web
