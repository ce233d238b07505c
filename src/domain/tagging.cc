#include "domain/tagging.h"

namespace attest::domain {

std::vector<std::string> parse_tags(std::string_view text) {
    constexpr std::string_view marks = "|<>";
    std::vector<std::string> tags;
    for (std::size_t begin = text.find_first_not_of(marks); begin != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(marks, begin), text.size());
        tags.emplace_back(text.substr(begin, end - begin));
        begin = text.find_first_not_of(marks, end);
    }
    return tags;
}

std::string format_tags(const std::vector<std::string>& tags) {
    std::string text;
    for (const std::string& tag : tags) {
        text += '|';
        text += tag;
    }
    if (!text.empty()) text += '|';
    return text;
}

} // namespace attest::domain
