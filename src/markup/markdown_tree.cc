#include "markup/markdown_tree.h"

#include "base/text.h"
#include "base/verify.h"
#include "markup/autolink.h"
#include "markup/citation_tokens.h"
#include "markup/html_tag.h"
#include "markup/limits.h"
#include "markup/markdown_parser.h"
#include "markup/safe_writer.h"

#include <cmark-gfm-core-extensions.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

// Exported by the extensions' library, and in none of its headers.
extern "C" {
extern cmark_node_type CMARK_NODE_TABLE;
extern cmark_node_type CMARK_NODE_TABLE_ROW;
extern cmark_node_type CMARK_NODE_TABLE_CELL;
}

namespace attest::markup {

namespace {

std::string_view view(const char* text) {
    return text == nullptr ? std::string_view{} : std::string_view{text};
}

bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_alphanumeric(char c) {
    return is_alpha(c) || (c >= '0' && c <= '9');
}

bool is_tight(cmark_node* paragraph) {
    cmark_node* item = cmark_node_parent(paragraph);
    cmark_node* list = item == nullptr ? nullptr : cmark_node_parent(item);
    return list != nullptr && cmark_node_get_type(list) == CMARK_NODE_LIST
           && cmark_node_get_list_tight(list) != 0;
}

/// Address characters that CommonMark's reference renderers leave as they are.
bool is_plain_in_href(char c) {
    return is_alphanumeric(c) || std::string_view{"-_.+!*(),%#@?=;:/$~"}.contains(c);
}

void append_href(std::string& out, std::string_view url) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : url) {
        if (is_plain_in_href(c)) {
            out += c;
        } else if (c == '&') {
            out += "&amp;";
        } else if (c == '\'') {
            out += "&#x27;";
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 0xFU];
        }
    }
}

/// Stack Exchange's way to name the language of the next code block, or of all that follow.
struct LanguageComment {
    std::string_view language;
    bool is_for_all = false;
};

/// Reads `<!-- language: lang-x -->` and `<!-- language-all: lang-x -->`.
LanguageComment read_language_comment(std::string_view html) {
    html = trim(html);
    if (!html.starts_with("<!--") || !html.ends_with("-->") || html.size() < 7) return {};
    html = trim(html.substr(4, html.size() - 7));
    LanguageComment comment;
    if (html.starts_with("language-all:")) {
        comment.is_for_all = true;
        html.remove_prefix(13);
    } else if (html.starts_with("language:")) {
        html.remove_prefix(9);
    } else {
        return {};
    }
    html = trim(html);
    comment.language = html.starts_with("lang-") ? html.substr(5) : html;
    return comment;
}

/// Whether the element of the tag at `at` (which is `<x` or `</x`) may be written as HTML in
/// Markdown.
bool is_allowed_tag(std::string_view raw, std::size_t at) {
    at += raw.substr(at + 1).starts_with('/') ? 2 : 1;
    std::size_t end = at;
    while (end < raw.size() && is_alphanumeric(raw[end])) {
        ++end;
    }
    const Tag tag = find_tag(ascii_lower(raw.substr(at, end - at)));
    return tag < Tag::dropped && tag != Tag::div;
}

/// Where the tag or comment at `at` ends, past its `>`; npos if that does not come.
std::size_t end_of_markup(std::string_view raw, std::size_t at) {
    if (raw.substr(at).starts_with("<!--")) {
        const std::size_t end = raw.find("-->", at + 4);
        return end == std::string_view::npos ? end : end + 3;
    }
    constexpr std::size_t tag_bytes_max = 4UZ * 1024;
    char quote = '\0';
    for (std::size_t index = at + 1; index < std::min(raw.size(), at + tag_bytes_max); ++index) {
        const char c = raw[index];
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return index + 1;
        }
    }
    return std::string_view::npos;
}

class TreeWriter {
public:
    TreeWriter(const PreparedSource& source, const MarkdownRules& rules, std::size_t bytes_max)
        : source_{source},
          rules_{rules},
          bytes_max_{bytes_max},
          has_marks_{source.text.contains(formula_mark)} {
        out_.reserve(source.text.size() + (source.text.size() / 4) + 64);
    }

    /// False if the output grew past its limit.
    bool write(cmark_node* root) {
        if (rules_.has_extensions && source_.text.contains("[^")) count_footnote_references(root);
        cmark_iter* iterator = cmark_iter_new(root);
        for (cmark_event_type event = cmark_iter_next(iterator); event != CMARK_EVENT_DONE;
             event = cmark_iter_next(iterator)) {
            visit(cmark_iter_get_node(iterator), event == CMARK_EVENT_ENTER);
            if (out_.size() + pending_text_.size() > bytes_max_) return false;
        }
        flush_text();
        if (is_in_footnotes_) out_ += "</ol>\n";
        return true;
    }

    std::string take() { return std::move(out_); }

private:
    void count_footnote_references(cmark_node* root) {
        cmark_iter* iterator = cmark_iter_new(root);
        for (cmark_event_type event = cmark_iter_next(iterator); event != CMARK_EVENT_DONE;
             event = cmark_iter_next(iterator)) {
            cmark_node* node = cmark_iter_get_node(iterator);
            if (event != CMARK_EVENT_ENTER
                || cmark_node_get_type(node) != CMARK_NODE_FOOTNOTE_REFERENCE)
                continue;
            ++references_[std::string{view(cmark_node_get_literal(node))}].total;
        }
    }

    void visit(cmark_node* node, bool is_enter) {
        const cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_TEXT) {
            pending_text_ += view(cmark_node_get_literal(node));
            return;
        }
        flush_text();
        if (image_depth_ > 0 && type != CMARK_NODE_IMAGE) {
            visit_alternative(node, type);
            return;
        }
        if ((type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK) {
            visit_block(node, type, is_enter);
        } else {
            visit_inline(node, type, is_enter);
        }
    }

    /// Inside a picture's alternative text only the words count.
    void visit_alternative(cmark_node* node, cmark_node_type type) {
        if (type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE) {
            append_escaped(out_, literal_of(node));
        } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
            out_ += ' ';
        }
    }

    void visit_block(cmark_node* node, cmark_node_type type, bool is_enter) {
        if (type == CMARK_NODE_TABLE || type == CMARK_NODE_TABLE_ROW
            || type == CMARK_NODE_TABLE_CELL) {
            visit_table_part(node, type, is_enter);
            return;
        }
        switch (type) {
        case CMARK_NODE_BLOCK_QUOTE:
            visit_quote(node, is_enter);
            return;
        case CMARK_NODE_LIST:
            visit_list(node, is_enter);
            return;
        case CMARK_NODE_ITEM:
            if (is_enter) begin_line();
            out_ += is_enter ? "<li>" : "</li>\n";
            return;
        case CMARK_NODE_HEADING: {
            if (is_enter) begin_line();
            const int level = cmark_node_get_heading_level(node);
            out_ += is_enter ? fmt::format("<h{}>", level) : fmt::format("</h{}>\n", level);
            return;
        }
        case CMARK_NODE_CODE_BLOCK:
            write_code_block(node);
            return;
        case CMARK_NODE_HTML_BLOCK:
            write_html_block(node);
            return;
        case CMARK_NODE_THEMATIC_BREAK:
            begin_line();
            out_ += "<hr />\n";
            return;
        case CMARK_NODE_PARAGRAPH:
            visit_paragraph(node, is_enter);
            return;
        case CMARK_NODE_FOOTNOTE_DEFINITION:
            visit_footnote(node, is_enter);
            return;
        default:
            return;
        }
    }

    void visit_inline(cmark_node* node, cmark_node_type type, bool is_enter) {
        switch (type) {
        case CMARK_NODE_SOFTBREAK:
            out_ += '\n';
            return;
        case CMARK_NODE_LINEBREAK:
            out_ += "<br />\n";
            return;
        case CMARK_NODE_CODE:
            write_code(node);
            return;
        case CMARK_NODE_HTML_INLINE:
            append_raw_html(literal_of(node));
            return;
        case CMARK_NODE_EMPH:
            out_ += is_enter ? "<em>" : "</em>";
            return;
        case CMARK_NODE_STRONG:
            out_ += is_enter ? "<strong>" : "</strong>";
            return;
        case CMARK_NODE_LINK:
            visit_link(node, is_enter);
            return;
        case CMARK_NODE_IMAGE:
            visit_image(node, is_enter);
            return;
        case CMARK_NODE_FOOTNOTE_REFERENCE:
            if (is_enter) write_footnote_reference(node);
            return;
        default:
            return;
        }
    }

    void begin_line() {
        if (!out_.empty() && out_.back() != '\n') out_ += '\n';
    }

    /// The literal of a node that holds code or HTML, with the backslashes of its `\(`.
    std::string_view literal_of(cmark_node* node) {
        const std::string_view literal = restored(view(cmark_node_get_literal(node)));
        if (!has_marks_ || !literal.contains(formula_mark)) return literal;
        scratch_ = literal;
        std::ranges::replace(scratch_, formula_mark, '\\');
        return scratch_;
    }

    /// Citations are none in code, HTML, addresses, titles and a picture's words.
    std::string_view restored(std::string_view text) {
        if (rules_.citations == nullptr || !CitationTokens::has_token(text)) return text;
        restored_ = rules_.citations->restore(text);
        return restored_;
    }

    /// Text, addresses and titles: where a backslash before a parenthesis stands for nothing.
    std::string_view without_marks(std::string_view text) {
        if (!has_marks_ || !text.contains(formula_mark)) return text;
        scratch_ = text;
        std::erase(scratch_, formula_mark);
        return scratch_;
    }

    void flush_text() {
        const bool may_be_task = std::exchange(is_item_start_, false);
        if (pending_text_.empty()) return;
        std::string_view text = without_marks(pending_text_);
        if (image_depth_ > 0) text = restored(text);
        if (may_be_task) text = write_task_box(text);
        if (!rules_.has_extensions || image_depth_ > 0 || link_depth_ > 0) {
            append_escaped(out_, text);
        } else {
            append_linked(text);
        }
        pending_text_.clear();
    }

    std::string_view write_task_box(std::string_view text) {
        struct Box {
            std::string_view source;
            std::string_view sign;
        };

        for (const Box& box : {Box{"[ ] ", "☐ "}, Box{"[x] ", "☑ "}, Box{"[X] ", "☑ "}}) {
            if (!text.starts_with(box.source)) continue;
            out_ += box.sign;
            return text.substr(box.source.size());
        }
        return text;
    }

    void append_linked(std::string_view text) {
        std::size_t at = 0;
        for (auto link = find_bare_link(text, at); link; link = find_bare_link(text, at)) {
            std::string_view address = text.substr(link->start, link->length);
            address = address.substr(0, address.find(CitationTokens::token_begin));
            append_escaped(out_, text.substr(at, link->start - at));
            out_ += "<a href=\"";
            append_href(out_, address);
            out_ += "\">";
            append_escaped(out_, address);
            out_ += "</a>";
            at = link->start + address.size();
        }
        append_escaped(out_, text.substr(at));
    }

    void visit_paragraph(cmark_node* node, bool is_enter) {
        const bool tight = is_tight(node);
        if (is_enter) {
            cmark_node* parent = cmark_node_parent(node);
            is_item_start_ = rules_.has_extensions && cmark_node_previous(node) == nullptr
                             && cmark_node_get_type(parent) == CMARK_NODE_ITEM;
            if (is_display_formula(node)) return;
            if (tight) return;
            begin_line();
            out_ += "<p>";
            return;
        }
        if (is_display_formula(node)) return;
        write_backreferences(node);
        if (!tight) out_ += "</p>\n";
    }

    /// A paragraph that is one `$$…$$` is a block of its own; `write_code` writes it.
    static bool is_display_formula(cmark_node* paragraph) {
        cmark_node* only = cmark_node_first_child(paragraph);
        return only != nullptr && cmark_node_next(only) == nullptr
               && cmark_node_get_type(only) == CMARK_NODE_CODE
               && code_meaning(only) == CodeMeaning::display_formula;
    }

    void write_code(cmark_node* node) {
        switch (code_meaning(node)) {
        case CodeMeaning::code:
            out_ += "<code>";
            append_escaped(out_, literal_of(node));
            out_ += "</code>";
            return;
        case CodeMeaning::inline_formula:
            write_formula("<span class=\"math\">", node, "</span>");
            return;
        case CodeMeaning::display_formula:
            write_display_formula(node);
            return;
        case CodeMeaning::strike_opener:
        case CodeMeaning::strike_closer:
        case CodeMeaning::strike_either:
            write_strike(node);
            return;
        }
    }

    void write_display_formula(cmark_node* node) {
        if (is_display_formula(cmark_node_parent(node))) {
            begin_line();
            write_formula("<div class=\"math\">", node, "</div>\n");
        } else {
            write_formula("<span class=\"math display\">", node, "</span>");
        }
    }

    /// `~~` begins a strike if another one among its siblings can end it, and is text otherwise.
    void write_strike(cmark_node* node) {
        const CodeMeaning meaning = code_meaning(node);
        if (node == strike_end_) {
            out_ += "</del>";
            strike_end_ = nullptr;
            return;
        }
        const bool may_begin = meaning != CodeMeaning::strike_closer && strike_end_ == nullptr
                               && cmark_node_parent(node) != strikeless_parent_;
        if (may_begin) {
            strike_end_ = find_strike_end(node);
            // The next opener would look in vain too.
            if (strike_end_ == nullptr) strikeless_parent_ = cmark_node_parent(node);
        }
        out_ += may_begin && strike_end_ != nullptr ? "<del>" : "~~";
    }

    static cmark_node* find_strike_end(cmark_node* opener) {
        for (cmark_node* node = cmark_node_next(opener); node != nullptr;
             node = cmark_node_next(node)) {
            if (cmark_node_get_type(node) != CMARK_NODE_CODE) continue;
            const CodeMeaning meaning = code_meaning(node);
            if (meaning == CodeMeaning::strike_closer || meaning == CodeMeaning::strike_either)
                return node;
        }
        return nullptr;
    }

    void write_formula(std::string_view start, cmark_node* node, std::string_view end) {
        out_ += start;
        append_escaped(out_, literal_of(node));
        out_ += end;
    }

    void visit_quote(cmark_node* node, bool is_enter) {
        begin_line();
        if (!is_enter) {
            out_ += "</blockquote>\n";
            return;
        }
        const bool is_spoiler =
            std::ranges::binary_search(source_.spoiler_lines, cmark_node_get_start_line(node));
        out_ += is_spoiler ? "<blockquote class=\"spoiler\">\n" : "<blockquote>\n";
    }

    void visit_list(cmark_node* node, bool is_enter) {
        const bool is_bullet = cmark_node_get_list_type(node) == CMARK_BULLET_LIST;
        if (!is_enter) {
            out_ += is_bullet ? "</ul>\n" : "</ol>\n";
            return;
        }
        begin_line();
        const int start = cmark_node_get_list_start(node);
        if (is_bullet) {
            out_ += "<ul>\n";
        } else if (start == 1) {
            out_ += "<ol>\n";
        } else {
            out_ += fmt::format("<ol start=\"{}\">\n", start);
        }
    }

    void write_code_block(cmark_node* node) {
        begin_line();
        const std::string_view fence_info = view(cmark_node_get_fence_info(node));
        std::string language{fence_info.substr(0, fence_info.find_first_of(" \t\n"))};
        if (rules_.has_extensions) {
            if (language.starts_with("lang-")) language.erase(0, 5);
            if (language.empty())
                language = next_language_.empty() ? default_language_ : next_language_;
            next_language_.clear();
        }
        out_ += "<pre><code";
        if (!language.empty()) {
            out_ += " class=\"language-";
            append_escaped(out_, language);
            out_ += '"';
        }
        out_ += '>';
        append_escaped(out_, literal_of(node));
        out_ += "</code></pre>\n";
    }

    void write_html_block(cmark_node* node) {
        begin_line();
        const std::string_view html = literal_of(node);
        if (rules_.has_extensions) {
            const LanguageComment comment = read_language_comment(html);
            if (!comment.language.empty())
                (comment.is_for_all ? default_language_ : next_language_) = comment.language;
        }
        append_raw_html(html);
        begin_line();
    }

    /// HTML that a writer typed. Tags that are not allowed stay visible as text, so that nothing
    /// that was written vanishes and no half of a tag can take what follows.
    void append_raw_html(std::string_view raw) {
        if (!rules_.has_extensions) {
            out_ += raw;
            return;
        }
        std::size_t at = 0;
        while (at < raw.size()) {
            const std::size_t open = std::min(raw.find('<', at), raw.size());
            out_ += raw.substr(at, open - at);
            if (open == raw.size()) return;
            const std::size_t end = end_of_markup(raw, open);
            const std::string_view after = raw.substr(open + 1);
            const bool is_comment = after.starts_with("!--");
            const bool is_tag = after.starts_with('/') ? after.size() > 1 && is_alpha(after[1])
                                                       : !after.empty() && is_alpha(after[0]);
            if (end != std::string_view::npos
                && (is_comment || (is_tag && is_allowed_tag(raw, open)))) {
                out_ += raw.substr(open, end - open);
                at = end;
            } else {
                out_ += "&lt;";
                at = open + 1;
            }
        }
    }

    void visit_link(cmark_node* node, bool is_enter) {
        if (!is_enter) {
            --link_depth_;
            out_ += "</a>";
            return;
        }
        ++link_depth_;
        out_ += "<a href=\"";
        append_href(out_, without_marks(restored(view(cmark_node_get_url(node)))));
        append_title(node);
        out_ += "\">";
    }

    void append_title(cmark_node* node) {
        const std::string_view title = without_marks(restored(view(cmark_node_get_title(node))));
        if (title.empty()) return;
        out_ += "\" title=\"";
        append_escaped(out_, title);
    }

    void visit_image(cmark_node* node, bool is_enter) {
        if (!is_enter) {
            if (--image_depth_ > 0) return;
            append_title(node);
            out_ += "\" />";
            return;
        }
        if (image_depth_++ > 0) return;
        out_ += "<img src=\"";
        append_href(out_, without_marks(restored(view(cmark_node_get_url(node)))));
        out_ += "\" alt=\"";
    }

    void visit_table_part(cmark_node* node, cmark_node_type type, bool is_enter) {
        if (type == CMARK_NODE_TABLE_CELL) {
            visit_cell(node, is_enter);
        } else if (type == CMARK_NODE_TABLE_ROW) {
            visit_row(node, is_enter);
        } else if (is_enter) {
            begin_line();
            out_ += "<table>\n";
            has_table_body_ = false;
        } else {
            if (has_table_body_) out_ += "</tbody>\n";
            out_ += "</table>\n";
        }
    }

    void visit_row(cmark_node* row, bool is_enter) {
        is_header_row_ = cmark_gfm_extensions_get_table_row_is_header(row) != 0;
        if (!is_enter) {
            out_ += is_header_row_ ? "</tr>\n</thead>\n" : "</tr>\n";
            return;
        }
        if (is_header_row_) {
            out_ += "<thead>\n";
        } else if (!std::exchange(has_table_body_, true)) {
            out_ += "<tbody>\n";
        }
        out_ += "<tr>\n";
        column_ = 0;
    }

    void visit_cell(cmark_node* cell, bool is_enter) {
        if (!is_enter) {
            out_ += is_header_row_ ? "</th>\n" : "</td>\n";
            return;
        }
        cmark_node* table = cmark_node_parent(cmark_node_parent(cell));
        const std::size_t columns = cmark_gfm_extensions_get_table_columns(table);
        const std::uint8_t* alignments = cmark_gfm_extensions_get_table_alignments(table);
        const std::uint8_t alignment =
            column_ < columns && alignments != nullptr ? alignments[column_] : 0;
        ++column_;
        out_ += is_header_row_ ? "<th" : "<td";
        switch (alignment) {
        case 'l':
            out_ += " align=\"left\"";
            break;
        case 'c':
            out_ += " align=\"center\"";
            break;
        case 'r':
            out_ += " align=\"right\"";
            break;
        default:
            break;
        }
        out_ += '>';
    }

    [[nodiscard]] std::string anchor(std::string_view kind, std::string_view number) const {
        return rules_.footnote_prefix.empty()
                   ? fmt::format("{}-{}", kind, number)
                   : fmt::format("{}-{}-{}", kind, rules_.footnote_prefix, number);
    }

    /// The anchor of the nth reference to a footnote: the first has no number of its own.
    [[nodiscard]] std::string
    reference_anchor(std::string_view number, std::size_t reference) const {
        const std::string first = anchor("fnref", number);
        return reference == 1 ? first : fmt::format("{}-{}", first, reference);
    }

    void write_footnote_reference(cmark_node* node) {
        const std::string number{view(cmark_node_get_literal(node))};
        const std::size_t reference = ++references_[number].written;
        out_ += fmt::format(
            "<sup><a href=\"#{}\" id=\"{}\">{}</a></sup>",
            anchor("fn", number),
            reference_anchor(number, reference),
            number
        );
    }

    void visit_footnote(cmark_node* node, bool is_enter) {
        if (is_enter) {
            if (!std::exchange(is_in_footnotes_, true)) {
                begin_line();
                out_ += "<ol class=\"footnotes\">\n";
            }
            ++footnote_;
            out_ += fmt::format("<li id=\"{}\">\n", anchor("fn", std::to_string(footnote_)));
            return;
        }
        cmark_node* last = cmark_node_last_child(node);
        if (last == nullptr || cmark_node_get_type(last) != CMARK_NODE_PARAGRAPH)
            append_backreferences();
        begin_line();
        out_ += "</li>\n";
    }

    /// A footnote that ends with a paragraph has the way back in it.
    void write_backreferences(cmark_node* paragraph) {
        cmark_node* parent = cmark_node_parent(paragraph);
        if (cmark_node_get_type(parent) != CMARK_NODE_FOOTNOTE_DEFINITION
            || cmark_node_next(paragraph) != nullptr)
            return;
        append_backreferences();
    }

    void append_backreferences() {
        const std::string number = std::to_string(footnote_);
        for (std::size_t reference = 1; reference <= references_[number].total; ++reference) {
            out_ += fmt::format(
                " <a href=\"#{}\" class=\"footnote-backref\">↩</a>",
                reference_anchor(number, reference)
            );
            if (out_.size() > bytes_max_) return;
        }
    }

    struct ReferenceCount {
        std::size_t total = 0;
        std::size_t written = 0;
    };

    const PreparedSource& source_;
    const MarkdownRules& rules_;
    std::size_t bytes_max_;
    bool has_marks_;
    std::string out_;
    std::string pending_text_; ///< cmark cuts text at every character that might mean something
    std::string scratch_;
    std::string restored_;
    std::string next_language_;
    std::string default_language_;
    std::map<std::string, ReferenceCount> references_; ///< by a footnote's number
    cmark_node* strike_end_ = nullptr; ///< the `~~` that ends the strike that is open
    cmark_node* strikeless_parent_ = nullptr;
    std::size_t footnote_ = 0;
    std::size_t column_ = 0;
    std::size_t image_depth_ = 0;
    std::size_t link_depth_ = 0;
    bool is_item_start_ = false;
    bool is_header_row_ = false;
    bool has_table_body_ = false;
    bool is_in_footnotes_ = false;
};

MarkdownDialect dialect_of(const MarkdownRules& rules) {
    if (!rules.has_extensions) return MarkdownDialect::commonmark;
    return rules.dollar_maths ? MarkdownDialect::ours_with_dollars : MarkdownDialect::ours;
}

} // namespace

Result<std::string> markdown_to_html(
    const PreparedSource& source, const MarkdownRules& rules, std::size_t output_bytes_max
) {
    const MarkdownDocument document = TRY(MarkdownDocument::parse(source.text, dialect_of(rules)));
    TreeWriter writer{source, rules, output_bytes_max};
    if (!writer.write(document.root())) {
        return fail(
            ErrorCode::invalid,
            "This text would become far longer than it is; please use fewer links and empty cells."
        );
    }
    return writer.take();
}

} // namespace attest::markup
