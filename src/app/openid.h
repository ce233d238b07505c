// Other sites by whose word people may sign in, as the settings name them.
#pragma once

#include "app/settings.h"
#include "base/error.h"
#include "service/network.h"
#include "service/openid.h"

#include <memory>
#include <vector>

namespace attest::app {

/// With their secrets read. `invalid` with what to do if one cannot be.
Result<std::vector<OpenIdSettings>> read_openid(const Settings& settings);

/// Asks the named sites over HTTP. They may have a private address: the keeper has named them.
std::shared_ptr<service::OpenIdDirectory>
make_openid_directory(const std::vector<OpenIdSettings>& providers);

} // namespace attest::app
