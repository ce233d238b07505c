#include "markup/markdown_source.h"

#include "base/text.h"
#include "markup/limits.h"
#include "markup/sanitize.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace attest::markup {

namespace {

constexpr std::size_t tab_columns = 4;

bool is_blank_char(char c) {
    return c == ' ' || c == '\t';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Length of the list marker at the front of `text`, with the white space that it needs; 0 if none.
std::size_t list_marker_length(std::string_view text) {
    std::size_t length = 0;
    if (text.starts_with('-') || text.starts_with('+') || text.starts_with('*')) {
        length = 1;
    } else {
        while (length < text.size() && length < 9 && is_digit(text[length])) {
            ++length;
        }
        if (length == 0 || length == text.size() || (text[length] != '.' && text[length] != ')'))
            return 0;
        ++length;
    }
    return length == text.size() || is_blank_char(text[length]) ? length : 0;
}

/// A line of one character and blanks is a rule, not a row of nested lists.
bool is_thematic_break(std::string_view line) {
    return line.find_first_not_of("- \t") == std::string_view::npos
           || line.find_first_not_of("* \t") == std::string_view::npos;
}

/// The quotes and list items that a line opens or continues.
struct LineStart {
    std::size_t depth = 0;
    std::string_view content; ///< what follows them
    std::size_t indent = 0;   ///< columns of blanks before the first thing on the line
};

LineStart read_line_start(std::string_view line) {
    LineStart start;
    std::size_t columns = 0;
    bool is_first = true;
    while (true) {
        std::size_t at = 0;
        for (; at < line.size() && is_blank_char(line[at]); ++at) {
            columns += line[at] == '\t' ? tab_columns : 1;
        }
        line.remove_prefix(at);
        if (std::exchange(is_first, false)) start.indent = columns;
        std::size_t marker = line.starts_with('>') ? 1 : 0;
        if (marker == 0 && !is_thematic_break(line)) marker = list_marker_length(line);
        if (marker == 0 || start.depth > markdown_nesting_max) break;
        ++start.depth;
        line.remove_prefix(marker);
    }
    // Items inside one another are indented by two columns each at least.
    if (start.depth > 0) start.depth += columns / 2;
    start.content = line;
    return start;
}

/// What may be the second line of a table: dashes, colons and bars.
bool is_delimiter_row(std::string_view content) {
    return content.contains('-') && content.find_first_not_of("|-: \t") == std::string_view::npos;
}

/// Openings of constructs that end only at a certain closing, after the last of these: cmark looks
/// for the closing anew from each of them.
std::size_t
unclosed_work(std::string_view text, std::string_view opening, std::string_view closing) {
    const std::size_t last = text.rfind(closing);
    const std::size_t from = last == std::string_view::npos ? 0 : last + closing.size();
    std::size_t openings = 0;
    for (std::size_t at = text.find(opening, from); at != std::string_view::npos;
         at = text.find(opening, at + 1)) {
        ++openings;
    }
    return openings * (text.size() - from);
}

/// Whether a fence of code begins or ends at `line`: three backticks or tildes, indented by three
/// columns at most.
char fence_of(std::string_view line) {
    const std::size_t start = std::min(line.find_first_not_of(' '), line.size());
    if (start > 3) return '\0';
    line.remove_prefix(start);
    for (const char c : {'`', '~'}) {
        if (line.size() < 3 || line[0] != c || line[1] != c || line[2] != c) continue;
        // A backtick after those makes them a code span.
        const std::size_t after = line.find_first_not_of(c);
        const bool is_span =
            c == '`' && after != std::string_view::npos && line.substr(after).contains('`');
        return is_span ? '\0' : c;
    }
    return '\0';
}

/// Adds up, line by line, what a source would cost cmark.
class Guard {
public:
    explicit Guard(std::string_view text) : text_{text} {}

    Result<void> check() {
        if (text_.contains('<')) count_unclosed_html();
        std::size_t at = 0;
        while (at < text_.size()) {
            const std::size_t end = std::min(text_.find('\n', at), text_.size());
            TRY(check_line(text_.substr(at, end - at)));
            at = end + 1;
        }
        end_paragraph();
        return check_totals();
    }

private:
    void count_unclosed_html() {
        work_ += unclosed_work(text_, "<!--", "-->");
        work_ += unclosed_work(text_, "<?", "?>");
        work_ += unclosed_work(text_, "<!", ">");
        work_ += unclosed_work(text_, "<![CDATA[", "]]>");
    }

    Result<void> check_line(std::string_view line) {
        const LineStart start = read_line_start(line);
        if (start.depth > markdown_nesting_max) {
            return fail(
                ErrorCode::invalid,
                fmt::format(
                    "Lists and quotations may stand {} deep in one another at most; please flatten "
                    "them.",
                    markdown_nesting_max
                )
            );
        }
        if (trim(start.content).empty()) {
            end_paragraph();
            return {};
        }
        paragraph_bytes_ += line.size() + 1;
        if (const char fence = fence_of(line); fence != '\0') {
            if (fence_ == '\0') {
                fence_ = fence;
            } else if (fence_ == fence) {
                fence_ = '\0';
            }
            end_paragraph();
        }
        count_brackets(line);
        if (is_delimiter_row(start.content)) {
            const auto bars = static_cast<std::size_t>(std::ranges::count(start.content, '|'));
            table_columns_ = std::max(table_columns_, bars + 1);
            cells_ += table_columns_;
            work_ += paragraph_bytes_;
        }
        cells_ += table_columns_;
        return check_totals();
    }

    /// At the end of each link cmark walks over all marks of emphasis and all pictures that are
    /// open before it in the paragraph.
    void count_brackets(std::string_view line) {
        for (std::size_t at = line.find_first_of("*_!]"); at != std::string_view::npos;
             at = line.find_first_of("*_!]", at + 1)) {
            ++(line[at] == ']' ? closing_brackets_ : openings_);
        }
    }

    void end_paragraph() {
        work_ += openings_ * closing_brackets_ / 2 / (fence_ == '\0' ? 1 : fenced_work_divisor);
        openings_ = 0;
        closing_brackets_ = 0;
        paragraph_bytes_ = 0;
        table_columns_ = 0;
    }

    [[nodiscard]] Result<void> check_totals() const {
        if (cells_ > table_cells_max) {
            return fail(
                ErrorCode::invalid,
                fmt::format(
                    "The tables have more than {} cells, counting empty ones; please make them "
                    "smaller.",
                    table_cells_max
                )
            );
        }
        if (work_ > markdown_work_max) {
            return fail(
                ErrorCode::invalid,
                "Too many marks, links or comments of this text are never closed; please close or "
                "remove them."
            );
        }
        return {};
    }

    std::string_view text_;
    std::size_t work_ = 0;
    std::size_t cells_ = 0;
    std::size_t table_columns_ = 0;
    std::size_t paragraph_bytes_ = 0;
    std::size_t openings_ = 0;
    std::size_t closing_brackets_ = 0;
    char fence_ = '\0';
};

/// The lines of a text, each with its number and whether it stands in a fenced code block.
template <typename Work>
void for_each_line_outside_fences(std::string_view text, Work work) {
    char fence = '\0';
    int number = 1;
    for (std::size_t at = 0; at < text.size(); ++number) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        const char here = fence_of(line);
        if (fence == '\0') {
            fence = here;
            if (here == '\0') work(number, at, line);
        } else if (here == fence) {
            fence = '\0';
        }
        at = end + 1;
    }
}

void mark_spoilers(PreparedSource& source) {
    if (!source.text.contains(">!")) return;
    for_each_line_outside_fences(
        source.text,
        [&source](int number, std::size_t at, std::string_view line) {
            const std::size_t start = line.find_first_not_of(' ');
            if (start > 3 || !line.substr(start).starts_with(">!")) return; // npos is greater too
            source.text[at + start + 1] = ' ';
            source.spoiler_lines.push_back(number);
        }
    );
}

/// A backslash before a parenthesis that stands in an address, not in a sentence.
bool is_in_address(std::string_view text, std::size_t at) {
    constexpr std::size_t address_bytes_max = 256;
    const std::size_t from = at - std::min(at, address_bytes_max);
    const std::string_view before = text.substr(from, at - from);
    const std::size_t space = before.find_last_of(" \t\n");
    const std::string_view word =
        space == std::string_view::npos ? before : before.substr(space + 1);
    return word.contains("](") || word.contains("://");
}

/// Marks each `\(` that has its `\)` in the same paragraph. In code the marks turn back into
/// backslashes.
void mark_formulas(std::string& text) {
    std::size_t open = text.find("\\(");
    while (open != std::string::npos) {
        const bool is_escaped = open > 0 && text[open - 1] == '\\';
        const std::size_t close = text.find("\\)", open + 2);
        if (close == std::string::npos) return;
        const std::string_view between = std::string_view{text}.substr(open + 2, close - open - 2);
        const std::size_t restart = between.rfind("\\(");
        if (restart != std::string_view::npos && !is_escaped) {
            // Only the innermost pair can be one.
            open += 2 + restart;
            continue;
        }
        if (!is_escaped && between.size() <= formula_bytes_max && !between.contains("\n\n")
            && !trim(between).empty() && !is_in_address(text, open)) {
            text[open] = formula_mark;
            text[close] = formula_mark;
        }
        open = text.find("\\(", is_escaped ? open + 2 : close + 2);
    }
}

} // namespace

Result<PreparedSource> prepare_markdown(std::string_view source) {
    if (source.size() > markdown_bytes_max) {
        return fail(
            ErrorCode::invalid,
            fmt::format("The text is longer than {} bytes; please shorten it.", markdown_bytes_max)
        );
    }
    std::string storage;
    PreparedSource prepared{
        .text = std::string{clean_source(source, storage)}, .spoiler_lines = {}
    };
    TRY(Guard{prepared.text}.check());
    mark_spoilers(prepared);
    mark_formulas(prepared.text);
    return prepared;
}

} // namespace attest::markup
