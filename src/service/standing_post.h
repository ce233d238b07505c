// A post as somebody finds it who opens it in an editor.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/editing.h"
#include "storage/edits.h"
#include "storage/posts.h"

#include <optional>
#include <string>

namespace attest::service {

struct StandingPost {
    storage::PostRecord record;
    std::optional<storage::PostPlace> place; ///< Nothing for tag wikis.
    /// The body as the editor shows it: of an HTML post its HTML, whose tags our Markdown takes.
    std::string source;
    /// Says which state this is: the newest revision's guid and a digest of title, tags and body,
    /// since a revision can still grow for five minutes. Goes into the form and comes back.
    std::string base;
    std::optional<storage::NewestRevision> newest;

    [[nodiscard]] domain::PostStanding standing() const;

    [[nodiscard]] bool is_question() const { return record.kind == domain::PostKind::question; }

    [[nodiscard]] bool is_tag_wiki() const { return !place; }
};

/// `not_found` for what is deleted, and for kinds of posts that nobody edits.
Result<StandingPost> find_standing_post(db::ReadTransaction& tx, PostId id);

/// Whether the actor's edit applies or is a suggestion.
Result<domain::EditRight> right_to_edit(
    const domain::Actor& actor, const StandingPost& post, const domain::Thresholds& thresholds
);

} // namespace attest::service
