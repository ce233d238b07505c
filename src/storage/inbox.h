// What people are told, who is to be told what, and how they want it.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/inbox.h"
#include "domain/mentions.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::storage {

/// An answer and whom it concerns. Nothing for one that is gone, or whose question is.
struct AnswerNotice {
    AnswerId answer;
    QuestionId question;
    std::optional<UserId> author;
    std::optional<UserId> asker;
};

Result<std::optional<AnswerNotice>> find_answer_notice(db::ReadTransaction& tx, AnswerId answer);

/// A comment and whom it concerns. Nothing for one that is gone, or whose post is.
struct CommentNotice {
    CommentId comment;
    PostId post;
    std::optional<UserId> author;
    std::optional<UserId> post_author;
    std::string source;
};

Result<std::optional<CommentNotice>>
find_comment_notice(db::ReadTransaction& tx, CommentId comment);

/// A check, or a citation that was brought to a claim, and whom it concerns. Nothing for one that
/// is gone, or whose claim or post is.
struct EvidenceNotice {
    ClaimId claim;
    PostId post;
    std::optional<UserId> actor;
    std::optional<UserId> cited_by; ///< Who added the citation.
    std::optional<UserId> author;   ///< Of the post.
};

Result<std::optional<EvidenceNotice>>
find_check_notice(db::ReadTransaction& tx, CitationCheckId check);
Result<std::optional<EvidenceNotice>>
find_citation_notice(db::ReadTransaction& tx, CitationId citation);

/// Who found a claim on the page in other words than it has today; at most `most`.
struct RewordedClaim {
    PostId post;
    std::vector<UserId> readers;
};

Result<RewordedClaim>
find_reworded_claim(db::ReadTransaction& tx, ClaimId claim, std::int64_t most);

/// Who wrote a post, commented under it or edited it, the last to do so first; and under an answer
/// the asker, whom it is for.
Result<std::vector<domain::Participant>> list_participants(db::ReadTransaction& tx, PostId post);

struct FollowerPage {
    PostId post;
    UserId after{-1'000'000}; ///< Below every id.
    std::int64_t limit = 0;
};

/// Who follows a post, by id.
Result<std::vector<UserId>> list_followers(db::ReadTransaction& tx, const FollowerPage& page);

struct NewInboxItem {
    UserId user;
    domain::InboxKind kind = domain::InboxKind::answer;
    PostId post;
    std::optional<CommentId> comment = {};
    std::optional<ClaimId> claim = {};
    std::optional<UserId> actor = {};
    std::int64_t object = 0; ///< With user and kind, told once.
    Time created_at;
};

/// Nothing if the user has been told already, or has no account to read it with.
Result<std::optional<InboxItemId>> insert_inbox_item(db::Transaction& tx, const NewInboxItem& item);

struct InboxPage {
    UserId user;
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

/// Newest first. What stands on a post or comment that is gone is left out here and in all that
/// follows.
Result<std::vector<domain::InboxItem>> list_inbox(db::ReadTransaction& tx, const InboxPage& page);

/// At most `most`.
Result<std::int64_t> count_inbox(db::ReadTransaction& tx, UserId user, std::int64_t most);
Result<std::int64_t> count_unread(db::ReadTransaction& tx, UserId user, std::int64_t most);

Result<std::optional<domain::InboxItem>> find_inbox_item(db::ReadTransaction& tx, InboxItemId item);

/// How many a user was told since.
Result<std::int64_t> count_told_since(db::ReadTransaction& tx, UserId user, Time since);

Result<void> mark_read(db::Transaction& tx, InboxItemId item, Time at);
Result<void> mark_all_read(db::Transaction& tx, UserId user, Time at);

/// What the user has chosen, or the default.
Result<bool> wants_mail(db::ReadTransaction& tx, UserId user, domain::InboxKind kind);

struct MailChoice {
    domain::InboxKind kind = domain::InboxKind::answer;
    bool wants_mail = false;
};

Result<void> choose_mail(db::Transaction& tx, UserId user, const MailChoice& choice);

/// Where mail to a user goes, if to anywhere.
struct MailRecipient {
    AccountId account;
    std::string display_name;
};

Result<std::optional<MailRecipient>> find_mail_recipient(db::ReadTransaction& tx, UserId user);

} // namespace attest::storage
