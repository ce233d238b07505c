#include "service/timeline.h"

#include "dates/phrase.h"
#include "markup/claim_words.h"
#include "service/claim_dates.h"
#include "service/limits.h"
#include "service/search.h"
#include "service/writing.h"
#include "storage/posts.h"
#include "storage/tag_names.h"

#include <algorithm>
#include <span>
#include <utility>

namespace attest::service {

namespace {

/// The two calendars were never further apart in what people date.
constexpr std::int32_t style_days_max = 13;

TimelineItem item_of(storage::DatedClaim& claim) {
    return {
        .claim = claim.claim,
        .words = markup::claim_words(claim.exact),
        .status = claim.status,
        .date = std::move(claim.date),
        .question = claim.question,
        .title = std::move(claim.title),
        .named = claim.named,
        .named_label = std::move(claim.named_label),
    };
}

bool comes_before(const storage::DatedClaim& left, const storage::DatedClaim& right) {
    const std::weak_ordering order = dates::compare(left.date, right.date);
    return order != std::weak_ordering::equivalent ? order < 0
                                                   : left.claim.value < right.claim.value;
}

/// Two claims of one question that would tell of the same day, read in the other calendar.
void mark_style_pairs(std::vector<TimelineItem>& items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        for (std::size_t k = i + 1; k < items.size(); ++k) {
            TimelineItem& first = items[i];
            TimelineItem& second = items[k];
            if (std::int64_t{second.date.lo} - first.date.lo > style_days_max) break;
            if (first.claim == second.claim || first.question != second.question) continue;
            const std::optional<dates::StyleHint> hint =
                dates::find_style_hint(first.date, second.date);
            if (!hint) continue;
            first.hint = dates::format_style_hint(*hint, first.date, second.date);
            second.hint = first.hint;
        }
    }
}

/// In order, as many as are shown, with their hints.
std::vector<TimelineItem> items_of(std::vector<storage::DatedClaim> claims) {
    std::ranges::sort(claims, comes_before);
    if (std::ssize(claims) > timeline_items_max) claims.resize(timeline_items_max);
    std::vector<TimelineItem> items;
    for (storage::DatedClaim& claim : claims)
        items.push_back(item_of(claim));
    mark_style_pairs(items);
    return items;
}

Result<dates::HistoricalDate> read_end(const std::string& field, const std::string& phrase) {
    Result<dates::ReadDate> date = dates::read_date(phrase);
    if (!date) return refuse(field, date.error().message());
    return std::move(date->date);
}

Result<dates::Bounds> read_stretch(const Stretch& stretch) {
    dates::Bounds days;
    if (!stretch.from.empty()) days.lo = TRY(read_end("from", stretch.from)).lo;
    if (!stretch.to.empty()) days.hi = TRY(read_end("to", stretch.to)).hi;
    if (days.lo > days.hi) return refuse("to", "Give a date that is not before the first.");
    return days;
}

/// What a scope is called; `not_found` if it is not there. A merged record gives what it went into.
Result<void> read_heading(
    db::ReadTransaction& tx,
    const Scope& scope,
    std::string& heading,
    std::optional<AuthorityRecord>& record
) {
    if (scope.question) {
        heading = TRY(storage::find_post_place(tx, post_id(*scope.question))).title;
    } else if (scope.record) {
        record = TRY(storage::find_authority(tx, *scope.record));
        if (record->merged_into) record = TRY(storage::find_authority(tx, *record->merged_into));
        heading = record->label;
    } else if (!scope.tag.empty()) {
        const storage::NamedTag tag = TRY(storage::find_named_tag(tx, scope.tag));
        if (tag.is_new) return fail(ErrorCode::not_found, "There is no such tag here.");
        heading = tag.name;
    } else {
        heading = scope.query;
    }
    return {};
}

/// One more than is shown, to know whether there are more.
constexpr std::int64_t items_asked = timeline_items_max + 1;

Result<std::vector<storage::DatedClaim>>
read_claims(db::ReadTransaction& tx, const Scope& scope, const Timeline& timeline) {
    const dates::Bounds days = timeline.asked;
    if (scope.question) {
        return storage::list_dated_claims_of_question(tx, *scope.question, days, items_asked);
    }
    if (timeline.record) {
        return storage::list_dated_claims_of_record(tx, timeline.record->id, days, items_asked);
    }
    if (!scope.tag.empty()) {
        return storage::list_dated_claims_of_tag(tx, timeline.heading, days, items_asked);
    }
    return storage::list_all_dated_claims(tx, days, items_asked);
}

/// Dated claims of the posts that a search finds first.
Result<std::vector<storage::DatedClaim>>
search_claims(const Site& site, const Scope& scope, dates::Bounds days) {
    const SearchPage found = TRY(search(
        site,
        {.query = scope.query,
         .page = {.number = 1, .size = timeline_posts_searched},
         .with_facets = false,
         .with_every_post = true}
    ));
    std::vector<PostId> posts;
    for (const SearchHit& hit : found.hits)
        posts.push_back(hit.post);
    auto claims = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::list_dated_claims_of_posts(tx, posts);
    }));
    std::erase_if(claims, [&](const storage::DatedClaim& claim) {
        return claim.date.hi < days.lo || claim.date.lo > days.hi;
    });
    return claims;
}

} // namespace

Result<Timeline> read_timeline(const Site& site, const Scope& scope, const Stretch& stretch) {
    Timeline timeline;
    timeline.asked = TRY(read_stretch(stretch));
    std::vector<storage::DatedClaim> claims;
    if (scope.query.empty()) {
        claims = TRY(site.database.read(
            [&](db::ReadTransaction& tx) -> Result<std::vector<storage::DatedClaim>> {
                TRY(read_heading(tx, scope, timeline.heading, timeline.record));
                return read_claims(tx, scope, timeline);
            }
        ));
    } else {
        timeline.heading = scope.query;
        claims = TRY(search_claims(site, scope, timeline.asked));
    }
    timeline.has_more = std::ssize(claims) > timeline_items_max;
    timeline.items = items_of(std::move(claims));
    return timeline;
}

Result<std::vector<TimelineItem>>
list_dates_of_claim(const Site& site, QuestionId question, ClaimId claim) {
    std::vector<TimelineItem> items = items_of(TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::list_dated_claims_of_question(tx, question, {}, timeline_items_max);
    })));
    std::erase_if(items, [&](const TimelineItem& item) { return item.claim != claim; });
    return items;
}

Result<PlaceMap> read_place_map(const Site& site, const Scope& scope) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<PlaceMap> {
        PlaceMap map;
        TRY(read_heading(tx, scope, map.heading, map.record));
        if (scope.question) {
            map.places = TRY(storage::list_places_of_question(tx, *scope.question, map_places_max));
        } else if (map.record) {
            map.places =
                TRY(storage::list_places_beside_record(tx, map.record->id, map_places_max));
            const bool is_listed = std::ranges::any_of(map.places, [&](const MentionedPlace& one) {
                return one.record.id == map.record->id;
            });
            if (map.record->kind == domain::AuthorityKind::place && !is_listed)
                map.places.insert(map.places.begin(), {.record = *map.record, .posts = 0});
        } else {
            map.places = TRY(storage::list_places_of_tag(tx, map.heading, map_places_max));
        }
        return map;
    });
}

Result<MentioningPosts> list_mentioning_posts(const Site& site, AuthorityId id, PageRequest page) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<MentioningPosts> {
        return MentioningPosts{
            .posts =
                TRY(storage::list_mentioning_posts(tx, id, page.size, (page.number - 1) * page.size)
                ),
            .total = TRY(storage::count_mentioning_posts(tx, id)),
        };
    });
}

} // namespace attest::service
