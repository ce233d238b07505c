// Building a site's index in the foreground, with progress for the one who waits.
#pragma once

#include "app/open_site.h"

namespace attest::app {

enum class IndexBuild : std::uint8_t {
    anew,    ///< From nothing, whatever is there.
    missing, ///< What is not there yet.
};

Result<void> build_index(OpenSite& site, IndexBuild build);

} // namespace attest::app
