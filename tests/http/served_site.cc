#include "http/served_site.h"

#include "api/routes.h"
#include "kit/must.h"
#include "web/routes.h"

#include <vector>

namespace attest {

namespace {

/// Every door's routes, as app/ puts them together.
std::span<const std::span<const endpoint::Route>> doors() {
    static const std::vector<std::span<const endpoint::Route>> all = [] {
        std::vector<std::span<const endpoint::Route>> routes;
        for (const auto door : {web::routes(), api::routes()})
            routes.insert(routes.end(), door.begin(), door.end());
        return routes;
    }();
    return all;
}

} // namespace

ServedTestSite::ServedTestSite(TestSite& site, std::uint16_t port)
    : static_files_{std::make_unique<http::StaticFiles>(http::embedded_static_files())},
      application_{std::make_unique<endpoint::Application>(
          std::vector<endpoint::ServedSite>{{.site = &site.site()}},
          doors(),
          *static_files_,
          endpoint::Options{.shows_statements = true}
      )} {
    http::ServerOptions options;
    options.port = port;
    options.has_access_log = false;
    server_ = must(http::Server::start(std::move(options), application_->functions()));
}

} // namespace attest
