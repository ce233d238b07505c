#include "markup/html_reader.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <vector>

namespace attest::markup {

namespace {

bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_alphanumeric(char c) {
    return is_alpha(c) || (c >= '0' && c <= '9');
}

bool is_html_space(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

struct NamedCharacter {
    std::string_view name; ///< with its semicolon
    std::string_view text;
};

/// The character references that bodies really hold. Others make HTML irregular: gumbo knows all
/// 2,231.
constexpr auto named_characters = std::to_array<NamedCharacter>({
    {"amp;", "&"},
    {"lt;", "<"},
    {"gt;", ">"},
    {"quot;", "\""},
    {"apos;", "'"},
    {"nbsp;", "\u00A0"},
    {"hellip;", "…"},
    {"ndash;", "–"},
    {"mdash;", "—"},
    {"lsquo;", "‘"},
    {"rsquo;", "’"},
    {"ldquo;", "“"},
    {"rdquo;", "”"},
    {"deg;", "°"},
    {"times;", "×"},
    {"rarr;", "→"},
});

void append_utf8(std::string& out, std::uint32_t point) {
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xC0U | (point >> 6U));
        out += static_cast<char>(0x80U | (point & 0x3FU));
    } else if (point < 0x10000) {
        out += static_cast<char>(0xE0U | (point >> 12U));
        out += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (point & 0x3FU));
    } else {
        out += static_cast<char>(0xF0U | (point >> 18U));
        out += static_cast<char>(0x80U | ((point >> 12U) & 0x3FU));
        out += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (point & 0x3FU));
    }
}

/// Code points that a numeric reference may mean without HTML5 having a rule of its own for them.
bool is_ordinary(std::uint32_t point) {
    if (point < 0x20) return point == '\n' || point == '\t';
    if ((point >= 0x7F && point <= 0x9F) || (point >= 0xFDD0 && point <= 0xFDEF)) return false;
    return (point < 0xD800 || point > 0xDFFF) && point <= 0x10FFFF && (point & 0xFFFEU) != 0xFFFE;
}

/// Decodes the reference at the front of `text` (which begins with `&`) onto `out` and says how
/// long it was; 0 if it is none that we know.
std::size_t decode_reference(std::string_view text, std::string& out) {
    text.remove_prefix(1);
    if (text.starts_with('#')) {
        constexpr std::size_t digits_max = 8;
        const bool is_hexadecimal = text.size() > 1 && (text[1] == 'x' || text[1] == 'X');
        const std::size_t start = is_hexadecimal ? 2 : 1;
        const std::size_t end = text.substr(0, start + digits_max).find(';');
        if (end == std::string_view::npos || end == start) return 0;
        std::uint32_t point = 0;
        const auto [stop, error] = std::from_chars(
            text.data() + start, text.data() + end, point, is_hexadecimal ? 16 : 10
        );
        if (error != std::errc{} || stop != text.data() + end || !is_ordinary(point)) return 0;
        append_utf8(out, point);
        return end + 2;
    }
    for (const NamedCharacter& named : named_characters) {
        if (!text.starts_with(named.name)) continue;
        out += named.text;
        return named.name.size() + 1;
    }
    return 0;
}

class Scanner {
public:
    Scanner(std::string_view html, Strictness strictness, SafeWriter& writer)
        : html_{html}, is_lenient_{strictness == Strictness::lenient}, writer_{writer} {
        open_.reserve(32);
    }

    bool run() {
        while (at_ < html_.size()) {
            const std::size_t next = std::min(html_.find('<', at_), html_.size());
            if (!read_text(html_.substr(at_, next - at_))) return false;
            at_ = next;
            if (at_ < html_.size() && !read_markup()) return false;
            if (!is_lenient_ && writer_.has_mended()) return false;
        }
        return open_.empty() || is_lenient_;
    }

private:
    struct OpenTag {
        Tag tag;
        SafeWriter::Mark mark;
    };

    bool read_text(std::string_view text) {
        if (text.empty()) return true;
        // The line break that a parser drops.
        if (is_after_pre_ && text.starts_with('\n')) text.remove_prefix(1);
        is_after_pre_ = false;
        const std::size_t reference = text.find('&');
        if (reference == std::string_view::npos) {
            writer_.text(text);
            return true;
        }
        scratch_.clear();
        if (!decode(text, reference, scratch_)) return false;
        writer_.text(scratch_);
        return true;
    }

    /// Decodes `text`, whose first `&` is at `reference`, onto `out`.
    bool decode(std::string_view text, std::size_t reference, std::string& out) const {
        while (reference != std::string_view::npos) {
            out += text.substr(0, reference);
            text.remove_prefix(reference);
            std::size_t length = decode_reference(text, out);
            if (length == 0) {
                const bool may_be_reference =
                    text.size() > 1 && (is_alphanumeric(text[1]) || text[1] == '#');
                if (may_be_reference && !is_lenient_) return false;
                out += '&';
                length = 1;
            }
            text.remove_prefix(length);
            reference = text.find('&');
        }
        out += text;
        return true;
    }

    /// What stands at a `<`.
    bool read_markup() {
        is_after_pre_ = false;
        const std::string_view rest = html_.substr(at_);
        if (rest.size() > 1 && is_alpha(rest[1])) return read_start_tag();
        if (rest.size() > 2 && rest[1] == '/' && is_alpha(rest[2])) return read_end_tag();
        if (rest.starts_with("<!--")) return skip_comment(rest);
        if (!is_lenient_) return false;
        writer_.text("<");
        ++at_;
        return true;
    }

    bool skip_comment(std::string_view rest) {
        const std::size_t end = rest.find("-->", 4);
        const bool is_plain = end != std::string_view::npos && !rest.substr(4).starts_with('>')
                              && !rest.substr(4).starts_with("->")
                              && !rest.substr(4, end - 4).contains("--!>");
        if (!is_plain && !is_lenient_) return false;
        at_ = end == std::string_view::npos ? html_.size() : at_ + end + 3;
        return true;
    }

    Tag read_name() {
        const std::size_t end = std::min(html_.find_first_of(" \n\t/>", at_), html_.size());
        const std::string_view name = html_.substr(at_, end - at_);
        at_ = end;
        if (name.size() > name_buffer_.size()) {
            name_ = {};
            return Tag::unwrapped;
        }
        for (std::size_t index = 0; index < name.size(); ++index) {
            const char c = name[index];
            name_buffer_[index] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
        name_ = std::string_view{name_buffer_.data(), name.size()};
        return find_tag(name_);
    }

    /// An element that the scanner may read by itself, under its own name.
    [[nodiscard]] bool is_regular(Tag tag) const {
        return tag < Tag::dropped && name_ == tag_name(tag);
    }

    bool read_start_tag() {
        ++at_;
        const Tag tag = read_name();
        if (!is_lenient_ && !is_regular(tag)) return false;
        attributes_ = {};
        if (!read_attributes()) return false;
        if (tag == Tag::dropped) {
            skip_content();
            return true;
        }
        // A link ends the one around it, and even an `<a>` that leads nowhere counts as one.
        if (tag == Tag::a && links_open_ > 0 && !is_lenient_) return false;
        const SafeWriter::Mark mark = writer_.open(tag, attributes_);
        if (!is_void(tag)) push(tag, mark);
        is_after_pre_ = tag == Tag::pre;
        return true;
    }

    void push(Tag tag, SafeWriter::Mark mark) {
        open_.push_back({tag, mark});
        if (tag == Tag::a) ++links_open_;
    }

    void pop() {
        if (open_.back().tag == Tag::a) --links_open_;
        open_.pop_back();
    }

    bool read_end_tag() {
        at_ += 2;
        const Tag tag = read_name();
        const std::size_t end = html_.find('>', at_);
        if (!is_lenient_) {
            if (end != at_ || open_.empty() || open_.back().tag != tag || !is_regular(tag))
                return false;
        }
        at_ = end == std::string_view::npos ? html_.size() : end + 1;
        // Looking further up would make a long row of misplaced end tags quadratic.
        constexpr std::size_t search_max = 64;
        const std::size_t last = open_.size() - std::min(open_.size(), search_max);
        for (std::size_t index = open_.size(); index > last; --index) {
            if (open_[index - 1].tag != tag) continue;
            writer_.close(open_[index - 1].mark);
            while (open_.size() >= index)
                pop();
            break;
        }
        return true;
    }

    /// Goes past the end tag of the element just opened; an element that is never closed takes all.
    void skip_content() {
        const std::string name{name_};
        while (true) {
            const std::size_t end = html_.find("</", at_);
            if (end == std::string_view::npos) {
                at_ = html_.size();
                return;
            }
            at_ = end + 2;
            if (ascii_equal_ignoring_case(html_.substr(at_, name.size()), name)) break;
        }
        const std::size_t close = html_.find('>', at_);
        at_ = close == std::string_view::npos ? html_.size() : close + 1;
    }

    bool read_attributes() {
        for (std::size_t slot = 0;;) {
            skip_space();
            if (at_ == html_.size()) return is_lenient_;
            if (html_[at_] == '>') {
                ++at_;
                return true;
            }
            if (html_[at_] == '/') {
                ++at_;
                continue;
            }
            if (!read_attribute(slot)) return false;
        }
    }

    void skip_space() {
        while (at_ < html_.size() && is_html_space(html_[at_])) {
            ++at_;
        }
    }

    bool read_attribute(std::size_t& slot) {
        const std::size_t start = at_;
        while (at_ < html_.size() && (is_alphanumeric(html_[at_]) || html_[at_] == '-')) {
            ++at_;
        }
        const std::string_view name = html_.substr(start, at_ - start);
        if (name.empty()) {
            ++at_;
            return is_lenient_;
        }
        if (at_ == html_.size() || html_[at_] != '=') {
            // `<td nowrap>`: no attribute of ours goes without a value, but one without hides a
            // second of its name.
            return keep_attribute(name, "", slot);
        }
        ++at_;
        const std::optional<std::string_view> value = read_value();
        if (!value) return false;
        return keep_attribute(name, *value, slot);
    }

    std::optional<std::string_view> read_value() {
        if (at_ < html_.size() && (html_[at_] == '"' || html_[at_] == '\'')) {
            const std::size_t end = html_.find(html_[at_], at_ + 1);
            if (end == std::string_view::npos) {
                if (!is_lenient_) return std::nullopt;
                at_ = html_.size();
                return std::string_view{};
            }
            const std::string_view value = html_.substr(at_ + 1, end - at_ - 1);
            at_ = end + 1;
            // Two attributes without a space between them.
            if (!is_lenient_ && at_ < html_.size() && !is_html_space(html_[at_])
                && html_[at_] != '>' && html_[at_] != '/') {
                return std::nullopt;
            }
            return value;
        }
        if (!is_lenient_) return std::nullopt;
        const std::size_t end = std::min(html_.find_first_of(" \t\n>", at_), html_.size());
        const std::string_view value = html_.substr(at_, end - at_);
        at_ = end;
        return value;
    }

    bool keep_attribute(std::string_view name, std::string_view value, std::size_t& slot) {
        std::string_view* const target = attribute_named(name);
        if (target == nullptr) return true;
        if (target->data() != nullptr) return true; // the first of two counts
        const std::size_t reference = value.find('&');
        if (reference == std::string_view::npos) {
            *target = value;
            return true;
        }
        std::string& decoded = slots_[slot++];
        decoded.clear();
        if (!decode(value, reference, decoded)) return false;
        *target = decoded;
        return true;
    }

    std::string_view* attribute_named(std::string_view name) {
        for (const AttributeMember& attribute : attribute_members) {
            if (ascii_equal_ignoring_case(name, attribute.name))
                return &(attributes_.*attribute.member);
        }
        return nullptr;
    }

    std::string_view html_;
    std::size_t at_ = 0;
    bool is_lenient_;
    bool is_after_pre_ = false;
    SafeWriter& writer_;
    std::vector<OpenTag> open_;
    std::size_t links_open_ = 0; ///< of those
    Attributes attributes_;
    std::string scratch_;
    std::array<std::string, attribute_members.size()> slots_; ///< decoded values of one tag
    std::array<char, 16> name_buffer_{};
    std::string_view name_;
};

} // namespace

bool read_html(std::string_view html, Strictness strictness, SafeWriter& writer) {
    return Scanner{html, strictness, writer}.run();
}

} // namespace attest::markup
