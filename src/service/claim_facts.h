// Dates of claims, and links of posts and claims to authority records: kept beside the texts that
// they follow from, so that a timeline and "posts that mention it" need to read no text.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/ids.h"
#include "storage/claim_facts.h"

#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

/// The words of a claim with spaces for what is no text of its own: citations, addresses of links.
/// As long as the claim.
std::string words_of_claim(std::string_view claim);

/// Brings the facts of a post in line with its body and its claims, as they are stored now. Writes
/// only what differs.
Result<void> sync_claim_facts(db::Transaction& tx, PostId post);

/// Posts and claims whose stored facts are not those of their texts.
Result<std::vector<std::string>> find_wrong_claim_facts(db::ReadTransaction& tx);

/// Brings those of every post in line.
Result<void> sync_all_claim_facts(db::Transaction& tx);

} // namespace attest::service
