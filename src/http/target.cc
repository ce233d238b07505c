#include "http/target.h"

#include "base/text.h"
#include "http/limits.h"

#include <algorithm>
#include <utility>

namespace attest::http {

namespace {

std::optional<std::string> decode_form_text(std::string_view text) {
    if (!text.contains('+')) return percent_decode(text);
    std::string spaced{text};
    std::ranges::replace(spaced, '+', ' ');
    return percent_decode(spaced);
}

std::optional<Parameter> parse_parameter(std::string_view part) {
    const std::size_t equals = part.find('=');
    std::optional<std::string> name = decode_form_text(part.substr(0, equals));
    std::optional<std::string> value = std::string{};
    if (equals != std::string_view::npos) value = decode_form_text(part.substr(equals + 1));
    if (!name || !value) return std::nullopt;
    return Parameter{std::move(*name), std::move(*value)};
}

} // namespace

std::optional<std::vector<std::string>> parse_path(std::string_view path_text) {
    std::vector<std::string> segments;
    if (path_text.size() <= 1) return segments;
    for (const std::string_view part : split(path_text.substr(1), '/')) {
        std::optional<std::string> segment = percent_decode(part);
        if (!segment || segments.size() == path_segments_max) return std::nullopt;
        segments.push_back(std::move(*segment));
    }
    return segments;
}

std::optional<std::vector<Parameter>>
parse_parameters(std::string_view text, std::size_t parameters_max) {
    std::vector<Parameter> parameters;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (part.empty()) continue;
        std::optional<Parameter> parameter = parse_parameter(part);
        if (!parameter || parameters.size() == parameters_max) return std::nullopt;
        parameters.push_back(std::move(*parameter));
    }
    return parameters;
}

std::optional<std::string_view>
find_parameter(const std::vector<Parameter>& parameters, std::string_view name) {
    const auto found = std::ranges::find(parameters, name, &Parameter::name);
    if (found == parameters.end()) return std::nullopt;
    return found->value;
}

bool has_repeated_name(const std::vector<Parameter>& parameters) {
    std::vector<std::string_view> names;
    names.reserve(parameters.size());
    for (const Parameter& parameter : parameters)
        names.emplace_back(parameter.name);
    std::ranges::sort(names);
    return std::ranges::adjacent_find(names) != names.end();
}

} // namespace attest::http
