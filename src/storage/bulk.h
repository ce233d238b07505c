// The rows of a site in bulk: what an import writes and an export reads, one struct to a table.
// Each is the row of the schema (migrations/sqlite/site), and `original` holds, as a JSON object,
// the dump's attributes that the other members would not give back letter for letter (empty: there
// are none).
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/ids.h"
#include "domain/kinds.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::db {
class ReadTransaction;
class Transaction;
} // namespace attest::db

namespace attest::storage {

/// The eight tables of a dump.
enum class Table : std::uint8_t {
    users,
    badges,
    tags,
    post_history,
    posts,
    post_links,
    comments,
    votes
};

struct UserRow {
    UserId id;
    std::optional<std::int64_t> account_id = {
    }; ///< Our account; only of a row that is carried over.
    std::optional<std::int64_t> origin_account_id = {};
    std::string display_name;
    std::optional<std::string> name_key = {}; ///< So that no newcomer takes a name that looks so.
    std::int64_t reputation = 1;
    Time created_at;
    std::optional<Time> seen_at = {};
    std::optional<std::string> website_url = {};
    std::optional<std::string> location = {};
    std::int64_t view_count = 0;
    std::int64_t up_vote_count = 0;
    std::int64_t down_vote_count = 0;
    std::optional<Time> deleted_at = {};
    std::optional<std::string> about_html = {};
    std::string original = {};
};

struct BadgeRow {
    BadgeId id;
    UserId user_id;
    std::string name;
    domain::BadgeClass badge_class = domain::BadgeClass::bronze;
    bool is_tag_based = false;
    Time awarded_at;
    std::string original = {};
};

struct TagRow {
    TagId id;
    std::string name;
    std::int64_t question_count = 0;
    std::optional<PostId> excerpt_post_id = {};
    std::optional<PostId> wiki_post_id = {};
    std::string original = {};
};

struct HistoryRow {
    PostHistoryId id;
    domain::HistoryKind kind{};
    PostId post_id;
    std::optional<std::string> guid = {}; ///< 16 bytes.
    Time created_at;
    std::optional<UserId> author_id = {};
    std::optional<std::string> author_name = {};
    std::optional<std::string> summary = {};
    std::optional<std::string> text = {};
    domain::BodyFormat format = domain::BodyFormat::markdown;
    std::optional<std::string> license = {};
    std::string original = {};
};

struct PostRow {
    PostId id;
    domain::PostKind kind{};
    std::optional<QuestionId> question_id = {};
    std::optional<AnswerId> accepted_answer_id = {};
    std::optional<AnswerId> imported_accepted_answer_id = {};
    std::optional<std::string> title = {};
    std::optional<std::string> tags = {}; ///< |a|b|
    std::optional<UserId> author_id = {};
    std::optional<std::string> author_name = {};
    std::optional<UserId> editor_id = {};
    std::optional<std::string> editor_name = {};
    Time created_at;
    std::optional<Time> edited_at = {};
    Time active_at;
    std::int64_t score = 0;
    std::int64_t imported_score = 0;
    std::int64_t view_count = 0;
    std::int64_t answer_count = 0;
    std::int64_t comment_count = 0;
    std::optional<std::int64_t> favorite_count = {};
    bool is_unanswered = false;
    std::optional<Time> closed_at = {};
    std::optional<Time> community_at = {};
    std::optional<Time> deleted_at = {};
    std::optional<std::string> license = {};
    domain::BodyFormat body_format = domain::BodyFormat::html;
    std::int64_t renderer_version = 0;
    std::string body_html = {};
    std::string body_text = {};

    /// As the dump has it.
    std::string body = {};
    /// The same, compressed: what is stored where `body_html` is another text. Of a body that was
    /// written here there is none, and `body` reads as `body_html`.
    std::optional<std::string> packed_body = {};
    std::string original = {};
};

struct LinkRow {
    PostLinkId id;
    PostId post_id;
    PostId related_post_id;
    domain::LinkKind kind{};
    Time created_at;
    std::string original = {};
};

struct CommentRow {
    CommentId id;
    PostId post_id;
    std::optional<UserId> author_id = {};
    std::optional<std::string> author_name = {};
    Time created_at;
    std::int64_t score = 0;
    std::int64_t imported_score = 0;
    std::optional<Time> deleted_at = {};
    std::optional<std::string> license = {};
    std::string body_source;
    std::string body_html = {};
    std::string original = {};
};

struct VoteRow {
    VoteId id;
    PostId post_id;
    domain::VoteKind kind{};
    std::optional<UserId> user_id = {};
    Time created_at;
    std::optional<std::int64_t> bounty_amount = {};
    std::string original = {};
};

// Each inserts one row, unless its id (of a tag: or its name) is already there: then it answers
// false.

Result<bool> insert_user(db::Transaction& tx, const UserRow& row);
Result<bool> insert_badge(db::Transaction& tx, const BadgeRow& row);
Result<bool> insert_tag(db::Transaction& tx, const TagRow& row);
Result<bool> insert_history(db::Transaction& tx, const HistoryRow& row);
Result<bool> insert_post(db::Transaction& tx, const PostRow& row);
Result<bool> insert_link(db::Transaction& tx, const LinkRow& row);
Result<bool> insert_comment(db::Transaction& tx, const CommentRow& row);
Result<bool> insert_vote(db::Transaction& tx, const VoteRow& row);

// Each gives at most `limit` rows in order of id, from the first after `after` on.

Result<std::vector<UserRow>>
list_users_after(db::ReadTransaction& tx, UserId after, std::int64_t limit);
Result<std::vector<BadgeRow>>
list_badges_after(db::ReadTransaction& tx, BadgeId after, std::int64_t limit);
Result<std::vector<TagRow>>
list_tags_after(db::ReadTransaction& tx, TagId after, std::int64_t limit);
Result<std::vector<HistoryRow>>
list_history_after(db::ReadTransaction& tx, PostHistoryId after, std::int64_t limit);
Result<std::vector<PostRow>>
list_posts_after(db::ReadTransaction& tx, PostId after, std::int64_t limit);
Result<std::vector<LinkRow>>
list_links_after(db::ReadTransaction& tx, PostLinkId after, std::int64_t limit);
Result<std::vector<CommentRow>>
list_comments_after(db::ReadTransaction& tx, CommentId after, std::int64_t limit);
Result<std::vector<VoteRow>>
list_votes_after(db::ReadTransaction& tx, VoteId after, std::int64_t limit);

/// The newest body in each post's history (kinds 2, 5 and 8); nothing where there is none.
Result<std::optional<std::string>> find_body_source(db::ReadTransaction& tx, PostId post);

} // namespace attest::storage
