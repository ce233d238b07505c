#include "domain/tags.h"

#include <algorithm>

namespace attest::domain {

namespace {

bool is_tag_byte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7F
           && std::string_view{"<>|/\\?\"&,"}.find(c) == std::string_view::npos;
}

/// Cuts `<a><b>` or `|a|b|` at the signs that stand between names.
std::optional<std::vector<std::string_view>> cut(std::string_view list, std::string_view between) {
    std::vector<std::string_view> names;
    while (true) {
        const std::size_t end = list.find(between);
        const std::string_view name = list.substr(0, end);
        if (!is_tag_name(name)) return std::nullopt;
        names.push_back(name);
        if (end == std::string_view::npos) return names;
        list.remove_prefix(end + between.size());
    }
}

} // namespace

bool is_tag_name(std::string_view name) {
    return !name.empty() && name.size() <= tag_name_bytes_max
           && std::ranges::all_of(name, is_tag_byte);
}

std::optional<std::vector<std::string_view>> parse_tag_list(std::string_view text) {
    if (text.empty()) return std::vector<std::string_view>{};
    if (text.size() < 3) return std::nullopt;

    const std::string_view inner = text.substr(1, text.size() - 2);
    if (text.front() == '<' && text.back() == '>') return cut(inner, "><");
    if (text.front() == '|' && text.back() == '|') return cut(inner, "|");
    return std::nullopt;
}

std::string format_tag_list(const std::vector<std::string_view>& names, TagSyntax syntax) {
    std::string list;
    for (const std::string_view name : names) {
        if (syntax == TagSyntax::angles) {
            list.append("<").append(name).append(">");
        } else {
            if (list.empty()) list += '|';
            list.append(name).append("|");
        }
    }
    return list;
}

std::optional<TagSyntax> tag_syntax_of(std::string_view text) {
    if (text.starts_with('<')) return TagSyntax::angles;
    if (text.starts_with('|')) return TagSyntax::bars;
    return std::nullopt;
}

} // namespace attest::domain
