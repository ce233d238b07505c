#include "markup/name_links.h"

#include "base/text.h"
#include "html/entities.h"
#include "markup/citation_tokens.h"
#include "markup/safe_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace attest::markup {

namespace {

struct Reference {
    std::string name;
    std::string words; ///< As they are to stand on the page; empty: the name.
    std::size_t length = 0;
};

bool has_space_at_end(std::string_view text) {
    constexpr std::string_view spaces = " \t\n";
    return spaces.contains(text.front()) || spaces.contains(text.back());
}

/// A reference at the front of a text of safe HTML. `[[ -f x ]]`, a test of shells, is none.
std::optional<Reference> reference_at(std::string_view html) {
    if (!html.starts_with("[[")) return std::nullopt;
    const std::size_t end = html.substr(0, name_reference_bytes_max).find("]]");
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view inside = html.substr(2, end - 2);
    const std::size_t bar = std::min(inside.find('|'), inside.size());
    const std::string_view name = inside.substr(0, bar);
    const std::string_view words = bar < inside.size() ? inside.substr(bar + 1) : name;
    if (name.empty() || words.empty() || inside.find_first_of("[]") != std::string_view::npos) {
        return std::nullopt;
    }
    if (has_space_at_end(name) || has_space_at_end(words)) return std::nullopt;
    return Reference{
        .name = html::unescaped(name),
        .words = bar < inside.size() ? html::unescaped(words) : std::string{},
        .length = end + 2,
    };
}

/// Walks safe HTML once and hands over each piece that is no reference, and each reference.
class NameWalker {
public:
    explicit NameWalker(std::string_view html) : rest_{html} {}

    template <typename Pass, typename Place>
    void walk(Pass pass, Place place) {
        while (!rest_.empty()) {
            if (rest_.front() == '<') {
                const std::size_t length = std::min(rest_.find('>'), rest_.size() - 1) + 1;
                note_tag(rest_.substr(0, length));
                pass(take(length));
                continue;
            }
            const std::optional<Reference> reference =
                closed_ == 0 && count_ < names_in_body_max ? reference_at(text()) : std::nullopt;
            if (reference) {
                ++count_;
                place(*reference);
                rest_.remove_prefix(reference->length);
                continue;
            }
            const std::size_t bracket = std::min(rest_.find("[[", 1), rest_.size());
            pass(take(std::min(rest_.find('<'), bracket)));
        }
    }

private:
    /// Up to the next tag: a reference does not reach over one.
    [[nodiscard]] std::string_view text() const { return rest_.substr(0, rest_.find('<')); }

    std::string_view take(std::size_t length) {
        const std::string_view piece = rest_.substr(0, length);
        rest_.remove_prefix(piece.size());
        return piece;
    }

    void note_tag(std::string_view tag) {
        const bool is_end = tag.starts_with("</");
        std::string_view name = tag.substr(is_end ? 2 : 1);
        name = name.substr(0, name.find_first_of(" />"));
        if (name == "span") return note_span(tag, is_end);
        if (name == "a" || name == "code" || name == "kbd" || name == "pre") {
            closed_ += is_end ? -1 : 1;
        }
    }

    /// The words of a claim are text; citations, formulae and others are not.
    void note_span(std::string_view tag, bool is_end) {
        if (is_end) {
            if (spans_.empty()) return;
            closed_ -= spans_.back();
            spans_.pop_back();
            return;
        }
        spans_.push_back(tag.starts_with(R"(<span class="claim")") ? 0 : 1);
        closed_ += spans_.back();
    }

    std::string_view rest_;
    std::vector<int> spans_;
    int closed_ = 0;
    std::size_t count_ = 0;
};

std::string_view words_of(const Reference& reference, const NameMeaning& meaning) {
    if (!reference.words.empty()) return reference.words;
    return meaning.label.empty() ? std::string_view{reference.name} : meaning.label;
}

void append_link(std::string& out, std::string_view address, std::string_view words) {
    out += R"(<a href=")";
    append_escaped_text(out, address);
    out += R"(">)";
    append_escaped_text(out, words);
    out += "</a>";
}

void append_reference(std::string& out, std::string_view words, const NameMeaning& meaning) {
    if (!meaning.address.empty()) return append_link(out, meaning.address, words);
    out += R"(<span class="named">)";
    append_escaped_text(out, words);
    out += "</span>";
    if (meaning.choices.empty()) return;
    out += R"( <span class="named__choices">()";
    std::string_view separator;
    for (const NameMeaning::Choice& choice : meaning.choices) {
        out += std::exchange(separator, " · ");
        append_link(out, choice.address, choice.words);
    }
    out += ")</span>";
}

/// The reference as it stands in the text for search.
std::string written(const Reference& reference) {
    if (reference.words.empty()) return fmt::format("[[{}]]", reference.name);
    return fmt::format("[[{}|{}]]", reference.name, reference.words);
}

} // namespace

std::vector<std::string> names_in(std::string_view safe_html) {
    std::vector<std::string> names;
    if (!safe_html.contains("[[")) return names;
    NameWalker{safe_html}.walk(
        [](std::string_view) {},
        [&](const Reference& reference) {
            if (std::ranges::find(names, reference.name) == names.end()) {
                names.push_back(reference.name);
            }
        }
    );
    return names;
}

void place_names(Rendered& rendered, const NameReader& read) {
    if (!rendered.html.contains("[[")) return;
    std::string html;
    std::string text;
    std::string_view rest = rendered.text;
    NameWalker{rendered.html}.walk(
        [&](std::string_view piece) { html += piece; },
        [&](const Reference& reference) {
            const NameMeaning meaning = read(reference.name);
            const std::string_view words = words_of(reference, meaning);
            append_reference(html, words, meaning);
            const std::string as_written = written(reference);
            const std::size_t found = rest.find(as_written);
            if (found == std::string_view::npos) return;
            text += rest.substr(0, found);
            text += words;
            rest.remove_prefix(found + as_written.size());
        }
    );
    text += rest;
    rendered.html = std::move(html);
    rendered.text = std::move(text);
}

namespace {

/// The number in `<span class="claim" data-citation="3">`.
std::optional<std::size_t> claim_of(std::string_view tag) {
    if (!tag.starts_with(claim_start)) return std::nullopt;
    const std::string_view rest = tag.substr(claim_start.size());
    return parse_number<std::size_t>(rest.substr(0, rest.find('"')));
}

bool is_of_choice(std::string_view tag) {
    return tag.starts_with(R"(<span class="named__choices")");
}

/// Follows the tags of a body, to know in which claims its links stand.
class PlacedNameReader {
public:
    std::vector<PlacedName> read(std::string_view html) {
        std::size_t at = html.find('<');
        while (at != std::string_view::npos && found_.size() < names_in_body_max) {
            const std::size_t end = html.find('>', at);
            if (end == std::string_view::npos) break;
            note(html.substr(at, end - at + 1), html.substr(end + 1));
            at = html.find('<', end);
        }
        return std::move(found_);
    }

private:
    struct Span {
        std::optional<std::size_t> claim;
        bool is_choice = false;
    };

    void note(std::string_view tag, std::string_view after) {
        if (tag.starts_with("<span")) {
            spans_.push_back({.claim = claim_of(tag), .is_choice = is_of_choice(tag)});
        } else if (tag == "</span>") {
            if (!spans_.empty()) spans_.pop_back();
        } else if (tag.starts_with(link_start)) {
            const std::string_view address = tag.substr(link_start.size() - 1);
            note_link(address.substr(0, address.find('"')), after);
        }
    }

    void note_link(std::string_view address, std::string_view after) {
        constexpr std::string_view names = "/names/";
        const std::size_t at = address.rfind(names);
        if (at == std::string_view::npos) return;
        const auto record = parse_number<std::int64_t>(address.substr(at + names.size()));
        if (!record || std::ranges::any_of(spans_, &Span::is_choice)) return;
        PlacedName name{
            .record = *record,
            .words = html::unescaped(after.substr(0, after.find('<'))),
            .claims = {},
        };
        for (const Span& span : spans_) {
            if (span.claim) name.claims.push_back(*span.claim);
        }
        found_.push_back(std::move(name));
    }

    static constexpr std::string_view link_start = R"(<a href="/)";

    std::vector<Span> spans_;
    std::vector<PlacedName> found_;
};

} // namespace

std::vector<PlacedName> placed_names(std::string_view safe_html) {
    if (!safe_html.contains("/names/")) return {};
    return PlacedNameReader{}.read(safe_html);
}

} // namespace attest::markup
