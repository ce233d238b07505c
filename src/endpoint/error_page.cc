#include "endpoint/error_page.h"

#include <string_view>

namespace attest::endpoint {

namespace {

struct Wording {
    std::string_view title;
    std::string_view text;
};

Wording wording_of(const messages::Texts& texts, int status) {
    switch (status) {
    case 400:
        return {texts.error_400_title(), texts.error_400_text()};
    case 401:
        return {texts.error_401_title(), texts.error_401_text()};
    case 403:
        return {texts.error_403_title(), texts.error_403_text()};
    case 404:
        return {texts.error_404_title(), texts.error_404_text()};
    case 405:
        return {texts.error_405_title(), texts.error_405_text()};
    case 409:
        return {texts.error_409_title(), texts.error_409_text()};
    case 422:
        return {texts.error_422_title(), texts.error_422_text()};
    case 429:
        return {texts.error_429_title(), texts.error_429_text()};
    case 503:
        return {texts.error_503_title(), texts.error_503_text()};
    default:
        return {texts.error_500_title(), texts.error_500_text()};
    }
}

/// The use case's own sentence, which is in English: shown where it says more than ours. Where it
/// is our fault it is for the log only.
void write_sentence(html::Writer& out, const Error& error, int status) {
    if (status == 404 || status >= 500) return;
    if (error.fields().empty()) {
        out.put<R"(<p class="error__what" lang="en">{}</p>)">(error.message());
        return;
    }
    out.put<R"(<ul class="error__what" lang="en">)">();
    for (const FieldError& field : error.fields())
        out.put<R"(<li><b>{}</b>: {}</li>)">(field.field, field.message);
    out.put<"</ul>">();
}

} // namespace

http::Response error_page(const RequestContext& request, const Error& error, int status) {
    const messages::Texts& texts = request.texts();
    const Wording wording = wording_of(texts, status);

    html::Writer out;
    out.put<
        R"(<div class="error"><p class="error__status" aria-hidden="true">{}</p><h1>{}</h1><p>{}</p>)">(
        status, wording.title, wording.text
    );
    write_sentence(out, error, status);
    if (status == 403 && request.reader()) {
        out.put<R"(<p><a href="{}">{}</a></p>)">(
            request.links().help_privileges(), texts.privileges_next_link()
        );
    }
    if (status == 404) write_search_form(out, request, "", "q-main");
    out.put<R"(<p class="error__links"><a href="{}">{}</a> · <a href="{}">{}</a></p>)">(
        request.links().home(), texts.nav_questions(), request.links().tags(), texts.nav_tags()
    );
    if (status != 404 && !request.request().request_id().empty()) {
        out.put<R"(<p class="soft">{}</p>)">(texts.error_request_id(request.request().request_id())
        );
    }
    out.put<"</div>">();

    const Frame frame{.title = std::string{wording.title}, .is_indexed = false};
    http::Response response = write_page(request, frame, out.take(), status);
    response.set("Cache-Control", "no-store");
    return response;
}

http::Response unknown_site_page(
    const messages::Texts& texts, const std::vector<FeedLink>& sites, std::string_view request_id
) {
    html::Writer out;
    out.put<
        R"(<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title><meta name="viewport" content="width=device-width, initial-scale=1"></head><body><main><h1>{}</h1><p>{}</p>)">(
        texts.facts().code,
        texts.error_unknown_site_title(),
        texts.error_unknown_site_title(),
        texts.error_unknown_site_text()
    );
    if (!sites.empty()) out.put<R"(<h2>{}</h2><ul>)">(texts.error_sites());
    for (const FeedLink& site : sites)
        out.put<R"(<li><a href="{}">{}</a></li>)">(site.url, site.title);
    if (!sites.empty()) {
        out.put<
            R"(</ul><form role="search" action="{}"><label>{} <input type="search" name="q"></label><button>{}</button></form>)">(
            html::Url::local(sites.front().url.text() + "search"),
            texts.search_label(),
            texts.search_button()
        );
    }
    out.put<R"(<p><small>{}</small></p></main></body></html>)">(texts.error_request_id(request_id));
    http::Response response = http::page(404, out.take().text());
    response.set("Cache-Control", "no-store");
    return response;
}

} // namespace attest::endpoint
