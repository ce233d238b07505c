#include "search/scan_query.h"

#include "base/text.h"
#include "search/limits.h"
#include "search/query.h"
#include "search/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace attest::search {

namespace {

/// What a word and its stem begin with alike.
std::string_view shared_start(std::string_view word, std::string_view stem) {
    const auto [at, ignored] = std::ranges::mismatch(word, stem);
    return utf8_prefix(word, static_cast<std::size_t>(at - word.begin()));
}

/// Words hold letters and digits only, so that nothing in them has to be escaped.
std::string quoted(std::string_view word) {
    return fmt::format("\"{}\"", word);
}

class ExpressionWriter {
public:
    ExpressionWriter(Stems& stems, Highlighter& highlighter)
        : stems_{stems}, highlighter_{highlighter} {}

    /// Empty if the clause has no word.
    std::string write(const TextClause& clause, bool is_excluded);

private:
    std::string write_word(const Word& word, bool is_excluded);

    Stems& stems_;
    Highlighter& highlighter_;
};

std::string ExpressionWriter::write(const TextClause& clause, bool is_excluded) {
    if (clause.kind == TextKind::prefix) {
        const std::string start = fold(clause.text);
        if (!is_excluded) highlighter_.add_prefix(start);
        return quoted(start) + " *";
    }
    std::string expression;
    WordReader reader{clause.text};
    Word word;
    while (reader.next(word)) {
        // The pages' words are cut at every sign between letters.
        if (word.kind == WordKind::compound || word.kind == WordKind::pair) continue;
        if (clause.kind == TextKind::phrase) {
            if (!expression.empty()) expression += " + ";
            expression += quoted(word.lowered);
            if (!is_excluded) highlighter_.add_word(std::string{word.folded});
            continue;
        }
        if (!expression.empty()) expression += " AND ";
        expression += write_word(word, is_excluded);
    }
    return expression.empty() ? expression : fmt::format("({})", expression);
}

/// Any word that begins as this one and its stem do: "exiled" finds exile. A short beginning would
/// find half the dictionary; then the word is meant as it stands.
std::string ExpressionWriter::write_word(const Word& word, bool is_excluded) {
    std::string_view start = word.lowered;
    for (const std::string& stem : stems_.of(word)) {
        if (!is_excluded) highlighter_.add_stem(stem);
        // Stems have no accents; where that changes a letter, what stands before it counts.
        start = shared_start(start, stem);
    }
    if (!is_excluded) highlighter_.add_word(std::string{word.folded});
    if (utf8_length(start) < scan_prefix_letters_min) return quoted(word.lowered);
    return fmt::format("({} * OR {})", quoted(start), quoted(word.lowered));
}

} // namespace

Result<ScanQuery>
read_scan_query(std::string_view text, const std::vector<std::string>& languages) {
    const Query query = TRY(parse_query(text, {}));
    ScanQuery read{.expression = {}, .highlighter = Highlighter{languages}};
    Stems stems{languages};
    ExpressionWriter writer{stems, read.highlighter};
    std::string excluded;
    for (const std::vector<Clause>& group : query.groups) {
        std::string either;
        for (const Clause& clause : group) {
            const auto* const words = std::get_if<TextClause>(&clause.content);
            if (words == nullptr || words->field == Field::title) {
                read.has_conditions = true;
                continue;
            }
            const std::string part = writer.write(*words, clause.is_excluded);
            if (part.empty()) continue;
            std::string& into = clause.is_excluded ? excluded : either;
            if (!into.empty()) into += " OR ";
            into += part;
        }
        if (either.empty()) continue;
        if (!read.expression.empty()) read.expression += " AND ";
        read.expression += fmt::format("({})", either);
    }
    if (!read.expression.empty() && !excluded.empty()) {
        read.expression = fmt::format("({}) NOT ({})", read.expression, excluded);
    }
    return read;
}

} // namespace attest::search
