// What happens to every request between the server and a handler, in one list (pipeline.cc).
#pragma once

#include "endpoint/context.h"
#include "endpoint/route.h"
#include "http/router.h"
#include "http/server.h"
#include "http/static_files.h"
#include "messages/texts.h"
#include "service/site.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace attest::endpoint {

/// A site and where it answers.
struct ServedSite {
    const Site* site;
    /// Without a port, in lower case; empty for every host that the server allows.
    std::string host = {};
};

struct Options {
    /// Every answer says in X-Attest-Statements how many SQL statements it took.
    bool shows_statements = false;
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

private:
    /// A site and the part of the path behind its prefix.
    struct Place {
        const ServedSite* served;
        std::span<const std::string> segments;
    };

    [[nodiscard]] std::optional<Place> find_site(const http::Request& request) const;
    [[nodiscard]] http::Response refuse_unknown_site(const http::Request& request) const;
    [[nodiscard]] http::Response answer(const RequestContext& request, const Route& route) const;

    std::vector<ServedSite> sites_;
    std::vector<Route> routes_;
    http::Router router_;
    const http::StaticFiles& static_files_;
    Options options_;
};

/// The interface's language for a site: its first language, English where we do not offer that.
messages::Texts texts_of(const SiteSettings& settings);

} // namespace attest::endpoint
