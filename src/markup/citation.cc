#include "markup/citation.h"

#include "base/text.h"
#include "markup/limits.h"
#include "markup/literature.h"
#include "markup/sentences.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace attest::markup {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_key_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-';
}

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct SignalWords {
    std::string_view words;
    CitationSignal signal;
};

/// Longer ones first. "quoted in" at the front names the source that was seen, and nothing else.
constexpr auto signals = std::to_array<SignalWords>({
    {"no mention in ", CitationSignal::no_mention},
    {"see also ", CitationSignal::see_also},
    {"but see ", CitationSignal::but_see},
    {"quoted in ", CitationSignal::none},
    {"contra ", CitationSignal::contra},
    {"see ", CitationSignal::see},
    {"cf. ", CitationSignal::cf},
    {"cf ", CitationSignal::cf},
    {"per ", CitationSignal::per},
});

/// Stands where citations would: `[The order was his][inferred from @a; @b]`.
constexpr std::string_view inference_word = "[inferred";
constexpr std::string_view inference_from = " from ";

struct LocatorLabel {
    std::string_view written;
    std::string_view term;
};

/// CSL 1.0.2's locator terms for what is written before a locator. Longer ones first.
constexpr auto locator_labels = std::to_array<LocatorLabel>({
    {"chapter", "chapter"},
    {"figure", "figure"},
    {"column", "column"},
    {"folios", "folio"},
    {"volume", "volume"},
    {"chap.", "chapter"},
    {"folio", "folio"},
    {"pages", "page"},
    {"lines", "line"},
    {"table", "table"},
    {"verse", "verse"},
    {"прим.", "note"},
    {"табл.", "table"},
    {"fol.", "folio"},
    {"page", "page"},
    {"line", "line"},
    {"note", "note"},
    {"book", "book"},
    {"part", "part"},
    {"para.", "paragraph"},
    {"col.", "column"},
    {"vol.", "volume"},
    {"art.", "article-locator"},
    {"fig.", "figure"},
    {"s.v.", "sub-verbo"},
    {"стр.", "page"},
    {"рис.", "figure"},
    {"pp.", "page"},
    {"ff.", "folio"},
    {"ll.", "line"},
    {"ch.", "chapter"},
    {"no.", "issue"},
    {"pt.", "part"},
    {"bk.", "book"},
    {"гл.", "chapter"},
    {"кн.", "book"},
    {"ст.", "article-locator"},
    {"об.", "folio"},
    {"лл.", "folio"},
    {"p.", "page"},
    {"f.", "folio"},
    {"l.", "line"},
    {"n.", "note"},
    {"с.", "page"},
    {"л.", "folio"},
    {"т.", "volume"},
    {"§§", "section"},
    {"§", "section"},
    {"¶", "paragraph"},
    {"№", "issue"},
});

struct Quotes {
    std::string_view open;
    std::string_view close;
};

constexpr auto quotation_marks = std::to_array<Quotes>({
    {"\"", "\""},
    {"«", "»"},
    {"“", "”"},
    {"„", "“"},
});

/// What was read of one pair of brackets.
struct GroupReading {
    std::vector<Citation> citations;
    std::size_t end = 0;
    std::optional<CitationProblem> problem;
    bool is_inference = false;
    std::vector<std::string> inferred_from{};
};

/// Reads `[` item *( `;` item ) `]`. It knows no more of the text around than where it must stop.
class GroupReader {
public:
    GroupReader(std::string_view source, std::size_t begin)
        : source_{source.substr(0, std::min(source.size(), begin + citation_group_bytes_max))},
          begin_{begin},
          at_{begin + 1} {}

    /// Nothing if these brackets are no citation.
    std::optional<GroupReading> read() {
        GroupReading reading;
        while (true) {
            Citation citation;
            if (!read_source(citation)) {
                if (reading.citations.empty()) return std::nullopt;
                return failed(
                    "After a semicolon comes another citation: [@key, p. 1; @other, p. 2]."
                );
            }
            if (!read_place(citation) || !read_words(citation)) {
                if (message_.empty()) return std::nullopt;
                return failed(message_);
            }
            citation.end = at_;
            reading.citations.push_back(std::move(citation));
            skip_space();
            if (take("]")) break;
            if (!take(";")) {
                if (is_surely_citation_)
                    return failed("This citation does not end. Close it with a square bracket: ].");
                return std::nullopt;
            }
            is_surely_citation_ = true;
        }
        // `[@a](…)` is a link whose words look like one.
        if (rest().starts_with('(')) return std::nullopt;
        reading.end = at_;
        return reading;
    }

    /// Reads `[inferred]` or `[inferred from @a; @b]`; nothing if these brackets are something
    /// else.
    std::optional<GroupReading> read_inference() {
        at_ = begin_;
        if (!take(inference_word)) return std::nullopt;
        GroupReading reading{};
        reading.is_inference = true;
        if (!take("]")) {
            if (!take(inference_from)) return std::nullopt;
            do {
                skip_space();
                std::string key;
                if (!read_key(key)) {
                    return failed(
                        "Name the sources that the claims cite: [inferred from @key; @other]."
                    );
                }
                reading.inferred_from.push_back(std::move(key));
                skip_space();
            } while (take(";"));
            if (!take("]"))
                return failed("This inference does not end. Close it with a square bracket: ].");
        }
        if (rest().starts_with('(') || rest().starts_with(':')) return std::nullopt;
        reading.end = at_;
        return reading;
    }

private:
    [[nodiscard]] std::string_view rest() const { return source_.substr(at_); }

    bool take(std::string_view text) {
        if (!rest().starts_with(text)) return false;
        at_ += text.size();
        return true;
    }

    /// White space within a paragraph: a blank line ends the brackets.
    void skip_space() {
        std::size_t breaks = 0;
        while (at_ < source_.size() && is_space(source_[at_])) {
            if (source_[at_] == '\n' && ++breaks > 1) return;
            ++at_;
        }
    }

    GroupReading failed(std::string message) const {
        const std::size_t line = std::min(source_.find('\n', at_), source_.size());
        return {
            .citations = {},
            .end = 0,
            .problem = CitationProblem{.begin = begin_, .end = line, .message = std::move(message)},
        };
    }

    bool read_key(std::string& key) {
        if (!rest().starts_with('@')) return false;
        std::size_t end = at_ + 1;
        while (end < source_.size() && is_key_character(source_[end]))
            ++end;
        const std::size_t length = end - at_ - 1;
        if (length < 2 || length > citation_key_bytes_max || source_[at_ + 1] == '-') return false;
        key = ascii_lower(source_.substr(at_ + 1, length));
        at_ = end;
        return true;
    }

    bool read_source(Citation& citation) {
        skip_space();
        citation.begin = at_;
        for (const SignalWords& one : signals) {
            if (!take(one.words)) continue;
            citation.signal = one.signal;
            is_surely_citation_ = is_surely_citation_ || rest().starts_with('@');
            break;
        }
        skip_space();
        return read_key(citation.key);
    }

    /// `, quoted in @c` and `, p. 79`.
    bool read_place(Citation& citation) {
        skip_space();
        if (!take(",")) return true;
        skip_space();
        if (take("quoted in ")) {
            skip_space();
            if (!read_key(citation.through)) {
                return refuse("Name the source that quotes it: [@letter, quoted in @book, p. 9].");
            }
            skip_space();
            if (!take(",")) return true;
            skip_space();
        }
        const std::size_t end = end_of_locator();
        const std::string_view text = trim(source_.substr(at_, end - at_));
        if (text.empty()) return refuse("Say where in it after the comma: [@key, p. 79].");
        split_locator(text, citation);
        at_ = end;
        return true;
    }

    /// A locator is any text up to `]`, `;`, or a colon with a quotation after it; brackets in it
    /// are in pairs.
    [[nodiscard]] std::size_t end_of_locator() const {
        std::size_t depth = 0;
        for (std::size_t index = at_; index < source_.size(); ++index) {
            const char c = source_[index];
            if (c == '[') ++depth;
            if (c == ']' && depth-- == 0) return index;
            if (c == ';' && depth == 0) return index;
            if (c == ':' && depth == 0 && begins_quote(index + 1)) return index;
            if (c == '\n' && source_.substr(index + 1).starts_with('\n')) return index;
        }
        return source_.size();
    }

    [[nodiscard]] bool begins_quote(std::size_t at) const {
        while (at < source_.size() && is_space(source_[at]))
            ++at;
        return std::ranges::any_of(quotation_marks, [&](const Quotes& marks) {
            return source_.substr(at).starts_with(marks.open);
        });
    }

    static void split_locator(std::string_view text, Citation& citation) {
        for (const LocatorLabel& label : locator_labels) {
            if (!text.starts_with(label.written)) continue;
            const std::string_view value = text.substr(label.written.size());
            const bool is_word = label.written.back() >= 'a' && label.written.back() <= 'z';
            if (value.empty() || (is_word && !is_space(value.front()))) continue;
            citation.label = label.term;
            citation.locator = trim(value);
            return;
        }
        // Without a label it is a page if it can be one, and otherwise words: "box 3, folder 12".
        citation.label = pages_of(text).from.empty() ? "" : "page";
        citation.locator = text;
    }

    /// `: "quote" = "translation"`.
    bool read_words(Citation& citation) {
        skip_space();
        if (!take(":")) return true;
        skip_space();
        if (!read_quoted(citation.quote)) return false;
        skip_space();
        if (!take("=")) return true;
        skip_space();
        return read_quoted(citation.translation);
    }

    bool read_quoted(std::string& words) {
        for (const Quotes& marks : quotation_marks) {
            if (!take(marks.open)) continue;
            const std::size_t end = end_of_quote(marks);
            if (end == std::string_view::npos) {
                return refuse("The quotation does not end. Close it with its second quotation mark."
                );
            }
            words = trim(source_.substr(at_, end - at_));
            at_ = end + marks.close.size();
            if (words.empty())
                return refuse("Put the words of the source between the quotation marks.");
            return true;
        }
        return refuse(
            "Put the words of the source in quotation marks: [@key, p. 79: \"its words\"]."
        );
    }

    /// A mark ends the quotation where something may follow it; the same mark may stand within.
    [[nodiscard]] std::size_t end_of_quote(const Quotes& marks) const {
        for (std::size_t found = source_.find(marks.close, at_); found != std::string_view::npos;
             found = source_.find(marks.close, found + 1)) {
            std::size_t after = found + marks.close.size();
            while (after < source_.size() && is_space(source_[after]))
                ++after;
            if (after < source_.size() && std::string_view{"];="}.contains(source_[after]))
                return found;
        }
        return std::string_view::npos;
    }

    bool refuse(std::string message) {
        message_ = std::move(message);
        return false;
    }

    std::string_view source_;
    std::size_t begin_;
    std::size_t at_;
    std::string message_;
    bool is_surely_citation_ = false;
};

/// Finds the brackets, and steps over code and what a backslash protects.
class Scanner {
public:
    explicit Scanner(std::string_view source) : source_{source} {}

    CitationScan scan() {
        while (at_ < source_.size()) {
            if (is_line_start() && skip_fence()) continue;
            switch (source_[at_]) {
            case '\\':
                at_ += 2;
                break;
            case '`':
                skip_code();
                break;
            case '[':
                open_bracket();
                break;
            case ']':
                close_bracket();
                break;
            case '\n':
                if (source_.substr(at_ + 1).starts_with('\n')) open_.clear();
                ++at_;
                break;
            default:
                ++at_;
            }
        }
        return std::move(found_);
    }

private:
    [[nodiscard]] bool is_line_start() const { return at_ == 0 || source_[at_ - 1] == '\n'; }

    /// A fence of code, from its line to the one that closes it.
    bool skip_fence() {
        std::size_t mark = at_;
        while (mark < source_.size() && (source_[mark] == ' ' || source_[mark] == '>'))
            ++mark;
        const std::string_view line = source_.substr(mark);
        const std::string_view fence = line.starts_with("```")   ? "```"
                                       : line.starts_with("~~~") ? "~~~"
                                                                 : "";
        if (fence.empty()) return false;
        std::size_t end = source_.find('\n', mark);
        while (end != std::string_view::npos) {
            std::size_t begin = end + 1;
            while (begin < source_.size() && (source_[begin] == ' ' || source_[begin] == '>'))
                ++begin;
            end = source_.find('\n', begin);
            if (source_.substr(begin).starts_with(fence)) break;
        }
        at_ = end == std::string_view::npos ? source_.size() : end;
        return true;
    }

    /// A code span, or a run of backticks that nothing closes.
    void skip_code() {
        const std::size_t begin = at_;
        while (at_ < source_.size() && source_[at_] == '`')
            ++at_;
        const std::size_t length = at_ - begin;
        if (std::ranges::find(unclosed_, length) != unclosed_.end()) return;
        for (std::size_t found = source_.find('`', at_); found != std::string_view::npos;
             found = source_.find('`', found)) {
            std::size_t end = found;
            while (end < source_.size() && source_[end] == '`')
                ++end;
            if (end - found == length) {
                at_ = end;
                return;
            }
            found = end;
        }
        unclosed_.push_back(length);
    }

    void open_bracket() {
        const bool has_words = closed_ && closed_->second + 1 == at_;
        const bool is_inferred = has_words && source_.substr(at_).starts_with(inference_word);
        GroupReader reader{source_, at_};
        std::optional<GroupReading> reading = is_inferred ? reader.read_inference() : reader.read();
        if (reading && reading->problem) {
            found_.problems.push_back(std::move(*reading->problem));
            reading.reset();
        }
        if (!reading || found_.groups.size() >= citations_max) {
            open_.push_back(at_++);
            return;
        }
        CitationGroup group{
            .begin = at_,
            .end = reading->end,
            .brackets_begin = at_,
            .is_inference = reading->is_inference,
            .inferred_from = std::move(reading->inferred_from),
            .citations = std::move(reading->citations),
        };
        if (has_words) {
            group.has_words_bracket = true;
            group.begin = closed_->first;
            group.words_begin = closed_->first + 1;
            group.words_end = closed_->second;
        }
        at_ = reading->end;
        closed_.reset();
        found_.groups.push_back(std::move(group));
    }

    void close_bracket() {
        closed_.reset();
        if (!open_.empty()) {
            const std::size_t begin = open_.back();
            open_.pop_back();
            const std::size_t last_end = found_.groups.empty() ? 0 : found_.groups.back().end;
            const bool is_picture = begin > 0 && source_[begin - 1] == '!';
            const std::string_view inner = source_.substr(begin + 1, at_ - begin - 1);
            if (begin >= last_end && !is_picture && !inner.starts_with('^') && !trim(inner).empty())
                closed_ = {begin, at_};
        }
        ++at_;
    }

    std::string_view source_;
    std::size_t at_ = 0;
    CitationScan found_;
    std::vector<std::size_t> open_;
    std::vector<std::size_t>
        unclosed_; ///< Lengths of backtick runs that nothing closes from here on.
    std::optional<std::pair<std::size_t, std::size_t>> closed_;
};

/// Whether a line begins a block: a list item, a heading, a row of a table, a footnote.
bool begins_block(std::string_view line) {
    if (line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ")) return true;
    if (line.starts_with('#') || line.starts_with('|') || line.starts_with("[^")) return true;
    std::size_t digits = 0;
    while (digits < line.size() && is_digit(line[digits]))
        ++digits;
    return digits > 0 && digits < 10
           && (line.substr(digits).starts_with(". ") || line.substr(digits).starts_with(") "));
}

/// Bytes of a block's mark at the front of a line: "> ", "- ", "12. ", "## ", "[^3]: ".
std::size_t block_mark_length(std::string_view line) {
    std::size_t at = 0;
    while (at < line.size()
           && (line[at] == ' ' || line[at] == '>' || line[at] == '\t' || line[at] == '#'
               || line[at] == '|' || line[at] == '!'))
        ++at;
    const std::string_view rest = line.substr(at);
    if (rest.starts_with("[^")) {
        const std::size_t end = rest.find("]:");
        return end == std::string_view::npos ? at : at + end + 2;
    }
    if (begins_block(rest)) {
        const std::size_t space = rest.find(' ');
        return at + space + 1;
    }
    return at;
}

struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The words that each group speaks for. Works on a copy of the source in which citations are white
/// space.
class WordsFinder {
public:
    WordsFinder(std::string_view source, std::vector<CitationGroup>& groups)
        : masked_{source}, groups_{groups} {
        for (const CitationGroup& group : groups) {
            mask({.begin = group.brackets_begin, .end = group.end});
            if (group.has_words_bracket) {
                masked_[group.begin] = ' ';
                masked_[group.words_end] = ' ';
            }
        }
    }

    void find() {
        std::size_t taken = 0; // where the previous citation in running text ends
        for (std::size_t index = 0; index < groups_.size(); ++index) {
            CitationGroup& group = groups_[index];
            std::size_t place = group.has_words_bracket ? group.words_begin : group.brackets_begin;
            if (const std::optional<std::string> note = footnote_of(group.begin)) {
                group.is_in_footnote = true;
                const std::optional<std::size_t> reference = find_reference(*note);
                if (!reference) continue;
                place = *reference;
            }
            const Range paragraph = paragraph_of(place);
            group.paragraph_begin = paragraph.begin;
            const Range sentence = sentence_of(paragraph, place);
            group.sentence_begin = sentence.begin;
            group.sentence_end = sentence.end;
            if (!group.has_words_bracket || group.is_in_footnote) {
                const std::size_t earlier = group.is_in_footnote ? 0 : taken;
                set_words(group, {.begin = std::max(sentence.begin, earlier), .end = place});
                if (group.words_begin == group.words_end && index > 0)
                    take_words_of(groups_[index - 1], group);
            } else {
                set_words(group, {.begin = group.words_begin, .end = group.words_end});
            }
            if (!group.is_in_footnote) taken = group.end;
        }
    }

    [[nodiscard]] SourceRange sentence_at(std::size_t at) const {
        const Range sentence = sentence_of(paragraph_of(at), at);
        return {.begin = sentence.begin, .end = sentence.end};
    }

private:
    void mask(Range range) {
        std::fill(
            masked_.begin() + static_cast<std::ptrdiff_t>(range.begin),
            masked_.begin() + static_cast<std::ptrdiff_t>(range.end),
            ' '
        );
    }

    /// A second pair of brackets behind the first speaks for the same words.
    static void take_words_of(const CitationGroup& other, CitationGroup& group) {
        group.words_begin = other.words_begin;
        group.words_end = other.words_end;
        group.sentence_begin = other.sentence_begin;
        group.paragraph_begin = other.paragraph_begin;
        group.sentence_end = other.sentence_end;
    }

    /// Trims white space, and the comma that stood between two citations.
    void set_words(CitationGroup& group, Range range) const {
        const auto is_edge = [](char c) { return is_space(c) || c == ',' || c == ';' || c == ':'; };
        while (range.begin < range.end && is_edge(masked_[range.begin]))
            ++range.begin;
        while (range.end > range.begin && is_space(masked_[range.end - 1]))
            --range.end;
        group.words_begin = range.begin;
        group.words_end = std::max(range.begin, range.end);
    }

    [[nodiscard]] std::size_t line_start(std::size_t at) const {
        const std::size_t found = at == 0 ? std::string::npos : masked_.rfind('\n', at - 1);
        return found == std::string::npos ? 0 : found + 1;
    }

    [[nodiscard]] std::string_view line_at(std::size_t start) const {
        const std::size_t end = masked_.find('\n', start);
        return std::string_view{masked_}.substr(start, std::min(end, masked_.size()) - start);
    }

    /// The lines around `at` up to a blank one or to the beginning of another block, without the
    /// first one's mark.
    [[nodiscard]] Range paragraph_of(std::size_t at) const {
        std::size_t begin = line_start(at);
        while (begin > 0 && at - begin < claim_bytes_max && !begins_block(trim(line_at(begin)))) {
            const std::size_t above = line_start(begin - 1);
            if (trim(line_at(above)).empty()) break;
            begin = above;
        }
        std::size_t end = line_start(at);
        do {
            end = std::min(end + line_at(end).size() + 1, masked_.size());
        } while (end < masked_.size() && end - at < claim_bytes_max && !trim(line_at(end)).empty()
                 && !begins_block(trim(line_at(end))));
        begin = std::min(begin + block_mark_length(line_at(begin)), at);
        return {
            .begin = std::max(begin, at - std::min(at, claim_bytes_max)), .end = std::max(end, at)
        };
    }

    [[nodiscard]] Range sentence_of(Range paragraph, std::size_t at) const {
        const std::string_view text = std::string_view{masked_}.substr(0, paragraph.end);
        std::size_t begin = paragraph.begin;
        std::size_t next = next_sentence(text, begin);
        while (next != std::string_view::npos && next <= at) {
            begin = next;
            next = next_sentence(text, begin);
        }
        std::size_t end = std::min(next, paragraph.end);
        while (end > at && is_space(masked_[end - 1]))
            --end;
        return {.begin = begin, .end = end};
    }

    /// The name of the footnote in whose text `at` stands.
    [[nodiscard]] std::optional<std::string> footnote_of(std::size_t at) const {
        const Range paragraph = paragraph_of(at);
        const std::string_view line = trim(line_at(line_start(paragraph.begin)));
        if (!line.starts_with("[^")) return std::nullopt;
        const std::size_t end = line.find("]:");
        if (end == std::string_view::npos) return std::nullopt;
        return std::string{line.substr(2, end - 2)};
    }

    [[nodiscard]] std::optional<std::size_t> find_reference(const std::string& note) const {
        const std::string mark = fmt::format("[^{}]", note);
        for (std::size_t found = masked_.find(mark); found != std::string::npos;
             found = masked_.find(mark, found + 1)) {
            if (!std::string_view{masked_}.substr(found + mark.size()).starts_with(':'))
                return found;
        }
        return std::nullopt;
    }

    std::string masked_;
    std::vector<CitationGroup>& groups_;
};

bool is_roman(std::string_view text) {
    return !text.empty() && text.size() <= 8
           && text.find_first_not_of("ivxlcdm") == std::string_view::npos;
}

/// One page label at the front of `text`: its length, or 0.
std::size_t page_label_length(std::string_view text) {
    std::size_t end = 0;
    while (end < text.size() && is_digit(text[end]))
        ++end;
    if (end > 0) {
        if (text.substr(end).starts_with(':')) return 0; // a time
        if (end < text.size() && std::string_view{"rvab"}.contains(text[end])
            && (end + 1 == text.size() || !is_key_character(text[end + 1])))
            return end + 1;
        for (const std::string_view verso : {" об.", " об", "об."}) {
            if (text.substr(end).starts_with(verso)) return end + verso.size();
        }
        return end;
    }
    while (end < text.size() && text[end] >= 'a' && text[end] <= 'z')
        ++end;
    return is_roman(text.substr(0, end)) ? end : 0;
}

/// Length of a dash, a comma or "and" between two pages, with the white space around; 0 if there is
/// none.
std::size_t joint_length(std::string_view text) {
    std::size_t at = text.find_first_not_of(' ');
    if (at == std::string_view::npos) return 0;
    for (const std::string_view joint : {"–", "—", "-", ",", "and ", "и ", "&"}) {
        if (!text.substr(at).starts_with(joint)) continue;
        at += joint.size();
        const std::size_t next = text.find_first_not_of(' ', at);
        return next == std::string_view::npos ? text.size() : next;
    }
    return 0;
}

} // namespace

CitationScan scan_citations(std::string_view source) {
    CitationScan scan = Scanner{source}.scan();
    if (scan.groups.empty()) return scan;
    WordsFinder{source, scan.groups}.find();
    const std::size_t literature = find_literature(source);
    for (CitationGroup& group : scan.groups) {
        if (group.begin < literature || group.is_in_footnote) continue;
        group.is_literature = true;
        group.words_end = group.words_begin;
    }
    for (std::size_t index = 0; index < scan.groups.size(); ++index) {
        CitationGroup& group = scan.groups[index];
        const bool is_shared = index > 0 && group.words_begin < group.words_end
                               && group.words_begin == scan.groups[index - 1].words_begin;
        group.number = is_shared ? scan.groups[index - 1].number : index + 1;
    }
    return scan;
}

SourceRange sentence_around(std::string_view source, std::size_t at) {
    std::vector<CitationGroup> none;
    return WordsFinder{source, none}.sentence_at(std::min(at, source.size()));
}

std::string
wording_of(std::string_view source, const CitationScan& scan, const CitationGroup& group) {
    std::string sentence{
        source.substr(group.sentence_begin, group.sentence_end - group.sentence_begin)
    };
    for (const CitationGroup& other : scan.groups) {
        const std::size_t begin = std::max(other.brackets_begin, group.sentence_begin);
        const std::size_t end = std::min(other.end, group.sentence_end);
        if (begin >= end) continue;
        std::fill_n(
            sentence.begin() + static_cast<std::ptrdiff_t>(begin - group.sentence_begin),
            end - begin,
            ' '
        );
    }
    return letters_and_digits(sentence);
}

PageSpan pages_of(std::string_view locator) {
    PageSpan span;
    locator = trim(locator);
    while (true) {
        const std::size_t length = page_label_length(locator);
        if (length == 0) return {};
        std::string label{locator.substr(0, length)};
        if (span.from.empty()) {
            span.from = label;
        } else if (label.size() < span.to.size() && std::ranges::all_of(label, is_digit)
                   && std::ranges::all_of(span.to, is_digit)) {
            label.insert(0, span.to.substr(0, span.to.size() - label.size())); // 133–5
        }
        span.to = std::move(label);
        locator.remove_prefix(length);
        if (trim(locator).empty() || locator == ".") return span;
        const std::size_t joint = joint_length(locator);
        if (joint == 0) return {};
        locator.remove_prefix(joint);
        if (locator.empty()) return span; // "79 –", an open end
    }
}

} // namespace attest::markup
