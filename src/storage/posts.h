// What questions, answers and the other kinds of posts have in common.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/posts.h"
#include "storage/sql.h"

#include <optional>
#include <string>

namespace attest::storage {

/// Columns of a shown post `p` with its author `u` and its editor `e`, read by read_post.
inline constexpr SqlPiece post_columns = R"sql(
    p.id, p.created_at, p.edited_at, p.score, p.community_at, p.license, p.comment_count,
    p.author_id, p.author_name,
    u.display_name, u.reputation, u.gold_count, u.silver_count, u.bronze_count, u.deleted_at,
    p.editor_id, p.editor_name,
    e.display_name, e.reputation, e.gold_count, e.silver_count, e.bronze_count, e.deleted_at,
    p.body_html, p.deleted_at,
    EXISTS (SELECT 1 FROM suggested_edits AS s WHERE s.post_id = p.id AND s.decided_at IS NULL),
    p.locked_at
)sql";

/// After `… posts AS p`.
inline constexpr SqlPiece post_people = R"sql(
    LEFT JOIN users AS u ON u.id = p.author_id
    LEFT JOIN users AS e ON e.id = p.editor_id
)sql";

inline constexpr int post_width = 27;

/// Reads `post_columns` from column 0. The licence is empty where the dump did not say.
domain::Post read_post(const db::Row& row);

/// What use cases ask before they do something with a post.
struct PostRecord {
    PostId id;
    domain::PostKind kind = domain::PostKind::question;
    std::optional<QuestionId> question; ///< An answer's; a question's is itself.
    std::string title;
    std::string tags; ///< "|a|b|"
    std::optional<UserId> author;
    std::optional<std::string> author_name;
    Time created_at;
    std::int64_t score = 0;
    std::optional<AnswerId> accepted_answer;
    std::int64_t answer_count = 0;
    std::optional<Time> deleted_at;
    std::optional<UserId> deleted_by;
    std::optional<Time> closed_at;
    std::optional<Time> locked_at;
    std::optional<Time> community_at;
    std::optional<std::string> license;
    domain::BodyFormat body_format = domain::BodyFormat::markdown;
};

/// A post of any kind, also a deleted one: the caller decides what that means.
Result<PostRecord> find_post(db::ReadTransaction& tx, PostId id);

/// The question a post belongs to and what its address needs, in one statement. `not_found` for
/// posts without a page of their own, and where the post or its question is deleted.
struct PostPlace {
    QuestionId question;
    std::string title;
    std::int64_t answer_count = 0;
    std::optional<AnswerId> answer;
    bool is_accepted = false;
    bool has_accepted = false;
    std::int64_t score = 0;
};

Result<PostPlace> find_post_place(db::ReadTransaction& tx, PostId id);

/// A locked post stays as it is for all but moderators.
Result<void> update_locked(db::Transaction& tx, PostId id, std::optional<Time> locked_at);

Result<domain::Byline> find_author(db::ReadTransaction& tx, PostId id);
Result<std::string> find_body_html(db::ReadTransaction& tx, PostId id);

/// A tag wiki or its excerpt; nothing if it is gone.
Result<std::optional<domain::Post>> find_wiki(db::ReadTransaction& tx, PostId id);
Result<std::string> find_body_text(db::ReadTransaction& tx, PostId id);

/// A body rendered from its source, for storing.
struct StoredBody {
    std::string source;
    domain::BodyFormat format = domain::BodyFormat::markdown;
    std::string html;
    std::string text;
    int renderer_version = 1;
};

/// Who did something to a post, when, and under which guid (16 bytes) it stands in the history.
struct Act {
    UserId actor;
    Time at;
    std::string guid;
    std::string summary{};
    std::string license{};
};

/// Replaces a body: the history and who edited it are the caller's business (edits.h).
Result<void> update_body(db::Transaction& tx, PostId id, const StoredBody& body);

/// The body as a dump brought it, where `body_html` is another text; nothing where it is the same.
Result<std::optional<std::string>> find_original_body(db::ReadTransaction& tx, PostId id);

/// Replaces only what a newer renderer made of the same source; nobody has edited anything. Does
/// nothing if the stored body is as new: an edit came between.
struct RenderedBody {
    PostId id;
    std::string html;
    std::string text;
    int renderer_version = 1;
};

Result<void> update_rendered_body(db::Transaction& tx, const RenderedBody& body);

/// Posts rendered by an older renderer, at most `limit` after `after`, in order of id. Reads in
/// slices: it looks through `span` ids at most.
struct StaleBodies {
    std::vector<PostId> posts;
    PostId next;          ///< Where to go on.
    bool is_done = false; ///< No posts follow.
};

Result<StaleBodies>
list_stale_bodies(db::ReadTransaction& tx, PostId after, int renderer_version, std::int64_t limit);

} // namespace attest::storage
