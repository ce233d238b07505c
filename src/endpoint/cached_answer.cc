#include "endpoint/cached_answer.h"

#include "base/compress.h"
#include "base/text.h"
#include "http/brotli.h"
#include "http/limits.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <limits>
#include <thread>

namespace attest::endpoint {

namespace {

/// A commit that a fresh render has seen is acknowledged, and its stamps bumped, within this time.
constexpr std::chrono::milliseconds acknowledgement_wait{500};

bool are_known(
    const std::vector<domain::StampSlot>& slots, const std::vector<domain::StampSlot>& known
) {
    return std::ranges::includes(known, slots);
}

std::vector<domain::StampSlot>
united(const std::vector<domain::StampSlot>& some, const std::vector<domain::StampSlot>& others) {
    std::vector<domain::StampSlot> all;
    std::ranges::set_union(some, others, std::back_inserter(all));
    return all;
}

http::PreparedAnswer prepare_packed(
    http::Response response,
    std::string body,
    std::string_view encoding,
    http::Scheme scheme,
    const http::DefaultHeaders& defaults
) {
    response.shared_body = http::share(std::move(body));
    response.body.clear();
    response.set("Content-Encoding", std::string{encoding});
    return http::prepare_answer(std::move(response), scheme, defaults);
}

std::shared_ptr<const CachedPage> make_page(
    const service::Stamps& stamps,
    std::vector<Version> versions,
    Rendered rendered,
    const http::RequestHead& head,
    const http::DefaultHeaders& defaults,
    std::int64_t now
) {
    http::Response response = std::move(rendered.response);
    response.set("Vary", "Accept-Encoding");
    response.shared_body = http::share(std::move(response.body));
    response.body.clear();
    const std::string_view body = response.shared_body.view;
    const std::string* etag = response.header("ETag");

    http::Response unchanged = http::not_modified(etag == nullptr ? "" : *etag);
    unchanged.set("Vary", "Accept-Encoding");
    if (const std::string* control = response.header("Cache-Control"))
        unchanged.set("Cache-Control", *control);

    const std::optional<Duration> age = rendered.caching.age_max();
    auto page = std::make_shared<CachedPage>(CachedPage{
        .stamps = &stamps,
        .versions = std::move(versions),
        .valid_until = age ? now + age->milliseconds : std::numeric_limits<std::int64_t>::max(),
        .viewed = rendered.caching.viewed(),
        .response = response,
        .etag = etag == nullptr ? "" : *etag,
        .plain = http::prepare_answer(response, head.scheme, defaults),
        .gzip = prepare_packed(
            response, gzip(body, http::gzip_level_static), "gzip", head.scheme, defaults
        ),
        .brotli = prepare_packed(
            response,
            http::compress_brotli(body, http::brotli_quality_cached),
            "br",
            head.scheme,
            defaults
        ),
        .unchanged = http::prepare_answer(std::move(unchanged), head.scheme, defaults),
    });
    return page;
}

/// Views are as of rendering, and lists print them: the one thing that may differ.
std::string without_views(std::string_view body) {
    constexpr std::string_view begin = R"(class="views")";
    std::string out;
    while (true) {
        const std::size_t at = body.find(begin);
        if (at == std::string_view::npos) break;
        out += body.substr(0, at);
        const std::size_t end = body.find('<', at);
        body.remove_prefix(end == std::string_view::npos ? body.size() : end);
    }
    out += body;
    return out;
}

/// Whether a fresh render gives the same bytes. If not, the page may have been overtaken by a
/// commit that is not acknowledged yet; then its stamps change in a moment, and all is well.
bool is_same_as_fresh(const CachedPage& page, const std::function<Rendered()>& render) {
    const std::string fresh = without_views(render().response.body_view());
    if (fresh == without_views(page.response.body_view())) return true;
    const auto deadline = std::chrono::steady_clock::now() + acknowledgement_wait;
    while (std::chrono::steady_clock::now() < deadline) {
        if (!is_current(*page.stamps, page.versions)) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    return false;
}

} // namespace

bool is_anonymous(const http::RequestHead& head) {
    return !head.header("cookie") && !head.header("authorization");
}

std::string page_key(const http::RequestHead& head) {
    const std::string_view scheme = http::format_scheme(head.scheme);
    std::string key;
    key.reserve(scheme.size() + head.host.size() + head.target.size() + 1);
    key += scheme;
    key += ' ';
    key += head.host;
    key += head.target;
    return key;
}

bool is_canonical(const http::Request& request, Parameters parameters) {
    std::string target;
    for (const std::string& segment : request.segments()) {
        target += '/';
        target += percent_encode(segment);
    }
    if (target.empty()) target += '/';
    char separator = '?';
    auto expected = parameters.begin();
    for (const http::Parameter& parameter : request.query()) {
        expected = std::find(expected, parameters.end(), parameter.name);
        if (expected == parameters.end()) return false;
        ++expected;
        target += separator;
        target += parameter.name;
        target += '=';
        target += percent_encode(parameter.value);
        separator = '&';
    }
    return target == request.target();
}

Answered cached_answer(
    PageCache& cache,
    const service::Stamps& stamps,
    const http::RequestHead& head,
    const CachedAnswerOptions& options,
    const std::function<Rendered()>& render
) {
    const std::string key = page_key(head);
    const PageCache::Turn turn = cache.take_turn(key);
    if (const std::shared_ptr<const CachedPage> page = cache.find(key)) {
        if (options.verifies && !is_same_as_fresh(*page, render)) {
            cache.count_difference();
            if (options.on_difference) options.on_difference(key);
        }
        return {page->response, page->viewed};
    }

    std::optional<std::vector<domain::StampSlot>> known = cache.remembered(key);
    for (int renders = 1;; ++renders) {
        std::vector<Version> versions;
        if (known) versions = read_versions(stamps, *known); // before the snapshot opens
        const std::int64_t now = cache.now();
        Rendered rendered = render();
        Answered answered{std::move(rendered.response), rendered.caching.viewed()};
        if (answered.response.status != 200) return {std::move(answered.response), std::nullopt};
        if (!rendered.caching.may_keep()) return answered;

        const std::vector<domain::StampSlot> slots = rendered.caching.slots();
        if (known && are_known(slots, *known)) {
            const std::shared_ptr<const CachedPage> page = make_page(
                stamps,
                std::move(versions),
                {std::move(answered.response), std::move(rendered.caching)},
                head,
                options.default_headers,
                now
            );
            cache.keep(key, page);
            return {page->response, page->viewed};
        }
        const bool is_second_asking = known.has_value();
        known = known ? united(slots, *known) : slots;
        cache.remember(key, *known);
        if (!is_second_asking || renders == renders_max) return answered;
    }
}

http::PreparedAnswer pick_answer(const CachedPage& page, const http::RequestHead& head) {
    const std::optional<std::string_view> condition = head.header("if-none-match");
    if (condition && http::matches_etag(*condition, page.etag)) return page.unchanged;
    const auto accepted = http::parse_accept_encoding(head.header("accept-encoding").value_or(""));
    if (accepted.brotli) return page.brotli;
    return accepted.gzip ? page.gzip : page.plain;
}

} // namespace attest::endpoint
