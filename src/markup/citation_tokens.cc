#include "markup/citation_tokens.h"

#include "base/text.h"
#include "markup/html_tag.h"
#include "markup/safe_writer.h"
#include "markup/sanitize.h"
#include "markup/sentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace attest::markup {

namespace {

/// Appends what a writer typed, without what could pass for a token.
void append_typed(std::string& out, std::string_view text) {
    while (true) {
        const std::size_t found = std::min(text.find(CitationTokens::token_begin), text.size());
        out += text.substr(0, found);
        if (found == text.size()) return;
        out += "\uFFFD";
        text.remove_prefix(found + CitationTokens::token_begin.size());
    }
}

} // namespace

CitationTokens::CitationTokens(std::string_view source)
    : source_{source}, scan_{scan_citations(source)} {
    text_.reserve(source.size());
    std::size_t at = 0;
    for (std::size_t index = 0; index < scan_.groups.size(); ++index) {
        const CitationGroup& group = scan_.groups[index];
        append_typed(text_, source.substr(at, group.begin - at));
        if (group.has_words_bracket) {
            text_ += fmt::format("{}{}{}", token_begin, index, words_begin);
            append_typed(
                text_, source.substr(group.begin + 1, group.brackets_begin - group.begin - 2)
            );
            text_ += words_end;
        }
        text_ += fmt::format("{}{}{}", token_begin, index, token_end);
        at = group.end;
    }
    append_typed(text_, source.substr(at));
}

CitationTokens::Token CitationTokens::token_at(std::string_view text) const {
    if (!text.starts_with(token_begin)) return {};
    std::size_t at = token_begin.size();
    const std::size_t digits = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9')
        ++at;
    const std::optional<std::size_t> group =
        parse_number<std::size_t>(text.substr(digits, at - digits));
    if (!group || *group >= scan_.groups.size()) return {};
    const std::string_view rest = text.substr(at);
    if (rest.starts_with(token_end)) return {.group = *group, .length = at + token_end.size()};
    if (rest.starts_with(words_begin))
        return {.group = *group, .length = at + words_begin.size(), .is_words_begin = true};
    return {};
}

std::string CitationTokens::brackets_of(std::size_t group) const {
    const CitationGroup& one = scan_.groups[group];
    std::string storage;
    std::string brackets;
    append_typed(
        brackets,
        clean_source(source_.substr(one.brackets_begin, one.end - one.brackets_begin), storage)
    );
    return brackets;
}

std::string CitationTokens::restore(std::string_view text) const {
    std::string out;
    while (!text.empty()) {
        const std::size_t found = std::min(text.find(token_begin), text.size());
        out += text.substr(0, found);
        text.remove_prefix(found);
        if (text.empty()) break;
        const Token token = token_at(text);
        if (token.length == 0) { // cut in two, as in a link's label: drop its beginning
            text.remove_prefix(token_begin.size());
            continue;
        }
        text.remove_prefix(token.length);
        if (token.is_words_begin) {
            out += '[';
            continue;
        }
        if (scan_.groups[token.group].has_words_bracket && out.ends_with(words_end)) {
            out.resize(out.size() - words_end.size());
            out += ']';
        }
        out += brackets_of(token.group);
    }
    return out;
}

std::string start_tag(std::string_view start, std::size_t number) {
    return fmt::format("{}{}{}", start, number, citation_number_end);
}

/// Walks safe HTML once. Beside what it writes it keeps the plain text of the block it is in, to
/// know where the sentence of a claim began.
class CitationPlacer {
public:
    CitationPlacer(const CitationTokens& tokens, Rendered& rendered)
        : tokens_{tokens}, rendered_{rendered} {}

    void place() {
        const std::string html = std::exchange(rendered_.html, {});
        out_.reserve(html.size() + (html.size() / 4));
        std::string_view rest = html;
        while (!rest.empty()) {
            const std::size_t length =
                rest.front() == '<' ? rest.find('>') + 1 : std::min(rest.find('<'), rest.size());
            if (rest.front() == '<') {
                pass_tag(rest.substr(0, length));
            } else {
                pass_text(rest.substr(0, length));
            }
            rest.remove_prefix(length);
        }
        rendered_.html = std::move(out_);
        rendered_.text = plain_text(rendered_.text);
    }

private:
    /// One byte of the block's text: where it went, and how deep in phrases it stands.
    struct Place {
        std::size_t out;
        int depth;
        int least_depth; ///< Since the byte before.
    };

    void pass_tag(std::string_view tag) {
        const bool is_end = tag.starts_with("</");
        std::string_view name = tag.substr(is_end ? 2 : 1);
        name = name.substr(0, name.find_first_of(" />"));
        const Tag kind = find_tag(name);
        out_ += tag;
        if (tag_kind(kind) != TagKind::phrase) {
            begin_block();
            return;
        }
        if (is_void(kind)) return;
        depth_ += is_end ? -1 : 1;
        least_depth_ = std::min(least_depth_, depth_);
        words_least_depth_ = std::min(words_least_depth_, depth_);
        if (kind == Tag::a || kind == Tag::code || kind == Tag::kbd || kind == Tag::span)
            closed_to_citations_ += is_end ? -1 : 1;
    }

    void begin_block() {
        block_.clear();
        places_.clear();
        sentence_ = taken_ = 0;
        depth_ = least_depth_ = 0;
        words_begin_.reset();
    }

    void pass_text(std::string_view text) {
        while (!text.empty()) {
            const std::size_t found = std::min(text.find(CitationTokens::token_begin), text.size());
            add_text(text.substr(0, found));
            text.remove_prefix(found);
            if (text.empty()) return;
            const CitationTokens::Token token = tokens_.token_at(text);
            if (token.length == 0) {
                text.remove_prefix(CitationTokens::token_begin.size());
                continue;
            }
            text.remove_prefix(token.length);
            pass_token(token);
        }
    }

    void add_text(std::string_view text) {
        for (const char c : text) {
            places_.push_back({.out = out_.size(), .depth = depth_, .least_depth = least_depth_});
            least_depth_ = depth_;
            block_ += c;
            out_ += c;
        }
    }

    void pass_token(CitationTokens::Token token) {
        const bool has_bracket = tokens_.scan_.groups[token.group].has_words_bracket;
        if (closed_to_citations_ > 0) {
            if (!token.is_words_begin && has_bracket) replace_words_end("]");
            append_escaped_text(
                out_, token.is_words_begin ? "[" : tokens_.brackets_of(token.group)
            );
            return;
        }
        if (token.is_words_begin) {
            words_begin_ = {.out = out_.size(), .depth = depth_, .least_depth = depth_};
            words_least_depth_ = depth_;
            return;
        }
        if (has_bracket) replace_words_end("");
        place_group(token.group);
    }

    void replace_words_end(std::string_view with) {
        if (!out_.ends_with(CitationTokens::words_end)) return;
        const std::size_t length = CitationTokens::words_end.size();
        out_.resize(out_.size() - length);
        out_ += with;
        if (block_.ends_with(CitationTokens::words_end)) {
            block_.resize(block_.size() - length);
            places_.resize(places_.size() - length);
        }
    }

    void place_group(std::size_t index) {
        const std::string brackets = tokens_.brackets_of(index);
        const CitationGroup& placed = tokens_.scan_.groups[index];
        const std::size_t number = placed.number;
        is_placed_.push_back(index);

        std::string space;
        while (out_.ends_with(' ')) {
            out_.pop_back();
            space = " ";
        }
        if (const std::optional<std::size_t> begin = claim_begin(placed))
            out_.insert(*begin, start_tag(claim_start, number)).append(citation_end);
        out_.append(start_tag(citation_start, number)).append(space);
        append_escaped_text(out_, brackets);
        out_ += citation_end;
        words_begin_.reset();
        taken_ = block_.size();
    }

    /// Where in the HTML the claim's words begin, if one element can hold them.
    std::optional<std::size_t> claim_begin(const CitationGroup& group) {
        if (group.is_in_footnote || group.is_literature) return std::nullopt;
        if (group.has_words_bracket) {
            const bool is_whole =
                words_begin_ && words_begin_->depth == depth_ && words_least_depth_ >= depth_;
            if (!is_whole) return std::nullopt;
            return words_begin_->out;
        }
        const std::size_t end = block_.find_last_not_of(" \n");
        for (std::size_t next = next_sentence(block_, sentence_);
             next <= end && next != std::string::npos;
             next = next_sentence(block_, sentence_))
            sentence_ = next;
        const std::size_t begin = block_.find_first_not_of(" \n,;:", std::max(sentence_, taken_));
        if (begin == std::string::npos) return std::nullopt;
        const bool is_whole = places_[begin].depth == depth_ && least_depth_ >= depth_
                              && std::all_of(
                                  places_.begin() + static_cast<std::ptrdiff_t>(begin) + 1,
                                  places_.end(),
                                  [&](const Place& place) { return place.least_depth >= depth_; }
                              );
        if (!is_whole) return std::nullopt;
        return places_[begin].out;
    }

    /// The text that search and excerpts see: without citations.
    std::string plain_text(std::string_view text) const {
        std::string out;
        while (!text.empty()) {
            const std::size_t found = std::min(text.find(CitationTokens::token_begin), text.size());
            out += text.substr(0, found);
            text.remove_prefix(found);
            const CitationTokens::Token token = tokens_.token_at(text);
            if (token.length == 0) {
                text.remove_prefix(std::min(text.size(), CitationTokens::token_begin.size()));
                continue;
            }
            text.remove_prefix(token.length);
            const bool is_placed = std::ranges::find(is_placed_, token.group) != is_placed_.end();
            if (token.is_words_begin) {
                if (!is_placed) out += '[';
                continue;
            }
            const bool has_end = out.ends_with(CitationTokens::words_end);
            if (has_end) out.resize(out.size() - CitationTokens::words_end.size());
            if (is_placed) {
                while (out.ends_with(' '))
                    out.pop_back();
            } else {
                if (has_end) out += ']';
                out += tokens_.brackets_of(token.group);
            }
        }
        return out;
    }

    const CitationTokens& tokens_;
    Rendered& rendered_;
    std::string out_;
    std::string block_;
    std::vector<Place> places_;
    std::vector<std::size_t> is_placed_;
    std::optional<Place> words_begin_;
    std::size_t sentence_ = 0; ///< Where in the block the present sentence begins.
    std::size_t taken_ = 0;    ///< Where in the block the last citation stands.
    int depth_ = 0;
    int least_depth_ = 0;
    int words_least_depth_ = 0;
    int closed_to_citations_ = 0;
};

void CitationTokens::place(Rendered& rendered) const {
    CitationPlacer{*this, rendered}.place();
}

std::vector<std::size_t> placed_citations(std::string_view html) {
    std::vector<std::size_t> numbers;
    for (std::size_t found = html.find(citation_start); found != std::string_view::npos;
         found = html.find(citation_start, found)) {
        found += citation_start.size();
        const std::size_t length = std::min(html.find('"', found), html.size()) - found;
        if (const auto number = parse_number<std::size_t>(html.substr(found, length)))
            numbers.push_back(*number);
    }
    return numbers;
}

} // namespace attest::markup
