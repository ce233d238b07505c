// The text is cut into the tokens that phrases are made of; words that no date has part them into
// runs. From each token of a run that can begin a date the longest phrase is tried that can end one
// and holds what makes it a date.
#include "dates/running_text.h"

#include "base/text.h"
#include "dates/limits.h"
#include "dates/phrase.h"
#include "dates/tokens.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <span>
#include <utility>

namespace attest::dates {

namespace {

bool is_one_of(Word word, std::initializer_list<Word> words) {
    return std::ranges::find(words, word) != words.end();
}

bool is_numeral(Word word) {
    return word == Word::number || word == Word::ordinal || word == Word::decade
           || word == Word::roman;
}

bool may_begin(Word word) {
    using enum Word;
    return is_numeral(word)
           || is_one_of(
               word,
               {month,
                weekday,
                season,
                ad,
                about,
                doubt,
                portion,
                half,
                quarter,
                third,
                turn,
                between,
                from,
                until,
                before,
                after,
                shortly}
           );
}

bool may_end(Word word) {
    using enum Word;
    return is_one_of(
        word,
        {number,
         decade,
         year_mark,
         years_mark,
         century,
         millennium,
         bc,
         ad,
         creation,
         julian,
         gregorian,
         swedish,
         close,
         question,
         onwards,
         or_earlier,
         or_later,
         present}
    );
}

/// Before a number they make it a year, if it can be one.
bool is_date_preposition(std::string_view word) {
    static constexpr auto words = std::to_array<std::string_view>(
        {"in",
         "of",
         "the",
         "during",
         "dated",
         "year",
         "early",
         "late",
         "mid",
         "spring",
         "summer",
         "autumn",
         "winter",
         "в",
         "во",
         "В",
         "Во",
         "год",
         "году"}
    );
    return std::ranges::find(words, word) != words.end()
           || std::ranges::find(words, ascii_lower(word)) != words.end();
}

/// Before a number they make it something else: a page, an amount.
bool is_label_of_number(std::string_view word) {
    static constexpr auto words = std::to_array<std::string_view>(
        {"p",    "pp",     "page", "pages", "f",     "ff",    "fol",      "no",  "nos",
         "nr",   "number", "vol",  "vols",  "ch",    "chap",  "art",      "fig", "doc",
         "item", "box",    "col",  "line",  "lines", "sheet", "about us", "usd", "rs",
         "с",    "стр",    "л",    "лл",    "т",     "тт",    "гл",       "ст",  "ф",
         "оп",   "д",      "док",  "рис",   "кн",    "номер", "статья"}
    );
    return std::ranges::find(words, word) != words.end();
}

/// After a number they say what was counted.
bool is_counted_thing(std::string_view word) {
    static constexpr auto words = std::to_array<std::string_view>(
        {"men",          "people",    "soldiers", "troops",  "women",     "children",
         "persons",      "pages",     "copies",   "books",   "letters",   "roubles",
         "rubles",       "dollars",   "pounds",   "francs",  "marks",     "km",
         "miles",        "metres",    "meters",   "feet",    "m",         "kg",
         "tons",         "tonnes",    "percent",  "per",     "years",     "days",
         "months",       "weeks",     "hours",    "times",   "members",   "workers",
         "peasants",     "prisoners", "guns",     "ships",   "horses",    "houses",
         "words",        "others",    "thousand", "million", "civilians", "human",
         "human beings", "dead",      "officers", "sailors", "человек",   "людей",
         "солдат",       "рублей",    "руб",      "лет",     "дней",      "раз",
         "километров",   "км",        "метров",   "верст",   "страниц",   "экземпляров",
         "экз",          "тысяч",     "тыс",      "млн",     "миллионов", "крестьян",
         "рабочих",      "пленных",   "орудий",   "тонн",    "процентов", "долларов",
         "членов",       "офицеров",  "матросов", "кг",      "души",      "душ"}
    );
    return std::ranges::find(words, word) != words.end();
}

bool is_ascii_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

bool is_word_byte(char letter) {
    return is_ascii_letter(letter) || (letter >= '0' && letter <= '9')
           || static_cast<unsigned char>(letter) >= 0xC3;
}

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

/// One piece of text with its tokens.
class Finder {
public:
    Finder(
        std::string_view text,
        std::size_t offset,
        std::size_t& tries,
        std::vector<ImpossibleDate>& impossible
    )
        : text_{text},
          offset_{offset},
          tries_{tries},
          impossible_{impossible},
          tokens_{read_tokens(text)} {}

    void find(std::vector<DateInText>& found) {
        std::size_t begin = 0;
        while (begin < tokens_.all.size() && found.size() < dates_in_text_max) {
            std::size_t end = begin;
            bool has_numeral = false;
            while (end < tokens_.all.size() && !is_foreign(end) && (end == begin || !is_parted(end))
            ) {
                has_numeral = has_numeral || is_numeral(tokens_.all[end].word);
                ++end;
            }
            if (has_numeral) find_in_run(begin, end, found);
            begin = std::max(end, begin + 1);
        }
    }

private:
    using Index = std::size_t;

    [[nodiscard]] std::string_view word_of(Index i) const {
        const Token& token = tokens_.all[i];
        return text_.substr(token.begin, token.end - token.begin);
    }

    [[nodiscard]] Word kind(Index i) const { return tokens_.all[i].word; }

    [[nodiscard]] std::string_view gap_before(Index i) const {
        const std::size_t end = tokens_.all[i - 1].end;
        return text_.substr(end, tokens_.all[i].begin - end);
    }

    /// No part of any date: a word of no table, "may" in small letters, "5 a.m.".
    [[nodiscard]] bool is_foreign(Index i) const {
        using enum Word;
        const Word word = kind(i);
        if (word == unknown) return true;
        const std::string_view written = word_of(i);
        const bool is_small = written.front() >= 'a' && written.front() <= 'z';
        if (is_one_of(word, {month, weekday, bc, ad})) return is_small;
        // The mark of a morning looks like that of a year of the world.
        if (word == creation) return is_ascii_letter(written.front()) && written.size() < 6;
        if (word == comma) return written == ";";
        if (word == swedish || word == julian || word == gregorian) return !is_calendar_name(i);
        if (word == year_mark || word == years_mark) return false;
        return false;
    }

    /// "Swedish ships" are of no calendar; "Swedish calendar" and "O.S." are.
    [[nodiscard]] bool is_calendar_name(Index i) const {
        const std::string_view written = word_of(i);
        return written.contains(' ') || written.contains('.') || written == "OS" || written == "NS"
               || (i > 0 && kind(i - 1) == Word::open);
    }

    /// A sentence or an item of a list ends between the token and the one before it.
    [[nodiscard]] bool is_parted(Index i) const {
        const std::string_view gap = gap_before(i);
        if (kind(i) == Word::dash && gap.contains('\n')) return true;
        if (kind(i) == Word::dot) {
            const Token& dot = tokens_.all[i];
            const bool is_wide = i + 1 < tokens_.all.size() && tokens_.all[i + 1].begin > dot.end;
            return is_wide && tokens_.all[i - 1].digits > 2;
        }
        if (!gap.contains('.')) return false;
        return !is_abbreviation(i - 1);
    }

    /// May be followed by a dot that ends no sentence.
    [[nodiscard]] bool is_abbreviation(Index i) const {
        const std::string_view written = word_of(i);
        if (is_numeral(kind(i))) return kind(i) != Word::number;
        if (written == "May" || written == "June" || written == "July") return false;
        const std::size_t letters = utf8_length(written);
        const bool is_whole =
            written.ends_with("год") || written.ends_with("года") || written.ends_with("году")
            || written.ends_with("век") || written.ends_with("века") || written.ends_with("веке")
            || written.ends_with("мая") || written.ends_with("май") || written.ends_with("мае");
        return letters <= 5 && !is_whole;
    }

    void find_in_run(Index begin, Index end, std::vector<DateInText>& found) {
        for (Index i = begin; i < end && found.size() < dates_in_text_max;) {
            const std::optional<Index> next =
                may_begin_at(i) ? find_from(i, end, found) : std::nullopt;
            i = next.value_or(i + 1);
        }
    }

    /// The end of the date that begins here, if one does.
    std::optional<Index> find_from(Index begin, Index run_end, std::vector<DateInText>& found) {
        const Index last = std::min(run_end, begin + tokens_in_text_date_max);
        std::optional<ImpossibleDate> impossible;
        for (Index end = last; end > begin; --end) {
            if (!may_end_at(end - 1) || !is_whole(begin, end) || !is_date_like(begin, end)) {
                continue;
            }
            if (tries_ == 0) return std::nullopt;
            --tries_;
            DateInText date;
            const std::string complaint = read(begin, end, date);
            if (complaint.empty() && date.end > 0) {
                found.push_back(std::move(date));
                return end;
            }
            if (!complaint.empty() && !impossible && is_one_day(begin, end))
                impossible = ImpossibleDate{date.begin, date.end, complaint};
        }
        if (impossible) impossible_.push_back(*std::move(impossible));
        return std::nullopt;
    }

    /// "12 (25) January 1755": a month, so that it can hardly be meant otherwise.
    [[nodiscard]] bool is_one_day(Index begin, Index end) const {
        int months = 0;
        for (Index i = begin; i < end; ++i) {
            if (kind(i) == Word::conjunction) return false;
            months += static_cast<int>(kind(i) == Word::month);
        }
        return months == 1;
    }

    /// Fills `date` if there is one. Answers what is wrong with a date that can be read and not be.
    std::string read(Index begin, Index end, DateInText& found) const {
        const std::size_t from = tokens_.all[begin].begin;
        std::size_t to = tokens_.all[end - 1].end;
        // The dot of "г." and "O.S." belongs to it.
        const std::string_view last = word_of(end - 1);
        const bool is_short = !is_digit(last.front()) && kind(end - 1) != Word::close
                              && (utf8_length(last) <= 2 || last.contains('.'));
        if (is_short && to < text_.size() && text_[to] == '.') ++to;
        const std::string_view phrase = text_.substr(from, to - from);
        if (phrase.size() > phrase_bytes_max) return {};
        Result<ReadDate> date = read_date(phrase);
        if (!date) {
            if (!date.error().message().starts_with(phrase)) return {}; // no date at all
            found = {.begin = offset_ + from, .end = offset_ + to, .date = {}};
            return date.error().message();
        }
        found = {.begin = offset_ + from, .end = offset_ + to, .date = std::move(date->date)};
        return {};
    }

    // ── What stands at both ends ──

    [[nodiscard]] bool may_begin_at(Index i) const {
        if (!may_begin(kind(i)) || is_page_mark(i)) return false;
        const std::size_t at = tokens_.all[i].begin;
        if (at == 0) return true;
        const char before = text_[at - 1];
        static constexpr std::string_view refused = "/.=&#$@:,+\\_%-";
        if (is_word_byte(before) || refused.contains(before)) return false;
        // "№ 1917", "£ 1,500", "p. 1917".
        if (text_.substr(0, at).ends_with("№ ") || text_.substr(0, at).ends_with("№")
            || text_.substr(0, at).ends_with("£")) {
            return false;
        }
        return !is_numeral(kind(i)) || !is_label_of_number(word_before(at));
    }

    /// "с. 1917" is a page; "с 1917 года" a time.
    [[nodiscard]] bool is_page_mark(Index i) const {
        return kind(i) == Word::from && text_.substr(tokens_.all[i].end).starts_with('.');
    }

    [[nodiscard]] bool may_end_at(Index i) const {
        const Token& token = tokens_.all[i];
        if (!may_end(token.word)) return false;
        const std::string_view rest = text_.substr(token.end);
        if (token.word == Word::question) {
            return !rest.empty() && (rest.front() == ')' || rest.front() == ',');
        }
        if (rest.empty()) return true;
        if (rest.front() == '/' || rest.front() == '%' || rest.front() == '_') return false;
        if (is_word_byte(rest.front())) return false;
        const bool is_decimal =
            rest.size() > 1 && is_digit(rest[1]) && (rest.front() == '.' || rest.front() == ',');
        if (is_decimal) return false;
        const bool is_hyphened = rest.size() > 1 && rest.front() == '-' && is_word_byte(rest[1]);
        return !is_hyphened || token.word != Word::number;
    }

    /// The word that ends before the space or dot before `at`, in small letters if it is ASCII.
    [[nodiscard]] std::string word_before(std::size_t at) const {
        std::size_t end = at;
        while (end > 0 && (text_[end - 1] == ' ' || text_[end - 1] == '.'))
            --end;
        std::size_t begin = end;
        while (begin > 0 && !std::string_view{" \n\t.,;:()[]"}.contains(text_[begin - 1]))
            --begin;
        return ascii_lower(text_.substr(begin, end - begin));
    }

    /// The word that begins after the space after `at`; nothing where a sign stands between.
    [[nodiscard]] std::string_view word_after(std::size_t at) const {
        if (at >= text_.size() || text_[at] != ' ') return {};
        const std::size_t begin = at + 1;
        std::size_t end = begin;
        while (end < text_.size() && is_word_byte_or_rest(text_[end]))
            ++end;
        return text_.substr(begin, end - begin);
    }

    static bool is_word_byte_or_rest(char letter) {
        return is_word_byte(letter) || (static_cast<unsigned char>(letter) & 0xC0U) == 0x80U;
    }

    // ── What makes it a date ──

    /// Its brackets are its own.
    [[nodiscard]] bool is_whole(Index begin, Index end) const {
        int depth = 0;
        for (Index i = begin; i < end; ++i) {
            if (kind(i) == Word::open) ++depth;
            if (kind(i) == Word::close && --depth < 0) return false;
        }
        return depth == 0;
    }

    [[nodiscard]] bool is_date_like(Index begin, Index end) const {
        bool has_mark = false;
        for (Index i = begin; i < end; ++i) {
            if (kind(i) == Word::roman && !is_roman_in_date(begin, i, end)) return false;
            if (kind(i) == Word::century || kind(i) == Word::millennium) {
                if (!is_century_at(begin, i)) return false;
            }
            if (is_split_by_and(begin, i, end)) return false;
            has_mark = has_mark || is_mark(i);
        }
        if (has_mark) return has_year_or_century(begin, end);
        return is_numeric_date(begin, end) || is_bare_date(begin, end);
    }

    /// Says by itself that a date is meant.
    [[nodiscard]] bool is_mark(Index i) const {
        using enum Word;
        if (kind(i) == decade) return tokens_.all[i].value >= bare_year_min;
        return is_one_of(kind(i), {month, season, century, millennium, bc, ad, creation});
    }

    [[nodiscard]] bool has_year_or_century(Index begin, Index end) const {
        using enum Word;
        bool has_era = false;
        bool has_year = false;
        for (Index i = begin; i < end; ++i) {
            has_era = has_era || is_one_of(kind(i), {century, millennium, bc, ad, creation});
            has_year =
                has_year || kind(i) == decade || (kind(i) == number && tokens_.all[i].digits >= 3);
        }
        return has_era || has_year;
    }

    /// "7.XI.1917", "XIX century", "I half of": not the ruler's number in "Catherine II 1762".
    [[nodiscard]] bool is_roman_in_date(Index begin, Index i, Index end) const {
        using enum Word;
        if (i > begin && is_one_of(kind(i - 1), {number, dot, dash, slash, conjunction})) {
            return true;
        }
        for (Index k = i + 1; k < end; ++k) {
            if (is_one_of(kind(k), {century, half, quarter, third})) return true;
        }
        return false;
    }

    /// "5 centuries" is a time, no century; "20 c." and "5 в 1917" are neither.
    [[nodiscard]] bool is_century_at(Index begin, Index i) const {
        if (i == begin) return false;
        if (kind(i - 1) == Word::ordinal || kind(i - 1) == Word::roman) return true;
        if (kind(i - 1) == Word::close || kind(i - 1) == Word::decade) return true;
        const std::string_view written = word_of(i);
        const bool is_russian = !is_ascii_letter(written.front());
        if (kind(i - 1) != Word::number || !is_russian) return false;
        return utf8_length(written) >= 3 && !written.ends_with("ов")
               && tokens_.all[i - 1].value >= (written.ends_with("века") ? 5 : 1);
    }

    /// "In 1917 and 1918" are two dates; "between 1917 and 1918" and "5 and 6 May" are one.
    [[nodiscard]] bool is_split_by_and(Index begin, Index i, Index end) const {
        if (kind(i) != Word::conjunction || kind(begin) == Word::between || i == begin) {
            return false;
        }
        if (begin + 1 < end && kind(begin + 1) == Word::between) return false;
        const Token& before = tokens_.all[i - 1];
        return (before.word == Word::number && before.digits >= 3)
               || is_one_of(before.word, {Word::year_mark, Word::century, Word::bc, Word::ad});
    }

    /// "1917-11-07", "7.11.1917".
    [[nodiscard]] bool is_numeric_date(Index begin, Index end) const {
        if (end - begin != 5 || kind(begin + 1) != kind(begin + 3)) return false;
        if (kind(begin + 1) != Word::dot && kind(begin + 1) != Word::dash) return false;
        const auto digits = [&](Index i) { return tokens_.all[begin + i].digits; };
        if (kind(begin) != Word::number || kind(end - 1) != Word::number) return false;
        const std::size_t from = tokens_.all[begin].begin;
        if (text_.substr(from, tokens_.all[end - 1].end - from).contains(' ')) return false;
        return (digits(0) == 4 && digits(2) == 2 && digits(4) == 2)
               || (digits(0) <= 2 && digits(4) == 4);
    }

    /// Only years: all of them must be able to be years, and something around must say so.
    [[nodiscard]] bool is_bare_date(Index begin, Index end) const {
        bool has_year = false;
        for (Index i = begin; i < end; ++i) {
            const Token& token = tokens_.all[i];
            if (token.word == Word::ordinal && token.digits < 3) return false;
            if (token.word != Word::number) continue;
            if (token.digits < 3 && !is_short_end(begin, i)) return false;
            if (token.digits < 3) continue;
            if (!is_year(i)) return false;
            has_year = true;
        }
        if (!has_year) return false;
        return !is_counted(end) && (has_context_within(begin, end) || has_context(begin, end));
    }

    /// "1914–18".
    [[nodiscard]] bool is_short_end(Index begin, Index i) const {
        return i >= begin + 2 && is_one_of(kind(i - 1), {Word::dash, Word::slash})
               && tokens_.all[i].digits == 2 && kind(i - 2) == Word::number
               && tokens_.all[i - 2].digits == 4
               && tokens_.all[i].begin - tokens_.all[i - 2].end <= 3;
    }

    /// Of four digits; of three only with the word "year" behind it.
    [[nodiscard]] bool is_year(Index i) const {
        const Token& token = tokens_.all[i];
        if (token.digits == 4) return token.value >= bare_year_min && token.value <= bare_year_max;
        if (token.digits != 3 || i + 1 >= tokens_.all.size()) return false;
        return kind(i + 1) == Word::year_mark && utf8_length(word_of(i + 1)) > 1;
    }

    [[nodiscard]] bool is_counted(Index end) const {
        const std::string_view next = word_after(tokens_.all[end - 1].end);
        if (next.empty() || kind(end - 1) != Word::number) return false;
        if (is_counted_thing(next)) return true;
        // A round number before a plural: "of 1500 Cossacks".
        static constexpr auto verbs =
            std::to_array<std::string_view>({"was", "has", "is", "his", "its", "this", "as", "does"}
            );
        return tokens_.all[end - 1].value % 50 == 0 && next.ends_with('s')
               && std::ranges::find(verbs, next) == verbs.end();
    }

    /// "between … and", "1917 г.", "early 1917", "1914–1918".
    [[nodiscard]] bool has_context_within(Index begin, Index end) const {
        using enum Word;
        for (Index i = begin; i < end; ++i) {
            if (is_one_of(
                    kind(i),
                    {between,
                     from,
                     until,
                     before,
                     after,
                     about,
                     portion,
                     half,
                     quarter,
                     third,
                     turn,
                     year_mark,
                     years_mark,
                     onwards,
                     or_earlier,
                     or_later,
                     julian,
                     gregorian}
                )) {
                return true;
            }
        }
        return is_range_of_years(begin, end);
    }

    [[nodiscard]] bool is_range_of_years(Index begin, Index end) const {
        if (end - begin != 3 || kind(begin + 1) != Word::dash) return false;
        const Token& first = tokens_.all[begin];
        const Token& last = tokens_.all[begin + 2];
        return first.digits == 4 && last.digits == 4 && first.value < last.value;
    }

    /// "in 1917", "(1917)", "Petrograd, 1917."
    [[nodiscard]] bool has_context(Index begin, Index end) const {
        const std::size_t from = tokens_.all[begin].begin;
        const std::size_t to = tokens_.all[end - 1].end;
        const bool is_bracketed = from > 0 && to < text_.size() && text_[from - 1] == '('
                                  && (text_[to] == ')' || text_[to] == ',' || text_[to] == ';');
        if (is_bracketed) return true;
        const std::string before = word_before(from);
        // "The 1905 revolution", but not "the 1000 best".
        if (before == "the") return tokens_.all[end - 1].value % 100 != 0;
        if (is_date_preposition(before)) return true;
        return is_apposition(from, to);
    }

    /// Between commas, after a word: "(Petrograd, 1917)".
    [[nodiscard]] bool is_apposition(std::size_t from, std::size_t to) const {
        if (from < 3 || text_.substr(from - 2, 2) != ", " || is_digit(text_[from - 3]))
            return false;
        return to == text_.size() || std::string_view{".,;)]"}.contains(text_[to]);
    }

    std::string_view text_;
    std::size_t offset_;
    std::size_t& tries_;
    std::vector<ImpossibleDate>& impossible_;
    Tokens tokens_;
};

/// Where a slice that begins at `begin` ends: at a paragraph, else at a space.
std::size_t slice_end(std::string_view text, std::size_t begin) {
    if (text.size() - begin <= text_slice_bytes) return text.size();
    const std::string_view slice = text.substr(begin, text_slice_bytes);
    for (const std::string_view boundary : {"\n\n", ". ", " "}) {
        const std::size_t found = slice.rfind(boundary);
        if (found != std::string_view::npos && found > 0) return begin + found + 1;
    }
    return begin + utf8_prefix(slice, text_slice_bytes).size();
}

} // namespace

DatesRead read_dates(std::string_view text) {
    DatesRead read;
    if (!is_utf8(text)) return read; // the cutter of tokens takes it for granted
    std::vector<DateInText>& found = read.dates;
    std::size_t tries = phrases_tried_max;
    std::size_t begin = 0;
    while (begin < text.size() && tries > 0 && found.size() < dates_in_text_max) {
        const std::size_t end = slice_end(text, begin);
        Finder{text.substr(begin, end - begin), begin, tries, read.impossible}.find(found);
        begin = end;
    }
    std::erase_if(found, [&](const DateInText& date) {
        return std::ranges::any_of(read.impossible, [&](const ImpossibleDate& whole) {
            return whole.begin <= date.begin && date.end <= whole.end;
        });
    });
    return read;
}

std::vector<DateInText> find_dates(std::string_view text) {
    return read_dates(text).dates;
}

} // namespace attest::dates
