// What the child does with its arguments: reads pages, cuts a strip, or tries its walls.
#pragma once

#include <string>
#include <vector>

namespace attest::scan_worker {

/// The exit code: 0 if it has said all that there was to say.
int work(const std::vector<std::string>& arguments);

} // namespace attest::scan_worker
