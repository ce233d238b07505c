// The way of a request, in order:
//
//   1. the site, by host and path prefix, or 404
//   2. the route, by method and path, or 404 or 405
//   3. who is behind it: the session of the cookie, and the person on this site
//   4. no parameter twice, none over-long, or 400
//   5. a changing request was made by a page of ours, or 403
//   6. who may come in: the row's access level; a visitor is sent to sign in
//   7. the handler
//   8. an error becomes a page with its status, its cause a line in the log
//   9. ETag and Cache-Control, so that a browser asks again and is told 304; what was made for one
//      reader is private
//
// Before all this, on the I/O thread, stand the static files and the page cache (fast_answer). A
// page that is not there comes this way and is put there when it is asked for again.
//
// Security headers, request ids, compression and limits on bytes are the server's (http/).
#include "endpoint/pipeline.h"

#include "base/log.h"
#include "base/text.h"
#include "endpoint/cookies.h"
#include "endpoint/cross_site.h"
#include "endpoint/error_page.h"
#include "endpoint/json_answer.h"
#include "endpoint/status.h"
#include "http/address.h"
#include "security/token.h"
#include "service/session_touches.h"
#include "service/statements.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <thread>
#include <utility>
#include <variant>

namespace attest::endpoint {

namespace {

/// How many SQL statements the answer took when it was rendered.
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

std::unexpected<Error> refuse_as_not_there() {
    return fail(ErrorCode::not_found, "There is no such page.");
}

/// What is not for these eyes looks like what is not there.
Result<void> check_access(const RequestContext& request, const Route& route) {
    if (route.access == Access::anyone) return {};
    if (!request.reader()) {
        if (route.access != Access::signed_in) return refuse_as_not_there();
        return fail(ErrorCode::unauthenticated, "Sign in first.");
    }
    const domain::Role needed = route.access == Access::keeper      ? domain::Role::keeper
                                : route.access == Access::moderator ? domain::Role::moderator
                                                                    : domain::Role::user;
    if (request.reader()->role < needed) return refuse_as_not_there();
    return {};
}

Result<http::Response> run(const RequestContext& request, const Route& route) {
    TRY(check_parameters(request.request()));
    const bool is_change = !request.request().is_get_or_head();
    if (is_change && !route.takes_foreign_posts) {
        TRY(check_same_site(request.request(), request.secret()));
    }
    TRY(check_access(request, route));
    return route.handler(request.site(), request);
}

/// Where a visitor who wants to see a page of members is sent.
std::optional<http::Response>
send_to_sign_in(const RequestContext& request, const Route& route, const Error& error) {
    const bool is_read = request.request().is_get_or_head();
    if (!is_read || error.code() != ErrorCode::unauthenticated) return std::nullopt;
    if (route.access != Access::signed_in || !request.has_network()) return std::nullopt;
    const std::string here{request.request().target()};
    return http::see_other(
        (request.has_session() ? request.links().join(here) : request.links().sign_in(here)).text()
    );
}

/// An answer made for one reader is nobody else's; it may hold a token, so it is not packed beside
/// what a stranger may have chosen (BREACH).
void make_private(const RequestContext& request, http::Response& response) {
    if (!request.new_visit().empty()) {
        set_cookie(response, request.request().scheme(), Cookie::visit, request.new_visit());
    }
    if (request.has_secret() || !request.new_visit().empty()) {
        if (response.header("Cache-Control") == nullptr) {
            response.set("Cache-Control", "private, no-cache");
        }
        response.may_compress = false;
    }
}

/// A browser need not go on sending the cookie of a session that has ended.
void drop_dead_session(const http::Request& request, bool is_alive, http::Response& response) {
    if (is_alive || read_cookie(request, Cookie::session).empty()) return;
    // A new one may just have begun.
    const bool sets_one = std::ranges::any_of(response.headers, [](const http::Header& header) {
        return ascii_equal_ignoring_case(header.name, "Set-Cookie")
               && header.value.contains("session=");
    });
    if (!sets_one) drop_cookie(response, request.scheme(), Cookie::session);
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
    // A title that is changed and changed back must not send a browser in a circle of two
    // redirects that it remembers.
    const bool is_redirect = response.status >= 300 && response.status < 400;
    if (is_redirect) response.set("Cache-Control", "no-cache");
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
    : sites_{std::move(sites)}, static_files_{static_files}, options_{std::move(options)} {
    if (options_.cache_bytes_max > 0) {
        cache_ = std::make_unique<PageCache>(
            PageCache::Options{.bytes_max = options_.cache_bytes_max, .clock = options_.cache_clock}
        );
    }
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
        const std::string_view prefix = prefix_segment(served.now());
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
            {html::Url::local(served.now().settings.path_prefix + "/"), served.now().settings.title}
        );
    }
    return unknown_site_page(messages::Texts{messages::Language::en}, here, request.request_id());
}

http::Response Application::answer(const RequestContext& request, const Route& route) const {
    Result<http::Response> outcome = run(request, route);
    if (outcome) return std::move(*outcome);
    if (auto response = send_to_sign_in(request, route, outcome.error())) return *response;

    const bool is_form = !request.request().is_get_or_head();
    const int status = status_of(outcome.error(), is_form);
    note_error(request.request(), outcome.error(), status);
    http::Response response = is_form && wants_json(request.request())
                                  ? json_error(outcome.error(), status)
                                  : error_page(request, outcome.error(), status);
    set_retry_after(response, outcome.error());
    return response;
}

http::Response Application::refuse_path(
    const RequestContext& request, const http::WrongMethod* wrong_method
) const {
    if (wrong_method == nullptr) {
        return error_page(request, Error{ErrorCode::not_found, "There is no such page."}, 404);
    }
    const std::string sentence = fmt::format("Use one of: {}.", wrong_method->allowed);
    http::Response response = error_page(request, Error{ErrorCode::invalid, sentence}, 405);
    response.set("Allow", wrong_method->allowed);
    return response;
}

Rendered Application::render(const RequestContext& request, const Route& route) const {
    const std::int64_t statements_before = service::statements_run();
    http::Response response = answer(request, route);
    make_private(request, response);
    add_validator(response);
    if (options_.shows_statements) {
        response.set(
            statements_header, fmt::format("{}", service::statements_run() - statements_before)
        );
    }
    return {std::move(response), std::move(request.caching())};
}

bool Application::may_cache(
    const http::Request& request, const Route& route, const ServedSite& served
) const {
    return cache_ && served.stamps != nullptr && request.is_get_or_head()
           && is_anonymous(request.head()) && is_canonical(request, route.parameters);
}

void Application::count_view(
    const ServedSite& served, std::optional<QuestionId> question, const http::IpAddress& reader
) const {
    if (served.views == nullptr || !question) return;
    const std::string_view visitor{
        reinterpret_cast<const char*>(reader.bytes.data()), reader.bytes.size()
    };
    const std::size_t lane = std::hash<std::thread::id>{}(std::this_thread::get_id());
    served.views->count(lane, *question, visitor, served.now().clock());
}

Application::Visitor
Application::find_visitor(const http::Request& request, const Site& site) const {
    Visitor visitor;
    if (options_.network == nullptr) return visitor;
    const std::string_view token = read_cookie(request, Cookie::session);
    if (!token.empty()) {
        Result<std::optional<service::Session>> session =
            service::find_session(*options_.network, token);
        if (!session) {
            log_error("session_unknown", session.error(), {{"request", request.request_id()}});
        } else if (*session) {
            Result<std::optional<domain::Actor>> actor = service::find_actor(site, **session);
            if (actor) visitor.actor = std::move(*actor);
            options_.network->touches->note(
                **session, options_.network->clock(), http::format_ip_address(request.client())
            );
            visitor.session = std::move(*session);
            visitor.secret = token;
            return visitor;
        }
    }
    const std::string_view visit = read_cookie(request, Cookie::visit);
    if (security::is_token(visit)) visitor.secret = visit;
    return visitor;
}

http::Response Application::handle(const http::Request& request) const {
    const std::optional<Place> place = find_site(request);
    if (!place) return refuse_unknown_site(request);

    const ServedSite& served = *place->served;
    const Site& site = served.now();
    const http::RouteLookup found = router_.find(request.method(), place->segments);
    const auto* match = std::get_if<http::RouteMatch>(&found);
    const Visitor visitor = find_visitor(request, site);
    const auto context = [&] {
        return RequestContext{{
            .site = site,
            .request = request,
            .static_files = static_files_,
            .links = Links{site.settings.path_prefix, origin_of(request)},
            .texts = texts_of(site.settings),
            .match = match == nullptr ? http::RouteMatch{} : *match,
            .network = options_.network,
            .secret = visitor.secret,
            .session = visitor.session,
            .actor = visitor.actor,
        }};
    };
    if (match == nullptr) return refuse_path(context(), std::get_if<http::WrongMethod>(&found));

    const Route& route = routes_[match->index];
    const auto make = [&] { return render(context(), route); };
    Answered answered;
    if (may_cache(request, route, served)) {
        answered = cached_answer(
            *cache_,
            *served.stamps,
            request.head(),
            {.default_headers = options_.default_headers,
             .verifies = options_.verified_hits > 0,
             .on_difference = options_.on_cache_difference},
            make
        );
    } else {
        Rendered rendered = make();
        if (rendered.response.status == 200) answered.viewed = rendered.caching.viewed();
        answered.response = std::move(rendered.response);
    }
    drop_dead_session(request, visitor.session.has_value(), answered.response);
    count_view(served, answered.viewed, request.client());
    return std::move(answered.response);
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
    if (match != nullptr && !read_cookie(request, Cookie::session).empty()) {
        admission.body_bytes_max = routes_[match->index].body_bytes_max;
    }
    return admission;
}

std::optional<http::PreparedAnswer> Application::fast_answer(const http::RequestHead& head) const {
    if (std::optional<http::PreparedAnswer> file = static_files_.answer(head)) return file;
    if (!cache_ || !is_anonymous(head)) return std::nullopt;
    const std::shared_ptr<const CachedPage> page = cache_->find(page_key(head));
    if (!page) return std::nullopt;
    // A worker answers the samples: it finds the page again, and compares it.
    const std::uint64_t every = options_.verified_hits;
    if (every > 0 && hits_.fetch_add(1, std::memory_order_relaxed) % every == every - 1) {
        return std::nullopt;
    }
    if (page->viewed) {
        for (const ServedSite& served : sites_) {
            if (served.stamps == page->stamps) count_view(served, page->viewed, head.client);
        }
    }
    return pick_answer(*page, head);
}

PageCacheMetrics Application::cache_metrics() const {
    return cache_ ? cache_->metrics() : PageCacheMetrics{};
}

http::Application Application::functions() const {
    return {
        .handler = [this](const http::Request& request) { return handle(request); },
        .admit = [this](const http::Request& request) { return admit(request); },
        .fast_answer = [this](const http::RequestHead& head) { return fast_answer(head); },
    };
}

} // namespace attest::endpoint
