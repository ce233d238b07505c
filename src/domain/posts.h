// Questions, answers and comments as they are read: what a page needs to know of each.
#pragma once

#include "base/time.h"
#include "domain/evidence_ranking.h"
#include "domain/ids.h"
#include "domain/kinds.h"
#include "domain/people.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::domain {

struct Comment {
    CommentId id;
    PostId post;
    Byline author;
    Time created_at;
    std::int64_t score = 0;
    std::string body_html; ///< Safe to print.
    std::string license;
};

/// What only moderators see.
struct DeletedComment {
    Comment comment;
    Time deleted_at;
    Byline deleted_by; ///< Without a name where nobody knows.
};

/// What a question and an answer have in common.
struct Post {
    PostId id;
    Byline author;
    Time created_at;
    std::optional<Byline> editor;
    std::optional<Time> edited_at;
    std::int64_t score = 0;
    std::optional<Time> community_at;
    std::string license;           ///< "CC BY-SA 3.0"; the site's line where the dump did not say.
    std::string body_html;         ///< Safe to print.
    std::vector<Comment> comments; ///< Oldest first.
    std::int64_t comment_count = 0;
    std::optional<Time> deleted_at = {}; ///< Only shown to those who may see it.
    bool has_suggested_edit = false;     ///< One waits for review.
    bool is_locked = false;              ///< By a moderator.
    bool is_imported = false;            ///< Then the origin is named beside the licence.
};

struct Answer {
    Post post;
    bool is_accepted = false;
};

/// A question as a link to it needs it.
struct TitledQuestion {
    QuestionId id;
    std::string title;
    std::int64_t score = 0;
    bool has_accepted_answer = false;
};

/// One line of a list, set like an index.
struct QuestionSummary {
    QuestionId id;
    std::string title;
    std::vector<std::string> tags;
    std::string excerpt; ///< Plain text, at most 200 characters; only where asked for.
    std::int64_t score = 0;
    std::int64_t answer_count = 0;
    std::int64_t view_count = 0;
    bool has_accepted_answer = false;
    bool is_closed = false;
    Time created_at;
    Time active_at;
    Byline author;
    bool is_community_wiki = false;
    AnswerEvidence evidence{}; ///< Of the question and its answers together; only in lists of them.
};

} // namespace attest::domain
