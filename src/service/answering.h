// Answering a question.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "service/site.h"
#include "storage/posts.h"

#include <string>

namespace attest::service {

/// The draft of an answer: "answer:175".
std::string answer_place(QuestionId question);

struct PostAnswer {
    QuestionId question;
    std::string markdown;
    bool is_community_wiki = false;
    std::string idempotency_key = {};
};

/// `not_found` if the question is gone, `forbidden` if it takes no answers or the actor may not
/// make a community wiki, `invalid` with a field error on "body", `rate_limited`.
Result<AnswerId> post_answer(const Site& site, const domain::Actor& actor, const PostAnswer& form);

/// What the form above the answer's text says of the question.
struct AnsweredQuestion {
    QuestionId id;
    std::string title;
};

/// `not_found` if the question is gone.
Result<AnsweredQuestion> find_answered_question(const Site& site, QuestionId id);

/// Text that a new post needs: `invalid` at the field if it is too short or too long.
Result<void> check_new_body(const std::string& markdown, const std::string& field);

/// The few links that newcomers may set: `invalid` at the field if there are more.
Result<void>
check_links(const domain::Actor& actor, const storage::StoredBody& body, const std::string& field);

} // namespace attest::service
