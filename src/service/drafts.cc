#include "service/drafts.h"

#include "base/text.h"
#include "domain/act_limits.h"
#include "service/limits.h"
#include "service/writing.h"
#include "storage/drafts.h"

#include <fmt/format.h>

#include <array>

namespace attest::service {

namespace {

bool is_place(std::string_view place) {
    if (place == "ask") return true;
    constexpr std::array<std::string_view, 2> kinds = {"answer:", "edit:"};
    for (const std::string_view kind : kinds) {
        if (place.starts_with(kind)) {
            return parse_number<std::int64_t>(place.substr(kind.size())).has_value();
        }
    }
    return false;
}

Result<void> check_draft(const Draft& draft) {
    if (!is_place(draft.place)) return refuse("place", "There is nothing to write at this place.");
    // A draft may be a little longer than a post: its author will shorten it.
    const bool is_long = utf8_length(draft.body) > 2 * domain::body_length_max
                         || utf8_length(draft.answer) > 2 * domain::body_length_max
                         || utf8_length(draft.found) > 2 * domain::body_length_max;
    if (is_long) return refuse("body", "The text is too long to be kept as a draft. Shorten it.");
    for (const std::string* line : {&draft.title, &draft.tags, &draft.summary, &draft.base}) {
        if (utf8_length(*line) <= draft_line_length_max) continue;
        return refuse("title", "A line is too long to be kept as a draft. Shorten it.");
    }
    return {};
}

} // namespace

std::string edit_place(PostId post) {
    return fmt::format("edit:{}", post.value);
}

Result<std::optional<Draft>>
find_draft(const Site& site, const domain::Actor& actor, std::string_view place) {
    const std::optional<storage::Draft> draft =
        TRY(site.database.read([&](db::ReadTransaction& tx) {
            return storage::find_draft(tx, actor.user, place);
        }));
    if (!draft) return std::nullopt;
    return Draft{
        .place = draft->place,
        .title = draft->title,
        .tags = draft->tags,
        .body = draft->body,
        .answer = draft->answer,
        .found = draft->found,
        .summary = draft->summary,
        .base = draft->base,
        .updated_at = draft->updated_at,
    };
}

Result<void> save_draft(const Site& site, const domain::Actor& actor, const Draft& draft) {
    TRY(check_draft(draft));
    const storage::Draft stored{
        .place = draft.place,
        .title = draft.title,
        .tags = draft.tags,
        .body = draft.body,
        .answer = draft.answer,
        .summary = draft.summary,
        .base = draft.base,
        .found = draft.found,
        .updated_at = site.clock(),
    };
    return site.database.write([&](db::Transaction& tx) {
        if (draft.empty()) return storage::delete_draft(tx, actor.user, draft.place);
        return storage::save_draft(tx, actor.user, stored);
    });
}

} // namespace attest::service
