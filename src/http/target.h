// Reads what stands in a request's target and in a form: each escape is decoded exactly once, and
// what does not decode to clean UTF-8 is refused.
#pragma once

#include "http/request.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::http {

/// The decoded segments of a path that begins with "/"; nothing if one cannot be decoded or there
/// are too many. "/a%2Fb/c" has two: "a/b" and "c".
std::optional<std::vector<std::string>> parse_path(std::string_view path_text);

/// `name=value&…` of a query or a form, `+` standing for a space; nothing if an escape is malformed
/// or there are more than `parameters_max`. An empty part between two "&" is skipped.
std::optional<std::vector<Parameter>>
parse_parameters(std::string_view text, std::size_t parameters_max);

std::optional<std::string_view>
find_parameter(const std::vector<Parameter>& parameters, std::string_view name);

bool has_repeated_name(const std::vector<Parameter>& parameters);

} // namespace attest::http
