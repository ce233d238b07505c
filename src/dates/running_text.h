// Dates in a running text: which words of it are one.
//
// Careful rather than clever, since nobody looks at each: a number is a year only where something
// says so – "in 1917", "1914–1918", "(1917)", "1917 г." –, and a month needs its year. What is
// found is read by `read_date`, so it means what it would mean in a field of its own.
#pragma once

#include "dates/historical_date.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace attest::dates {

struct DateInText {
    std::size_t begin = 0; ///< bytes in the text
    std::size_t end = 0;
    HistoricalDate date; ///< its phrase is the text between them
};

/// Words that are meant as a date, and cannot be one: "12 (25) January 1755".
struct ImpossibleDate {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string message; ///< A sentence for the writer, which begins with them.
};

/// In the order of the text, none within another. `text` is UTF-8; English and Russian are known by
/// their words. What `dates_in_text_max` and `phrases_tried_max` leave over is not looked at.
std::vector<DateInText> find_dates(std::string_view text);

/// With what is wrong in the dates that are none, for whoever writes the text.
struct DatesRead {
    std::vector<DateInText> dates; ///< None within an impossible one.
    std::vector<ImpossibleDate> impossible;
};

DatesRead read_dates(std::string_view text);

} // namespace attest::dates
