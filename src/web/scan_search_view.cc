#include "web/scan_search_view.h"

#include "endpoint/paging.h"
#include "endpoint/status.h"
#include "html/writer.h"
#include "web/limits.h"
#include "web/snippets.h"

#include <array>
#include <utility>

namespace attest::web {

namespace {

html::Url hit_url(const RequestContext& request, const service::ScanHit& hit) {
    const endpoint::Links& links = request.links();
    return hit.quote.empty()
               ? links.scan_page(hit.source_key, hit.file, hit.address)
               : links.scan_page_with_quote(hit.source_key, hit.file, hit.address, hit.quote);
}

void write_hit(html::Writer& out, const RequestContext& request, const service::ScanHit& hit) {
    const messages::Texts& texts = request.texts();
    const std::string page = hit.label.empty()
                                 ? texts.scan_search_image(texts.number(hit.index + 1))
                                 : texts.scan_search_page_label(hit.label);
    out.put<
        R"(<li class="line line--plain"><div class="line__text"><h2 class="line__title"><a href="{}"><bdi>{}</bdi>, <bdi>{}</bdi></a></h2>)">(
        hit_url(request, hit), hit.source_title, page
    );
    write_snippet(out, hit.snippet);
    out.put<R"(<div class="line__facts"><a href="{}"><bdi>{}</bdi></a></div></div></li>)">(
        request.links().source(hit.source_key), hit.source_key
    );
}

html::Url page_url(const RequestContext& request, const ScanSearchView& view, std::int64_t page) {
    return view.source_key.empty()
               ? request.links().search_scans(view.query, page)
               : request.links().search_source(view.source_key, view.query, page);
}

void write_found(html::Writer& out, const RequestContext& request, const ScanSearchView& view) {
    const messages::Texts& texts = request.texts();
    const service::ScanSearchPage& found = *view.found;
    if (found.has_conditions) out.put<R"(<p class="hint">{}</p>)">(texts.scan_search_conditions());
    if (found.total == 0) {
        html::Writer query;
        query.put<"<q><bdi>{}</bdi></q>">(view.query);
        out.put<R"(<div class="empty"><p>)">();
        endpoint::write_pattern(out, texts.scan_search_nothing(), {query.take()});
        out.put<R"(</p><p class="soft">{}</p></div>)">(texts.scan_search_rights());
        return;
    }
    out.put<R"(<div class="order"><p class="order__count" role="status">{}</p></div>)">(
        found.is_more ? texts.scan_search_more(found.total) : texts.scan_search_pages(found.total)
    );
    out.put<R"(<ol class="lines">)">();
    for (const service::ScanHit& hit : found.hits)
        write_hit(out, request, hit);
    out.put<"</ol>">();
    endpoint::write_pager(
        out,
        request,
        {.page = view.page,
         .page_count = endpoint::count_pages(found.total, hits_per_page),
         .url = [&](std::int64_t number) { return page_url(request, view, number); }}
    );
}

void write_form(html::Writer& out, const RequestContext& request, const ScanSearchView& view) {
    if (!view.source_key.empty()) {
        write_source_search(out, request, view.source_key, view.query);
        return;
    }
    const messages::Texts& texts = request.texts();
    out.put<
        R"(<form class="search" role="search" action="{}" aria-label="{}"><label class="hidden" for="q-main">{}</label><input class="search__box" type="search" id="q-main" name="q" value="{}" maxlength="1000" autocomplete="off" enterkeyhint="search" dir="auto"><button class="search__button" type="submit">{}</button></form>)">(
        request.links().search_scans(),
        texts.scan_search_title(),
        texts.scan_search_label(),
        view.query,
        texts.search_button()
    );
}

void write_error(html::Writer& out, const RequestContext& request, const Error& error) {
    out.put<R"(<div class="field-error" role="alert" id="q-error"><p>{}</p>)">(
        request.texts().search_bad_query()
    );
    out.put<R"(<p lang="en">{}</p></div>)">(error.message());
}

} // namespace

void write_search_kinds(
    html::Writer& out, const RequestContext& request, std::string_view query, bool is_scans
) {
    const messages::Texts& texts = request.texts();
    const std::array<Tab, 2> tabs{{
        {.url = request.links().search(query, service::SearchOrder::relevance),
         .words = texts.search_kind_posts(),
         .is_current = !is_scans},
        {.url = request.links().search_scans(query),
         .words = texts.search_kind_scans(),
         .is_current = is_scans},
    }};
    write_tabs(out, texts.search_kinds_label(), tabs);
}

void write_source_search(
    html::Writer& out, const RequestContext& request, std::string_view key, std::string_view query
) {
    out.put<
        R"(<form class="form form--row" role="search" action="{}"><div class="field"><label class="field__label" for="scan-words">{}</label><input class="field__line" type="search" id="scan-words" name="q" value="{}" maxlength="1000" autocomplete="off" dir="auto"></div><button class="button" type="submit">{}</button></form>)">(
        request.links().search_source(key),
        request.texts().scan_search_in_source(),
        query,
        request.texts().search_button()
    );
}

http::Response scan_search_page(const RequestContext& request, const ScanSearchView& view) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header>)">(texts.scan_search_title());
    if (view.source_key.empty()) {
        write_search_kinds(out, request, view.query, true);
    } else {
        out.put<R"(<p class="soft"><a href="{}"><bdi>{}</bdi></a></p>)">(
            request.links().source(view.source_key), view.source_title
        );
    }
    write_form(out, request, view);
    if (view.error) write_error(out, request, *view.error);
    if (view.found) write_found(out, request, view);
    if (!view.found && !view.error) {
        out.put<R"(<p class="lead">{}</p><p class="soft">{}</p>)">(
            texts.scan_search_prompt(), texts.scan_search_rights()
        );
    }
    return endpoint::write_page(
        request,
        {.title = std::string{texts.scan_search_title()}, .is_indexed = false, .query = view.query},
        out.take(),
        view.error ? endpoint::status_of(*view.error, false) : 200
    );
}

} // namespace attest::web
