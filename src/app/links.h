// Links of a site's imported answers as citations, with progress for the one who waits.
#pragma once

#include "app/open_site.h"

#include <cstdint>

namespace attest::app {

enum class LinkReading : std::uint8_t {
    once,  ///< Unless it was done for the import that is here.
    again, ///< Adds what is missing.
};

Result<void> cite_links(OpenSite& site, LinkReading reading);

} // namespace attest::app
