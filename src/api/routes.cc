#include "api/routes.h"

#include "api/feeds.h"

#include <array>

namespace attest::api {

std::span<const std::span<const endpoint::Route>> routes() {
    static const std::array all = {feed_routes()};
    return all;
}

} // namespace attest::api
