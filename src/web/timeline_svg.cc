#include "web/timeline_svg.h"

#include "base/text.h"
#include "web/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace attest::web {

namespace {

using dates::Bounds;
using dates::Calendar;
using dates::Civil;
using dates::DayNumber;

// In units of the picture, of which a pixel is one where it is as wide as it is drawn.
constexpr double width = 960;
constexpr double side_space = 12;
constexpr double axis_height = 26;
constexpr double lane_heading_height = 26;
constexpr double row_height = 24;
constexpr double bar_height = 10;
/// Under a label.
constexpr double thin_bar_height = 5;
constexpr double foot_height = 10;
/// Of a letter, of the label's type, on average; wide enough for Cyrillic.
constexpr double letter_width = 6.7;
constexpr double sign_width = 16;
constexpr double label_space = 6;
/// Between two labels in a row.
constexpr double neighbour_space = 14;
/// A bar is never thinner than can be seen.
constexpr double bar_width_min = 4;
/// Of a hollow one, so that it is seen to be hollow, and that its ends fade.
constexpr double fading_width_min = 16;
/// Between two marks of the axis.
constexpr double mark_space_min = 84;

constexpr double days_in_year = 365.2425;

/// Two decimals, without zeros at the end.
std::string number(double value) {
    std::string text = fmt::format("{:.1f}", value);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text == "-0" ? "0" : text;
}

std::string_view first_letters(std::string_view text, std::size_t count) {
    std::size_t end = 0;
    for (; count > 0 && end < text.size(); --count)
        end += std::max<std::size_t>(1, utf8_sequence_length(text.substr(end, 4)));
    return text.substr(0, end);
}

/// As many whole words as have room, with a sign that more follow; of a long word its beginning.
std::string first_words(std::string_view text, std::size_t letters) {
    std::string_view words = first_letters(text, letters);
    const std::size_t space = words.rfind(' ');
    if (space != std::string_view::npos && space > words.size() / 2) words = words.substr(0, space);
    while (words.ends_with(',') || words.ends_with(' '))
        words.remove_suffix(1);
    return fmt::format("{}…", words);
}

/// From days to units.
class Scale {
public:
    explicit Scale(Bounds days) : days_{days} {}

    [[nodiscard]] double at(DayNumber day) const {
        const double share = static_cast<double>(std::int64_t{day} - days_.lo) / length();
        return side_space + std::clamp(share, 0.0, 1.0) * (width - 2 * side_space);
    }

    [[nodiscard]] double days_of(double units) const {
        return units * length() / (width - 2 * side_space);
    }

    [[nodiscard]] Bounds days() const { return days_; }

private:
    [[nodiscard]] double length() const {
        return static_cast<double>(std::int64_t{days_.hi} + 1 - days_.lo);
    }

    Bounds days_;
};

// ── The axis ──

/// Steps of the axis: of days in a month, of months in a year, of years.
struct Step {
    double days;
    int days_in_month = 0; ///< A mark at the first, and then after so many.
    int months = 0;
    int years = 0;
};

constexpr auto steps = std::to_array<Step>({
    {.days = 1, .days_in_month = 1},
    {.days = 5, .days_in_month = 5},
    {.days = 10, .days_in_month = 10},
    {.days = 30, .months = 1},
    {.days = 91, .months = 3},
    {.days = 182, .months = 6},
    {.days = days_in_year, .years = 1},
    {.days = 2 * days_in_year, .years = 2},
    {.days = 5 * days_in_year, .years = 5},
    {.days = 10 * days_in_year, .years = 10},
    {.days = 20 * days_in_year, .years = 20},
    {.days = 50 * days_in_year, .years = 50},
    {.days = 100 * days_in_year, .years = 100},
    {.days = 200 * days_in_year, .years = 200},
    {.days = 500 * days_in_year, .years = 500},
    {.days = 1000 * days_in_year, .years = 1000},
});

const Step& step_for(const Scale& scale) {
    const double wanted = scale.days_of(mark_space_min);
    const auto* const found =
        std::ranges::find_if(steps, [&](const Step& step) { return step.days >= wanted; });
    return found == steps.end() ? steps.back() : *found;
}

struct AxisMark {
    DayNumber day = 0;
    std::string label;
};

std::string year_label(std::int32_t year, const dates::Language& language) {
    if (year >= 1) return fmt::format("{}", year);
    return fmt::format(fmt::runtime(language.before_christ), 1 - year);
}

std::string label_of(const Civil& civil, const Step& step, const dates::Language& language) {
    if (step.years > 0) return year_label(civil.year, language);
    const std::string_view month = language.months.at(static_cast<std::size_t>(civil.month - 1));
    if (step.months > 0) {
        return fmt::format("{} {}", first_letters(month, 3), year_label(civil.year, language));
    }
    return fmt::format("{} {}", civil.day, first_letters(month, 3));
}

/// The next day on which the step puts a mark, after one that has it.
Civil after(const Civil& civil, const Step& step) {
    Civil next = civil;
    if (step.years > 0) {
        next.year += step.years;
        return next;
    }
    if (step.months > 0) {
        next.month += step.months;
    } else {
        next.day += step.days_in_month;
        // Not on the 31st: the first follows at once.
        if (next.day + step.days_in_month / 2 <= 31 && (next.month != 2 || next.day <= 28)
            && next.day <= 30) {
            return next;
        }
        next.day = 1;
        ++next.month;
    }
    if (next.month > 12) {
        next.month -= 12;
        ++next.year;
    }
    return next;
}

/// A day at or before the first, from which marks are counted.
Civil first_mark(Civil civil, const Step& step) {
    civil.day = 1;
    if (step.years > 0) {
        civil.month = 1;
        const std::int32_t rest = civil.year % step.years;
        civil.year -= rest < 0 ? rest + step.years : rest;
    } else if (step.months > 0) {
        civil.month -= (civil.month - 1) % step.months;
    }
    return civil;
}

std::vector<AxisMark>
axis_marks(const Scale& scale, Calendar calendar, const dates::Language& language) {
    const Step& step = step_for(scale);
    std::vector<AxisMark> marks;
    Civil civil = first_mark(dates::civil_of(calendar, scale.days().lo), step);
    for (std::size_t count = 0; count < axis_marks_max; ++count, civil = after(civil, step)) {
        const DayNumber day = dates::day_number(calendar, civil);
        if (day > scale.days().hi) break;
        if (day >= scale.days().lo) marks.push_back({day, label_of(civil, step, language)});
    }
    return marks;
}

/// Old Style is of the time when both were in use.
constexpr Bounds both_calendars{.lo = 2'299'161, .hi = 2'423'480}; // 15 October 1582 – 1 March 1923

void write_axis(
    html::Writer& out,
    const Scale& scale,
    Calendar calendar,
    double y,
    double bottom,
    const Drawing& drawing
) {
    const bool is_old = calendar == Calendar::julian;
    out.put<R"(<g class="timeline__axis">)">();
    const std::string_view style =
        is_old ? drawing.language->old_style : drawing.language->new_style;
    double free_from = 2 + static_cast<double>(utf8_length(style)) * letter_width;
    for (const AxisMark& mark : axis_marks(scale, calendar, *drawing.language)) {
        if (is_old && (mark.day < both_calendars.lo || mark.day > both_calendars.hi)) continue;
        const double x = scale.at(mark.day);
        if (!is_old) {
            out.put<R"(<line class="timeline__rule" x1="{}" y1="{}" x2="{}" y2="{}"/>)">(
                number(x), number(y + axis_height - 6), number(x), number(bottom)
            );
        } else {
            out.put<R"(<line class="timeline__rule" x1="{}" y1="{}" x2="{}" y2="{}"/>)">(
                number(x), number(y + axis_height - 9), number(x), number(y + axis_height - 3)
            );
        }
        const double wide = static_cast<double>(utf8_length(mark.label)) * letter_width;
        if (x < free_from || x + wide > width) continue;
        free_from = x + wide + neighbour_space;
        out.put<R"(<text x="{}" y="{}">{}</text>)">(
            number(x + 3), number(y + axis_height - 10), mark.label
        );
    }
    out.put<R"(<text class="timeline__style" x="2" y="{}">{}</text></g>)">(
        number(y + axis_height - 10), style
    );
}

// ── Where each stands ──

struct Placed {
    const DrawnDate* item = nullptr;
    double begin = 0; ///< Of the bar.
    double end = 0;
    enum class Label : std::uint8_t { behind, before, over };
    Label label_place = Label::behind;
    std::string label;
    std::size_t row = 0;
};

struct Lane {
    std::string heading;
    std::vector<Placed> items;
    std::size_t rows = 0;
};

/// The first words of the claim, after the date where they do not begin with it as most do.
std::string label_of(const DrawnDate& item) {
    if (item.words.empty()) return item.date.phrase;
    std::string words = item.words;
    if (utf8_length(words) > label_letters_max) words = first_words(words, label_letters_max);
    if (words.contains(item.date.phrase)) return words;
    return fmt::format("{} · {}", item.date.phrase, words);
}

Placed place(const DrawnDate& item, const Scale& scale) {
    Placed placed{.item = &item, .label = label_of(item)};
    const bool is_open_start = item.date.lo == dates::open_start;
    const bool is_open_end = item.date.hi == dates::open_end;
    placed.begin = is_open_start ? side_space : scale.at(item.date.lo);
    placed.end = is_open_end ? width - side_space : scale.at(item.date.hi + 1);
    if (placed.end - placed.begin < bar_width_min) {
        placed.end = std::min(placed.begin + bar_width_min, width);
        placed.begin = placed.end - bar_width_min;
    }
    return placed;
}

double label_width(const Placed& placed) {
    return sign_width + static_cast<double>(utf8_length(placed.label)) * letter_width;
}

/// Where the label stands: behind the bar; before it where there is no room; else over it.
void place_label(Placed& placed) {
    const double wide = label_width(placed) + label_space;
    if (placed.end + wide <= width) {
        placed.label_place = Placed::Label::behind;
    } else if (placed.begin - wide >= 0) {
        placed.label_place = Placed::Label::before;
    } else {
        placed.label_place = Placed::Label::over;
    }
}

/// Of the text, where it stands over its bar: from the bar's beginning, if it ends in the picture.
double over_begin(const Placed& placed) {
    return std::max(2.0, std::min(placed.begin, width - label_width(placed)));
}

double extent_begin(const Placed& placed) {
    switch (placed.label_place) {
    case Placed::Label::behind:
        return placed.begin;
    case Placed::Label::before:
        return placed.begin - label_width(placed) - label_space;
    case Placed::Label::over:
        return std::min(placed.begin, over_begin(placed));
    }
    std::unreachable();
}

double extent_end(const Placed& placed) {
    switch (placed.label_place) {
    case Placed::Label::behind:
        return placed.end + label_space + label_width(placed);
    case Placed::Label::before:
        return placed.end;
    case Placed::Label::over:
        return std::max(placed.end, over_begin(placed) + label_width(placed));
    }
    std::unreachable();
}

/// Each into the first row in which nothing stands in its way.
void stack(Lane& lane) {
    std::vector<double> free_from;
    for (Placed& placed : lane.items) {
        place_label(placed);
        const double begin = extent_begin(placed);
        const auto row = std::ranges::find_if(free_from, [&](double end) { return end <= begin; });
        placed.row = static_cast<std::size_t>(row - free_from.begin());
        if (row == free_from.end()) free_from.push_back(0);
        free_from[placed.row] = extent_end(placed) + neighbour_space;
    }
    lane.rows = free_from.size();
}

/// By heading, in the order in which they first appear; what has none comes last.
std::vector<Lane> lanes_of(std::span<const DrawnDate> items, const Scale& scale) {
    std::vector<Lane> lanes;
    const auto add_all = [&](bool with_heading) {
        for (const DrawnDate& item : items) {
            if (item.lane.empty() == with_heading) continue;
            if (item.date.hi < scale.days().lo || item.date.lo > scale.days().hi) continue;
            auto lane = std::ranges::find(lanes, item.lane, &Lane::heading);
            if (lane == lanes.end()) {
                lanes.push_back({.heading = item.lane, .items = {}});
                lane = lanes.end() - 1;
            }
            lane->items.push_back(place(item, scale));
        }
    };
    add_all(true);
    add_all(false);
    for (Lane& lane : lanes)
        stack(lane);
    return lanes;
}

// ── Drawing ──

/// Which ends of a bar fade: hollow ones both where there is room for it, and every one that is
/// open.
std::string_view fade_of(const dates::HistoricalDate& date, double wide) {
    const bool is_open_start = date.lo == dates::open_start;
    const bool is_open_end = date.hi == dates::open_end;
    if ((!date.is_span && wide >= fading_width_min) || (is_open_start && is_open_end))
        return "both";
    if (is_open_start) return "start";
    return is_open_end ? "end" : "";
}

void write_bar(html::Writer& out, const Placed& placed, double top) {
    const dates::HistoricalDate& date = placed.item->date;
    const bool is_under = placed.label_place == Placed::Label::over;
    const double height = is_under ? thin_bar_height : bar_height;
    const double y =
        is_under ? top + row_height - thin_bar_height - 1 : top + (row_height - bar_height) / 2;
    if (date.lo == date.hi) {
        out.put<R"(<rect class="timeline__day" x="{}" y="{}" width="3" height="{}"/>)">(
            number(placed.begin), number(y - 2), number(height + 4)
        );
        return;
    }
    const std::string_view fade = fade_of(date, placed.end - placed.begin);
    const std::string mask = fmt::format("url(#timeline-fade-{})", fade);
    out.put<R"(<rect class="timeline__bar{}" x="{}" y="{}" width="{}" height="{}" rx="2"{}/>)">(
        date.is_span ? "" : " timeline__bar--hollow",
        number(placed.begin),
        number(y),
        number(placed.end - placed.begin),
        number(height),
        html::Attributes{}.with("mask", mask, !fade.empty())
    );
}

double label_x(const Placed& placed) {
    switch (placed.label_place) {
    case Placed::Label::behind:
        return placed.end + label_space;
    case Placed::Label::before:
        return placed.begin - label_space;
    case Placed::Label::over:
        return over_begin(placed);
    }
    std::unreachable();
}

void write_item(html::Writer& out, const Placed& placed, double lane_top) {
    const double top = lane_top + static_cast<double>(placed.row) * row_height;
    const bool is_over = placed.label_place == Placed::Label::over;
    out.put<R"(<a class="timeline__item mark--{}" href="{}"><title>{}</title>)">(
        placed.item->status, placed.item->address, placed.item->title
    );
    write_bar(out, placed, top);
    out.put<R"(<text x="{}" y="{}"{}><tspan class="timeline__sign">{}</tspan> {}</text></a>)">(
        number(label_x(placed)),
        number(top + row_height / 2 + (is_over ? 1.5 : 4.5)),
        html::Attributes{}.with("text-anchor", "end", placed.label_place == Placed::Label::before),
        placed.item->sign,
        placed.label
    );
}

void write_fades(html::Writer& out) {
    out.put<
        R"svg(<defs><linearGradient id="timeline-from"><stop offset="0.09" stop-color="#000"/><stop offset="0.4" stop-color="#fff"/></linearGradient><linearGradient id="timeline-to"><stop offset="0.6" stop-color="#fff"/><stop offset="0.91" stop-color="#000"/></linearGradient><linearGradient id="timeline-both"><stop offset="0.09" stop-color="#000"/><stop offset="0.4" stop-color="#fff"/><stop offset="0.6" stop-color="#fff"/><stop offset="0.91" stop-color="#000"/></linearGradient>)svg">(
    );
    out.put<
        R"svg(<mask id="timeline-fade-start" maskContentUnits="objectBoundingBox" x="-0.1" y="-0.2" width="1.2" height="1.4"><rect x="-0.1" y="-0.2" width="1.2" height="1.4" fill="url(#timeline-from)"/></mask>)svg">(
    );
    out.put<
        R"svg(<mask id="timeline-fade-end" maskContentUnits="objectBoundingBox" x="-0.1" y="-0.2" width="1.2" height="1.4"><rect x="-0.1" y="-0.2" width="1.2" height="1.4" fill="url(#timeline-to)"/></mask>)svg">(
    );
    out.put<
        R"svg(<mask id="timeline-fade-both" maskContentUnits="objectBoundingBox" x="-0.1" y="-0.2" width="1.2" height="1.4"><rect x="-0.1" y="-0.2" width="1.2" height="1.4" fill="url(#timeline-both)"/></mask></defs>)svg">(
    );
}

/// The colours of the page, for a picture that stands by itself.
constexpr std::string_view file_style = R"css(
svg { color-scheme: light dark; background: light-dark(#fdfcf9, #16171a); color: light-dark(#1f1d1a, #e6e3dc); font: 13px "Source Sans 3", system-ui, sans-serif; }
a { text-decoration: none; color: light-dark(#645e57, #a8a39a); }
text { fill: light-dark(#1f1d1a, #e6e3dc); }
.timeline__sign { fill: currentColor; }
.timeline__axis text { fill: light-dark(#645e57, #a8a39a); font-size: 12px; }
.timeline__rule { stroke: light-dark(#e2dcd0, #34373d); }
.timeline__lane { font-weight: 600; }
.timeline__bar, .timeline__day { fill: currentColor; stroke: currentColor; }
.timeline__bar--hollow { fill: none; stroke-width: 1.6; }
.mark--corroborated { color: light-dark(#1f6b3a, #7fcf9b); }
.mark--checked { color: light-dark(#2a5f96, #86b6e0); }
.mark--differ { color: light-dark(#8f5a00, #e3b25b); }
.mark--disputed { color: light-dark(#a3261a, #f08c7d); }
.mark--view { color: light-dark(#1d4f91, #8db7f0); }
)css";

/// What has no heading stands a little apart from the lanes above it.
double heading_height(const Lane& lane, const std::vector<Lane>& lanes) {
    if (!lane.heading.empty()) return lane_heading_height;
    return &lane == lanes.data() ? 0 : lane_heading_height / 2;
}

bool shows_old_style(const Drawing& drawing) {
    return drawing.has_old_style && drawing.days.lo <= both_calendars.hi
           && drawing.days.hi >= both_calendars.lo;
}

double axes_height(const Drawing& drawing) {
    return shows_old_style(drawing) ? 2 * axis_height : axis_height;
}

double height_of(const std::vector<Lane>& lanes, double axes) {
    double height = axes + foot_height;
    for (const Lane& lane : lanes) {
        height += heading_height(lane, lanes);
        height += static_cast<double>(lane.rows) * row_height;
    }
    return height;
}

void write_lanes(html::Writer& out, const std::vector<Lane>& lanes, double top) {
    for (const Lane& lane : lanes) {
        if (!lane.heading.empty()) {
            out.put<R"(<text class="timeline__lane" x="{}" y="{}">{}</text>)">(
                number(side_space), number(top + lane_heading_height - 8), lane.heading
            );
        }
        top += heading_height(lane, lanes);
        for (const Placed& placed : lane.items)
            write_item(out, placed, top);
        top += static_cast<double>(lane.rows) * row_height;
    }
}

} // namespace

Bounds drawn_days(std::span<const DrawnDate> items, Bounds asked) {
    constexpr DayNumber least = 40; // days: what a single day is shown amid
    constexpr DayNumber today_at_least = 2'400'000;
    Bounds days = asked;
    DayNumber first = dates::open_end;
    DayNumber last = dates::open_start;
    for (const DrawnDate& item : items) {
        for (const DayNumber day : {item.date.lo, item.date.hi}) {
            if (day == dates::open_start || day == dates::open_end) continue;
            first = std::min(first, day);
            last = std::max(last, day);
        }
    }
    if (first > last) first = last = today_at_least;
    const DayNumber space =
        std::max<DayNumber>((last - first) / 25, (last - first) < least ? least / 2 : 1);
    if (days.lo == dates::open_start) days.lo = std::min(first - space, days.hi);
    if (days.hi == dates::open_end) days.hi = std::max(last + space, days.lo);
    return days;
}

PictureSize picture_size(std::span<const DrawnDate> items, const Drawing& drawing) {
    const double height = height_of(lanes_of(items, Scale{drawing.days}), axes_height(drawing));
    return {.width = static_cast<int>(width), .height = static_cast<int>(std::ceil(height))};
}

html::Html draw_timeline(std::span<const DrawnDate> items, const Drawing& drawing) {
    const Scale scale{drawing.days};
    const std::vector<Lane> lanes = lanes_of(items, scale);
    const double axes = axes_height(drawing);
    const double height = height_of(lanes, axes);
    html::Writer out{items.size() * 700 + 4'000};
    out.put<
        R"(<svg xmlns="http://www.w3.org/2000/svg" class="timeline__picture" viewBox="0 0 {} {}"{} role="group" aria-label="{}">)">(
        number(width),
        number(height),
        html::Attributes{}
            .with("width", number(width), drawing.is_file)
            .with("height", number(height), drawing.is_file),
        drawing.label
    );
    if (drawing.is_file) {
        out.put<"<style>">();
        out.put(html::Html::trusted(std::string{file_style}));
        out.put<"</style>">();
    }
    write_fades(out);
    if (shows_old_style(drawing)) write_axis(out, scale, Calendar::julian, 0, axes, drawing);
    write_axis(out, scale, Calendar::gregorian, axes - axis_height, height - foot_height, drawing);
    write_lanes(out, lanes, axes);
    out.put<"</svg>">();
    return out.take();
}

} // namespace attest::web
