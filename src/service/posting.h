// Writing posts: asking and answering. The least that the
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

} // namespace attest::service
