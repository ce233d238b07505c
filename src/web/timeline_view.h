// A timeline as a page: the picture, the same as a list, and the ways to another stretch of time.
// Also its data, and the page of a map.
#pragma once

#include "dates/language.h"
#include "http/response.h"
#include "service/timeline.h"
#include "web/parts.h"

#include <cstdint>
#include <string>

namespace attest::web {

struct TimelineView {
    service::Scope scope;
    service::Stretch stretch;
    bool has_old_style = false;
    service::Timeline timeline;
    const Error* error = nullptr; ///< What is wrong with the form; then the timeline is empty.
};

/// The interface's language, for dates.
const dates::Language& dates_language(const RequestContext& request);

/// "= 7 November 1879 N.S. = 26 October O.S. …", and whether the calendar was assumed.
std::string conversion_of(const RequestContext& request, const dates::HistoricalDate& date);

http::Response timeline_page(const RequestContext& request, const TimelineView& view);

/// The picture alone.
http::Response timeline_picture(const RequestContext& request, const TimelineView& view);

/// evidence.md, F6.
std::string timeline_json(const RequestContext& request, const TimelineView& view);
std::string timeline_csv(const RequestContext& request, const TimelineView& view);

/// Lines of a list of dated claims.
void write_dated_claims(
    html::Writer& out, const RequestContext& request, std::span<const service::TimelineItem> items
);

struct MapView {
    service::Scope scope;
    service::PlaceMap map;
};

http::Response map_page(const RequestContext& request, const MapView& view);

struct MentionsView {
    service::AuthorityRecord record;
    service::MentioningPosts posts;
    std::int64_t page = 1;
};

http::Response mentions_page(const RequestContext& request, const MentionsView& view);

void write_mentioning_posts(
    html::Writer& out, const RequestContext& request, std::span<const service::MentioningPost> posts
);

} // namespace attest::web
