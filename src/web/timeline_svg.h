// A timeline as a picture: SVG, made here, so that it needs no script, prints, and can be cited.
//
// What is known as a span is a solid bar; what happened at some moment of a stretch is hollow and
// fades at both ends, since neither end is a day on which anything is said to have happened; a day
// is a tick. The form and colour of the sign say the status, as in the text. Nothing is left out
// where sources differ: each date stands by itself.
#pragma once

#include "dates/historical_date.h"
#include "dates/language.h"
#include "html/html.h"
#include "html/writer.h"
#include "web/timeline_picture.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::web {

/// One date of a claim, as it is to be drawn.
struct DrawnDate {
    dates::HistoricalDate date;
    std::string_view sign;   ///< "●"
    std::string_view status; ///< Of the class in evidence.css: "corroborated".
    std::string words;       ///< Behind the phrase.
    std::string title;       ///< On hover.
    html::Url address;
    std::string lane; ///< Heading of its lane, or ''
};

/// The days from one side of the picture to the other: what is asked for, else what the dates need.
dates::Bounds drawn_days(std::span<const DrawnDate> items, dates::Bounds asked);

struct Drawing {
    dates::Bounds days;         ///< Both closed.
    bool has_old_style = false; ///< A second axis, by the Julian calendar.
    const dates::Language* language = nullptr;
    std::string label;    ///< What it is a timeline of, for those who do not see it.
    bool is_file = false; ///< By itself, with its colours: not a part of a page.
};

/// How large the picture will be.
PictureSize picture_size(std::span<const DrawnDate> items, const Drawing& drawing);

/// `items` in the order of their days. Escaped.
html::Html draw_timeline(std::span<const DrawnDate> items, const Drawing& drawing);

} // namespace attest::web
