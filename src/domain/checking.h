// Who may look at a citation for others, what a verdict has to say, and what a writer can take from
// it (evidence.md, B4, B7).
#pragma once

#include "base/error.h"
#include "domain/evidence.h"
#include "domain/ids.h"

#include <optional>
#include <string>
#include <string_view>

namespace attest::domain {

/// Who put a citation where it stands.
struct CitationHands {
    std::optional<UserId> added_by;
    std::optional<UserId> author; ///< Of the post that makes the claim.
    bool is_in_text = true;       ///< Of that post.
};

/// Nobody checks what he added, nor a writer what stands in his own text: `forbidden`.
Result<void> check_may_check(UserId reader, const CitationHands& citation);

/// One line that is read at a glance: `invalid` at the field.
Result<void> check_evidence_note(const std::string& field, std::string_view note);

/// `invalid` at "verdict" for one that the citation cannot have, and at "note" where a reader who
/// did not find it says nothing.
Result<void> check_verdict(Verdict verdict, bool is_absence, std::string_view note);

/// The page that a reader names who did not find a citation on its own: "p. 80", "It is on page
/// 80". Nothing if he names none, or several.
std::optional<std::string> page_named_in(std::string_view note);

} // namespace attest::domain
