// The people of a site.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/actor.h"
#include "domain/kinds.h"
#include "domain/people.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::storage {

struct ListedUser {
    domain::Byline user;
    std::string location;
    Time created_at;
    std::int64_t question_count = 0;
    std::int64_t answer_count = 0;
};

struct UserRecord {
    ListedUser user;
    std::string about_html;
    std::string website_url;
    std::optional<Time> seen_at;
    std::int64_t view_count = 0;
    bool is_moderator = false;
    std::optional<Time> suspended_until = {};
};

/// `not_found` also for deleted users.
Result<UserRecord> find_user(db::ReadTransaction& tx, UserId id);

enum class UserKey : std::uint8_t { reputation, newest, name };

struct UserListFilter {
    UserKey key = UserKey::reputation;
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

Result<std::vector<ListedUser>> list_users(db::ReadTransaction& tx, const UserListFilter& filter);

/// A stretch of names: begins with `first`, ends before `end`; ASCII letters of either case are
/// equal.
struct NameRange {
    std::string first;
    std::string end;
    std::int64_t limit = 0;
};

Result<std::vector<ListedUser>> list_users_by_name(db::ReadTransaction& tx, const NameRange& range);

/// A question or an answer of a user, in a line.
struct PostOfUser {
    PostId id;
    QuestionId question;
    std::string question_title;
    std::int64_t score = 0;
    Time created_at;
    bool is_accepted = false;
    std::vector<std::string> tags;
    std::int64_t answer_count = 0;
};

struct UserPostFilter {
    UserId user;
    domain::PostKind kind = domain::PostKind::question; ///< Question or answer.
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

/// By score, highest first.
Result<std::vector<PostOfUser>>
list_posts_of_user(db::ReadTransaction& tx, const UserPostFilter& filter);

struct NewUser {
    std::string display_name;
    std::int64_t reputation = 1;
    Time created_at;
    std::optional<AccountId> account{};    ///< Whose user it is; nothing for one that nobody owns.
    std::optional<std::string> name_key{}; ///< What no name that looks like it may share.
};

Result<UserId> insert_user(db::Transaction& tx, const NewUser& user);

/// The user of an account, as the rules see them; whether the account is a keeper's is not known
/// here. Nothing before the account has joined the site.
Result<std::optional<domain::Actor>> find_actor(db::ReadTransaction& tx, AccountId account);

/// What every page that shows the user depends on.
struct UserName {
    UserId id;
    std::string display_name;
};

Result<void> update_display_name(db::Transaction& tx, const UserName& name);

struct PostCounts {
    std::int64_t questions = 0;
    std::int64_t answers = 0;
};

/// A user's own counters of posts: shown on profiles and in the list of users.
Result<void> count_posts(db::Transaction& tx, UserId id, PostCounts change);

struct VoteCounts {
    std::int64_t up = 0;
    std::int64_t down = 0;
};

Result<void> count_votes_cast(db::Transaction& tx, UserId id, VoteCounts change);

/// Marks a user deleted; their posts keep the printed name.
Result<void> delete_user(db::Transaction& tx, UserId id, Time at);

} // namespace attest::storage
