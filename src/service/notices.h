// Telling people of what was written. A use case leaves a notice in its own transaction; the job
// that follows finds out whom it concerns, puts it into their inboxes and queues the mails. Who was
// told is written in one transaction with the end of the job, and each thing once: a job that is
// done twice tells nobody twice.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/ids.h"
#include "domain/inbox.h"
#include "domain/mentions.h"
#include "service/site.h"
#include "storage/job_queue.h"

#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

/// Kinds of jobs.
inline constexpr std::string_view notice_job = "notice";
inline constexpr std::string_view inbox_mail_job = "inbox_mail";

/// The asker and those who follow the question are told of an answer.
Result<void> leave_answer_notice(db::Transaction& tx, AnswerId answer, Time now);

/// The author of the post and those named with "@" are told of a comment.
Result<void> leave_comment_notice(db::Transaction& tx, CommentId comment, Time now);

/// Whose citation it is, and the author of the post, are told what a reader did not find.
Result<void> leave_check_notice(db::Transaction& tx, CitationCheckId check, Time now);

/// The author of the post is told of a citation against a claim of his.
Result<void> leave_objection_notice(db::Transaction& tx, CitationId citation, Time now);

/// Those who found a claim on the page in its old words are asked, once, whether it still is.
Result<void> leave_rewording_notice(db::Transaction& tx, ClaimId claim, Time now);

/// Does a job of the kind `notice_job` and ends it.
Result<void> tell_people(const Site& site, const storage::QueuedJob& job);

/// The item that a job of the kind `inbox_mail_job` is to send; `internal` for another payload.
Result<InboxItemId> parse_inbox_mail(std::string_view payload);

/// Those whom a comment under a post can name, the last to take part first.
Result<std::vector<domain::Participant>> list_participants(const Site& site, PostId post);

} // namespace attest::service
