#include "service/rejudging.h"

#include "base/text.h"
#include "service/evidence.h"
#include "service/limits.h"
#include "storage/evidence.h"

#include <fmt/format.h>

#include <limits>

namespace attest::service {

namespace {

/// Posts that cite a source, from `after` on.
struct Slice {
    SourceId source;
    PostId after{std::numeric_limits<std::int64_t>::min()};
};

/// As a job's payload: "7 175".
std::optional<Slice> parse_slice(std::string_view payload) {
    const std::size_t space = payload.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto source = parse_number<std::int64_t>(payload.substr(0, space));
    const auto after = parse_number<std::int64_t>(payload.substr(space + 1));
    if (!source || !after) return std::nullopt;
    return Slice{.source = SourceId{*source}, .after = PostId{*after}};
}

/// Judges a slice, and leaves the next to a job.
Result<void> judge_slice(db::Transaction& tx, const Slice& slice, Time now) {
    const std::vector<PostId> posts = TRY(storage::list_posts_citing(
        tx, {.source = slice.source, .after = slice.after, .limit = posts_judged_at_once}
    ));
    for (const PostId post : posts)
        TRY(judge_post(tx, post));
    if (std::ssize(posts) < posts_judged_at_once) return {};
    return storage::enqueue_job(
        tx,
        {.kind = judging_job,
         .payload = fmt::format("{} {}", slice.source.value, posts.back().value),
         .created_at = now}
    );
}

} // namespace

Result<void> judge_posts_citing(db::Transaction& tx, SourceId source, Time now) {
    return judge_slice(tx, {.source = source}, now);
}

Result<void> judge_more(const Site& site, const storage::QueuedJob& job) {
    const std::optional<Slice> slice = parse_slice(job.payload);
    if (!slice) return fail(ErrorCode::internal, "A job in the queue judges nothing.");
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(judge_slice(tx, *slice, site.clock()));
        return storage::delete_job(tx, job.id);
    });
}

} // namespace attest::service
