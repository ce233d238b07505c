#include "dates/adoption.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace attest::dates {

std::span<const Adoption> adoptions() {
    static constexpr std::array<Adoption, 11> all{{
        {"spain", "Spain", {1582, 10, 4}, {1582, 10, 15}},
        {"portugal", "Portugal", {1582, 10, 4}, {1582, 10, 15}},
        {"poland", "Poland", {1582, 10, 4}, {1582, 10, 15}},
        {"italy", "most of Italy", {1582, 10, 4}, {1582, 10, 15}},
        {"prussia", "Prussia", {1610, 8, 22}, {1610, 9, 2}},
        {"britain", "Britain and its colonies", {1752, 9, 2}, {1752, 9, 14}, Civil{1752, 1, 1}},
        {"sweden", "Sweden", {1753, 2, 17}, {1753, 3, 1}},
        {"bulgaria", "Bulgaria", {1916, 3, 31}, {1916, 4, 14}},
        {"russia", "Soviet Russia", {1918, 1, 31}, {1918, 2, 14}},
        {"romania", "Romania", {1919, 3, 31}, {1919, 4, 14}},
        {"greece", "Greece", {1923, 2, 15}, {1923, 3, 1}},
    }};
    return all;
}

const Adoption* find_adoption(std::string_view place) {
    const auto all = adoptions();
    const auto found = std::ranges::find(all, place, &Adoption::place);
    return found == all.end() ? nullptr : &*found;
}

Calendar calendar_at(const Adoption& place, DayNumber day) {
    constexpr Civil swedish_first{1700, 3, 1};
    constexpr Civil swedish_last{1712, 2, 30};
    if (day >= day_number(Calendar::gregorian, place.first_gregorian)) return Calendar::gregorian;
    const bool is_swedish = place.place == "sweden"
                            && day >= day_number(Calendar::swedish, swedish_first)
                            && day <= day_number(Calendar::swedish, swedish_last);
    return is_swedish ? Calendar::swedish : Calendar::julian;
}

std::optional<std::string> ask_year_beginning(const HistoricalDate& date, const Adoption& place) {
    if (!place.last_lady_day_year || date.calendar != Calendar::julian || date.lo != date.hi) {
        return std::nullopt;
    }
    // Who wrote both years has already answered.
    if (date.phrase.find('/') != std::string::npos) return std::nullopt;
    const Civil civil = civil_of(Calendar::julian, date.lo);
    constexpr std::int32_t custom_from = 1155; // before, the English year began at Christmas
    const bool is_early = civil.month < 3 || (civil.month == 3 && civil.day < 25);
    if (!is_early || civil.year < custom_from || civil >= *place.last_lady_day_year) {
        return std::nullopt;
    }
    return fmt::format("{0} or {0}/{1:02}?", civil.year, (civil.year + 1) % 100);
}

} // namespace attest::dates
