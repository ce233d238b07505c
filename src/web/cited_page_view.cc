#include "web/cited_page_view.h"

#include "service/limits.h"
#include "web/citation_words.h"
#include "web/iiif_view.h"
#include "web/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace attest::web {

using domain::ScanSight;
using endpoint::RequestContext;
using service::CitedPage;
using service::MarkedPage;

namespace {

/// Thousandths of the page's height above and below a quote that are shown with it, and how much is
/// shown at least: some lines tell where on the page one is.
constexpr std::int64_t margin_shown = 60;
constexpr std::int64_t height_shown_min = 220;

/// Digits of a hash that tell files apart at a glance.
constexpr std::size_t short_hash_length = 12;

constexpr std::int64_t thousand = 1000;

html::Url part_of(
    const RequestContext& request,
    const service::OpenedCitation& opened,
    const service::ScanPageLine& line,
    std::string_view part
) {
    return request.links().scan_page(
        opened.whereabouts.key, opened.page->file.id, line.address, part
    );
}

/// What is shown of a page in its height, in thousandths.
struct Crop {
    std::int64_t top = 0;
    std::int64_t bottom = thousand;
};

Crop crop_of(const scans::Box& box) {
    Crop crop{.top = box.top - margin_shown, .bottom = box.bottom + margin_shown};
    const std::int64_t missing = height_shown_min - (crop.bottom - crop.top);
    if (missing > 0) {
        crop.top -= missing / 2;
        crop.bottom += missing - missing / 2;
    }
    return {
        .top = std::max<std::int64_t>(crop.top, 0),
        .bottom = std::min<std::int64_t>(crop.bottom, thousand),
    };
}

/// The page's image with the quote in its box, cut by what is seen of a drawing: no style may stand
/// in a page.
void write_zoomed(
    html::Writer& out,
    const RequestContext& request,
    const service::CitationRecord& citation,
    const service::OpenedCitation& opened,
    const MarkedPage& page
) {
    const std::int64_t width = std::max<std::int64_t>(page.line.width, 1);
    const std::int64_t height = std::max<std::int64_t>(page.line.height, 1);
    const scans::Box& box = *page.box;
    const Crop crop = crop_of(box);
    out.put<
        R"(<a class="cited-page__zoom" href="{}"><svg class="cited-page__image" viewBox="0 {} {} {}" role="img" aria-label="{}"><image href="{}" width="{}" height="{}"/>)">(
        request.links().scan_page_with_quote(
            opened.whereabouts.key, opened.page->file.id, page.line.address, citation.content.quote
        ),
        height * crop.top / thousand,
        width,
        height * (crop.bottom - crop.top) / thousand,
        request.texts().cited_page_image(citation.content.quote),
        part_of(request, opened, page.line, "image.jpg"),
        width,
        height
    );
    out.put<R"(<rect class="cited-page__box" x="{}" y="{}" width="{}" height="{}"/></svg></a>)">(
        width * box.left / thousand,
        height * box.top / thousand,
        width * (box.right - box.left) / thousand,
        height * (box.bottom - box.top) / thousand
    );
}

void write_image(
    html::Writer& out,
    const RequestContext& request,
    const service::CitationRecord& citation,
    const service::OpenedCitation& opened,
    const MarkedPage& page
) {
    if (!page.line.failure.empty()) {
        out.put<R"(<p class="soft">{}</p>)">(page.line.failure);
        return;
    }
    const std::string_view quote = citation.content.quote;
    if (page.line.sight == ScanSight::whole) {
        if (page.box) {
            write_zoomed(out, request, citation, opened, page);
            return;
        }
        out.put<
            R"(<a class="cited-page__zoom" href="{}"><img class="cited-page__sheet" src="{}" alt="{}" width="{}" height="{}" loading="lazy"></a>)">(
            part_of(request, opened, page.line, ""),
            part_of(request, opened, page.line, "image.jpg"),
            request.texts().scan_image_alt(
                page.line.label.empty() ? page.line.address : page.line.label
            ),
            page.line.width,
            page.line.height
        );
        return;
    }
    const bool has_lines = page.line.sight == ScanSight::lines && page.box
                           && page.box->bottom - page.box->top <= service::strip_height_max;
    if (!has_lines) return;
    out.put<R"(<img class="cited-page__lines" src="{}" alt="{}">)">(
        part_of(request, opened, page.line, fmt::format("lines/{}", citation.id.value)), quote
    );
}

/// "p. 79 (scan 81)", "scan 81".
std::string name_of(
    const RequestContext& request,
    const service::CitationRecord& citation,
    const service::ScanPageLine& line
) {
    const messages::Texts& texts = request.texts();
    const std::string number = texts.number(line.index + 1);
    if (line.label.empty()) return texts.cited_page_scan(number);
    service::CitationContent content = citation.content;
    content.locator = line.label;
    if (content.label != "folio") content.label = "page";
    return texts.cited_page_name(locator_words(texts, content), number);
}

void write_turn(
    html::Writer& out,
    const RequestContext& request,
    const service::OpenedCitation& opened,
    const std::optional<service::ScanPageLine>& line,
    bool is_back
) {
    if (!line) return;
    const std::string& name = line->label.empty() ? line->address : line->label;
    const html::Url url = part_of(request, opened, *line, "");
    if (is_back) {
        out.put<R"( · <a rel="prev" href="{}">‹ {}</a>)">(url, name);
    } else {
        out.put<R"( · <a rel="next" href="{}">{} ›</a>)">(url, name);
    }
}

void write_place(
    html::Writer& out,
    const RequestContext& request,
    const service::CitationRecord& citation,
    const service::OpenedCitation& opened
) {
    const CitedPage& page = *opened.page;
    out.put<R"(<p class="cited-page__place"><b>{}</b>)">(name_of(request, citation, page.page.line)
    );
    write_turn(out, request, opened, page.previous, true);
    write_turn(out, request, opened, page.next, false);
    if (page.page.line.sight == ScanSight::whole) {
        out.put<R"( · <a href="{}">{}</a>)">(
            request.links().scan_page_with_quote(
                opened.whereabouts.key, page.file.id, page.page.line.address, citation.content.quote
            ),
            request.texts().cited_page_whole()
        );
        out.put<R"( · <a class="cited-page__iiif" href="{}">IIIF</a>)">(
            content_state(request, opened.whereabouts.key, page.file.id, page.page)
        );
    }
    out.put<"</p>">();
}

/// What was found of the quote, in words: nothing where there is none, or nothing may be told.
std::string finding_of(
    const RequestContext& request, const service::CitationRecord& citation, const CitedPage& page
) {
    const messages::Texts& texts = request.texts();
    if (citation.content.quote.empty() || page.page.line.sight == ScanSight::nothing) return {};
    if (!page.likeness) return std::string{texts.cited_page_no_text()};
    const std::string share = texts.number(*page.likeness / 10);
    if (*page.likeness >= service::found_likeness_min) return texts.cited_page_found(share);
    if (*page.likeness >= service::perhaps_likeness_min) return texts.cited_page_perhaps(share);
    return std::string{texts.cited_page_absent()};
}

void write_finding(
    html::Writer& out,
    const RequestContext& request,
    const service::CitationRecord& citation,
    const CitedPage& page
) {
    const messages::Texts& texts = request.texts();
    const std::string finding = finding_of(request, citation, page);
    if (!finding.empty()) {
        out.put<R"(<p class="cited-page__finding">{})">(finding);
        if (page.text_from == domain::PageTextFrom::reader)
            out.put<" · {}">(texts.cited_page_typed());
        out.put<"</p>">();
    }
    const service::CitationContent& content = citation.content;
    const bool is_elsewhere =
        page.likeness && !content.page_from.empty() && !page.page.line.label.empty()
        && content.page_from != page.page.line.label && content.page_from == content.page_to;
    if (is_elsewhere) {
        out.put<R"(<p class="cited-page__other">{}</p>)">(
            texts.cited_page_other(locator_words(texts, content))
        );
    }
}

void write_file(
    html::Writer& out, const RequestContext& request, const service::OpenedCitation& opened
) {
    const CitedPage& page = *opened.page;
    const messages::Texts& texts = request.texts();
    html::Writer name;
    name.put<R"(<a href="{}" dir="auto">{}</a>)">(
        request.links().scan(opened.whereabouts.key, page.file.id), page.file.name
    );
    out.put<R"(<p class="cited-page__file soft">)">();
    if (page.uploader.empty()) {
        endpoint::write_pattern(
            out,
            texts.cited_page_file_only(),
            {name.take(), time_element(request, page.file.created_at)}
        );
    } else {
        endpoint::write_pattern(
            out,
            texts.cited_page_file(),
            {name.take(),
             name_element(request, {.id = page.file.user, .name = page.uploader}),
             time_element(request, page.file.created_at)}
        );
    }
    out.put<R"( · <span title="{}">SHA-256 <code>{}…</code></span></p>)">(
        page.file.sha256, std::string_view{page.file.sha256}.substr(0, short_hash_length)
    );
}

/// An address that a stranger wrote, as a link if it is one.
void write_address(html::Writer& out, const std::string& address) {
    const Result<html::Url> url = html::parse_url(address);
    if (!url) {
        out.put<"<li>{}</li>">(address);
        return;
    }
    out.put<R"(<li><a href="{}" rel="nofollow noopener">{}</a></li>)">(*url, address);
}

void write_whereabouts(
    html::Writer& out, const RequestContext& request, const service::Whereabouts& where
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<div class="cited-page cited-page--none"><p class="soft">{}</p>)">(
        texts.cited_page_none()
    );
    const bool is_known =
        !where.url.empty() || !where.doi.empty() || !where.isbn.empty() || !where.shelfmark.empty();
    if (is_known) {
        out.put<R"(<p class="soft">{}</p><ul class="cited-page__ways">)">(
            texts.cited_page_elsewhere()
        );
        if (!where.url.empty()) write_address(out, where.url);
        if (!where.doi.empty()) write_address(out, "https://doi.org/" + where.doi);
        if (!where.shelfmark.empty()) out.put<R"(<li dir="auto">{}</li>)">(where.shelfmark);
        if (!where.isbn.empty()) out.put<"<li>{}</li>">(texts.cited_page_isbn(where.isbn));
        out.put<"</ul>">();
    }
    out.put<R"(<p><a class="cited-page__add" href="{}">{}</a></p></div>)">(
        request.links().scans(where.key), texts.cited_page_add()
    );
}

} // namespace

bool is_page_shown(const service::OpenedCitation& opened) {
    return opened.page && opened.page->page.line.sight != ScanSight::nothing;
}

void write_cited_page(
    html::Writer& out,
    const RequestContext& request,
    const service::CitationRecord& citation,
    const service::OpenedCitation& opened
) {
    if (!opened.page) {
        write_whereabouts(out, request, opened.whereabouts);
        return;
    }
    const CitedPage& page = *opened.page;
    out.put<R"(<figure class="cited-page">)">();
    write_image(out, request, citation, opened, page.page);
    if (page.over && page.over->box && page.over->line.sight != ScanSight::nothing) {
        out.put<R"(<p class="cited-page__over soft">{} {}</p>)">(
            request.texts().cited_page_goes_on(), name_of(request, citation, page.over->line)
        );
        write_image(out, request, citation, opened, *page.over);
    }
    out.put<R"(<figcaption>)">();
    write_place(out, request, citation, opened);
    write_finding(out, request, citation, page);
    if (page.page.is_drawn) out.put<R"(<p class="soft">{}</p>)">(request.texts().draw_box_drawn());
    if (page.page.line.sight == ScanSight::nothing)
        out.put<R"(<p class="soft">{}</p>)">(request.texts().cited_page_hidden());
    write_file(out, request, opened);
    out.put<"</figcaption></figure>">();
}

} // namespace attest::web
