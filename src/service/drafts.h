// Drafts: what somebody has begun to write and not sent, kept on the server.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "service/site.h"

#include <optional>
#include <string>
#include <string_view>

namespace attest::service {

struct Draft {
    std::string place; ///< "ask", "answer:175", "edit:176".
    std::string title = {};
    std::string tags = {}; ///< As typed.
    std::string body = {};
    std::string answer = {}; ///< The asker's own.
    std::string found = {};  ///< What he has found already.
    std::string summary = {};
    std::string base = {}; ///< Of an edit: the revision that it was begun from.
    Time updated_at = {};

    [[nodiscard]] bool empty() const {
        return title.empty() && tags.empty() && body.empty() && answer.empty() && found.empty()
               && summary.empty();
    }
};

/// Where an edit of a post is kept.
std::string edit_place(PostId post);

Result<std::optional<Draft>>
find_draft(const Site& site, const domain::Actor& actor, std::string_view place);

/// Keeps the draft; an empty one is forgotten. `invalid` for a place where nobody writes, and for
/// what is longer than a post can be.
Result<void> save_draft(const Site& site, const domain::Actor& actor, const Draft& draft);

} // namespace attest::service
