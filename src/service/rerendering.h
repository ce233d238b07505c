// Bodies stored by an older renderer are rendered again, a few at a time, while the site is served.
#pragma once

#include "base/error.h"
#include "service/site.h"

#include <cstdint>

namespace attest::service {

/// Posts looked at by one call: a few milliseconds of rendering and one work of the writer.
inline constexpr std::int64_t rerendered_at_once = 50;

struct Rerendering {
    PostId next{std::numeric_limits<std::int64_t>::min()}; ///< Where to go on; at first before all.
    bool is_done = false;
    std::int64_t rendered = 0; ///< Bodies renewed so far.
};

/// Looks at the next posts and renews those that an older renderer made. A source that the renderer
/// now refuses keeps its body.
Result<Rerendering> rerender_some(const Site& site, const Rerendering& so_far);

} // namespace attest::service
