// Asking: a question, and perhaps the asker's own answer to it, in one transaction.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "service/site.h"

#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

/// The draft of a question.
inline constexpr std::string_view ask_place = "ask";

struct PostQuestion {
    std::string title;
    std::string markdown;
    std::vector<std::string> tags; ///< As typed: synonyms are resolved.
    std::string own_answer = {};   ///< Markdown; empty: none.
    std::string found = {};        ///< What the asker has found already: a section of the question.
    std::string found_heading = {}; ///< Of that section.
    std::string idempotency_key = {};
};

/// What is wrong with the form by itself: `invalid` with field errors on "title", "body", "found",
/// "tags" and "answer", all of them at once.
Result<void> check_question(const PostQuestion& form);

/// `invalid` with field errors, also for a new tag that the actor may not make; `rate_limited`.
Result<QuestionId>
post_question(const Site& site, const domain::Actor& actor, const PostQuestion& form);

/// "Tudor-England, history calendar" to its words in small letters, each once.
std::vector<std::string> parse_typed_tags(std::string_view typed);

/// A tag offered while its name is typed.
struct OfferedTag {
    std::string name;
    std::int64_t question_count = 0;
    std::string typed; ///< The synonym that begins so; empty if the name itself does.
};

/// Nothing before a letter is typed.
Result<std::vector<OfferedTag>> complete_tag(const Site& site, std::string_view front);

} // namespace attest::service
