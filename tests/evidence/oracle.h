// What evidence.md says of claims, worked out a second time and in the plainest way, from the rows
// alone: nothing of domain/claim_status or service/evidence is used here, so that a fault in them
// cannot hide itself.
#pragma once

#include "kit/test_site.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace attest::tests {

/// Every way in which the rows break one of the ten invariants of evidence.md, B9: a line for each,
/// with the number of the invariant. Empty if they hold.
std::vector<std::string> find_broken_invariants(const TestSite& site);

/// What no act may take away (invariants 6 and 7): claims, citations, checks, sources, and what the
/// pages of scans look like.
class Memory {
public:
    /// What was there at the last call and is there no more, or not as it was.
    std::vector<std::string> find_losses(const TestSite& site);

private:
    std::map<std::string, std::int64_t> counts_;
    std::map<std::string, std::string> pages_;
};

} // namespace attest::tests
