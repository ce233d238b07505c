// Secrets stand in files of their own, which only the server's user may read.
#pragma once

#include "base/error.h"

#include <string>
#include <string_view>

namespace attest::app {

/// The file's first line. `invalid` with what to do if it is missing or empty, or others than its
/// owner may read it; `holding` says what it should hold.
Result<std::string> read_secret(const std::string& file, std::string_view holding);

} // namespace attest::app
