// Writing posts: asking, answering, commenting, editing, voting, accepting. The least that the
// import's survival test, the race test of the page cache and the bench of durable posts need; who
// may do what, and the forms, come with the accounts (F8, F11).
//
// Markdown is rendered before the transaction opens.
#pragma once

#include "base/error.h"
#include "domain/ids.h"
#include "domain/kinds.h"
#include "service/site.h"
#include "service/writing.h"

#include <optional>
#include <string>
#include <vector>

namespace attest::service {

struct PostQuestion {
    UserId author;
    std::string title;
    std::string markdown;
    std::vector<std::string> tags;
};

/// `invalid` with field errors on "title", "body" or "tags".
Result<QuestionId> post_question(const Site& site, const PostQuestion& form);

struct PostAnswer {
    UserId author;
    QuestionId question;
    std::string markdown;
};

/// `not_found` if the question is gone.
Result<AnswerId> post_answer(const Site& site, const PostAnswer& form);

struct PostComment {
    UserId author;
    PostId post;
    std::string markdown;
};

Result<CommentId> post_comment(const Site& site, const PostComment& form);

struct Vote {
    UserId voter;
    PostId post;
    domain::VoteKind kind = domain::VoteKind::up; ///< Up or down.
};

/// `conflict` if the voter has voted so before; a vote the other way is taken back first.
Result<void> vote(const Site& site, const Vote& form);

/// `conflict` if there is nothing to take back.
Result<void> take_back_vote(const Site& site, const Vote& form);

struct AcceptAnswer {
    QuestionId question;
    std::optional<AnswerId> answer; ///< Nothing takes the acceptance back.
};

/// `not_found` if the answer is gone or another question's.
Result<void> accept_answer(const Site& site, const AcceptAnswer& form);

} // namespace attest::service
