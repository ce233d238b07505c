// The way mail leaves, as the settings say.
#pragma once

#include "app/settings.h"
#include "base/error.h"
#include "base/time.h"
#include "mail/post.h"

#include <filesystem>

namespace attest::app {

/// `invalid` with what to mend in the settings, also if anybody but the owner may read the file
/// with the password.
Result<mail::Post>
open_post(const Settings& settings, const std::filesystem::path& data_folder, Clock clock);

} // namespace attest::app
