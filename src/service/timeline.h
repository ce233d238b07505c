// Timelines: the dated claims of a question, a tag, a record, or of what a search finds, in the
// order of their days (evidence.md, E). A timeline entry is no row of its own: it is a claim that
// has a date.
#pragma once

#include "base/error.h"
#include "dates/historical_date.h"
#include "service/authorities.h"
#include "service/site.h"
#include "storage/dated_claims.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

using storage::MentionedPlace;
using storage::MentioningPost;

/// What a timeline or a map is of: one of these; nothing: the whole site.
struct Scope {
    std::optional<QuestionId> question = {};
    std::string tag = {};
    std::optional<AuthorityId> record = {};
    std::string query = {}; ///< Of a search.

    bool operator==(const Scope&) const = default;
};

/// The stretch of time that is asked for, as phrases; empty is open.
struct Stretch {
    std::string from = {};
    std::string to = {};

    bool operator==(const Stretch&) const = default;
};

struct TimelineItem {
    ClaimId claim{};
    std::string words; ///< Of the claim, as one reads them.
    domain::ClaimStatus status{};
    dates::HistoricalDate date;
    QuestionId question{};
    std::string title;
    std::optional<AuthorityId> named = {}; ///< The first record that it links to.
    std::string named_label = {};
    std::string hint = {}; ///< "The same day, Old and New Style? …", or ''
};

struct Timeline {
    std::string heading; ///< Title, tag, label or query.
    std::optional<AuthorityRecord> record = {};
    std::vector<TimelineItem> items = {}; ///< By first day, the wider first.
    bool has_more = false;                ///< Than timeline_items_max.
    dates::Bounds asked = {};
};

/// `invalid` at "from" or "to" for what is no date, at "q" for a search that cannot be read;
/// `not_found` for a question, tag or record that is not there.
Result<Timeline> read_timeline(const Site& site, const Scope& scope, const Stretch& stretch);

struct PlaceMap {
    std::string heading;
    std::optional<AuthorityRecord> record = {};
    std::vector<MentionedPlace> places = {
    }; ///< The most mentioned first; also without coordinates.
};

/// Of a question, a tag or a record.
Result<PlaceMap> read_place_map(const Site& site, const Scope& scope);

struct MentioningPosts {
    std::vector<MentioningPost> posts;
    std::int64_t total = 0;
};

Result<MentioningPosts> list_mentioning_posts(const Site& site, AuthorityId id, PageRequest page);

} // namespace attest::service
