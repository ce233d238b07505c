// multipart/form-data (RFC 7578): what a browser sends for a form with a file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::http {

struct FormPart {
    std::string name;
    std::optional<std::string> file_name; ///< As the browser says it; never a path on our disk.
    std::string_view content;             ///< Into the body.
};

/// The boundary of a Content-Type of this kind; nothing for other kinds, or for one that RFC 2046
/// does not allow.
std::optional<std::string> find_boundary(std::string_view content_type);

/// Nothing if the body is not well-formed, or has more than `form_fields_max` parts.
std::optional<std::vector<FormPart>>
parse_multipart(std::string_view body, std::string_view boundary);

} // namespace attest::http
