// One reader's verdict on a citation as it is stored, whichever way it came: at once, or after it
// had waited for an account.
#pragma once

#include "service/evidence.h"

#include <string>

namespace attest::service {

/// What the verdict has to say: `invalid` at "verdict", "note" or "passage".
Result<void> check_posted_words(const CheckCitation& form, bool is_absence);

/// By all rules of check_citation, in the caller's transaction; `form.address` is not looked at.
Result<ClaimId> post_check(
    db::Transaction& tx,
    const Site& site,
    const domain::Actor& actor,
    const CheckCitation& form,
    const std::string& address_hash
);

} // namespace attest::service
