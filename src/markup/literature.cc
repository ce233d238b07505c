#include "markup/literature.h"

#include "base/text.h"
#include "markup/sentences.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace attest::markup {

namespace {

/// As letters_and_digits leaves them. "Sources" and "References" are not among them: what stands
/// there is what the text rests on.
constexpr auto headings = std::to_array<std::string_view>({
    "furtherreading",
    "furtherreadings",
    "suggestedreading",
    "suggestedreadings",
    "recommendedreading",
    "additionalreading",
    "morereading",
    "readmore",
    "literature",
    "bibliography",
    "selectbibliography",
    "selectedbibliography",
    "seealso",
    "литература",
    "рекомендуемаялитература",
    "дополнительнаялитература",
    "библиография",
    "чточитать",
    "чтопочитать",
    "читатьдальше",
    "смтакже",
    "смотритетакже",
});

/// No heading is longer.
constexpr std::size_t heading_bytes_max = 200;

enum class LineKind : std::uint8_t {
    text,
    words_only, ///< Could be a heading that somebody typed: a heading if it names literature.
    heading,
};

struct Line {
    LineKind kind = LineKind::text;
    std::string words; ///< As letters_and_digits.
};

std::string_view without_mark(std::string_view line) {
    const std::size_t at = line.find_first_not_of("# \t");
    return at == std::string_view::npos ? std::string_view{} : line.substr(at);
}

std::string without_tags(std::string_view line) {
    std::string text;
    while (true) {
        const std::size_t open = line.find('<');
        text += line.substr(0, open);
        if (open == std::string_view::npos) return text;
        const std::size_t close = line.find('>', open);
        if (close == std::string_view::npos) return text;
        line.remove_prefix(close + 1);
    }
}

bool is_rule(std::string_view line) {
    return line.size() >= 3
           && (line.find_first_not_of('=') == std::string_view::npos
               || line.find_first_not_of('-') == std::string_view::npos);
}

/// `next` is the line after it: a rule under words makes them a heading.
Line read_line(std::string_view line, std::string_view next) {
    if (line.empty() || line.size() > heading_bytes_max) return {};
    const std::string lower = ascii_lower(line.substr(0, 4));
    const bool is_html = lower.size() == 4 && lower.starts_with("<h") && lower[2] >= '1'
                         && lower[2] <= '6' && (lower[3] == '>' || lower[3] == ' ');
    if (is_html) {
        return {.kind = LineKind::heading, .words = letters_and_digits(without_tags(line))};
    }
    if (line.starts_with('#') && without_mark(line).size() < line.size()
        && line.find_first_not_of('#') != std::string_view::npos
        && line[line.find_first_not_of('#')] == ' ') {
        return {.kind = LineKind::heading, .words = letters_and_digits(without_mark(line))};
    }
    if (is_rule(line)) return {};
    const std::string plain = without_tags(line);
    if (is_rule(next)) return {.kind = LineKind::heading, .words = letters_and_digits(plain)};
    const std::string_view words = trim(plain);
    const bool is_bold = (words.starts_with("**") && words.find("**", 2) != std::string_view::npos)
                         || line.contains("<strong>") || line.contains("<b>");
    const bool is_labelled = words.ends_with(':') || words.ends_with(":**");
    if (!is_bold && !is_labelled) return {};
    return {.kind = LineKind::words_only, .words = letters_and_digits(plain)};
}

bool names_literature(std::string_view words) {
    return std::ranges::find(headings, words) != headings.end();
}

bool is_fence(std::string_view line) {
    return line.starts_with("```") || line.starts_with("~~~");
}

} // namespace

std::size_t find_literature(std::string_view source) {
    std::size_t found = std::string_view::npos;
    bool is_code = false;
    std::size_t begin = 0;
    while (begin < source.size()) {
        const std::size_t end = std::min(source.find('\n', begin), source.size());
        const std::string_view line = trim(source.substr(begin, end - begin));
        if (is_fence(line)) is_code = !is_code;
        if (!is_code) {
            const std::size_t next = std::min(end + 1, source.size());
            const std::size_t next_end = std::min(source.find('\n', next), source.size());
            const Line read = read_line(line, trim(source.substr(next, next_end - next)));
            if (read.kind != LineKind::text && names_literature(read.words)) {
                if (found == std::string_view::npos) found = begin;
            } else if (read.kind == LineKind::heading) {
                found = std::string_view::npos;
            }
        }
        begin = end + 1;
    }
    return found;
}

} // namespace attest::markup
