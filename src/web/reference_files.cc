#include "web/reference_files.h"

#include "bibliography/bibtex.h"
#include "bibliography/csl_json.h"
#include "bibliography/ris.h"

#include <fmt/format.h>

#include <algorithm>

namespace attest::web {

namespace {

std::string file_text(std::span<const NamedReference> references, std::string_view ending) {
    const bool is_json = ending == "json";
    std::string text = is_json ? "[" : "";
    for (const auto& [key, reference] : references) {
        if (is_json) {
            text += text.size() > 1 ? "," : "";
            text += bibliography::format_csl_json(reference, key);
        } else {
            if (ending == "bib" && !text.empty()) text += '\n';
            text += ending == "bib" ? bibliography::format_bibtex(reference, key)
                                    : bibliography::format_ris(reference, key);
        }
    }
    return is_json ? text + "]\n" : text;
}

} // namespace

Result<http::Response> reference_file(
    std::span<const NamedReference> references, std::string_view name, std::string_view ending
) {
    const auto* const format =
        std::ranges::find(reference_formats, ending, &ReferenceFormat::ending);
    if (format == reference_formats.end()) {
        return fail(ErrorCode::not_found, "A source is exported as .bib, .ris or .json.");
    }
    http::Response response;
    response.body = file_text(references, ending);
    response.set("Content-Type", fmt::format("{}; charset=utf-8", format->type));
    response.set("Content-Disposition", fmt::format("inline; filename=\"{}.{}\"", name, ending));
    return response;
}

} // namespace attest::web
