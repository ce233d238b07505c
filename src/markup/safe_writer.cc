#include "markup/safe_writer.h"

#include "base/text.h"
#include "markup/direction.h"
#include "markup/limits.h"
#include "markup/url.h"

#include <algorithm>
#include <array>

namespace attest::markup {

namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

bool is_html_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

bool is_blank(std::string_view text) {
    return std::ranges::all_of(text, is_html_space);
}

using ByteTable = std::array<bool, 256>;

/// Bytes that do not stand for themselves in HTML.
constexpr ByteTable escapes_in_attributes = [] {
    ByteTable table{};
    for (std::size_t byte = 0; byte < 0x20; ++byte) {
        table[byte] = byte != '\n' && byte != '\t';
    }
    table['&'] = table['<'] = table['>'] = table['"'] = true;
    return table;
}();

constexpr ByteTable escapes_in_text = [] {
    ByteTable table = escapes_in_attributes;
    table['"'] = false;
    return table;
}();

std::string_view escape_of(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\r':
        return "\n";
    default:
        return replacement_character;
    }
}

/// Takes the first word off `words`; empty when there is none left.
std::string_view next_word(std::string_view& words) {
    words.remove_prefix(std::min(words.find_first_not_of(' '), words.size()));
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(word.size());
    return word;
}

bool has_word(std::string_view words, std::string_view wanted) {
    for (std::string_view word = next_word(words); !word.empty(); word = next_word(words)) {
        if (word == wanted) return true;
    }
    return false;
}

bool is_language_name(std::string_view name) {
    return !name.empty() && name.size() <= code_language_bytes_max
           && std::ranges::all_of(name, [](char c) {
                  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                         || std::string_view{"+#._-"}.contains(c);
              });
}

/// The language in a class attribute: "language-x" (ours) or "lang-x" (Stack Exchange's); "" if
/// none.
std::string_view language_of(std::string_view class_name) {
    for (std::string_view word = next_word(class_name); !word.empty();
         word = next_word(class_name)) {
        for (const std::string_view start :
             {std::string_view{"language-"}, std::string_view{"lang-"}}) {
            if (!word.starts_with(start)) continue;
            const std::string_view name = word.substr(start.size());
            return is_language_name(name) && name != "none" ? name : std::string_view{};
        }
    }
    return {};
}

/// left, center or right, from `align` or from the only style that Stack Exchange writes.
std::string_view alignment_of(const Attributes& attributes) {
    std::string_view value = trim(attributes.align);
    if (const std::size_t found = attributes.style.find("text-align:");
        found != std::string_view::npos) {
        value = attributes.style.substr(found + std::string_view{"text-align:"}.size());
        value = trim(value.substr(0, value.find(';')));
    }
    for (const std::string_view known :
         {std::string_view{"left"}, std::string_view{"center"}, std::string_view{"right"}}) {
        if (ascii_equal_ignoring_case(value, known)) return known;
    }
    return {};
}

/// The last segment of an address's path, which names a picture that has no other words.
std::string_view file_name(std::string_view url) {
    url = url.substr(0, url.find_first_of("?#"));
    return url.substr(url.rfind('/') + 1);
}

void append_with_escapes(std::string& out, std::string_view text, const ByteTable& needs_escape) {
    const char* const end = text.data() + text.size();
    const char* run = text.data();
    for (const char* at = run; at != end; ++at) {
        if (!needs_escape[static_cast<unsigned char>(*at)]) continue;
        out.append(run, at);
        out += escape_of(*at);
        run = at + 1;
    }
    out.append(run, end);
}

/// Where the old site keeps its pictures. It has turned their addresses to https in what it
/// renders, and not in the sources.
bool is_picture_host(std::string_view host) {
    return host == "i.stack.imgur.com" || host == "i.imgur.com" || host == "i.sstatic.net";
}

/// Whether a safe address is neither of this site nor of this page.
bool leads_away(std::string_view href) {
    return !href.starts_with('/') && !href.starts_with('#');
}

/// How deep the parts go that an element must have room for, since parts are never refused.
std::size_t depth_of_parts(Tag tag) {
    constexpr std::size_t list_or_table = 4;
    if (holds_parts_only(tag)) return list_or_table;
    return tag == Tag::details ? 1 : 0;
}

/// What a picture is called: its alternative text, else its file's name.
std::string_view picture_label(const Attributes& attributes, std::string_view href) {
    const std::string_view alternative = trim(attributes.alt);
    return alternative.empty() ? file_name(href) : alternative;
}

} // namespace

void append_escaped(std::string& out, std::string_view text) {
    append_with_escapes(out, text, escapes_in_attributes);
}

void append_escaped_text(std::string& out, std::string_view text) {
    append_with_escapes(out, text, escapes_in_text);
}

SafeWriter::SafeWriter(const Options& options, std::size_t bytes_expected) : options_{options} {
    html_.reserve(bytes_expected + (bytes_expected / 8) + 64);
    text_.reserve(bytes_expected + 16);
    stack_.reserve(html_depth_max);
}

Tag SafeWriter::top() const {
    return stack_.empty() ? Tag::unwrapped : stack_.back().tag;
}

void SafeWriter::push(Tag tag, bool is_implied) {
    stack_.push_back({tag, is_implied});
    if (tag == Tag::a) ++links_open_;
    if (tag == Tag::pre) ++pres_open_;
    if (tag == Tag::pre || tag == Tag::code) ++codes_open_;
    if (tag_kind(tag) != TagKind::phrase) end_plain_line();
}

void SafeWriter::push_implied(Tag tag) {
    write_start(tag, {});
    push(tag, true);
}

void SafeWriter::pop() {
    const Tag tag = top();
    stack_.pop_back();
    if (is_in_maths_) {
        write_maths(tag);
        return;
    }
    if (tag == Tag::a) --links_open_;
    if (tag == Tag::pre || tag == Tag::code) --codes_open_;
    if (tag == Tag::pre) {
        --pres_open_;
        code_language_.clear();
    }
    html_ += "</";
    html_ += tag_name(tag);
    html_ += '>';
    is_after_pre_tag_ = false;
    if (tag_kind(tag) != TagKind::phrase) end_plain_line();
}

void SafeWriter::close(Mark mark) {
    while (stack_.size() > mark) {
        pop();
    }
}

Rendered SafeWriter::take() && {
    close(0);
    while (!text_.empty() && is_html_space(text_.back())) {
        text_.pop_back();
    }
    return {.html = std::move(html_), .text = std::move(text_)};
}

SafeWriter::Mark SafeWriter::open(Tag tag, const Attributes& attributes) {
    if (is_in_maths_) {
        // A formula is its text. An element in it is left out, and with it what HTML5 would have
        // that element do to those around it: a paragraph would end the formula's own.
        has_mended_ = true;
        return stack_.size();
    }
    switch (tag_kind(tag)) {
    case TagKind::phrase:
        return open_inline(tag, attributes);
    case TagKind::block:
        return open_block(tag, attributes);
    case TagKind::part:
        return open_part(tag, attributes);
    case TagKind::dropped:
        break;
    }
    return stack_.size();
}

SafeWriter::Mark SafeWriter::open_inline(Tag tag, const Attributes& attributes) {
    if (tag == Tag::unwrapped) return stack_.size();
    make_room_for_content();
    const Mark mark = stack_.size();
    if (tag == Tag::img) {
        write_picture(attributes);
        return mark;
    }
    if (tag == Tag::br) {
        html_ += "<br>";
        is_after_pre_tag_ = false;
        add_plain_text(pres_open_ > 0 ? "\n" : " ");
        if (pres_open_ == 0) end_plain_line();
        return mark;
    }
    if (mark >= html_depth_max) return refuse_depth();
    if (tag == Tag::a) return open_link(attributes);
    if (tag == Tag::span) return open_maths(tag, attributes.class_name);
    write_start(tag, attributes);
    push(tag);
    return mark;
}

SafeWriter::Mark SafeWriter::open_link(const Attributes& attributes) {
    const Mark mark = stack_.size();
    if (links_open_ > 0) {
        has_mended_ = true;
        return mark;
    }
    const std::string href = href_of(attributes.href);
    if (href.empty()) return mark;
    html_ += "<a";
    write_attribute("href", href);
    if (!attributes.title.empty()) write_attribute("title", attributes.title);
    if (is_own_anchor(attributes.id)) write_attribute("id", attributes.id);
    for (const std::string_view ours :
         {std::string_view{"picture"}, std::string_view{"footnote-backref"}}) {
        if (attributes.class_name == ours) write_attribute("class", ours);
    }
    if (leads_away(href)) write_attribute("rel", "ugc nofollow noopener");
    html_ += '>';
    is_after_pre_tag_ = false;
    push(Tag::a);
    return mark;
}

SafeWriter::Mark SafeWriter::open_maths(Tag tag, std::string_view class_name) {
    const Mark mark = stack_.size();
    is_maths_container_ = has_word(class_name, "math-container");
    if (!is_maths_container_ && !has_word(class_name, "math")) return mark;
    is_in_maths_ = true;
    is_display_maths_ = tag == Tag::div || has_word(class_name, "display");
    tex_.clear();
    stack_.push_back({tag, false});
    return mark;
}

SafeWriter::Mark SafeWriter::open_block(Tag tag, const Attributes& attributes) {
    if (is_in_text_only_block()) {
        if (end_paragraph()) return open_block(tag, attributes);
        return skip_block();
    }
    make_room_for_content();
    const Mark mark = stack_.size();
    if (tag == Tag::hr) {
        html_ += "<hr>";
        is_after_pre_tag_ = false;
        end_plain_line();
        return mark;
    }
    if (mark + depth_of_parts(tag) >= html_depth_max) return refuse_depth();
    if (tag == Tag::div && has_word(attributes.class_name, "math")) {
        return open_maths(tag, attributes.class_name);
    }
    if (tag == Tag::div || tag == Tag::unwrapped_block) {
        text(" ");
        end_plain_line();
        return mark;
    }
    write_start(tag, attributes);
    push(tag);
    if (tag == Tag::pre) {
        is_after_pre_tag_ = true;
        code_language_ = language_of(attributes.class_name);
    }
    return mark;
}

/// A block where none may stand: its tags go, its words stay apart from their neighbours.
SafeWriter::Mark SafeWriter::skip_block() {
    has_mended_ = true;
    text(" ");
    return stack_.size();
}

/// An element too deep to let pass. What stands in it is read without it, so its own rules of what
/// may stand where are not kept.
SafeWriter::Mark SafeWriter::refuse_depth() {
    has_mended_ = true;
    return stack_.size();
}

SafeWriter::Mark SafeWriter::open_part(Tag tag, const Attributes& attributes) {
    if (!has_place_for_part(tag)) return skip_block();
    const Mark mark = stack_.size();
    write_start(tag, attributes);
    push(tag);
    return mark;
}

/// Ends implied parts until one that holds `tag` is on top, and makes up what stands between a
/// table and its rows or cells. False if the element has no place here.
bool SafeWriter::has_place_for_part(Tag tag) {
    const auto holds = [tag](Tag parent) {
        switch (tag) {
        case Tag::li:
            return parent == Tag::ul || parent == Tag::ol;
        case Tag::dt:
        case Tag::dd:
            return parent == Tag::dl;
        case Tag::summary:
            return parent == Tag::details;
        case Tag::thead:
        case Tag::tbody:
            return parent == Tag::table;
        case Tag::tr:
            return parent == Tag::thead || parent == Tag::tbody || parent == Tag::table;
        default:
            return parent == Tag::tr || parent == Tag::thead || parent == Tag::tbody
                   || parent == Tag::table;
        }
    };
    while (!stack_.empty() && stack_.back().is_implied && !holds(top())) {
        pop();
    }
    if (!holds(top())) return false;
    // A browser makes up the tbody as we do; cells without a row are another matter.
    if (tag != Tag::thead && tag != Tag::tbody && top() == Tag::table) push_implied(Tag::tbody);
    if (is_cell(tag) && top() != Tag::tr) {
        push_implied(Tag::tr);
        has_mended_ = true;
    }
    return true;
}

/// Makes up the item or cell that text or an element needs where only parts may stand.
bool SafeWriter::make_room_for_content() {
    bool has_made = false;
    while (!stack_.empty() && holds_parts_only(top())) {
        switch (top()) {
        case Tag::ul:
        case Tag::ol:
            push_implied(Tag::li);
            break;
        case Tag::dl:
            push_implied(Tag::dd);
            break;
        case Tag::table:
            push_implied(Tag::tbody);
            break;
        case Tag::tr:
            push_implied(Tag::td);
            break;
        default:
            push_implied(Tag::tr);
            break;
        }
        has_made = true;
        has_mended_ = true;
    }
    return has_made;
}

bool SafeWriter::is_in_text_only_block() const {
    for (auto element = stack_.rbegin(); element != stack_.rend(); ++element) {
        if (tag_kind(element->tag) != TagKind::phrase) return holds_text_only(element->tag);
    }
    return false;
}

/// Ends the innermost block if it is a paragraph.
bool SafeWriter::end_paragraph() {
    std::size_t depth = stack_.size();
    while (depth > 0 && tag_kind(stack_[depth - 1].tag) == TagKind::phrase) {
        --depth;
    }
    if (depth == 0 || stack_[depth - 1].tag != Tag::p) return false;
    close(depth - 1);
    has_mended_ = true;
    return true;
}

void SafeWriter::text(std::string_view text) {
    if (text.empty()) return;
    if (is_in_maths_) {
        tex_ += text;
        return;
    }
    if (!stack_.empty() && holds_parts_only(top())) {
        if (is_blank(text)) return;
        make_room_for_content();
    }
    write_text(text);
    add_plain_text(text);
}

void SafeWriter::write_text(std::string_view text) {
    // A parser drops one line break right after <pre>.
    if (is_after_pre_tag_ && (text.front() == '\n' || text.front() == '\r')) html_ += '\n';
    is_after_pre_tag_ = false;
    if (codes_open_ > 0) {
        append_with_visible_direction(html_, text);
    } else {
        append_escaped_text(html_, text);
    }
}

void SafeWriter::write_start(Tag tag, const Attributes& attributes) {
    html_ += '<';
    html_ += tag_name(tag);
    write_attributes(tag, attributes);
    html_ += '>';
    is_after_pre_tag_ = false;
}

void SafeWriter::write_attributes(Tag tag, const Attributes& attributes) {
    switch (tag) {
    case Tag::abbr:
        if (!attributes.title.empty()) write_attribute("title", attributes.title);
        return;
    case Tag::blockquote:
        if (has_word(attributes.class_name, "spoiler")) write_attribute("class", "spoiler");
        return;
    case Tag::code:
        write_code_class(attributes.class_name);
        return;
    case Tag::ol:
        if (const auto start = parse_number<std::int32_t>(trim(attributes.start));
            start && *start != 1) {
            write_attribute("start", std::to_string(*start));
        }
        if (attributes.class_name == "footnotes") write_attribute("class", "footnotes");
        return;
    case Tag::li:
        if (is_own_anchor(attributes.id)) write_attribute("id", attributes.id);
        return;
    case Tag::td:
    case Tag::th:
        if (const std::string_view align = alignment_of(attributes); !align.empty()) {
            write_attribute("align", align);
        }
        return;
    default:
        return;
    }
}

void SafeWriter::write_code_class(std::string_view class_name) {
    if (top() != Tag::pre) return;
    std::string_view language = language_of(class_name);
    if (language.empty()) language = code_language_;
    if (language.empty()) return;
    html_ += " class=\"language-";
    html_ += language;
    html_ += '"';
}

void SafeWriter::write_attribute(std::string_view name, std::string_view value) {
    html_ += ' ';
    html_ += name;
    html_ += "=\"";
    append_escaped(html_, value);
    html_ += '"';
}

/// A picture on another host is never loaded by the page: it becomes a link with its words and its
/// host.
void SafeWriter::write_picture(const Attributes& attributes) {
    const std::string href = href_of(attributes.src);
    const std::string_view label = picture_label(attributes, href);
    const std::string_view host = url_host(href);
    std::string words{label};
    if (!host.empty()) {
        if (!words.empty()) words += ' ';
        words += '(';
        words += host;
        words += ')';
    }
    if (words.empty()) return;
    const bool is_link = !href.empty() && links_open_ == 0 && stack_.size() < html_depth_max;
    if (is_link) {
        html_ += "<a";
        write_attribute("href", href);
        if (!attributes.title.empty()) write_attribute("title", attributes.title);
        write_attribute("class", "picture");
        if (leads_away(href)) write_attribute("rel", "ugc nofollow noopener");
        html_ += '>';
        is_after_pre_tag_ = false;
    }
    write_text(words);
    if (is_link) html_ += "</a>";
    add_plain_text(label);
}

void SafeWriter::write_maths(Tag tag) {
    is_in_maths_ = false;
    std::string_view tex = tex_;
    if (is_maths_container_) {
        is_display_maths_ = tex.starts_with("$$");
        while (tex.starts_with('$'))
            tex.remove_prefix(1);
        while (tex.ends_with('$'))
            tex.remove_suffix(1);
    }
    if (is_blank(tex)) return;
    html_ += tag == Tag::div     ? "<div class=\"math\">"
             : is_display_maths_ ? "<span class=\"math display\">"
                                 : "<span class=\"math\">";
    is_after_pre_tag_ = false;
    append_escaped_text(html_, tex);
    html_ += tag == Tag::div ? "</div>" : "</span>";
    add_plain_text(tex);
    if (tag == Tag::div) end_plain_line();
}

std::string SafeWriter::href_of(std::string_view url) const {
    std::optional<std::string> href = safe_href(url);
    if (href && is_picture_host(url_host(*href)) && href->starts_with("http:"))
        href = safe_href("https" + href->substr(4));
    if (href && options_.rewrite_link) {
        if (const std::optional<std::string> ours = options_.rewrite_link(*href))
            href = safe_href(*ours);
    }
    return std::move(href).value_or(std::string{});
}

/// Whether `id` has the form of a footnote's anchor of this very post: fn-PREFIX-1,
/// fnref-PREFIX-1-2.
bool SafeWriter::is_own_anchor(std::string_view id) const {
    const auto drop = [&id](std::string_view start) {
        if (!id.starts_with(start)) return false;
        id.remove_prefix(start.size());
        return true;
    };
    if (id.empty() || (!drop("fn-") && !drop("fnref-"))) return false;
    const std::string& prefix = options_.footnote_prefix;
    if (!prefix.empty() && (!drop(prefix) || !drop("-"))) return false;
    return !id.empty()
           && std::ranges::all_of(id, [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
}

void SafeWriter::add_plain_text(std::string_view text) {
    if (pres_open_ > 0) {
        text_ += text;
        return;
    }
    const std::size_t before = text_.size();
    bool is_after_space = before == 0 || is_html_space(text_.back());
    text_.resize(before + text.size());
    char* out = text_.data() + before;
    for (const char c : text) {
        const bool is_space = is_html_space(c);
        if (is_space && is_after_space) continue;
        *out++ = is_space ? ' ' : c;
        is_after_space = is_space;
    }
    text_.resize(static_cast<std::size_t>(out - text_.data()));
}

void SafeWriter::end_plain_line() {
    if (text_.empty() || text_.back() == '\n') return;
    if (text_.back() == ' ') {
        text_.back() = '\n';
        return;
    }
    text_ += '\n';
}

} // namespace attest::markup
