#include "markup/comment.h"

#include "base/text.h"
#include "markup/autolink.h"
#include "markup/limits.h"
#include "markup/safe_writer.h"
#include "markup/sanitize.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace attest::markup {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t';
}

bool is_word_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || static_cast<unsigned char>(c) >= 0x80;
}

bool is_punctuation(char c) {
    return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F
           && !is_word_char(c);
}

struct MagicLink {
    std::string_view name;
    std::string_view url;
    std::string_view text;
};

/// The old site's short links that mean something on any site.
constexpr auto magic_links = std::to_array<MagicLink>({
    {"about", "/tour", "tour"},
    {"answer", "/help/how-to-answer", "How to Answer"},
    {"ask", "/help/how-to-ask", "How to Ask"},
    {"faq", "/help", "help center"},
    {"help", "/help", "help center"},
    {"help/dont-ask", "/help/dont-ask", "what types of questions to avoid asking"},
    {"help/on-topic", "/help/on-topic", "on-topic"},
    {"tour", "/tour", "tour"},
});

enum class SpanKind : std::uint8_t { code, link, bare_link, escape };

/// A part of a comment in which signs mean nothing more.
struct Span {
    SpanKind kind;
    std::size_t start;
    std::size_t end;
    std::string_view words; ///< what is shown
    std::string url{};
    std::string_view title{};
};

/// Finds the spans of `text` from left to right.
class SpanFinder {
public:
    SpanFinder(std::string_view text, bool may_link) : text_{text}, may_link_{may_link} {}

    std::vector<Span> find() {
        std::vector<Span> spans;
        for (std::size_t at = 0; at < text_.size();) {
            std::optional<Span> span = span_at(at);
            if (!span) {
                ++at;
                continue;
            }
            at = span->end;
            spans.push_back(std::move(*span));
        }
        return spans;
    }

private:
    std::optional<Span> span_at(std::size_t at) {
        switch (text_[at]) {
        case '\\':
            return escape_at(at);
        case '`':
            return code_at(at);
        case '[':
            return may_link_ ? link_at(at) : std::nullopt;
        case 'h':
        case 'H':
            return may_link_ ? bare_link_at(at) : std::nullopt;
        default:
            return std::nullopt;
        }
    }

    [[nodiscard]] std::optional<Span> escape_at(std::size_t at) const {
        if (at + 1 == text_.size() || !is_punctuation(text_[at + 1])) return std::nullopt;
        return Span{
            .kind = SpanKind::escape, .start = at, .end = at + 2, .words = text_.substr(at + 1, 1)
        };
    }

    std::optional<Span> code_at(std::size_t at) {
        const std::size_t after = std::min(text_.find_first_not_of('`', at), text_.size());
        const std::size_t ticks = after - at;
        // Once a run of this length found no fellow, no later one will.
        if (ticks >= lengths_without_fellow_.size() || lengths_without_fellow_[ticks])
            return ticks_as_text(at, after);
        for (std::size_t next = text_.find('`', after); next != std::string_view::npos;) {
            const std::size_t end = std::min(text_.find_first_not_of('`', next), text_.size());
            if (end - next == ticks) {
                return Span{
                    .kind = SpanKind::code,
                    .start = at,
                    .end = end,
                    .words = trim(text_.substr(after, next - after))
                };
            }
            next = text_.find('`', end);
        }
        lengths_without_fellow_[ticks] = true;
        return ticks_as_text(at, after);
    }

    [[nodiscard]] Span ticks_as_text(std::size_t at, std::size_t end) const {
        return {
            .kind = SpanKind::escape, .start = at, .end = end, .words = text_.substr(at, end - at)
        };
    }

    std::optional<Span> link_at(std::size_t at) {
        if (next_bracket_ != std::string_view::npos && next_bracket_ <= at)
            next_bracket_ = text_.find(']', at);
        if (next_bracket_ == std::string_view::npos) return std::nullopt;
        const std::string_view words = text_.substr(at + 1, next_bracket_ - at - 1);
        // An opening bracket on the way begins a link of its own.
        if (words.contains('[') || words.empty()) return std::nullopt;
        if (next_bracket_ + 1 < text_.size() && text_[next_bracket_ + 1] == '(')
            return link_with_address(at, words);
        return magic_link(at, words);
    }

    [[nodiscard]] std::optional<Span>
    link_with_address(std::size_t at, std::string_view words) const {
        const std::size_t start = next_bracket_ + 2;
        std::size_t end = start;
        for (std::size_t depth = 0;
             end < text_.size() && end - start <= url_bytes_max && !is_space(text_[end]);
             ++end) {
            if (text_[end] == '(') ++depth;
            if (text_[end] == ')' && depth-- == 0) break;
        }
        Span span{
            .kind = SpanKind::link,
            .start = at,
            .end = end,
            .words = words,
            .url = std::string{text_.substr(start, end - start)}
        };
        if (end < text_.size() && is_space(text_[end])) {
            const std::size_t quote = end + 1;
            if (quote >= text_.size() || text_[quote] != '"') return std::nullopt;
            const std::size_t close = text_.substr(0, std::min(text_.size(), quote + url_bytes_max))
                                          .find("\")", quote + 1);
            if (close == std::string_view::npos) return std::nullopt;
            span.title = text_.substr(quote + 1, close - quote - 1);
            end = close + 1;
        }
        if (end >= text_.size() || text_[end] != ')' || span.url.empty()) return std::nullopt;
        span.end = end + 1;
        return span;
    }

    [[nodiscard]] std::optional<Span> magic_link(std::size_t at, std::string_view name) const {
        Span span{.kind = SpanKind::link, .start = at, .end = next_bracket_ + 1, .words = name};
        if (name.starts_with("tag:")) {
            span.words = name.substr(4);
            const bool is_tag = !span.words.empty() && std::ranges::none_of(span.words, [](char c) {
                return is_space(c) || c == '/' || c == '?' || c == '&';
            });
            if (!is_tag) return std::nullopt;
            span.url = "/questions/tagged/" + percent_encode(span.words);
            return span;
        }
        const auto* const found = std::ranges::find(magic_links, name, &MagicLink::name);
        if (found == magic_links.end()) return std::nullopt;
        span.words = found->text;
        span.url = found->url;
        return span;
    }

    std::optional<Span> bare_link_at(std::size_t at) {
        while (next_bare_link_ && next_bare_link_->start < at) {
            next_bare_link_ = find_bare_link(text_, std::max(at, next_bare_link_->start + 1));
        }
        if (!next_bare_link_ || next_bare_link_->start != at) return std::nullopt;
        const std::string_view address = text_.substr(at, next_bare_link_->length);
        return Span{
            .kind = SpanKind::bare_link,
            .start = at,
            .end = at + address.size(),
            .words = address,
            .url = std::string{address}
        };
    }

    std::string_view text_;
    bool may_link_;
    std::size_t next_bracket_ = 0;
    std::optional<BareLink> next_bare_link_ = find_bare_link(text_, 0);
    std::array<bool, 9> lengths_without_fellow_{};
};

struct Mark {
    std::string_view sign;
    Tag tag;
};

constexpr auto marks = std::to_array<Mark>({
    {"**", Tag::strong},
    {"__", Tag::strong},
    {"*", Tag::em},
    {"_", Tag::em},
});

class CommentWriter {
public:
    CommentWriter(std::string_view text, bool may_link, SafeWriter& writer)
        : text_{text}, spans_{SpanFinder{text, may_link}.find()}, writer_{writer} {}

    void write() { write_range(0, text_.size(), {}); }

private:
    using OpenTags = std::array<bool, 2>; ///< em, strong

    static std::size_t slot(Tag tag) { return tag == Tag::em ? 0 : 1; }

    void write_range(std::size_t at, std::size_t end, OpenTags open) {
        std::size_t run = at;
        while (at < end) {
            if (span_ < spans_.size() && spans_[span_].start == at) {
                writer_.text(text_.substr(run, at - run));
                const Span& span = spans_[span_++];
                write_span(span);
                run = at = span.end;
                continue;
            }
            const std::optional<Emphasis> found = emphasis_at(at, end, open);
            if (!found) {
                ++at;
                continue;
            }
            writer_.text(text_.substr(run, at - run));
            const SafeWriter::Mark mark = writer_.open(found->mark.tag, {});
            OpenTags inner = open;
            inner[slot(found->mark.tag)] = true;
            write_range(at + found->mark.sign.size(), found->close, inner);
            writer_.close(mark);
            run = at = found->close + found->mark.sign.size();
        }
        writer_.text(text_.substr(run, end - run));
    }

    void write_span(const Span& span) {
        switch (span.kind) {
        case SpanKind::escape:
            writer_.text(span.words);
            return;
        case SpanKind::code: {
            const SafeWriter::Mark mark = writer_.open(Tag::code, {});
            writer_.text(span.words);
            writer_.close(mark);
            return;
        }
        case SpanKind::link:
        case SpanKind::bare_link: {
            const SafeWriter::Mark mark =
                writer_.open(Tag::a, {.href = span.url, .title = span.title});
            if (span.kind == SpanKind::link) {
                CommentWriter{span.words, false, writer_}.write();
            } else {
                writer_.text(span.words);
            }
            writer_.close(mark);
            return;
        }
        }
    }

    struct Emphasis {
        Mark mark;
        std::size_t close;
    };

    std::optional<Emphasis> emphasis_at(std::size_t at, std::size_t end, const OpenTags& open) {
        if (text_[at] != '*' && text_[at] != '_') return std::nullopt;
        for (std::size_t index = 0; index < marks.size(); ++index) {
            const Mark& mark = marks[index];
            if (!text_.substr(at).starts_with(mark.sign)) continue;
            const std::size_t inside = at + mark.sign.size();
            const bool may_open =
                inside < end && !is_space(text_[inside]) && text_[inside] != text_[at]
                && (at == 0 || !is_word_char(text_[at - 1])) && !open[slot(mark.tag)];
            if (!may_open) continue;
            const std::size_t close = next_close(index, inside + 1);
            if (close < end) return Emphasis{.mark = mark, .close = close};
        }
        return std::nullopt;
    }

    /// The first place at or after `from` where the mark can end. Places only move forward, so all
    /// calls together look at the text once for each mark.
    std::size_t next_close(std::size_t index, std::size_t from) {
        std::size_t& at = next_close_[index];
        const std::string_view sign = marks[index].sign;
        at = std::max(at, from);
        for (; at < text_.size(); ++at) {
            if (!text_.substr(at).starts_with(sign) || is_in_span(index, at)) continue;
            const std::size_t after = at + sign.size();
            const bool is_whole =
                text_[at - 1] != sign[0] && (after == text_.size() || text_[after] != sign[0]);
            if (is_whole && !is_space(text_[at - 1])
                && (after == text_.size() || !is_word_char(text_[after])))
                break;
        }
        return at;
    }

    /// `at` only grows for each mark.
    bool is_in_span(std::size_t index, std::size_t at) {
        std::size_t& span = next_span_[index];
        while (span < spans_.size() && spans_[span].end <= at) {
            ++span;
        }
        return span < spans_.size() && spans_[span].start <= at;
    }

    std::string_view text_;
    std::vector<Span> spans_;
    std::size_t span_ = 0;
    std::array<std::size_t, marks.size()> next_close_{};
    std::array<std::size_t, marks.size()> next_span_{};
    SafeWriter& writer_;
};

} // namespace

Rendered render_comment(std::string_view source, const Options& options) {
    std::string storage;
    const std::string_view clean = trim(clean_source(source, storage));
    SafeWriter writer{options, clean.size()};
    // A comment this long is no comment; its words are shown, and nothing is searched in them.
    if (clean.size() > comment_bytes_max) {
        writer.text(clean);
    } else {
        CommentWriter{clean, true, writer}.write();
    }
    return std::move(writer).take();
}

} // namespace attest::markup
