// What somebody has begun to write and not sent: one draft a person and place.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <optional>
#include <string>
#include <string_view>

namespace attest::storage {

struct Draft {
    std::string place; ///< "ask", "answer:175", "edit:176".
    std::string title;
    std::string tags; ///< As typed.
    std::string body;
    std::string answer; ///< The asker's own.
    std::string summary;
    std::string base;  ///< The revision that an edit was begun from.
    std::string found; ///< Already, of a question.
    Time updated_at;
};

Result<std::optional<Draft>>
find_draft(db::ReadTransaction& tx, UserId user, std::string_view place);

/// Replaces what was there. Of a person's drafts the drafts_max last are kept.
Result<void> save_draft(db::Transaction& tx, UserId user, const Draft& draft);

Result<void> delete_draft(db::Transaction& tx, UserId user, std::string_view place);

} // namespace attest::storage
