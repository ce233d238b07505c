// The ids of a site's things. A question and an answer share the posts' space of ids, and are yet
// different types: what wants an answer cannot be given a question.
#pragma once

#include "base/id.h"

namespace attest {

using SiteId = Id<struct SiteTag>;
using AccountId = Id<struct AccountTag>;
using UserId = Id<struct UserTag>;
using PostId = Id<struct PostTag>;
using QuestionId = Id<struct QuestionTag>;
using AnswerId = Id<struct AnswerTag>;
using CommentId = Id<struct CommentTag>;
using TagId = Id<struct TagTag>;
using VoteId = Id<struct VoteTag>;
using BadgeId = Id<struct BadgeTag>;
using PostLinkId = Id<struct PostLinkTag>;
using PostHistoryId = Id<struct PostHistoryTag>;
using SessionId = Id<struct SessionTag>;
using PasskeyId = Id<struct PasskeyTag>;
using SuggestedEditId = Id<struct SuggestedEditTag>;
using FlagId = Id<struct FlagTag>;
using InboxItemId = Id<struct InboxItemTag>;

constexpr PostId post_id(QuestionId id) {
    return PostId{id.value};
}

constexpr PostId post_id(AnswerId id) {
    return PostId{id.value};
}

/// The Community user, in whose name the system acts (dump.md).
inline constexpr UserId community_user{-1};

} // namespace attest
