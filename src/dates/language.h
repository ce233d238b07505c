// What a language gives to the reading and printing of dates: tables and nothing else. Another
// language is one more file with one more table, named in `languages()`.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace attest::dates {

/// What a word or a sign means in a date. Words of several languages mean the same.
enum class Word : std::uint8_t {
    unknown,
    // Numbers
    number,
    ordinal, ///< "4th", "first", "1-я"; value −1 is "last"
    roman,
    decade, ///< "1920s", "20-е", "twenties": the value is 1920 or 20
    // Names
    month,
    weekday, ///< 0 is Monday
    season,  ///< 21 to 24
    // Units and eras
    year_mark,  ///< "г.": the number before it is a year
    years_mark, ///< "гг.", "годы"
    century,
    millennium,
    ten_years, ///< "the first decade of"
    bc,
    ad,
    creation, ///< Byzantine years
    // Calendars
    julian,
    gregorian,
    swedish,
    // How sure, and which part
    about,
    doubt,
    portion, ///< 0 early, 1 mid, 2 late
    half,
    quarter,
    third,
    turn, ///< "turn of the century"
    // Joints
    between,
    conjunction, ///< "and"
    from,        ///< value 1: alone it only says which day ("от 5 мая")
    to,
    until,
    before,
    after,
    disjunction, ///< "or"
    or_earlier,  ///< "or earlier", "at the latest"
    or_later,
    onwards,
    present, ///< "to the present"
    shortly,
    filler,
    // Words that mean two things; the reader of tokens settles them by what stands before.
    in_or_century,    ///< "в"
    on_or_to,         ///< "на": "на 17 июля", "в ночь с 16 на 17 июля"
    about_or_century, ///< "c."
    // Signs
    dash, ///< value 1: it stands between spaces or is longer than a hyphen
    slash,
    dot,
    comma,
    open,
    close,
    question,
    tilde,
};

/// One meaning and the forms that have it, separated by `|`. A form is one or more words in lower
/// case without dots; `stem+a,b` is "stema" and "stemb"; `stem+@` takes the language's
/// `adjective_endings`. Where forms meet, the longest that fits is meant.
struct Entry {
    Word meaning = Word::unknown;
    std::int16_t value = 0;
    std::string_view forms;
};

struct Language {
    std::string_view code; ///< "en"
    std::span<const Entry> entries;
    std::string_view adjective_endings;
    /// What directly follows a number and makes it a place in a row ("th"), or ten years ("s").
    /// Separated by `|`. An ending in both is settled by the number.
    std::string_view ordinal_endings;
    std::string_view decade_endings;

    // For printing.
    std::array<std::string_view, 12> months; ///< as they stand in a full date
    std::array<std::string_view, 7> weekdays;
    std::string_view new_style;
    std::string_view old_style;
    std::string_view swedish_style;
    std::string_view before_christ; ///< with `{}` for the year
    std::string_view year;          ///< with `{}` for the year, in a full date
};

extern const Language english;
extern const Language russian;

std::span<const Language* const> languages();

/// The language of that code, English if there is none.
const Language& find_language(std::string_view code);

} // namespace attest::dates
