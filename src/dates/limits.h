// Every limit of the layer, each with its reason.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attest::dates {

/// Bytes of a phrase. The longest that a historian writes ("not earlier than the second quarter of
/// the 18th century …", in Cyrillic at two bytes a letter) stay under 150; what is longer is a
/// sentence, not a date.
inline constexpr std::size_t phrase_bytes_max = 256;

/// Tokens of a phrase. A dual date with weekday, both styles and brackets has about fifteen; the
/// readers try splits at every dash, so this bounds their work.
inline constexpr std::size_t tokens_max = 40;

/// How deep brackets, "before", "not before … and not after" may stand in one another.
inline constexpr int depth_max = 6;

/// Members of an EDTF set `[a,b,c..d]`. "Either of these" with more than a few is no date.
inline constexpr std::size_t members_max = 16;

/// Years of EDTF without a letter in front, as astronomers count: 0 is 1 BC.
inline constexpr std::int32_t year_min = -9999;
inline constexpr std::int32_t year_max = 9999;

/// A year of a phrase, not of EDTF, that is read as one from the Creation of the world although
/// nobody says so: AD 492 to 1892, from the first who counted so to well after the last who had to.
inline constexpr std::int32_t unmarked_creation_year_min = 6000;
inline constexpr std::int32_t unmarked_creation_year_max = 7400;

/// Widths of "about", in the unit of what is said. House rule of the site, shown to the writer and
/// changeable there: a "circa" with no width is no date.
inline constexpr std::int32_t about_day_days = 5;
inline constexpr std::int32_t about_month_days = 31;
inline constexpr std::int32_t about_year_years = 5;
inline constexpr std::int32_t about_decade_years = 5;
inline constexpr std::int32_t about_century_years = 25;

} // namespace attest::dates
