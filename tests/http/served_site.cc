#include "http/served_site.h"

#include "api/routes.h"
#include "kit/must.h"
#include "web/routes.h"

#include <vector>

namespace attest {

std::span<const std::span<const endpoint::Route>> all_doors() {
    static const std::vector<std::span<const endpoint::Route>> all = [] {
        std::vector<std::span<const endpoint::Route>> routes;
        for (const auto door : {web::routes(), api::routes()})
            routes.insert(routes.end(), door.begin(), door.end());
        return routes;
    }();
    return all;
}

ServedTestSite::ServedTestSite(TestSite& site, std::uint16_t port)
    : static_files_{std::make_unique<http::StaticFiles>(http::embedded_static_files())},
      application_{std::make_unique<endpoint::Application>(
          std::vector<endpoint::ServedSite>{{.site = &site.site(), .stamps = &site.stamps()}},
          all_doors(),
          *static_files_,
          endpoint::Options{
              .network = &site.network(),
              .shows_statements = true,
              .verified_hits = 1,
              .on_cache_difference =
                  [this](std::string_view key) {
                      const std::lock_guard lock{mutex_};
                      differences_.emplace_back(key);
                  },
          }
      )} {
    http::ServerOptions options;
    options.port = port;
    options.has_access_log = false;
    server_ = must(http::Server::start(std::move(options), application_->functions()));
}

ServedTestSite::~ServedTestSite() {
    server_.reset();
    for (const std::string& key : differences_)
        FAIL_CHECK("stale in the cache: " << key);
}

} // namespace attest
