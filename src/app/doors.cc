#include "app/doors.h"

#include "web/routes.h"

namespace attest::app {

std::span<const std::span<const endpoint::Route>> doors() {
    return web::routes();
}

} // namespace attest::app
