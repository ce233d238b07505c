// Edits that wait for somebody's judgement.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/kinds.h"
#include "domain/people.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::storage {

struct NewSuggestedEdit {
    PostId post;
    UserId author;
    std::string base_guid; ///< Of the revision that it was written on; empty if that has none.
    std::optional<std::string> title{}; ///< Nothing: unchanged.
    std::optional<std::string> tags{};  ///< "|a|b|"
    std::optional<std::string> source{};
    std::string summary;
    Time at;
};

/// `conflict` if another one waits for this post.
Result<SuggestedEditId> insert_suggested_edit(db::Transaction& tx, const NewSuggestedEdit& edit);

struct SuggestedEditRecord {
    SuggestedEditId id;
    PostId post;
    domain::Byline author;
    std::string base_guid;
    std::optional<std::string> title;
    std::optional<std::string> tags;
    std::optional<std::string> source;
    std::string summary;
    Time created_at;
    std::optional<Time> decided_at;
    bool is_approved = false;
    std::string reason; ///< Why it was rejected.
};

Result<SuggestedEditRecord> find_suggested_edit(db::ReadTransaction& tx, SuggestedEditId id);

/// The one that waits for this post.
Result<std::optional<SuggestedEditId>>
find_open_suggested_edit(db::ReadTransaction& tx, PostId post);

/// A line of the list of those that wait.
struct WaitingEdit {
    SuggestedEditId id;
    PostId post;
    domain::PostKind post_kind = domain::PostKind::question;
    std::string title; ///< Of the question; of a tag wiki the tag's name.
    domain::Byline author;
    std::string summary;
    Time created_at;
};

/// Oldest first. Those of deleted posts wait until the post is back.
Result<std::vector<WaitingEdit>>
list_waiting_edits(db::ReadTransaction& tx, std::int64_t limit, std::int64_t offset);

struct Decision {
    SuggestedEditId id;
    bool is_approved = false;
    std::string reason{};
    Time at;
};

/// Does nothing to the post: that is edits.h. The page of the post no longer says that one waits.
Result<void> decide_suggested_edit(db::Transaction& tx, const Decision& decision);

struct ReviewVote {
    SuggestedEditId id;
    UserId user;
    bool approves = false;
    Time at;
};

/// A reviewer who thinks again has one vote all the same.
Result<void> insert_review_vote(db::Transaction& tx, const ReviewVote& vote);

struct CountedReview {
    UserId user;
    bool approves = false;
};

/// In the order in which they were cast.
Result<std::vector<CountedReview>> list_review_votes(db::ReadTransaction& tx, SuggestedEditId id);

} // namespace attest::storage
