// Checks of a post's citations, and what reputation they stand for now (domain/check_reputation.h).
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/claim_status.h"
#include "domain/ids.h"
#include "domain/reputation.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::storage {

/// A reader's latest check of a citation, withdrawn or not.
struct PaidCheck {
    CitationId citation{};
    std::optional<UserId> added_by;
    bool is_live = false;
    bool is_in_text = false;
    std::optional<UserId> post_author;
    std::string quote;
    UserId reader{};
    Time reader_since{};
    domain::Verdict verdict{};
    bool is_of_translation = false;
    bool is_of_this_wording = false;
    bool is_of_this_citation = false;
    std::string passage;
    Time at{};
};

/// By citation, and in order of time.
Result<std::vector<PaidCheck>> list_paid_checks(db::ReadTransaction& tx, PostId post);

/// An event of the kinds for checks.
struct CheckEvent {
    std::int64_t id = 0;
    UserId user{};
    domain::ReputationKind kind{};
    CitationId citation{};
    Time at{};
};

Result<std::vector<CheckEvent>> list_check_events(db::ReadTransaction& tx, PostId post);

/// Whether the post and its question can be seen: what is deleted earns nothing.
Result<bool> is_post_shown(db::ReadTransaction& tx, PostId post);

/// A post and, of a question, its answers that are not deleted.
Result<std::vector<PostId>> list_posts_of_page(db::ReadTransaction& tx, PostId post);

} // namespace attest::storage
