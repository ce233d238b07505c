#include "web/date_words.h"

#include "markup/citation_tokens.h"
#include "web/timeline_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <string>

namespace attest::web {

namespace {

struct Stretch {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Where a claim's words stand: before its citation, behind the one before that. Words that a
/// reader asks for stand where they do first.
Stretch stretch_of(std::string_view body, const service::ShownClaim& claim) {
    if (!claim.ordinal) {
        std::string words;
        html::append_escaped(words, claim.words);
        const std::size_t found = words.empty() ? std::string_view::npos : body.find(words);
        if (found == std::string_view::npos || !is_running_text(body, found)) return {};
        return {.begin = found, .end = found + words.size()};
    }
    const std::size_t end = body.find(
        fmt::format("{}{}{}", markup::citation_start, *claim.ordinal, markup::citation_number_end)
    );
    if (end == std::string_view::npos) return {};
    const std::size_t before = body.substr(0, end).rfind(markup::citation_start);
    if (before == std::string_view::npos) return {.begin = 0, .end = end};
    return {
        .begin =
            std::min(body.find(markup::citation_end, before) + markup::citation_end.size(), end),
        .end = end
    };
}

/// "= 7 November 1879 N.S. = 26 October O.S., Friday, JD 2407661"
std::string both_calendars(const RequestContext& request, const service::ShownDate& date) {
    return conversion_of(
        request,
        {.phrase = {},
         .edtf = {},
         .calendar = date.calendar,
         .is_assumed = date.is_assumed,
         .lo = date.lo,
         .hi = date.hi}
    );
}

} // namespace

DateWords::DateWords(std::string_view body, const PostClaims& claims)
    : body_{body}, claims_{claims} {
    const service::ShownClaims& shown = claims.words().evidence().shown;
    for (const service::ShownClaim& claim : claims.all()) {
        if (claim.date_count == 0) continue;
        const Stretch stretch = stretch_of(body, claim);
        find_in(stretch.begin, stretch.end, shown.dates_of(claim));
    }
    std::ranges::sort(found_, {}, &Found::begin);
    const auto doubles = std::ranges::unique(found_, [](const Found& one, const Found& next) {
        return next.begin < one.end;
    });
    found_.erase(doubles.begin(), doubles.end());
}

/// From the last to the first: a claim ends at its citation, and may begin behind other words.
void DateWords::find_in(
    std::size_t begin, std::size_t end, std::span<const service::ShownDate> dates
) {
    for (const service::ShownDate& date : dates | std::views::reverse) {
        std::string phrase;
        html::append_escaped(phrase, date.phrase);
        const std::string_view words = body_.substr(begin, end - begin);
        const std::size_t found = words.rfind(phrase);
        if (phrase.empty() || found == std::string_view::npos) continue;
        end = begin + found;
        if (is_running_text(words, found)) found_.push_back({end, end + phrase.size(), &date});
    }
}

void DateWords::write(html::Writer& out, std::size_t begin, std::size_t end) {
    for (; next_ < found_.size() && found_[next_].end <= end; ++next_) {
        const Found& found = found_[next_];
        if (found.begin < begin) continue; // cut in two
        out.trusted(body_.substr(begin, found.begin - begin));
        out.put<R"(<span class="day" tabindex="0" role="note" title="{}">)">(
            both_calendars(claims_.words().request(), *found.date)
        );
        out.trusted(body_.substr(found.begin, found.end - found.begin))
            .trusted(markup::citation_end);
        begin = found.end;
    }
    out.trusted(body_.substr(begin, end - begin));
}

bool is_running_text(std::string_view body, std::size_t at) {
    const std::string_view before = body.substr(0, at);
    const auto is_open = [&](std::string_view start, std::string_view end) {
        const std::size_t begun = before.rfind(start);
        if (begun == std::string_view::npos) return false;
        const std::size_t ended = before.rfind(end);
        return ended == std::string_view::npos || ended < begun;
    };
    return !is_open("<", ">") && !is_open("<a ", "</a>") && !is_open("<code", "</code>")
           && !is_open("<span class=\"math", "</span>");
}

} // namespace attest::web
