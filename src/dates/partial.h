// One date as people write it, which may lean on another for what it leaves out: the "5" and the
// "May" of "5 – 9 May 1945". A partial is read by itself, filled from its neighbour, then resolved
// to EDTF.
#pragma once

#include "dates/edtf.h"
#include "dates/tokens.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace attest::dates {

using TokenSpan = std::span<const Token>;

/// The first thing that was understood and cannot be, as a sentence for the writer. Readers try one
/// form after the other; what the first has to say is said if none fits.
class Complaint {
public:
    void say(std::string sentence) {
        if (sentence_.empty()) sentence_ = std::move(sentence);
    }

    [[nodiscard]] const std::string& sentence() const { return sentence_; }

private:
    std::string sentence_;
};

/// A share of a month, year, decade or century: `from`/`of` to `to`/`of`. "Late" is 2/3 to 3/3.
struct Portion {
    std::int32_t of = 0; ///< 0: the whole
    std::int32_t from = 0;
    std::int32_t to = 0;
};

struct Partial {
    enum class Unit : std::uint8_t {
        bare, ///< a number that may be a day, a year, a century
        day,
        month,
        season,
        winter, ///< of two years: "winter 1941/42"
        year,
        decade,
        century,
        millennium,
        turn,  ///< of two centuries; `number` is the one that ends
        exact, ///< EDTF
    };
    enum class Era : std::uint8_t { none, ad, bc, creation };

    Unit unit = Unit::bare;
    Era era = Era::none;
    bool has_year = false;
    bool is_short_decade = false; ///< "the twenties": `year` is 20
    std::int32_t year = 0;        ///< in its era
    std::int32_t second_year = 0; ///< of "1731/32", whole; 0 if there is none
    std::int32_t month = 0;       ///< or season
    std::int32_t day = 0;
    std::int32_t number = 0; ///< of a bare number, a century, a millennium
    std::int32_t digits = 0; ///< of a bare number or a year
    std::int32_t weekday = -1;
    EdtfPart exact;
    // What stands around it.
    Portion portion;
    Qualifiers qualifiers = 0;
    std::optional<Calendar> calendar;
};

/// What a partial says once it is whole.
struct Resolved {
    enum class Shape : std::uint8_t { single, range, span };

    EdtfPart first;
    EdtfPart last;
    Shape shape = Shape::single;
    std::optional<Calendar> calendar;
    std::string remark;
    std::int32_t weekday = -1;
};

/// The calendar that a word names, if it names one.
std::optional<Calendar> stated_calendar(Word word);

/// Without fillers and commas at both ends.
TokenSpan strip_fillers(TokenSpan tokens);

/// Nothing if the tokens are no single date.
std::optional<Partial>
read_partial(TokenSpan tokens, std::string_view phrase, Complaint& complaint);

/// Gives to each what only the other says.
void fill(Partial& first, Partial& second);

/// Nothing, and a complaint, if something is still missing or cannot be.
std::optional<Resolved> resolve(const Partial& partial, Complaint& complaint);

} // namespace attest::dates
