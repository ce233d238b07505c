#include "bibliography/reference.h"

#include "base/text.h"
#include "bibliography/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace attest::bibliography {

namespace {

constexpr auto csl_types = std::to_array<std::string_view>({
    "article",
    "article-journal",
    "article-magazine",
    "article-newspaper",
    "bill",
    "book",
    "broadcast",
    "chapter",
    "classic",
    "collection",
    "dataset",
    "document",
    "entry",
    "entry-dictionary",
    "entry-encyclopedia",
    "event",
    "figure",
    "graphic",
    "hearing",
    "interview",
    "legal_case",
    "legislation",
    "manuscript",
    "map",
    "motion_picture",
    "musical_score",
    "pamphlet",
    "paper-conference",
    "patent",
    "performance",
    "periodical",
    "personal_communication",
    "post",
    "post-weblog",
    "regulation",
    "report",
    "review",
    "review-book",
    "software",
    "song",
    "speech",
    "standard",
    "thesis",
    "treaty",
    "webpage",
});

constexpr std::array<std::string_view, 12> month_names{
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
};

constexpr int month_last = 12;
constexpr int day_last = 31;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

/// A word that begins with a small letter: von, de la, van der. Cyrillic small letters too.
bool begins_small(std::string_view word) {
    if (word.empty()) return false;
    const auto first = static_cast<unsigned char>(word[0]);
    if (first < 0x80) return first >= 'a' && first <= 'z';
    if (word.size() < 2) return false;
    const auto second = static_cast<unsigned char>(word[1]);
    return (first == 0xD0 && second >= 0xB0) || first == 0xD1;
}

std::string join(std::span<const std::string_view> words) {
    std::string joined;
    for (const std::string_view word : words) {
        if (!joined.empty()) joined += ' ';
        joined += word;
    }
    return joined;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (const std::string_view word : split(text, ' ')) {
        if (!word.empty()) words.push_back(word);
    }
    return words;
}

/// The particle at the front of a family name.
void take_particle(PersonName& person) {
    const std::string family = person.family;
    const std::vector<std::string_view> words = words_of(family);
    std::size_t count = 0;
    while (count + 1 < words.size() && begins_small(words[count]))
        ++count;
    if (count == 0) return;
    person.particle = join(std::span{words}.first(count));
    person.family = join(std::span{words}.subspan(count));
}

PersonName parse_inverted(std::string_view text, std::size_t comma) {
    PersonName person{.family = std::string{trim(text.substr(0, comma))}};
    std::string_view rest = text.substr(comma + 1);
    const std::size_t second = rest.find(',');
    if (second == std::string_view::npos) {
        person.given = trim(rest);
    } else {
        // BibTeX: von Last, Jr, First.
        person.suffix = trim(rest.substr(0, second));
        person.given = trim(rest.substr(second + 1));
    }
    take_particle(person);
    if (person.family.empty()) std::swap(person.family, person.given);
    if (person.family.empty()) std::swap(person.family, person.suffix);
    return person;
}

PersonName parse_natural(std::string_view text) {
    const std::vector<std::string_view> words = words_of(text);
    if (words.size() == 1) return {.literal = std::string{words.front()}};
    // The family name is the last word, with the small words before it.
    std::size_t family = words.size() - 1;
    while (family > 1 && begins_small(words[family - 1]))
        --family;
    PersonName person{
        .family = join(std::span{words}.subspan(family)),
        .given = join(std::span{words}.first(family)),
    };
    take_particle(person);
    return person;
}

std::string tidy_name(std::string_view text) {
    return std::string{trim(utf8_prefix(tidy_text(text), name_bytes_max))};
}

std::optional<Day> valid_day(std::optional<int> year, int month, int day) {
    if (!year || month < 0 || month > month_last || day < 0 || day > day_last) return std::nullopt;
    if (month == 0 && day != 0) return std::nullopt;
    return Day{.year = year, .month = month, .day = day};
}

/// 1990, 1990-01, 1990-01-05, with any one separator; year first or last.
std::optional<Day> parse_numeric(std::string_view text, char separator) {
    const bool is_before_christ = text.starts_with('-') && separator == '-';
    if (is_before_christ) text.remove_prefix(1);
    const std::vector<std::string_view> parts = split(text, separator);
    if (parts.empty() || parts.size() > 3) return std::nullopt;
    std::array<int, 3> numbers{};
    for (std::size_t index = 0; index < parts.size(); ++index) {
        if (!is_number(parts[index]) || parts[index].size() > 4) return std::nullopt;
        numbers.at(index) = parse_number<int>(parts[index]).value_or(0);
    }
    if (parts.front().size() >= 3) {
        const int year = is_before_christ ? -numbers[0] : numbers[0];
        return valid_day(year, numbers[1], numbers[2]);
    }
    if (parts.size() == 3 && parts.back().size() == 4 && separator == '.') {
        return valid_day(numbers[2], numbers[1], numbers[0]);
    }
    return std::nullopt;
}

/// "5 January 1990", "January 5, 1990", "Jan 1990", "5 янв"… no: English only, the rest is literal.
std::optional<Day> parse_words(std::string_view text) {
    std::string spaced{text};
    std::ranges::replace(spaced, ',', ' ');
    std::ranges::replace(spaced, '.', ' ');
    const std::vector<std::string_view> words = words_of(spaced);
    if (words.size() < 2 || words.size() > 3) return std::nullopt;
    if (!is_number(words.back()) || words.back().size() < 3 || words.back().size() > 4) {
        return std::nullopt;
    }
    int month = 0;
    int day = 0;
    for (const std::string_view word : std::span{words}.first(words.size() - 1)) {
        if (month == 0 && month_of(word) != 0) {
            month = month_of(word);
        } else if (day == 0 && is_number(word) && word.size() <= 2) {
            day = parse_number<int>(word).value_or(0);
        } else {
            return std::nullopt;
        }
    }
    if (month == 0) return std::nullopt;
    return valid_day(parse_number<int>(words.back()), month, day);
}

std::optional<Day> parse_day(std::string_view text) {
    for (const char separator : {'-', '/', '.'}) {
        if (const auto day = parse_numeric(text, separator)) return day;
    }
    return parse_words(text);
}

/// The first run of exactly four digits from 1000 to 2999, in a text that nothing else understood.
std::optional<int> find_year(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_digit(text[end]))
            ++end;
        if (end - at == 4 && (text[at] == '1' || text[at] == '2')) {
            return parse_number<int>(text.substr(at, 4));
        }
        at = end + 1;
    }
    return std::nullopt;
}

/// Takes "ca.", "c.", "около" off the front.
bool take_circa(std::string_view& text) {
    for (const std::string_view word : {"circa ", "ca. ", "ca ", "c. ", "c ", "около ", "ок. "}) {
        if (text.starts_with(word)) {
            text = trim(text.substr(word.size()));
            return true;
        }
    }
    if (text.ends_with('~') || text.ends_with('?')) {
        text.remove_suffix(1);
        return true;
    }
    return false;
}

/// Cuts "1990/1992", "1990–1992" and "1990--1992" in two.
std::optional<DateOf> parse_stretch(std::string_view text) {
    for (const std::string_view separator : {"--", "–", "/"}) {
        const std::size_t at = text.find(separator);
        if (at == std::string_view::npos) continue;
        const auto first = parse_day(trim(text.substr(0, at)));
        const auto last = parse_day(trim(text.substr(at + separator.size())));
        if (first && last) return DateOf{.first = *first, .last = *last};
    }
    return std::nullopt;
}

std::string format_day(const Day& day) {
    if (!day.year) return {};
    const std::string year =
        *day.year > 0 ? std::to_string(*day.year) : fmt::format("{} BC", 1 - *day.year);
    if (day.month == 0) return year;
    const std::string_view month = month_names.at(static_cast<std::size_t>(day.month - 1));
    if (day.day == 0) return fmt::format("{} {}", month, year);
    return fmt::format("{} {} {}", day.day, month, year);
}

std::string format_day_edtf(const Day& day) {
    if (!day.year) return {};
    std::string text =
        *day.year < 0 ? fmt::format("-{:04}", -*day.year) : fmt::format("{:04}", *day.year);
    if (day.month != 0) text += fmt::format("-{:02}", day.month);
    if (day.day != 0) text += fmt::format("-{:02}", day.day);
    return text;
}

} // namespace

bool is_csl_type(std::string_view type) {
    return std::ranges::binary_search(csl_types, type);
}

std::string tidy_text(std::string_view text) {
    const std::string clean = clean_utf8(utf8_prefix(text, 2 * variable_bytes_max));
    std::string tidy;
    tidy.reserve(clean.size());
    for (const char c : clean) {
        const bool is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!is_space) {
            tidy += c;
        } else if (!tidy.empty() && tidy.back() != ' ') {
            tidy += ' ';
        }
    }
    return std::string{trim(utf8_prefix(tidy, variable_bytes_max))};
}

PersonName parse_person(std::string_view written) {
    const std::string text = tidy_text(written);
    if (text.empty()) return {};
    if (text.starts_with('{') && text.ends_with('}')) {
        return {.literal = tidy_name(std::string_view{text}.substr(1, text.size() - 2))};
    }
    const std::size_t comma = text.find(',');
    PersonName person =
        comma == std::string::npos ? parse_natural(text) : parse_inverted(text, comma);
    for (std::string* part :
         {&person.family, &person.given, &person.particle, &person.suffix, &person.literal}) {
        *part = tidy_name(*part);
    }
    return person;
}

std::string format_person(const PersonName& person) {
    if (!person.literal.empty()) return person.literal;
    std::string name;
    for (const std::string* part : {&person.given, &person.particle, &person.family}) {
        if (part->empty()) continue;
        if (!name.empty()) name += ' ';
        name += *part;
    }
    if (!person.suffix.empty()) name += ", " + person.suffix;
    return name;
}

std::string format_person_inverted(const PersonName& person) {
    if (!person.literal.empty()) {
        // One word is read as a literal anyway.
        const bool is_plain = person.literal.find_first_of(" ,") == std::string::npos;
        return is_plain ? person.literal : "{" + person.literal + "}";
    }
    std::string name = person.particle;
    if (!name.empty() && !person.family.empty()) name += ' ';
    name += person.family;
    if (!person.suffix.empty()) name += ", " + person.suffix;
    // Without its comma a family name of two words would be read as given name and family name.
    if (!person.given.empty() || !person.suffix.empty() || name.contains(' ')) {
        name += ", " + person.given;
    }
    return std::string{trim(name)};
}

DateOf parse_date(std::string_view written) {
    const std::string tidy = tidy_text(written);
    std::string_view text = tidy;
    // "open" ends of RIS: 1990/01/05/
    while (text.ends_with('/'))
        text.remove_suffix(1);
    if (text.empty()) return {};
    DateOf date;
    date.is_circa = take_circa(text);
    if (const auto day = parse_day(text)) {
        date.first = *day;
        return date;
    }
    if (auto stretch = parse_stretch(text)) {
        stretch->is_circa = date.is_circa;
        return *stretch;
    }
    return {.first = {.year = find_year(tidy)}, .literal = tidy};
}

std::string format_date(const DateOf& date) {
    if (!date.literal.empty()) return date.literal;
    std::string text = format_day(date.first);
    if (date.last.year) text += "–" + format_day(date.last);
    return date.is_circa && !text.empty() ? "ca. " + text : text;
}

std::string format_edtf(const DateOf& date) {
    std::string text = format_day_edtf(date.first);
    if (text.empty()) return text;
    if (date.is_circa) text += '~';
    if (date.last.year) text += "/" + format_day_edtf(date.last) + (date.is_circa ? "~" : "");
    return text;
}

std::string first_author(const Reference& reference) {
    if (!reference.authors.empty()) return format_person(reference.authors.front());
    if (!reference.editors.empty()) return format_person(reference.editors.front());
    return {};
}

int month_of(std::string_view word) {
    constexpr std::size_t abbreviation = 3;
    if (word.size() < abbreviation) return 0;
    for (std::size_t month = 0; month < month_names.size(); ++month) {
        const std::string_view name = month_names.at(month);
        if (word.size() <= name.size()
            && ascii_equal_ignoring_case(word, name.substr(0, word.size()))) {
            return static_cast<int>(month) + 1;
        }
    }
    return 0;
}

} // namespace attest::bibliography
