#include "web/timeline_view.h"

#include "base/json.h"
#include "dates/display.h"
#include "endpoint/forms.h"
#include "endpoint/paging.h"
#include "service/limits.h"
#include "web/claim_marks.h"
#include "web/limits.h"
#include "web/timeline_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace attest::web {

using service::TimelineItem;

namespace {

std::string heading_of(const RequestContext& request, const TimelineView& view) {
    if (view.timeline.heading.empty()) return std::string{request.texts().timeline_of_site()};
    return request.texts().timeline_title(view.timeline.heading);
}

/// The page of what a timeline or a map is of.
html::Url subject_address(
    const RequestContext& request,
    const service::Scope& scope,
    const std::string& heading,
    const std::optional<service::AuthorityRecord>& record
) {
    const endpoint::Links& links = request.links();
    if (scope.question) return links.question(*scope.question, heading);
    if (record) return links.authority(record->kind, record->id, record->label);
    if (!scope.tag.empty()) return links.tagged(heading, service::QuestionOrder::newest);
    if (!scope.query.empty()) return links.search(scope.query);
    return links.home();
}

bool has_map(const service::Scope& scope) {
    return scope.question || scope.record || !scope.tag.empty();
}

std::string title_of(const RequestContext& request, const TimelineItem& item) {
    std::string title = fmt::format(
        "{} {}\n{}\n{}",
        item.date.phrase,
        conversion_of(request, item.date),
        item.words,
        status_words(request.texts(), item.status)
    );
    if (!item.hint.empty()) title.append("\n").append(item.hint);
    return title;
}

std::vector<DrawnDate> drawn(const RequestContext& request, const TimelineView& view) {
    std::vector<DrawnDate> all;
    for (const TimelineItem& item : view.timeline.items) {
        const StatusSign sign = sign_of(item.status);
        const bool has_lane = item.named && item.named != view.scope.record;
        all.push_back({
            .date = item.date,
            .sign = sign.sign,
            .status = sign.name,
            .words = item.words,
            .title = title_of(request, item),
            .address = request.links().claim(item.claim),
            .lane = has_lane ? item.named_label : std::string{},
        });
    }
    return all;
}

Drawing drawing_of(
    const RequestContext& request, const TimelineView& view, std::span<const DrawnDate> items
) {
    return {
        .days = drawn_days(items, view.timeline.asked),
        .has_old_style = view.has_old_style,
        .language = &dates_language(request),
        .label = heading_of(request, view),
    };
}

// ── Other stretches ──

/// As EDTF, which is read wherever a date may stand.
std::string edtf_day(dates::DayNumber day) {
    return dates::format_iso(day);
}

service::Stretch stretch_of(std::int64_t lo, std::int64_t hi) {
    // Years that EDTF can name without a letter.
    static const std::int64_t first =
        dates::day_number(dates::Calendar::gregorian, {.year = -4'000, .month = 1, .day = 1});
    static const std::int64_t last =
        dates::day_number(dates::Calendar::gregorian, {.year = 3'000, .month = 12, .day = 31});
    return {
        .from = edtf_day(static_cast<dates::DayNumber>(std::clamp(lo, first, last))),
        .to = edtf_day(static_cast<dates::DayNumber>(std::clamp(hi, first, last))),
    };
}

void write_zoom(
    html::Writer& out, const RequestContext& request, const TimelineView& view, dates::Bounds days
) {
    const messages::Texts& texts = request.texts();
    const std::int64_t lo = days.lo;
    const std::int64_t hi = days.hi;
    const std::int64_t half = std::max<std::int64_t>((hi - lo) / 2, 1);
    const auto link = [&](std::string_view words, const service::Stretch& stretch) {
        out.put<R"(<li><a href="{}">{}</a></li>)">(
            request.links().timeline(view.scope, stretch, view.has_old_style), words
        );
    };
    out.put<R"(<nav class="timeline__zoom" aria-label="{}"><ul>)">(texts.timeline_zoom_label());
    link(texts.timeline_earlier(), stretch_of(lo - half, hi - half));
    link(texts.timeline_later(), stretch_of(lo + half, hi + half));
    link(texts.timeline_closer(), stretch_of(lo + half / 2, hi - half / 2));
    link(texts.timeline_wider(), stretch_of(lo - half, hi + half));
    if (view.stretch != service::Stretch{}) link(texts.timeline_all(), {});
    out.put<"</ul></nav>">();
}

void write_stretch_form(
    html::Writer& out, const RequestContext& request, const TimelineView& view
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<form class="timeline__form" method="get" action="{}">)">(
        request.links().timeline(view.scope.query.empty() ? view.scope : service::Scope{})
    );
    if (!view.scope.query.empty())
        out.put<R"(<input type="hidden" name="q" value="{}">)">(view.scope.query);
    endpoint::write_form_error(out, request, view.error);
    endpoint::write_field(
        out,
        {.name = "from",
         .label = texts.timeline_from(),
         .value = view.stretch.from,
         .hint = texts.timeline_stretch_hint()},
        view.error
    );
    endpoint::write_field(
        out, {.name = "to", .label = texts.timeline_to(), .value = view.stretch.to}, view.error
    );
    out.put<
        R"(<p class="timeline__choice"><label><input type="checkbox" name="style" value="old"{}> {}</label></p>)">(
        html::Attributes{}.flag("checked", view.has_old_style), texts.timeline_old_style()
    );
    out.put<R"(<p class="form__acts"><button class="button">{}</button></p></form>)">(
        texts.timeline_show()
    );
}

void write_subject(
    html::Writer& out,
    const html::Url& address,
    std::string_view kind,
    std::string_view heading,
    std::string_view whole
) {
    out.put<R"(<header class="head"><p class="meta">{}</p><h1>)">(kind);
    if (heading.empty()) {
        out.text(whole);
    } else {
        out.put<R"(<a href="{}"><bdi>{}</bdi></a>)">(address, heading);
    }
    out.put<"</h1></header>">();
}

void write_exports(html::Writer& out, const RequestContext& request, const TimelineView& view) {
    const messages::Texts& texts = request.texts();
    const auto link = [&](std::string_view format, std::string_view words) {
        out.put<R"(<a href="{}">{}</a>)">(
            request.links().timeline(view.scope, view.stretch, view.has_old_style, format), words
        );
    };
    out.put<R"(<p class="meta timeline__exports">)">();
    link("svg", texts.timeline_picture());
    out.put<" · ">();
    link("json", texts.timeline_data_json());
    out.put<" · ">();
    link("csv", texts.timeline_data_csv());
    if (has_map(view.scope)) {
        out.put<R"( · <a href="{}">{}</a>)">(request.links().map(view.scope), texts.map_link());
    }
    out.put<"</p>">();
}

/// What a writer copies into an answer. A search has none: what it finds is another thing tomorrow.
void write_picture_line(
    html::Writer& out,
    const RequestContext& request,
    const TimelineView& view,
    const PictureSize& size
) {
    if (!view.scope.query.empty()) return;
    const messages::Texts& texts = request.texts();
    out.put<
        R"(<details class="timeline__line"><summary>{}</summary><p>{}</p><pre class="cite__text" tabindex="0">{}</pre></details>)">(
        texts.timeline_line(),
        texts.timeline_line_hint(),
        picture_line(
            request.links().timeline(view.scope, view.stretch, view.has_old_style, "svg"),
            heading_of(request, view),
            size
        )
    );
}

void write_dates(html::Writer& out, const RequestContext& request, const TimelineView& view) {
    const messages::Texts& texts = request.texts();
    const service::Timeline& timeline = view.timeline;
    if (timeline.items.empty()) {
        out.put<R"(<div class="empty"><p>{}</p></div>)">(
            view.stretch == service::Stretch{} ? texts.timeline_empty()
                                               : texts.timeline_empty_stretch()
        );
        if (view.stretch != service::Stretch{}) write_zoom(out, request, view, timeline.asked);
        return;
    }
    const std::vector<DrawnDate> items = drawn(request, view);
    const Drawing drawing = drawing_of(request, view, items);
    if (timeline.has_more) {
        out.put<R"(<p class="meta">{}</p>)">(texts.timeline_more(service::timeline_items_max));
    }
    write_zoom(out, request, view, drawing.days);
    out.put<R"(<figure class="timeline__figure">{}<figcaption>{}</figcaption></figure>)">(
        draw_timeline(items, drawing), texts.timeline_legend()
    );
    write_exports(out, request, view);
    write_picture_line(out, request, view, picture_size(items, drawing));
    out.put<R"(<section aria-labelledby="dates"><h2 id="dates">{}</h2>)">(texts.timeline_list());
    write_dated_claims(out, request, timeline.items);
    out.put<"</section>">();
}

/// Years of EDTF in CSV and JSON stand as they are; a day that is open is left out.
std::string iso_or_nothing(dates::DayNumber day) {
    if (day == dates::open_start || day == dates::open_end) return {};
    return dates::format_iso(day);
}

/// RFC 4180; a text that a spreadsheet would take for a formula is made one that it does not.
void append_csv(std::string& out, std::string_view text) {
    constexpr std::string_view formula_starts = "=+-@\t\r";
    if (!out.empty() && out.back() != '\n') out += ',';
    out += '"';
    if (!text.empty() && formula_starts.contains(text.front())) out += '\'';
    for (const char letter : text) {
        if (letter == '"') out += '"';
        out += letter;
    }
    out += '"';
}

// ── Map ──

void write_place(
    html::Writer& out, const RequestContext& request, const service::MentionedPlace& place
) {
    const messages::Texts& texts = request.texts();
    const service::AuthorityRecord& record = place.record;
    html::Attributes attributes;
    if (record.coordinates) {
        attributes
            .with(
                "data-lat",
                fmt::format("{:.6f}", static_cast<double>(record.coordinates->latitude) / 1e6)
            )
            .with(
                "data-lon",
                fmt::format("{:.6f}", static_cast<double>(record.coordinates->longitude) / 1e6)
            );
    }
    out.put<R"(<li class="entry"{}><p class="entry__name"><a href="{}"><bdi>{}</bdi></a></p>)">(
        attributes, request.links().authority(record.kind, record.id, record.label), record.label
    );
    if (!record.note.empty()) out.put<R"(<p class="entry__text" dir="auto">{}</p>)">(record.note);
    out.put<R"(<p class="entry__facts">)">();
    if (record.coordinates) {
        out.put<R"(<bdi class="nowrap">{}</bdi>)">(domain::format_coordinates(*record.coordinates));
    } else {
        out.text(texts.map_by_name_only());
    }
    if (place.posts > 0) out.put<" · {}">(texts.map_posts(place.posts));
    out.put<"</p></li>">();
}

} // namespace

const dates::Language& dates_language(const RequestContext& request) {
    return dates::find_language(request.texts().facts().code);
}

std::string conversion_of(const RequestContext& request, const dates::HistoricalDate& date) {
    std::string words = dates::format_hover(date, dates_language(request));
    if (date.is_assumed && dates::may_be_other_style(date))
        words.append(" (").append(request.texts().timeline_assumed()).append(")");
    return words;
}

void write_dated_claims(
    html::Writer& out, const RequestContext& request, std::span<const TimelineItem> items
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<ol class="timeline__list">)">();
    for (const TimelineItem& item : items) {
        const StatusSign sign = sign_of(item.status);
        out.put<
            R"(<li><p class="timeline__when"><span title="{}" dir="auto">{}</span></p><div><p class="timeline__words" dir="auto"><a href="{}">{}</a></p>)">(
            conversion_of(request, item.date),
            item.date.phrase,
            request.links().claim(item.claim),
            item.words
        );
        out.put<
            R"(<p class="meta"><span class="status mark--{}"><span aria-hidden="true">{}</span> {}</span> · {} · )">(
            sign.name,
            sign.sign,
            status_words(texts, item.status),
            conversion_of(request, item.date)
        );
        endpoint::write_pattern(
            out,
            texts.timeline_in_question(),
            {endpoint::link(request.links().question(item.question, item.title), item.title)}
        );
        out.put<"</p>">();
        if (!item.hint.empty()) out.put<R"(<p class="timeline__hint">{}</p>)">(item.hint);
        out.put<"</div></li>">();
    }
    out.put<"</ol>">();
}

http::Response timeline_page(const RequestContext& request, const TimelineView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out{16'000};
    out.put<R"(<div class="index timeline">)">();
    write_subject(
        out,
        subject_address(request, view.scope, view.timeline.heading, view.timeline.record),
        texts.timeline_kind(),
        view.timeline.heading,
        texts.timeline_of_site()
    );
    if (!view.timeline.items.empty()) {
        out.put<R"(<p class="lead">{}</p>)">(texts.timeline_intro(std::ssize(view.timeline.items)));
    }
    write_stretch_form(out, request, view);
    if (view.error == nullptr) write_dates(out, request, view);
    out.put<"</div>">();
    return endpoint::write_page(
        request,
        {.title = heading_of(request, view),
         .canonical = request.links().timeline(view.scope),
         .is_indexed = view.scope.query.empty() && view.stretch == service::Stretch{}
                       && !view.timeline.items.empty()},
        out.take(),
        view.error == nullptr ? 200 : 422
    );
}

http::Response timeline_picture(const RequestContext& request, const TimelineView& view) {
    const std::vector<DrawnDate> items = drawn(request, view);
    Drawing drawing = drawing_of(request, view, items);
    drawing.is_file = true;
    http::Response response;
    response.set("Content-Type", "image/svg+xml; charset=utf-8");
    // Its own style, and nothing else: no script, no file.
    response.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    response.body = draw_timeline(items, drawing).text();
    return response;
}

std::string timeline_json(const RequestContext& request, const TimelineView& view) {
    std::string out;
    JsonWriter json{out};
    const endpoint::Links& links = request.links();
    json.begin_object()
        .field("of", view.timeline.heading)
        .field("url", links.absolute(links.timeline(view.scope)).text())
        .field("is_complete", !view.timeline.has_more)
        .key("items")
        .begin_array();
    for (const TimelineItem& item : view.timeline.items) {
        const char calendar = static_cast<char>(item.date.calendar);
        json.begin_object()
            .field("phrase", item.date.phrase)
            .field("edtf", item.date.edtf)
            .field("calendar", std::string_view{&calendar, 1})
            .field("is_calendar_assumed", item.date.is_assumed)
            .field("is_span", item.date.is_span)
            .field("first_day", iso_or_nothing(item.date.lo))
            .field("last_day", iso_or_nothing(item.date.hi))
            .field("words", item.words)
            .field("status", sign_of(item.status).name)
            .field("claim_url", links.absolute(links.claim(item.claim)).text())
            .field("question_title", item.title)
            .field("question_url", links.absolute(links.question(item.question, item.title)).text())
            .key("names")
            .begin_array();
        if (item.named) json.value(item.named_label);
        json.end_array().field("hint", item.hint).end_object();
    }
    json.end_array().end_object();
    return out;
}

std::string timeline_csv(const RequestContext& request, const TimelineView& view) {
    std::string out =
        "phrase,edtf,calendar,is_calendar_assumed,is_span,first_day,last_day,words,status,name,"
        "claim_url,question_title\r\n";
    const endpoint::Links& links = request.links();
    for (const TimelineItem& item : view.timeline.items) {
        const char calendar = static_cast<char>(item.date.calendar);
        for (const std::string_view text :
             {std::string_view{item.date.phrase},
              std::string_view{item.date.edtf},
              std::string_view{&calendar, 1},
              std::string_view{item.date.is_assumed ? "1" : "0"},
              std::string_view{item.date.is_span ? "1" : "0"}})
            append_csv(out, text);
        // Days before Christ begin with a minus and are no formula.
        out += fmt::format(",{},{}", iso_or_nothing(item.date.lo), iso_or_nothing(item.date.hi));
        append_csv(out, item.words);
        append_csv(out, sign_of(item.status).name);
        append_csv(out, item.named_label);
        append_csv(out, links.absolute(links.claim(item.claim)).text());
        append_csv(out, item.title);
        out += "\r\n";
    }
    return out;
}

http::Response map_page(const RequestContext& request, const MapView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<div class="index map">)">();
    write_subject(
        out,
        subject_address(request, view.scope, view.map.heading, view.map.record),
        texts.map_link(),
        view.map.heading,
        {}
    );
    const bool has_coordinates =
        std::ranges::any_of(view.map.places, [](const service::MentionedPlace& place) {
            return place.record.coordinates.has_value();
        });
    if (view.map.places.empty()) {
        out.put<R"(<div class="empty"><p>{}</p></div>)">(texts.map_empty());
    } else {
        out.put<R"(<p class="lead">{}</p>)">(texts.map_intro());
        if (has_coordinates) {
            out.put<
                R"(<div class="map__sheet" id="map" role="region" aria-label="{}" data-land="{}" hidden></div><p class="meta map__credit" hidden>{}</p>)">(
                texts.map_label(), request.asset("map/land.json"), texts.map_credit()
            );
        }
        out.put<
            R"(<section aria-labelledby="places"><h2 id="places">{}</h2><ol class="entries map__places">)">(
            texts.map_list()
        );
        for (const service::MentionedPlace& place : view.map.places)
            write_place(out, request, place);
        out.put<"</ol></section>">();
    }
    out.put<R"(<p class="meta"><a href="{}">{}</a></p></div>)">(
        request.links().timeline(view.scope), texts.timeline_link()
    );
    return endpoint::write_page(
        request,
        {.title = texts.map_title(view.map.heading),
         .canonical = request.links().map(view.scope),
         .is_indexed = !view.map.places.empty(),
         .has_map = has_coordinates},
        out.take()
    );
}

void write_mentioning_posts(
    html::Writer& out, const RequestContext& request, std::span<const service::MentioningPost> posts
) {
    out.put<R"(<ul class="entries">)">();
    for (const service::MentioningPost& post : posts) {
        const bool is_answer = post.post.value != post.question.value;
        const html::Url address =
            is_answer ? request.links().answer(post.question, post.title, AnswerId{post.post.value})
                      : request.links().question(post.question, post.title);
        out.put<R"(<li class="entry"><p class="entry__name">{}</p><p class="entry__facts">)">(
            endpoint::link(address, post.title)
        );
        endpoint::write_pattern(out, request.texts().mentions_as(), {isolated(post.words)});
        out.put<"</p></li>">();
    }
    out.put<"</ul>">();
}

http::Response mentions_page(const RequestContext& request, const MentionsView& view) {
    const messages::Texts& texts = request.texts();
    const endpoint::Links& links = request.links();
    html::Writer out;
    out.put<R"(<div class="index">)">();
    write_subject(
        out,
        links.authority(view.record.kind, view.record.id, view.record.label),
        texts.mentions_heading(),
        view.record.label,
        {}
    );
    if (view.posts.posts.empty()) {
        out.put<R"(<div class="empty"><p>{}</p></div>)">(texts.mentions_none(view.record.label));
    } else {
        write_mentioning_posts(out, request, view.posts.posts);
    }
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count = endpoint::count_pages(view.posts.total, service::mentions_per_page),
         .url = [&](std::int64_t page) { return links.mentions(view.record.id, page); }}
    );
    out.put<"</div>">();
    return endpoint::write_page(
        request,
        {.title = texts.mentions_title(view.record.label),
         .canonical = links.mentions(view.record.id, view.page),
         .is_indexed = view.page == 1},
        out.take()
    );
}

} // namespace attest::web
