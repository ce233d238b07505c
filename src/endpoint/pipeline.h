// What happens to every request between the server and a handler, in one list (pipeline.cc).
#pragma once

#include "endpoint/cached_answer.h"
#include "endpoint/context.h"
#include "endpoint/limits.h"
#include "endpoint/page_cache.h"
#include "endpoint/route.h"
#include "http/router.h"
#include "http/server.h"
#include "http/static_files.h"
#include "messages/texts.h"
#include "service/site.h"
#include "service/stamps.h"
#include "service/views.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::endpoint {

/// A site and where it answers.
struct ServedSite {
    const Site* site;
    /// Without a port, in lower case; empty for every host that the server allows.
    std::string host = {};
    /// Versions of what the site's pages show; without them no page of the site is cached.
    const service::Stamps* stamps = nullptr;
    /// Counts who has read which question, if it is there.
    service::ViewCounter* views = nullptr;
    /// The site as it is since the keeper last changed a setting; null: it is always `site`.
    const std::atomic<const Site*>* current = nullptr;

    /// Lives as long as the server; one request sees one site all through.
    [[nodiscard]] const Site& now() const {
        return current == nullptr ? *site : *current->load(std::memory_order_acquire);
    }
};

struct Options {
    /// Accounts and sessions; without it everybody is a visitor.
    const Network* network = nullptr;
    /// Every answer says in X-Attest-Statements how many SQL statements it took.
    bool shows_statements = false;
    /// Bytes of rendered pages kept in memory; 0 keeps none.
    std::size_t cache_bytes_max = page_cache_bytes_default;
    /// One hit in so many is rendered again and compared; 1 in tests, 0 never.
    std::uint64_t verified_hits = verified_hits_default;
    /// Told the key of a cached page that a fresh render does not give; it is counted in any case.
    std::function<void(std::string_view)> on_cache_difference = {};
    /// Milliseconds of the page cache's clock; replaced by tests.
    std::function<std::int64_t()> cache_clock = {};
    /// What every answer carries; the same as the server's.
    http::DefaultHeaders default_headers = http::security_headers();
};

/// All doors of a server. Outlives the server that is given its functions; may be used from several
/// threads.
class Application {
public:
    /// Routes of all doors, one span a door; the spans live as long as the program.
    Application(
        std::vector<ServedSite> sites,
        std::span<const std::span<const Route>> routes,
        const http::StaticFiles& static_files,
        Options options = {}
    );

    [[nodiscard]] http::Response handle(const http::Request& request) const;

    [[nodiscard]] http::Admission admit(const http::Request& request) const;

    [[nodiscard]] std::optional<http::PreparedAnswer> fast_answer(const http::RequestHead& head
    ) const;

    /// The three above, for http::Server::start.
    [[nodiscard]] http::Application functions() const;

    /// For `attest routes`.
    [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

    /// For /metrics.
    [[nodiscard]] PageCacheMetrics cache_metrics() const;

private:
    /// A site and the part of the path behind its prefix.
    struct Place {
        const ServedSite* served;
        std::span<const std::string> segments;
    };

    /// Who is behind a request, as far as its cookies tell.
    struct Visitor {
        std::string secret;
        std::optional<service::Session> session;
        std::optional<domain::Actor> actor;
    };

    [[nodiscard]] Visitor find_visitor(const http::Request& request, const Site& site) const;
    [[nodiscard]] std::optional<Place> find_site(const http::Request& request) const;
    [[nodiscard]] http::Response refuse_unknown_site(const http::Request& request) const;
    [[nodiscard]] http::Response
    refuse_path(const RequestContext& request, const http::WrongMethod* wrong_method) const;
    [[nodiscard]] http::Response answer(const RequestContext& request, const Route& route) const;
    [[nodiscard]] Rendered render(const RequestContext& request, const Route& route) const;
    [[nodiscard]] bool
    may_cache(const http::Request& request, const Route& route, const ServedSite& served) const;
    void count_view(
        const ServedSite& served, std::optional<QuestionId> question, const http::IpAddress& reader
    ) const;

    std::vector<ServedSite> sites_;
    std::vector<Route> routes_;
    http::Router router_;
    const http::StaticFiles& static_files_;
    Options options_;
    std::unique_ptr<PageCache> cache_; ///< Null if no pages are kept.
    mutable std::atomic<std::uint64_t> hits_{0};
};

/// The interface's language for a site: its first language, English where we do not offer that.
messages::Texts texts_of(const SiteSettings& settings);

} // namespace attest::endpoint
