#include "service/visible_posts.h"

#include "domain/deleting.h"
#include "storage/deletions.h"

#include <utility>

namespace attest::service {

Result<storage::PostPlace>
find_visible_place(db::ReadTransaction& tx, const Site& site, PostId id, const Reader& reader) {
    if (!reader) return storage::find_post_place(tx, id);
    storage::AnyPostPlace any = TRY(storage::find_any_post_place(tx, id));
    const auto hides = [&](bool is_deleted, std::optional<UserId> author) {
        return is_deleted && !domain::may_see_deleted(reader, author, site.settings.thresholds);
    };
    const bool is_hidden =
        hides(any.is_deleted, any.author) || hides(any.is_question_deleted, any.question_author);
    if (is_hidden) {
        return fail(ErrorCode::not_found, "There is no such question or answer here.");
    }
    return std::move(any.place);
}

} // namespace attest::service
