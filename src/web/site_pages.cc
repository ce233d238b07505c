#include "web/site_pages.h"

#include "endpoint/context.h"
#include "endpoint/layout.h"
#include "service/questions.h"
#include "web/parts.h"
#include "web/search_view.h"

#include <fmt/format.h>

#include <array>
#include <string>

namespace attest::web {

using endpoint::Access;
using endpoint::Route;
using http::Method;

namespace {

http::Response xml(std::string_view content_type, std::string text) {
    http::Response response;
    response.set("Content-Type", std::string{content_type});
    response.body = std::move(text);
    return response;
}

void write_about_licence(html::Writer& out, const RequestContext& request) {
    const messages::Texts& texts = request.texts();
    const SiteSettings& settings = request.site().settings;
    out.put<"<h2>{}</h2><p>">(texts.about_licence_heading());
    endpoint::write_pattern(out, texts.about_licence(), {license_element(settings.license)});
    out.put<"</p>">();
    const Result<html::Url> origin = html::parse_url(settings.origin_url);
    if (settings.origin_url.empty() || !origin) return;
    out.put<"<h2>{}</h2><p>">(texts.about_origin_heading());
    endpoint::write_pattern(
        out,
        texts.about_origin(),
        {endpoint::link(*origin, endpoint::origin_host(settings.origin_url))}
    );
    out.put<"</p>">();
}

Result<http::Response> show_about(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    const messages::Texts& texts = request.texts();
    const service::SiteTotals totals = TRY(service::read_totals(site));
    html::Writer out;
    out.put<R"(<article class="prose prose--page"><h1>{}</h1><p>{}</p>)">(
        texts.about_title(site.settings.title), texts.about_what(site.settings.title)
    );
    out.put<"<h2>{}</h2><ul><li>{}</li><li>{}</li><li>{}</li><li>{}</li><li>{}</li></ul>">(
        texts.about_numbers_heading(),
        texts.questions(totals.questions),
        texts.answers(totals.answers),
        texts.comments(totals.comments),
        texts.users(totals.users),
        texts.tags(totals.tags)
    );
    write_about_licence(out, request);
    out.put<"<h2>{}</h2><p>{}</p>">(texts.about_privacy_heading(), texts.about_privacy());
    out.put<"<h2>{}</h2><p>">(texts.about_feeds_heading());
    endpoint::write_pattern(
        out, texts.about_feeds(), {endpoint::link(request.links().feed(), texts.about_feeds_here())}
    );
    out.put<"</p><h2>{}</h2><p>{} {}</p></article>">(
        texts.about_keyboard_heading(), texts.about_keyboard(), texts.theme_note()
    );
    return endpoint::write_page(
        request,
        {.title = texts.about_title(site.settings.title), .canonical = request.links().about()},
        out.take()
    );
}

Result<http::Response> show_search_help(const Site& /*site*/, const RequestContext& request) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<article class="prose prose--page"><h1>{}</h1><p>{}</p>)">(
        texts.help_search_title(), texts.help_search_intro()
    );
    write_operators(out, request);
    endpoint::write_search_form(out, request, "", "q-main");
    out.put<"</article>">();
    return endpoint::write_page(
        request,
        {.title = std::string{texts.help_search_title()}, .canonical = request.links().help_search()
        },
        out.take()
    );
}

Result<http::Response> show_robots(const Site& /*site*/, const RequestContext& request) {
    const endpoint::Links& links = request.links();
    // Search results and histories are made anew for each visit and say nothing that the pages do
    // not say.
    return http::text(
        200,
        fmt::format(
            "User-agent: *\nDisallow: {}/search\nDisallow: {}/posts/\nDisallow: {}/revisions/\n"
            "Sitemap: {}\n",
            links.prefix(),
            links.prefix(),
            links.prefix(),
            links.absolute(links.sitemap()).text()
        )
    );
}

Result<http::Response> show_opensearch(const Site& site, const RequestContext& request) {
    const endpoint::Links& links = request.links();
    html::Writer out;
    // The template's braces are the OpenSearch syntax, not a parameter of ours.
    const std::string address = links.absolute(links.search()).text() + "?q={searchTerms}";
    out.put<
        R"(<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"><ShortName>{}</ShortName><Description>{}</Description><InputEncoding>UTF-8</InputEncoding><Url type="text/html" template="{}"/></OpenSearchDescription>)">(
        site.settings.title.substr(0, 16),
        request.texts().opensearch_description(site.settings.title),
        address
    );
    return xml(
        "application/opensearchdescription+xml; charset=utf-8",
        R"(<?xml version="1.0" encoding="UTF-8"?>)" + out.take().text()
    );
}

Result<http::Response> show_sitemap(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    const endpoint::Links& links = request.links();
    html::Writer out;
    out.put<R"(<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">)">();
    for (const QuestionId from : TRY(service::list_sitemap_slices(site))) {
        out.put<"<sitemap><loc>{}</loc></sitemap>">(links.absolute(links.sitemap_slice(from)));
    }
    out.put<"</sitemapindex>">();
    return xml(
        "application/xml; charset=utf-8",
        R"(<?xml version="1.0" encoding="UTF-8"?>)" + out.take().text()
    );
}

Result<http::Response> show_sitemap_slice(const Site& site, const RequestContext& request) {
    request.caching().depends_on_site();
    const auto from = TRY(request.path_id<QuestionId>("from"));
    const endpoint::Links& links = request.links();
    const std::vector<service::SitemapEntry> entries = TRY(service::list_sitemap(site, from));
    if (entries.empty()) return fail(ErrorCode::not_found, "There is no such part of the sitemap.");
    html::Writer out;
    out.put<R"(<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">)">();
    for (const service::SitemapEntry& entry : entries) {
        const html::Url url = links.post({.question = entry.id, .slug = entry.slug, .answer = {}});
        out.put<"<url><loc>{}</loc><lastmod>{}</lastmod></url>">(
            links.absolute(url), format_rfc3339(entry.active_at)
        );
    }
    out.put<"</urlset>">();
    return xml(
        "application/xml; charset=utf-8",
        R"(<?xml version="1.0" encoding="UTF-8"?>)" + out.take().text()
    );
}

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get, .path = "/about", .access = Access::anyone, .handler = show_about},
    {.method = Method::get,
     .path = "/help/search",
     .access = Access::anyone,
     .handler = show_search_help},
    {.method = Method::get, .path = "/robots.txt", .access = Access::anyone, .handler = show_robots
    },
    {.method = Method::get,
     .path = "/opensearch.xml",
     .access = Access::anyone,
     .handler = show_opensearch},
    {.method = Method::get,
     .path = "/sitemap.xml",
     .access = Access::anyone,
     .handler = show_sitemap},
    {.method = Method::get,
     .path = "/sitemaps/{from}",
     .access = Access::anyone,
     .handler = show_sitemap_slice,
     .lane = http::Lane::costly},
});

} // namespace

std::span<const Route> site_routes() {
    return routes;
}

} // namespace attest::web
