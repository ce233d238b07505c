// What a person is told: that something was written which concerns them.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "domain/evidence.h"
#include "domain/ids.h"
#include "domain/people.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attest {
using InboxItemId = Id<struct InboxItemTag>;
}

namespace attest::domain {

enum class InboxKind : std::uint8_t {
    answer = 1,  ///< To one's question, or to one that one follows.
    comment = 2, ///< Under one's post.
    mention = 3, ///< Somebody has written @Name.
    finding = 4, ///< A reader does not find on the page what one's citation says, or only in part.
    objection = 5, ///< Somebody cites against a claim of one's post, or for a limit to it.
    reworded = 6,  ///< A claim that one has confirmed has other words now: told once.
};

inline constexpr std::array inbox_kinds{
    InboxKind::answer,
    InboxKind::comment,
    InboxKind::mention,
    InboxKind::finding,
    InboxKind::objection,
    InboxKind::reworded,
};

/// In forms and settings: "answer"; nothing for a name that is none.
std::string_view format_inbox_kind(InboxKind kind);
std::optional<InboxKind> parse_inbox_kind(std::string_view name);

/// Whether somebody who has not chosen gets a mail beside the inbox: where a person waits for a
/// word or was called by name, but not for every remark.
bool is_mailed_by_default(InboxKind kind);

struct InboxItem {
    InboxItemId id;
    UserId owner;
    InboxKind kind = InboxKind::answer;
    QuestionId question;
    std::string question_title;
    PostId post; ///< The answer; or the post that the comment stands under.
    std::optional<CommentId> comment = {};
    std::optional<ClaimId> claim = {}; ///< `excerpt` has its words, as Markdown.
    std::int64_t object = 0;           ///< What it is about: with owner and kind, once.
    bool is_own_post = false;          ///< The owner's question, or post for a comment.
    Byline actor;
    std::string excerpt; ///< Plain text.
    Time created_at;
    std::optional<Time> read_at = {};
};

} // namespace attest::domain
