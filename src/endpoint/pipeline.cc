// The way of a request, in order:
//
//   1. the site, by host and path prefix, or 404
//   2. the route, by method and path, or 404 or 405
//   3. no parameter twice, none over-long, or 400
//   4. who may come in: the row's access level
//   5. the handler
//   6. an error becomes a page with its status, its cause a line in the log
//   7. ETag and Cache-Control, so that a browser asks again and is told 304
//
// Security headers, request ids, compression and limits on bytes are the server's (http/). Sessions
// and CSRF tokens come in between 3 and 4 with accounts.
#include "endpoint/pipeline.h"

#include "base/log.h"
#include "base/text.h"
#include "endpoint/error_page.h"
#include "endpoint/status.h"
#include "service/statements.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace attest::endpoint {

namespace {

constexpr std::string_view statements_header = "X-Attest-Statements";

std::string_view without_port(std::string_view host) {
    if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
    return host.substr(0, host.find(':'));
}

/// "name" of "/name".
std::string_view prefix_segment(const Site& site) {
    std::string_view prefix = site.settings.path_prefix;
    if (prefix.starts_with('/')) prefix.remove_prefix(1);
    return prefix;
}

std::string origin_of(const http::Request& request) {
    return fmt::format("{}://{}", http::format_scheme(request.scheme()), request.host());
}

Result<void> check_parameters(const http::Request& request) {
    if (request.has_repeated_parameter()) {
        return fail(ErrorCode::invalid, "Every parameter may stand in an address only once.");
    }
    for (const http::Parameter& parameter : request.query()) {
        if (utf8_length(parameter.value) <= parameter_length_max) continue;
        const std::string sentence =
            fmt::format("It may have at most {} characters.", parameter_length_max);
        return std::unexpected{
            Error{ErrorCode::invalid, sentence}.with_field(parameter.name, sentence)
        };
    }
    return {};
}

/// Until there are accounts nobody is signed in.
Result<void> check_access(const Route& route) {
    switch (route.access) {
    case Access::anyone:
        return {};
    case Access::signed_in:
    case Access::moderator:
        return fail(ErrorCode::unauthenticated, "Sign in first.");
    }
    std::unreachable();
}

Result<http::Response> run(const RequestContext& request, const Route& route) {
    TRY(check_parameters(request.request()));
    TRY(check_access(route));
    return route.handler(request.site(), request);
}

/// A refused request is the reader's business and stands in the access log; its cause is noted for
/// whoever asks for it.
void note_error(const http::Request& request, const Error& error, int status) {
    if (status >= 500) {
        log_error("request_failed", error, {{"request", request.request_id()}});
    } else {
        log_event(
            LogLevel::debug,
            "request_refused",
            {{"request", request.request_id()}, {"message", error.message()}}
        );
    }
}

/// A browser keeps the page but asks each time whether it is still the newest: no reader sees a
/// page older than an acknowledged change, not even his own browser's.
void add_validator(http::Response& response) {
    if (response.status != 200) return;
    if (response.header("ETag") == nullptr) {
        response.set("ETag", http::weak_etag(response.body_view()));
    }
    if (response.header("Cache-Control") == nullptr) response.set("Cache-Control", "no-cache");
}

} // namespace

messages::Texts texts_of(const SiteSettings& settings) {
    std::size_t index = 0;
    for (const messages::LanguageFacts& language : messages::all_languages()) {
        if (!settings.languages.empty() && settings.languages.front() == language.code) {
            return messages::Texts{static_cast<messages::Language>(index)};
        }
        ++index;
    }
    return messages::Texts{messages::Language::en};
}

Application::Application(
    std::vector<ServedSite> sites,
    std::span<const std::span<const Route>> routes,
    const http::StaticFiles& static_files,
    Options options
)
    : sites_{std::move(sites)}, static_files_{static_files}, options_{options} {
    for (const std::span<const Route> door : routes) {
        for (const Route& route : door) {
            router_.add(route.method, route.path, routes_.size());
            routes_.push_back(route);
        }
    }
}

std::optional<Application::Place> Application::find_site(const http::Request& request) const {
    const std::string_view host = without_port(request.host());
    const std::span<const std::string> segments{request.segments()};
    std::optional<Place> best;
    int best_rank = -1;
    for (const ServedSite& served : sites_) {
        if (!served.host.empty() && served.host != host) continue;
        const std::string_view prefix = prefix_segment(*served.site);
        const bool is_inside = !segments.empty() && segments.front() == prefix;
        if (!prefix.empty() && !is_inside) continue;
        // A site with a prefix of its own stands before one that takes all paths of a host.
        const int rank = (prefix.empty() ? 0 : 2) + (served.host.empty() ? 0 : 1);
        if (rank <= best_rank) continue;
        best_rank = rank;
        best = Place{&served, prefix.empty() ? segments : segments.subspan(1)};
    }
    return best;
}

http::Response Application::refuse_unknown_site(const http::Request& request) const {
    const Links links{"", origin_of(request)};
    std::vector<FeedLink> here;
    for (const ServedSite& served : sites_) {
        if (!served.host.empty()) continue; // its address is another host's business
        here.push_back(
            {html::Url::local(served.site->settings.path_prefix + "/"), served.site->settings.title}
        );
    }
    return unknown_site_page(messages::Texts{messages::Language::en}, here, request.request_id());
}

http::Response Application::answer(const RequestContext& request, const Route& route) const {
    Result<http::Response> outcome = run(request, route);
    if (outcome) return std::move(*outcome);

    const bool is_form = !request.request().is_get_or_head();
    const int status = status_of(outcome.error(), is_form);
    note_error(request.request(), outcome.error(), status);
    http::Response response = error_page(request, outcome.error(), status);
    if (status == 503) response.set("Retry-After", fmt::format("{}", http::retry_after_seconds));
    return response;
}

http::Response Application::handle(const http::Request& request) const {
    const std::int64_t statements_before = service::statements_run();
    const std::optional<Place> place = find_site(request);
    if (!place) return refuse_unknown_site(request);

    const Site& site = *place->served->site;
    http::RouteLookup found = router_.find(request.method(), place->segments);
    const auto* wrong_method = std::get_if<http::WrongMethod>(&found);
    auto* match = std::get_if<http::RouteMatch>(&found);

    const std::size_t index = match == nullptr ? 0 : match->index;
    const RequestContext context{{
        .site = site,
        .request = request,
        .static_files = static_files_,
        .links = Links{site.settings.path_prefix, origin_of(request)},
        .texts = texts_of(site.settings),
        .match = match == nullptr ? http::RouteMatch{} : std::move(*match),
    }};
    if (wrong_method != nullptr) {
        http::Response response = error_page(
            context, Error{ErrorCode::invalid, "Use one of: " + wrong_method->allowed + "."}, 405
        );
        response.set("Allow", wrong_method->allowed);
        return response;
    }
    if (match == nullptr) {
        return error_page(context, Error{ErrorCode::not_found, "There is no such page."}, 404);
    }

    http::Response response = answer(context, routes_[index]);
    add_validator(response);
    if (options_.shows_statements) {
        response.set(
            statements_header, fmt::format("{}", service::statements_run() - statements_before)
        );
    }
    return response;
}

http::Admission Application::admit(const http::Request& request) const {
    http::Admission admission{
        .lane = request.is_get_or_head() ? http::Lane::read : http::Lane::change
    };
    const std::optional<Place> place = find_site(request);
    if (!place) return admission;
    const http::RouteLookup found = router_.find(request.method(), place->segments);
    const auto* match = std::get_if<http::RouteMatch>(&found);
    if (match != nullptr && routes_[match->index].lane == http::Lane::costly) {
        admission.lane = http::Lane::costly;
    }
    return admission;
}

std::optional<http::PreparedAnswer> Application::fast_answer(const http::RequestHead& head) const {
    return static_files_.answer(head);
}

http::Application Application::functions() const {
    return {
        .handler = [this](const http::Request& request) { return handle(request); },
        .admit = [this](const http::Request& request) { return admit(request); },
        .fast_answer = [this](const http::RequestHead& head) { return fast_answer(head); },
    };
}

} // namespace attest::endpoint
