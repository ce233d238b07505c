#include "dates/language.h"

namespace attest::dates {

namespace {

constexpr auto words = std::to_array<Entry>({
    {Word::month, 1, "january|jan"},
    {Word::month, 2, "february|feb|febr"},
    {Word::month, 3, "march|mar"},
    {Word::month, 4, "april|apr"},
    {Word::month, 5, "may"},
    {Word::month, 6, "june|jun"},
    {Word::month, 7, "july|jul"},
    {Word::month, 8, "august|aug"},
    {Word::month, 9, "september|sept|sep"},
    {Word::month, 10, "october|oct"},
    {Word::month, 11, "november|nov"},
    {Word::month, 12, "december|dec"},

    {Word::weekday, 0, "monday|mon"},
    {Word::weekday, 1, "tuesday|tue|tues"},
    {Word::weekday, 2, "wednesday|wed|weds"},
    {Word::weekday, 3, "thursday|thu|thur|thurs"},
    {Word::weekday, 4, "friday|fri"},
    {Word::weekday, 5, "saturday|sat"},
    {Word::weekday, 6, "sunday|sun"},

    {Word::season, 21, "spring|springtime"},
    {Word::season, 22, "summer|summertime"},
    {Word::season, 23, "autumn|fall"},
    {Word::season, 24, "winter|wintertime"},

    {Word::ordinal, 1, "first"},
    {Word::ordinal, 2, "second"},
    {Word::ordinal, 3, "third"},
    {Word::ordinal, 4, "fourth"},
    {Word::ordinal, 5, "fifth"},
    {Word::ordinal, 6, "sixth"},
    {Word::ordinal, 7, "seventh"},
    {Word::ordinal, 8, "eighth"},
    {Word::ordinal, 9, "ninth"},
    {Word::ordinal, 10, "tenth"},
    {Word::ordinal, 11, "eleventh"},
    {Word::ordinal, 12, "twelfth"},
    {Word::ordinal, 13, "thirteenth"},
    {Word::ordinal, 14, "fourteenth"},
    {Word::ordinal, 15, "fifteenth"},
    {Word::ordinal, 16, "sixteenth"},
    {Word::ordinal, 17, "seventeenth"},
    {Word::ordinal, 18, "eighteenth"},
    {Word::ordinal, 19, "nineteenth"},
    {Word::ordinal, 20, "twentieth"},
    {Word::ordinal, 21, "twenty first"},
    {Word::ordinal, 22, "twenty second"},
    {Word::ordinal, 23, "twenty third"},
    {Word::ordinal, 24, "twenty fourth"},
    {Word::ordinal, 25, "twenty fifth"},
    {Word::ordinal, 26, "twenty sixth"},
    {Word::ordinal, 27, "twenty seventh"},
    {Word::ordinal, 28, "twenty eighth"},
    {Word::ordinal, 29, "twenty ninth"},
    {Word::ordinal, 30, "thirtieth"},
    {Word::ordinal, 31, "thirty first"},
    {Word::ordinal, -1, "last|final|closing|latter"},

    {Word::decade, 10, "tens|teens"},
    {Word::decade, 20, "twenties"},
    {Word::decade, 30, "thirties"},
    {Word::decade, 40, "forties"},
    {Word::decade, 50, "fifties"},
    {Word::decade, 60, "sixties"},
    {Word::decade, 70, "seventies"},
    {Word::decade, 80, "eighties"},
    {Word::decade, 90, "nineties"},

    {Word::year_mark, 0, "year|yr"},
    {Word::years_mark, 0, "years|yrs"},
    {Word::century, 0, "century|centuries|cent|cents"},
    {Word::about_or_century, 0, "c"},
    {Word::millennium, 0, "millennium|millennia|millenium"},
    {Word::ten_years, 0, "decade|decades"},
    {Word::bc, 0, "bc|bce|b c|b c e|before christ|before the common era"},
    {Word::ad, 0, "ad|ce|a d|c e|anno domini|of the common era|common era"},
    {Word::creation,
     0,
     "am|a m|anno mundi|from creation|from the creation|from the creation of the world|since "
     "creation|"
     "since the creation|since the creation of the world|byzantine|byzantine era|of the byzantine "
     "era"},

    {Word::julian,
     0,
     "os|o s|old style|old calendar|julian|julian calendar|julian style|in the julian calendar|"
     "by the julian calendar|in old style|according to the julian calendar"},
    {Word::gregorian,
     0,
     "ns|n s|new style|new calendar|gregorian|gregorian calendar|gregorian style|"
     "in the gregorian calendar|by the gregorian calendar|in new style|"
     "according to the gregorian calendar"},
    {Word::swedish, 0, "swedish|swedish calendar|swedish style|in the swedish calendar"},

    {Word::about,
     0,
     "ca|circa|cca|cir|about|abt|around|approximately|approx|roughly|estimated|est|near|"
     "some time around|sometime around|on or about|in or about|in or around|at or about|or so|"
     "or thereabouts|more or less"},
    {Word::doubt,
     0,
     "probably|prob|possibly|poss|perhaps|maybe|presumably|likely|uncertain|apparently|supposedly|"
     "most likely|most probably|very likely"},
    {Word::portion, 0, "early|beginning|start|opening|outset|early part|early years|first years"},
    {Word::portion, 1, "mid|middle|mid part"},
    {Word::portion,
     2,
     "late|end|ending|close|late part|latter part|later part|last years|final years"},
    {Word::half, 0, "half"},
    {Word::quarter, 0, "quarter|quarters"},
    {Word::third, 0, "thirds"},
    {Word::turn, 0, "turn"},

    {Word::between, 0, "between|betw|bet|at some time between|some time between|sometime between"},
    {Word::conjunction, 0, "and|but"},
    {Word::from, 0, "from|beginning in|starting in|starting from"},
    {Word::to, 0, "to|through|thru"},
    {Word::until, 0, "until|till|til|up to|up until|down to"},
    {Word::before,
     0,
     "before|bef|by|prior to|earlier than|not later than|no later than|not after|none later "
     "than|ante|ante quem|"
     "terminus ante quem|pre|at the latest by|at latest|until at the latest"},
    {Word::after,
     0,
     "after|aft|since|later than|not earlier than|no earlier than|not before|post|post "
     "quem|terminus post "
     "quem|"
     "ever since|at the earliest in"},
    {Word::disjunction, 0, "or|either|or else"},
    {Word::or_earlier, 0, "or earlier|and earlier|at the latest|or sooner"},
    {Word::or_later, 0, "or later|and later|at the earliest"},
    {Word::onwards, 0, "onwards|onward|and onwards|on wards"},
    {Word::present,
     0,
     "present|present day|the present|the present day|now|today|date|this day|our days|the present "
     "time"},
    {Word::shortly, 0, "shortly|soon|just|immediately|well|long|right|some time|not long"},
    {Word::filler,
     0,
     "morning|evening|afternoon|night|noon|midnight|dawn|the|of|in|on|at|towards|toward|day|during|"
     "dated|sometime|part|exactly|calendar|within|some "
     "time in"},
});

} // namespace

const Language english{
    .code = "en",
    .entries = words,
    .adjective_endings = "",
    .ordinal_endings = "st|nd|rd|th|d",
    .decade_endings = "s",
    .months =
        {"January",
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
         "December"},
    .weekdays = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
    .new_style = "N.S.",
    .old_style = "O.S.",
    .swedish_style = "Swedish style",
    .before_christ = "{} BC",
    .year = "{}",
};

} // namespace attest::dates
