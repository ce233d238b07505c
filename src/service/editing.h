// Editing posts: the editor's page, saving, suggesting, and going back to an earlier revision.
//
// The form carries the state that its text was written on (`base`). If the post has become another
// since, nothing is saved and nothing is lost: the answer is `conflict`, and the page shows both.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/actor.h"
#include "domain/editing.h"
#include "domain/evidence.h"
#include "domain/kinds.h"
#include "service/questions.h"
#include "service/site.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace attest::service {

/// Characters of a summary: one line, as on Stack Exchange.
inline constexpr std::size_t summary_length_max = 300;

/// What the editor shows of a post.
struct Editor {
    PostId post;
    domain::PostKind kind = domain::PostKind::question;
    std::optional<PostAddress> address; ///< Nothing for tag wikis.
    std::string tag = {};               ///< Of a tag wiki.
    std::string question_title;         ///< Of the question on whose page the post stands.
    std::string title;
    std::vector<std::string> tags;
    std::string source;
    std::string base;
    bool is_html = false; ///< The text is an imported post's HTML, and will be Markdown.
    domain::EditRight right = domain::EditRight::applies;
    std::optional<SuggestedEditId> waiting; ///< Somebody's edit waits for review.
};

/// `forbidden` if the post is locked for the actor.
Result<Editor> read_editor(const Site& site, const domain::Actor& actor, PostId post);

/// Title and tags are a question's; what is left out stays as it is.
struct EditPost {
    PostId post;
    std::optional<std::string> base = {}; ///< Nothing: whatever stands there.
    std::optional<std::string> title = {};
    std::optional<std::vector<std::string>> tags = {};
    std::optional<std::string> markdown = {};
    std::string summary = {};
    std::string idempotency_key = {};

    /// Claims of which the editor knows that the new text leaves them without their citations.
    std::vector<ClaimId> let_go = {};
};

struct EditOutcome {
    PostId post;
    std::optional<SuggestedEditId> suggested; ///< Set if the edit waits for review.
};

/// `invalid` with field errors, also for an edit that changes nothing; at "claims" for one that
/// takes citations from claims which `let_go` does not name (service/preview.h lists them).
/// `conflict` if the post is no longer what the text was written on, or if another suggestion
/// waits.
Result<EditOutcome> edit_post(const Site& site, const domain::Actor& actor, const EditPost& form);

/// Makes an empty post for the text that an edit brings, or finds the one that somebody has just
/// made.
using MakeEmptyPost = std::function<Result<PostId>(db::Transaction&)>;

/// The first text of a tag: its post is made in the edit's own transaction, so that a refused edit
/// leaves nothing behind. `form.post` is not asked for.
Result<EditOutcome> edit_first_text(
    const Site& site, const domain::Actor& actor, const EditPost& form, const MakeEmptyPost& make
);

struct RollBack {
    std::string guid; ///< Of the revision to go back to.
    std::string idempotency_key = {};
};

/// Makes the revision's title, tags and body the newest revision.
Result<PostId> roll_back(const Site& site, const domain::Actor& actor, const RollBack& form);

} // namespace attest::service
