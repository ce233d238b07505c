// What has changed: a row for the search index, written in the transaction that it speaks of, and
// the slots of the page cache's stamps, announced for after the commit. Every changing function of
// storage/ ends here, so that no use case can forget.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/ids.h"
#include "domain/kinds.h"

#include <optional>
#include <string_view>

namespace attest::storage {

/// A post and the question on whose page it stands, if any.
struct ChangedPost {
    PostId post;
    std::optional<QuestionId> question;
};

/// The text, tags, score or counts of a post: searched, and shown.
Result<void> record_post_change(db::Transaction& tx, ChangedPost changed);

Result<void> record_user_change(db::Transaction& tx, UserId user);
Result<void> record_tag_change(db::Transaction& tx, TagId tag, std::string_view name);

/// An import or a restore: the index builds anew.
Result<void> record_everything_changed(db::Transaction& tx);

/// For what is shown on a question's page and is not searched: comments, links, views of its
/// people.
void announce_question(db::Transaction& tx, QuestionId question);

/// Lists that depend on the site as a whole.
void announce_site(db::Transaction& tx);

} // namespace attest::storage
