#include "app/health.h"

#include <algorithm>
#include <utility>

namespace attest::app {

http::Application
with_health(http::Application application, std::vector<const db::Database*> databases) {
    application.handler = [next = std::move(application.handler),
                           databases = std::move(databases)](const http::Request& request) {
        if (request.path() != "/healthz") return next(request);
        const bool is_well = std::ranges::all_of(databases, &db::Database::is_writable);
        http::Response response = http::text(200, is_well ? "ok" : "degraded");
        response.set("Cache-Control", "no-store");
        return response;
    };
    return application;
}

} // namespace attest::app
