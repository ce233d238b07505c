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

/// A year that stands in a text without a word or sign that makes it one ("in 1917"). Smaller
/// numbers are counts more often than years; larger ones are no years of history.
inline constexpr std::int32_t bare_year_min = 1000;
inline constexpr std::int32_t bare_year_max = 2100;

/// Tokens of one date in a running text. "Wednesday, 25 October (7 November) 1917" has eight; more
/// are a sentence that happens to hold two.
inline constexpr std::size_t tokens_in_text_date_max = 16;

/// Dates taken from one text, and phrases tried for them: a text made to be slow costs some 20 ms,
/// and a chronicle that holds more is read as far as that.
inline constexpr std::size_t dates_in_text_max = 500;
inline constexpr std::size_t phrases_tried_max = 6'000;

/// Bytes of a text that are cut into words at once: offsets in a token have 16 bits.
inline constexpr std::size_t text_slice_bytes = 16'384;

} // namespace attest::dates
