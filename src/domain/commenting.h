// Who may comment where, and what may be done to a comment afterwards.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/actor.h"
#include "domain/privileges.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace attest::domain {

/// Characters of a comment, as on Stack Exchange: a sentence at least, a paragraph at most.
inline constexpr std::size_t comment_length_min = 15;
inline constexpr std::size_t comment_length_max = 600;

/// How long its author may still change it.
inline constexpr Duration comment_edit_span = minutes(5);

/// `invalid` at "body".
Result<void> check_comment_text(std::string_view markdown);

/// The post that is commented on.
struct CommentedPost {
    std::optional<UserId> author;
    std::optional<UserId> asker; ///< Of the question on whose page it stands.
    std::optional<Time> locked_at;
};

/// Under one's own posts, and everywhere under one's own question, everybody may comment.
Result<void>
check_comment(const Actor& actor, const CommentedPost& post, const Thresholds& thresholds);

struct StandingComment {
    std::optional<UserId> author;
    Time created_at;
    std::optional<Time> post_locked_at;
};

bool may_edit_comment(const Actor& actor, const StandingComment& comment, Time now);
bool may_delete_comment(const Actor& actor, const StandingComment& comment);

Result<void> check_comment_edit(const Actor& actor, const StandingComment& comment, Time now);
Result<void> check_comment_deletion(const Actor& actor, const StandingComment& comment);

/// `gives`: the vote is given, not taken back.
Result<void> check_comment_vote(
    const Actor& actor, const StandingComment& comment, const Thresholds& thresholds, bool gives
);

} // namespace attest::domain
