#include "dates/partial.h"

#include "dates/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace attest::dates {

namespace {

using Unit = Partial::Unit;
using Era = Partial::Era;

bool is_numeral(const Token& token) {
    return token.word == Word::number || token.word == Word::ordinal || token.word == Word::roman;
}

/// Long enough to be a year wherever it stands.
bool is_long(const Token& numeral) {
    return numeral.word == Word::roman ? numeral.value >= 100 : numeral.digits >= 3;
}

std::int32_t power_of_ten(std::int32_t digits) {
    std::int32_t power = 1;
    for (std::int32_t i = 0; i < digits; ++i) {
        power *= 10;
    }
    return power;
}

/// "32" after 1731 is 1732.
std::int32_t complete_year(std::int32_t year, std::int32_t end, std::int32_t digits) {
    const std::int32_t power = power_of_ten(digits);
    return digits >= 4 ? end : year - (year % power) + end;
}

void say_double_year(Complaint& complaint, std::int32_t year, const Token& second) {
    const std::int32_t next = complete_year(year, second.value, second.digits);
    complaint.say(fmt::format(
        "{0}/{1:0{2}}: a double year, a span, or \"either\"? write {0}–{3}, \"{0} or {3}\", or a "
        "full "
        "date",
        year,
        second.value,
        second.digits,
        next
    ));
}

// ── Numbers with separators: 7.11.1917, 7/XI/1917, 1917/11/07, 11.1917, 7.XI ──

class NumericReader {
public:
    NumericReader(TokenSpan tokens, Complaint& complaint)
        : tokens_{tokens}, complaint_{complaint} {}

    std::optional<Partial> read() {
        if (tokens_.size() == 4) return read_apart();
        if (tokens_.size() != 3 && tokens_.size() != 5) return std::nullopt;
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            const Token& token = tokens_[i];
            const bool fits = i % 2 == 0 ? is_numeral(token) && token.word != Word::ordinal
                                         : is_separator(token) && token.word == tokens_[1].word;
            if (!fits) return std::nullopt;
        }
        return tokens_.size() == 3 ? read_two(tokens_[0], tokens_[2])
                                   : read_three(tokens_[0], tokens_[2], tokens_[4]);
    }

private:
    static bool is_separator(const Token& token) {
        return token.word == Word::dot || token.word == Word::slash
               || (token.word == Word::dash && token.value == 0);
    }

    static bool is_month(const Token& token) { return token.value >= 1 && token.value <= 12; }

    static Partial date(const Token* year, const Token& month, const Token* day) {
        Partial partial{
            .unit = day != nullptr ? Unit::day : Unit::month,
            .has_year = year != nullptr,
            .month = month.value,
            .exact = {},
            .portion = {},
            .calendar = {}
        };
        if (day != nullptr) partial.day = day->value;
        if (year != nullptr) {
            partial.year = year->value;
            partial.digits = year->digits;
        }
        return partial;
    }

    /// "7.XI 1917", "23.02 1917".
    std::optional<Partial> read_apart() {
        const bool fits = is_numeral(tokens_[0]) && is_separator(tokens_[1])
                          && is_numeral(tokens_[2]) && is_numeral(tokens_[3])
                          && is_long(tokens_[3]);
        const bool is_ordinal =
            fits
            && (tokens_[0].word == Word::ordinal || tokens_[2].word == Word::ordinal
                || tokens_[1].word == Word::dash);
        if (!fits || is_ordinal) return std::nullopt;
        return read_three(tokens_[0], tokens_[2], tokens_[3]);
    }

    std::optional<Partial> read_two(const Token& first, const Token& second) {
        const Word separator = tokens_[1].word;
        if (separator == Word::dash) return std::nullopt;
        const bool is_roman = second.word == Word::roman;
        if (is_long(first) && !is_long(second)) return read_year_and(first, second);
        if (is_long(first) && separator == Word::slash) {
            say_double_year(complaint_, first.value, second);
            return std::nullopt;
        }
        if (is_long(second) && !is_long(first) && is_month(first)) {
            return date(&second, first, nullptr);
        }
        const bool is_day_and_month =
            !is_long(first) && is_month(second) && (separator == Word::dot || is_roman);
        if (is_day_and_month) return date(nullptr, second, &first);
        return std::nullopt;
    }

    /// "1917/11" and "1917.11" are November; "1911/12" may be a double year.
    std::optional<Partial> read_year_and(const Token& year, const Token& second) {
        const bool is_next =
            complete_year(year.value, second.value, second.digits) == year.value + 1;
        const bool is_slash = tokens_[1].word == Word::slash;
        if (is_slash && second.word == Word::number && (is_next || !is_month(second))) {
            say_double_year(complaint_, year.value, second);
            return std::nullopt;
        }
        if (!is_month(second)) return std::nullopt;
        return date(&year, second, nullptr);
    }

    std::optional<Partial> read_three(const Token& a, const Token& b, const Token& c) {
        if (is_long(a) && !is_long(b) && !is_long(c)) return checked(&a, b, c);
        if (is_long(a) || is_long(b)) return std::nullopt;
        if (!is_long(c)) {
            complaint_.say("of which century? write the year with four digits");
            return std::nullopt;
        }
        if (b.word == Word::roman || tokens_[1].word == Word::dot) return checked(&c, b, a);
        // With slashes and hyphens one half of the world puts the month first.
        if (a.value <= 12 && b.value <= 12 && a.value != b.value) {
            complaint_.say("day or month first? write the month in letters");
            return std::nullopt;
        }
        return b.value > 12 ? checked(&c, a, b) : checked(&c, b, a);
    }

    std::optional<Partial> checked(const Token* year, const Token& month, const Token& day) {
        if (!is_month(month)) {
            complaint_.say(
                fmt::format("there is no month {}; write the month in letters", month.value)
            );
            return std::nullopt;
        }
        return date(year, month, &day);
    }

    TokenSpan tokens_;
    Complaint& complaint_;
};

// ── Words and numbers in any order that people use ──

class BagReader {
public:
    BagReader(TokenSpan tokens, Complaint& complaint) : tokens_{tokens}, complaint_{complaint} {}

    std::optional<Partial> read() {
        for (i_ = 0; i_ < tokens_.size(); ++i_) {
            if (!take(tokens_[i_])) return std::nullopt;
        }
        if (century_ || millennium_) return read_long_unit();
        if (decade_ != nullptr && partial_.month == 0) return read_decade();
        if (!settle_numerals()) return std::nullopt;
        if (decade_ != nullptr) return read_days_of_month();
        return read_calendar_unit();
    }

private:
    static constexpr std::size_t numerals_max = 3;

    static bool set_once(std::int32_t& slot, std::int32_t unset, std::int32_t value) {
        if (slot != unset) return false;
        slot = value;
        return true;
    }

    bool take(const Token& token) {
        switch (token.word) {
        case Word::number:
        case Word::ordinal:
        case Word::roman:
            return take_numeral(token);
        case Word::decade:
            if (decade_ != nullptr) return false;
            decade_ = &token;
            return true;
        case Word::month:
            return set_once(partial_.month, 0, token.value);
        case Word::season:
            is_season_ = true;
            return set_once(partial_.month, 0, token.value);
        case Word::weekday:
            return set_once(partial_.weekday, -1, token.value);
        case Word::year_mark:
            mark_year();
            return true;
        case Word::century:
            return !std::exchange(century_, true);
        case Word::millennium:
            return !std::exchange(millennium_, true);
        case Word::bc:
            return take_era(Era::bc);
        case Word::ad:
            return take_era(Era::ad);
        case Word::creation:
            return take_era(Era::creation);
        case Word::slash:
        case Word::dash:
            return take_second_year(token);
        case Word::open:
            return take_bracketed_weekday();
        case Word::julian:
        case Word::gregorian:
        case Word::swedish:
            // "1 марта ст. ст. 1881": at its ends the phrase's reader has taken it.
            return !std::exchange(partial_.calendar, stated_calendar(token.word)).has_value();
        case Word::filler:
        case Word::comma:
        case Word::years_mark:
            return true;
        default:
            return false;
        }
    }

    bool take_numeral(const Token& token) {
        if (count_ == numerals_max) return false;
        // Six digits are no year, and zero is no day.
        if (token.value > year_max || (token.value == 0 && token.digits < 3)) return false;
        if (std::exchange(marks_next_, false)) year_at_ = static_cast<std::int32_t>(count_);
        numerals_.at(count_++) = &token;
        return true;
    }

    /// "98 г." and "year 98": this number is a year, however short.
    void mark_year() {
        if (i_ > 0 && is_numeral(tokens_[i_ - 1])) {
            year_at_ = static_cast<std::int32_t>(count_) - 1;
        } else if (year_at_ < 0) {
            marks_next_ = true;
        }
    }

    bool take_era(Era era) {
        if (partial_.era != Era::none) return false;
        partial_.era = era;
        mark_year();
        return true;
    }

    /// "1 September 1939 (Friday)".
    bool take_bracketed_weekday() {
        if (i_ + 2 >= tokens_.size() || tokens_[i_ + 1].word != Word::weekday
            || tokens_[i_ + 2].word != Word::close) {
            return false;
        }
        i_ += 2;
        return set_once(partial_.weekday, -1, tokens_[i_ - 1].value);
    }

    /// "1731/32"; for winters also "1941–42".
    bool take_second_year(const Token& sign) {
        if (sign.word == Word::dash && !(is_season_ && partial_.month == 24)) return false;
        if (count_ == 0 || i_ + 1 >= tokens_.size() || partial_.second_year != 0) return false;
        const Token& year = *numerals_.at(count_ - 1);
        const Token& second = tokens_[i_ + 1];
        if (&year != &tokens_[i_ - 1] || !is_long(year) || second.word != Word::number) {
            return false;
        }
        const std::int32_t whole = complete_year(year.value, second.value, second.digits);
        // 1699/700, 1699/00
        const std::int32_t wrapped =
            whole < year.value ? whole + power_of_ten(second.digits) : whole;
        if (wrapped != year.value + 1) {
            complaint_.say(fmt::format(
                "{}/{} is no double year, which names two years that follow each other; write one "
                "year, or a span with a dash",
                year.value,
                second.value
            ));
            return false;
        }
        partial_.second_year = wrapped;
        second_ = &second;
        year_at_ = static_cast<std::int32_t>(count_) - 1;
        ++i_;
        return true;
    }

    std::optional<Partial> read_long_unit() {
        if (partial_.month != 0 || partial_.weekday >= 0 || count_ != 1) return std::nullopt;
        const std::int32_t number = numerals_[0]->value;
        if (number < 1 || number > 99) return std::nullopt;
        partial_.number = number;
        if (decade_ == nullptr) {
            partial_.unit = century_ ? Unit::century : Unit::millennium;
            return partial_;
        }
        // "20-е годы XIX века"
        if (!century_ || decade_->digits > 2) return std::nullopt;
        partial_.unit = Unit::decade;
        partial_.year = (number - 1) * 100 + decade_->value;
        partial_.has_year = true;
        return partial_;
    }

    std::optional<Partial> read_decade() {
        if (partial_.month != 0 || partial_.weekday >= 0 || count_ != 0) return std::nullopt;
        partial_.unit = Unit::decade;
        partial_.year = decade_->value;
        partial_.digits = decade_->digits;
        partial_.has_year = true;
        partial_.is_short_decade = decade_->digits < 3 && partial_.era == Era::none;
        return partial_;
    }

    /// "в двадцатых числах мая 1917": a third of the month.
    std::optional<Partial> read_days_of_month() {
        const bool is_third = decade_->digits < 3 && (decade_->value == 10 || decade_->value == 20);
        if (!is_third || is_season_ || day_ != nullptr || partial_.weekday >= 0) {
            return std::nullopt;
        }
        partial_.unit = Unit::month;
        partial_.portion = {.of = 3, .from = decade_->value / 10, .to = (decade_->value / 10) + 1};
        return partial_;
    }

    /// Says of each number whether it is a year, a month or a day.
    bool settle_numerals() {
        for (std::size_t i = 0; i < count_ && year_at_ < 0; ++i) {
            if (is_long(*numerals_.at(i))) year_at_ = static_cast<std::int32_t>(i);
        }
        for (std::size_t i = 0; i < count_; ++i) {
            const Token& numeral = *numerals_.at(i);
            if (static_cast<std::int32_t>(i) == year_at_) {
                partial_.year = numeral.value;
                partial_.digits = numeral.digits;
                partial_.has_year = true;
            } else if (numeral.word == Word::roman && partial_.month == 0 && count_ > 1) {
                if (numeral.value > 12) return false;
                partial_.month = numeral.value;
            } else if (day_ == nullptr) {
                day_ = &numeral;
            } else {
                complaint_.say("which number is the year? write it with four digits");
                return false;
            }
        }
        return true;
    }

    std::optional<Partial> read_calendar_unit() {
        if (is_season_) {
            if (day_ != nullptr || partial_.weekday >= 0) return std::nullopt;
            partial_.unit = partial_.second_year != 0 ? Unit::winter : Unit::season;
            if (partial_.second_year != 0 && partial_.month != 24) {
                complaint_.say("only a winter lies in two years; write one year");
                return std::nullopt;
            }
            return partial_;
        }
        if (day_ != nullptr
            && (partial_.month != 0 || partial_.has_year || partial_.weekday >= 0)) {
            return read_day();
        }
        if (partial_.weekday >= 0) return std::nullopt;
        if (partial_.month != 0) {
            partial_.unit = Unit::month;
            return partial_;
        }
        if (second_ != nullptr) {
            say_double_year(complaint_, partial_.year, *second_);
            return std::nullopt;
        }
        if (partial_.has_year) {
            partial_.unit = Unit::year;
            return partial_;
        }
        if (day_ == nullptr) return std::nullopt;
        partial_.unit = Unit::bare;
        partial_.number = day_->value;
        partial_.digits = day_->digits;
        return partial_;
    }

    std::optional<Partial> read_day() {
        if (is_long(*day_)) return std::nullopt;
        if (day_->value > 31) {
            complaint_.say(
                partial_.has_year ? fmt::format("no month has a day {}", day_->value)
                                  : std::string{"of which century? write the year with four digits"}
            );
            return std::nullopt;
        }
        partial_.unit = Unit::day;
        partial_.day = day_->value;
        return partial_;
    }

    TokenSpan tokens_;
    Complaint& complaint_;
    std::size_t i_ = 0;
    Partial partial_{.exact = {}, .portion = {}, .calendar = {}};
    std::array<const Token*, numerals_max> numerals_{};
    std::size_t count_ = 0;
    std::int32_t year_at_ = -1; // among the numerals
    bool marks_next_ = false;
    bool century_ = false;
    bool millennium_ = false;
    bool is_season_ = false;
    const Token* decade_ = nullptr;
    const Token* day_ = nullptr;
    const Token* second_ = nullptr;
};

std::optional<Partial> read_exact(TokenSpan tokens, std::string_view phrase) {
    const Token& first = tokens.front();
    const bool may_be =
        first.word == Word::dash || (first.word == Word::number && first.digits >= 2);
    if (tokens.size() < 2 || !may_be || tokens.back().end <= first.begin) return std::nullopt;
    const auto part = parse_edtf_part(phrase.substr(first.begin, tokens.back().end - first.begin));
    if (!part) return std::nullopt;
    return Partial{
        .unit = Unit::exact, .has_year = true, .exact = *part, .portion = {}, .calendar = {}
    };
}

/// "turn of the 20th century", "рубеж XIX–XX веков". With one century it is the turn to it.
std::optional<Partial> read_turn(TokenSpan tokens, Complaint& complaint) {
    std::array<std::int32_t, 2> numbers{};
    std::size_t count = 0;
    Partial partial{.unit = Unit::turn, .exact = {}, .portion = {}, .calendar = {}};
    for (const Token& token : tokens.subspan(1)) {
        if (is_numeral(token)) {
            if (count == numbers.size()) return std::nullopt;
            numbers.at(count++) = token.value;
        } else if (token.word == Word::bc) {
            partial.era = Era::bc;
        } else if (token.word != Word::century && token.word != Word::dash
                   && token.word != Word::conjunction && token.word != Word::filler
                   && token.word != Word::to && token.word != Word::ad) {
            return std::nullopt;
        }
    }
    if (count == 0 || numbers[0] < 1 || numbers[0] > 99) {
        complaint.say("the turn to which century? write for example: turn of the 20th century");
        return std::nullopt;
    }
    const std::int32_t step = partial.era == Era::bc ? -1 : 1;
    if (count == 2 && numbers[1] != numbers[0] + step) {
        complaint.say("a turn lies between two centuries that follow each other");
        return std::nullopt;
    }
    partial.number = count == 2 ? numbers[0] : numbers[0] - step;
    partial.digits = static_cast<std::int32_t>(count);
    return partial;
}

} // namespace

std::optional<Calendar> stated_calendar(Word word) {
    switch (word) {
    case Word::julian:
        return Calendar::julian;
    case Word::gregorian:
        return Calendar::gregorian;
    case Word::swedish:
        return Calendar::swedish;
    default:
        return std::nullopt;
    }
}

TokenSpan strip_fillers(TokenSpan tokens) {
    const auto is_empty = [](const Token& token) {
        return token.word == Word::filler || token.word == Word::comma;
    };
    while (!tokens.empty() && is_empty(tokens.front())) {
        tokens = tokens.subspan(1);
    }
    while (!tokens.empty() && is_empty(tokens.back())) {
        tokens = tokens.first(tokens.size() - 1);
    }
    return tokens;
}

std::optional<Partial>
read_partial(TokenSpan tokens, std::string_view phrase, Complaint& complaint) {
    tokens = strip_fillers(tokens);
    if (tokens.empty()) return std::nullopt;
    if (tokens.front().word == Word::turn) return read_turn(tokens, complaint);
    if (auto exact = read_exact(tokens, phrase)) return exact;
    TokenSpan numbers = tokens;
    while (numbers.back().word == Word::year_mark && numbers.size() > 1) {
        numbers = numbers.first(numbers.size() - 1);
    }
    if (auto numeric = NumericReader{numbers, complaint}.read()) return numeric;
    return BagReader{tokens, complaint}.read();
}

// ── Filling ──

namespace {

void take_year(Partial& to, const Partial& from) {
    if (to.has_year || !from.has_year || from.unit == Unit::exact) return;
    if (to.unit != Unit::day && to.unit != Unit::month && to.unit != Unit::season) return;
    to.year = from.year;
    to.second_year = from.second_year;
    to.has_year = true;
}

void take_month(Partial& to, const Partial& from) {
    if (to.unit == Unit::day && to.month == 0 && from.unit == Unit::day) to.month = from.month;
}

/// What "5" means before "9 May", "18th" before "19th century", "264" before "146 BC".
void take_unit_backwards(Partial& first, const Partial& second) {
    if (first.unit == Unit::year && second.unit == Unit::decade && first.era == second.era
        && first.year % 10 == 0) {
        first.unit = Unit::decade; // "1920–1930-е годы"
    }
    if (first.unit != Unit::bare) return;
    switch (second.unit) {
    case Unit::day:
        first.unit = Unit::day;
        first.day = first.number;
        break;
    case Unit::century:
    case Unit::millennium:
        first.unit = second.unit;
        break;
    case Unit::year:
        if (second.era == Era::none) break;
        first.unit = Unit::year;
        first.year = first.number;
        first.has_year = true;
        break;
    case Unit::decade:
        first.unit = Unit::decade;
        first.year = second.year - second.year % 100 + first.number;
        first.has_year = true;
        break;
    default:
        break;
    }
}

/// What "29" means after "1928", "9" after "May 5".
void take_unit_forwards(const Partial& first, Partial& second) {
    if (second.unit != Unit::bare) return;
    if (first.unit == Unit::day && second.number <= 31) {
        second.unit = Unit::day;
        second.day = second.number;
        return;
    }
    if (first.unit == Unit::century || first.unit == Unit::millennium) {
        second.unit = first.unit;
        return;
    }
    if (first.unit != Unit::year || first.era == Era::bc) return;
    second.unit = Unit::year;
    second.year = complete_year(first.year, second.number, second.digits);
    second.digits = first.digits;
    second.has_year = true;
}

void take_era(Partial& to, const Partial& from) {
    if (to.era == Era::none && to.unit != Unit::exact && from.unit != Unit::exact) {
        to.era = from.era;
    }
}

} // namespace

void fill(Partial& first, Partial& second) {
    take_unit_backwards(first, second);
    take_unit_forwards(first, second);
    if (first.is_short_decade && second.unit == Unit::decade && !second.is_short_decade) {
        first.year += second.year - second.year % 100;
        first.is_short_decade = false;
    }
    if (second.is_short_decade && first.unit == Unit::decade && !first.is_short_decade) {
        second.year += first.year - first.year % 100;
        second.is_short_decade = false;
    }
    take_month(first, second);
    take_month(second, first);
    take_year(first, second);
    take_year(second, first);
    take_era(first, second);
    // "AD 98 – 117"; but after "44 BC" a later year says its own.
    if (first.era != Era::bc || second.unit == Unit::day) take_era(second, first);
}

// ── Resolving ──

namespace {

class Resolver {
public:
    Resolver(const Partial& partial, Complaint& complaint)
        : partial_{partial}, complaint_{complaint} {}

    std::optional<Resolved> run() {
        result_.calendar = partial_.calendar;
        result_.weekday = partial_.weekday;
        if (!settle_unit()) return std::nullopt;
        const bool fits = std::ranges::all_of(
            std::array{result_.first.year, result_.last.year},
            [](std::int32_t year) { return year >= year_min && year <= year_max; }
        );
        if (!fits) return refuse("years go from 10000 BC to AD 9999");
        if (partial_.portion.of != 0 && !cut()) return std::nullopt;
        result_.first.qualifiers |= partial_.qualifiers;
        result_.last.qualifiers |= partial_.qualifiers;
        return result_;
    }

private:
    std::nullopt_t refuse(std::string sentence) {
        complaint_.say(std::move(sentence));
        return std::nullopt;
    }

    bool settle_unit() {
        switch (partial_.unit) {
        case Unit::exact:
            set(partial_.exact);
            return true;
        case Unit::bare:
            refuse(fmt::format(
                "is {0} a year? write it with four digits, or AD {0} or {0} BC", partial_.number
            ));
            return false;
        case Unit::century:
        case Unit::millennium:
            return settle_hundreds();
        case Unit::turn:
            return settle_turn();
        case Unit::decade:
            return settle_decade();
        default:
            return settle_year();
        }
    }

    void set(const EdtfPart& part) { result_.first = result_.last = part; }

    void set_years(std::int32_t first, std::int32_t last) {
        result_.first = {.year = first};
        result_.last = {.year = last};
        result_.shape = Resolved::Shape::range;
    }

    bool settle_hundreds() {
        const std::int32_t n = partial_.number;
        const bool is_century = partial_.unit == Unit::century;
        const std::int32_t length = is_century ? 100 : 1000;
        if (n < 1 || n * length > 10'000 || partial_.era == Era::creation) {
            refuse("which century is that? write for example: 18th century");
            return false;
        }
        if (partial_.era == Era::bc) {
            set_years(1 - (n * length), -(n - 1) * length);
        } else if (is_century) {
            set({.year = (n - 1) * length, .precision = Precision::century});
        } else {
            set_years(((n - 1) * length) + 1, std::min(n * length, year_max));
        }
        return true;
    }

    bool settle_turn() {
        const std::int32_t n = partial_.number;
        const std::int32_t year = partial_.era == Era::bc ? -(n - 1) * 100 : n * 100;
        set({.year = year, .qualifiers = approximate});
        if (partial_.digits == 1) {
            result_.remark = fmt::format(
                "read as around {}: write both centuries if the other turn is meant", year
            );
        }
        return true;
    }

    bool settle_decade() {
        if (partial_.is_short_decade) {
            refuse(fmt::format(
                "the {0}s of which century? write for example 19{0:02}s or 18{0:02}s", partial_.year
            ));
            return false;
        }
        if (partial_.era == Era::creation) {
            refuse("write years from Creation one by one");
            return false;
        }
        const std::int32_t first = partial_.year - (partial_.year % 10);
        if (partial_.era == Era::bc) {
            // 49 to 40 BC
            set_years(1 - (first + 9), std::min(1 - first, 0));
            return true;
        }
        set({.year = first, .precision = Precision::decade});
        if (first % 100 == 0 && partial_.portion.of == 0) {
            result_.remark = fmt::format(
                "read as the ten years {0}–{1}: for the whole century write its number",
                first,
                first + 9
            );
        }
        return true;
    }

    /// The year as astronomers count it.
    bool settle_year() {
        if (!partial_.has_year) {
            refuse("of which year? add the year");
            return false;
        }
        if (partial_.unit == Unit::day && partial_.month == 0) {
            refuse("of which month? add the month");
            return false;
        }
        if (partial_.era == Era::creation || is_year_from_creation()) return settle_creation();
        std::int32_t year = partial_.year;
        if (partial_.era == Era::bc) {
            if (year == 0) {
                refuse("there is no year 0 BC: the year before AD 1 is 1 BC");
                return false;
            }
            year = 1 - year;
        }
        return settle_date(year);
    }

    /// "29 January 7157": no history has happened then, and every Russian charter is dated so.
    [[nodiscard]] bool is_year_from_creation() const {
        return partial_.era == Era::none && partial_.year >= unmarked_creation_year_min
               && partial_.year <= unmarked_creation_year_max;
    }

    /// The Byzantine year begins on 1 September, four months before the year AD it mostly lies in.
    bool settle_creation() {
        constexpr std::int32_t before_september = 5508;
        const std::int32_t year = partial_.year - before_september;
        result_.calendar = result_.calendar.value_or(Calendar::julian);
        result_.remark = fmt::format(
            "year {} from Creation, beginning on 1 September {}", partial_.year, year - 1
        );
        if (year < 1) {
            refuse("years from Creation are read from 5509 on, which is AD 1");
            return false;
        }
        // "лето 7156" is the year: in the language of those who counted so, a summer was a year.
        const bool is_year =
            partial_.unit == Unit::year || (partial_.unit == Unit::season && partial_.month == 22);
        if (is_year) {
            result_.first = {.year = year - 1, .month = 9, .precision = Precision::month};
            result_.last = {.year = year, .month = 8, .precision = Precision::month};
            result_.shape = Resolved::Shape::range;
            return true;
        }
        const bool is_autumn = partial_.unit == Unit::season && partial_.month == 23;
        const bool is_late = partial_.unit != Unit::season && partial_.month >= 9;
        return settle_date(is_autumn || is_late ? year - 1 : year);
    }

    bool settle_date(std::int32_t year) {
        if (partial_.second_year != 0 && partial_.unit != Unit::winter) {
            if (!settle_double_year()) return false;
            ++year;
        }
        switch (partial_.unit) {
        case Unit::winter:
            result_.first = {year, 12, 1, Precision::day};
            result_.last = {year + 1, 3, 20, Precision::day};
            result_.shape = Resolved::Shape::span;
            return true;
        case Unit::season:
            set({.year = year, .month = partial_.month, .precision = Precision::season});
            if (partial_.month == 24) {
                result_.remark = fmt::format(
                    "winter {0}: {1}/{2:02} or {0}/{3:02}?",
                    year,
                    year - 1,
                    (year % 100 + 100) % 100,
                    ((year + 1) % 100 + 100) % 100
                );
            }
            return true;
        case Unit::month:
            set({.year = year, .month = partial_.month, .precision = Precision::month});
            return true;
        case Unit::day:
            set({year, partial_.month, partial_.day, Precision::day});
            return true;
        default:
            set({.year = year});
            return true;
        }
    }

    bool settle_double_year() {
        const bool is_early =
            partial_.month >= 1
            && (partial_.month < 3 || (partial_.month == 3 && partial_.day <= 24));
        if (!is_early) {
            refuse("a double year stands only with days from 1 January to 24 March; write one year"
            );
            return false;
        }
        if (partial_.calendar.value_or(Calendar::julian) != Calendar::julian) {
            refuse("a double year is Old Style; leave out N.S., or write one year");
            return false;
        }
        result_.calendar = Calendar::julian;
        result_.remark = "double year: read as Old Style, year beginning 25 March";
        return true;
    }

    // ── Portions ──

    [[nodiscard]] std::int32_t boundary(std::int32_t length, std::int32_t k) const {
        const std::int32_t of = partial_.portion.of;
        // 0–3, 4–6, 7–9: ten in three is uneven, and the first is the longest.
        if (length == 10 && of == 3) return (10 * k + 2) / 3;
        if (k == of) return length;
        return length * k / of;
    }

    bool cut() {
        const Portion& portion = partial_.portion;
        const bool is_range = result_.shape == Resolved::Shape::range;
        const bool is_tenth = portion.of == 10; // "the first decade of": of a century or a month
        switch (result_.first.precision) {
        case Precision::century:
            cut_years(result_.first.year + 1, 100);
            return true;
        case Precision::decade:
            if (portion.of == 4 || is_tenth) break;
            cut_years(result_.first.year, 10);
            return true;
        case Precision::year:
            if (is_tenth && !is_range) break;
            if (is_range) {
                cut_years(result_.first.year, result_.last.year - result_.first.year + 1);
            } else {
                cut_year(result_.first.year);
            }
            return true;
        case Precision::month:
            if (portion.of == 4 || is_range) break;
            cut_month(result_.first);
            return true;
        case Precision::season:
            if (portion.of != 3 || result_.first.month == 24) break;
            cut_season(result_.first);
            return true;
        case Precision::day:
            break;
        }
        refuse("a part of that is not read here; write a month, or between two days");
        return false;
    }

    void cut_years(std::int32_t first, std::int32_t length) {
        const std::int32_t from = first + boundary(length, partial_.portion.from);
        const std::int32_t to = first + boundary(length, partial_.portion.to) - 1;
        set_years(from, to);
    }

    void set_months(std::int32_t year, std::int32_t first, std::int32_t last) {
        result_.first = {.year = year, .month = first, .precision = Precision::month};
        result_.last = {.year = year, .month = last, .precision = Precision::month};
        result_.shape = first == last ? Resolved::Shape::single : Resolved::Shape::range;
    }

    void cut_year(std::int32_t year) {
        set_months(
            year, 1 + boundary(12, partial_.portion.from), boundary(12, partial_.portion.to)
        );
    }

    void set_days(EdtfPart month, std::int32_t first, std::int32_t last) {
        result_.first = {month.year, month.month, first, Precision::day};
        result_.last = {month.year, month.month, last, Precision::day};
        result_.shape = Resolved::Shape::range;
    }

    void cut_month(EdtfPart month) {
        // The first third of a month is its first ten days, the second half begins on the 16th.
        const std::int32_t third_or_half = partial_.portion.of == 2 ? 15 : 10;
        const Calendar calendar =
            result_.calendar.value_or(month.year < 1582 ? Calendar::julian : Calendar::gregorian);
        const std::int32_t parts = partial_.portion.of == 2 ? 2 : 3;
        const std::int32_t last = partial_.portion.to >= parts
                                      ? days_in_month(calendar, month.year, month.month)
                                      : third_or_half * partial_.portion.to;
        set_days(month, 1 + (third_or_half * std::min(partial_.portion.from, parts - 1)), last);
    }

    /// By months; the last goes on to the end of the season.
    void cut_season(EdtfPart season) {
        const std::int32_t first_month = 3 * (season.month - 20);
        constexpr std::array ends{20, 22, 20};
        if (partial_.portion.to < 3) {
            set_months(
                season.year,
                first_month + partial_.portion.from,
                first_month + partial_.portion.to - 1
            );
            return;
        }
        // Late spring is May and the days to the solstice.
        result_.first = {season.year, first_month + partial_.portion.from, 1, Precision::day};
        result_.last = {
            season.year,
            first_month + 3,
            ends.at(static_cast<std::size_t>(season.month - 21)),
            Precision::day
        };
        result_.shape = Resolved::Shape::range;
    }

    const Partial& partial_;
    Complaint& complaint_;
    Resolved result_;
};

} // namespace

std::optional<Resolved> resolve(const Partial& partial, Complaint& complaint) {
    return Resolver{partial, complaint}.run();
}

} // namespace attest::dates
