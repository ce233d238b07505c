// Edits by those who may not edit yet: the list of those that wait, one of them with what it
// changes, and the judgement on it.
//
// The author of the post and moderators decide alone; otherwise as many reviewers must agree as the
// site's settings say. An approved edit becomes a revision in the name of whoever suggested it.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "service/citing.h"
#include "service/editing.h"
#include "service/site.h"
#include "storage/suggested_edits.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attest::service {

/// Characters of the reason for a rejection.
inline constexpr std::size_t rejection_length_max = 300;

/// Suggested edits on one page of the list.
inline constexpr std::int64_t suggested_edits_per_page = 30;

using WaitingEdit = storage::WaitingEdit;

struct WaitingEdits {
    std::vector<WaitingEdit> edits;
    bool has_more = false;
};

/// Oldest first; for those with the privilege to edit.
Result<WaitingEdits>
list_suggested_edits(const Site& site, const domain::Actor& actor, std::int64_t page);

struct SuggestedEditPage {
    Editor post; ///< As it stands now.
    storage::SuggestedEditRecord edit;
    std::string title; ///< As the edit would have it.
    std::vector<std::string> tags;
    std::string source;
    bool has_moved = false;     ///< The post has changed since the edit was written.
    bool may_review = false;    ///< Vote, or decide.
    bool decides_alone = false; ///< One word is enough.
    bool may_improve = false;
    std::int64_t approvals = 0;
    std::int64_t rejections = 0;
    std::int64_t votes_needed = 0;
    std::vector<LostClaim> lost = {}; ///< Claims that it would leave without their citations.
};

/// `not_found` also if the post is deleted.
Result<SuggestedEditPage>
read_suggested_edit(const Site& site, const domain::Actor& actor, SuggestedEditId id);

struct Review {
    SuggestedEditId id;
    bool approves = false;
    std::string reason = {}; ///< Of a rejection; what the writer will read.
};

enum class ReviewOutcome : std::uint8_t { approved, rejected, counted };

/// `conflict` if the edit is decided, or cannot be approved since the post has changed.
Result<ReviewOutcome>
review_suggested_edit(const Site& site, const domain::Actor& actor, const Review& review);

/// Approves an edit and goes on from it: the text in the form is the newest revision afterwards.
/// If the post has changed since the suggestion, the form's text is the only one.
struct ImproveEdit {
    SuggestedEditId id;
    std::string base; ///< Of the post, as the form was filled.
    std::optional<std::string> title = {};
    std::optional<std::vector<std::string>> tags = {};
    std::string markdown = {};
    std::string summary = {};
};

Result<PostId>
improve_suggested_edit(const Site& site, const domain::Actor& actor, const ImproveEdit& form);

/// Whether the actor may: `forbidden` with what is missing.
Result<void> check_may_improve(const Site& site, const domain::Actor& actor, SuggestedEditId id);

} // namespace attest::service
