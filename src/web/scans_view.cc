#include "web/scans_view.h"

#include "endpoint/forms.h"
#include "endpoint/layout.h"
#include "service/limits.h"
#include "web/scan_search_view.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace attest::web {

using endpoint::RequestContext;

namespace {

constexpr std::int64_t bytes_in_megabyte = 1'000'000;

std::string_view words_of(const messages::Texts& texts, domain::ScanRights rights) {
    switch (rights) {
    case domain::ScanRights::open:
        return texts.scan_rights_open();
    case domain::ScanRights::cited_pages:
        return texts.scan_rights_cited();
    case domain::ScanRights::lines:
        return texts.scan_rights_lines();
    case domain::ScanRights::hidden:
        return texts.scan_rights_private();
    }
    std::unreachable();
}

std::string_view state_of(const messages::Texts& texts, const storage::SourceFile& file) {
    if (file.hidden_reason) return texts.scan_hidden();
    switch (file.state) {
    case domain::ScanState::queued:
        return texts.scan_queued();
    case domain::ScanState::ready:
        return texts.scan_ready();
    case domain::ScanState::failed:
        return texts.scan_failed();
    }
    std::unreachable();
}

void write_facts(html::Writer& out, const RequestContext& request, const service::Scan& scan) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<p class="soft">{} · {} · {} MB · {}</p>)">(
        state_of(texts, scan.file),
        words_of(texts, scan.file.rights),
        (scan.file.bytes + bytes_in_megabyte - 1) / bytes_in_megabyte,
        scan.file.media_type
    );
    if (!scan.file.failure.empty()) out.put<R"(<p>{}</p>)">(scan.file.failure);
    if (scan.file.hidden_reason) out.put<R"(<p dir="auto">{}</p>)">(*scan.file.hidden_reason);
    out.put<R"(<p class="soft">SHA-256 <code class="scan__hash">{}</code></p>)">(scan.file.sha256);
}

void write_rights(
    html::Writer& out, const RequestContext& request, domain::ScanRights chosen, const Error* error
) {
    const messages::Texts& texts = request.texts();
    std::vector<endpoint::Choice> choices;
    for (const domain::ScanRights rights : domain::scan_rights_choices) {
        choices.push_back({domain::format_scan_rights(rights), words_of(texts, rights)});
    }
    endpoint::write_choices(
        out,
        {.name = "rights",
         .label = texts.scan_rights_label(),
         .value = domain::format_scan_rights(chosen),
         .hint = texts.scan_rights_hint()},
        choices,
        error
    );
}

void write_upload(html::Writer& out, const RequestContext& request, const ScansView& view) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<h2>{}</h2>)">(texts.scan_upload_heading());
    out.put<R"(<form class="form" method="post" enctype="multipart/form-data" action="{}">)">(
        request.links().scans(view.source.key)
    );
    endpoint::write_hidden_field(out, "csrf_token", request.csrf_token());
    endpoint::write_form_error(out, request, view.error);
    endpoint::write_field(
        out,
        {.name = "file",
         .label = texts.scan_file(),
         .hint = texts.scan_file_hint(),
         .type = "file",
         .is_required = true},
        view.error
    );
    write_rights(out, request, view.proposed, view.error);
    endpoint::write_submit(out, texts.scan_upload());
    out.put<"</form>">();
}

std::string_view name_of(const service::ScanPageLine& line) {
    return line.label.empty() ? std::string_view{line.address} : std::string_view{line.label};
}

html::Url page_url(
    const RequestContext& request, const service::Scan& scan, const service::ScanPageLine& line
) {
    return request.links().scan_page(scan.source.key, scan.file.id, line.address);
}

html::Url page_part(
    const RequestContext& request,
    const service::Scan& scan,
    const service::ScanPageLine& line,
    std::string_view part
) {
    return request.links().scan_page(scan.source.key, scan.file.id, line.address, part);
}

void write_source_line(
    html::Writer& out, const RequestContext& request, const storage::ScannedSource& source
) {
    out.put<R"(<p class="lead"><a href="{}" dir="auto">{}</a> {}</p>)">(
        request.links().scans(source.key), source.title, source.issued
    );
}

void write_page_list(html::Writer& out, const RequestContext& request, const service::Scan& scan) {
    out.put<R"(<ol class="scan-pages">)">();
    for (const service::ScanPageLine& line : scan.pages) {
        out.put<R"(<li><a href="{}">)">(page_url(request, scan, line));
        if (line.sight == domain::ScanSight::whole && line.failure.empty()) {
            out.put<R"(<img src="{}" alt="" loading="lazy" width="100">)">(
                page_part(request, scan, line, "thumbnail.jpg")
            );
        }
        out.put<R"(<span>{}</span></a></li>)">(name_of(line));
    }
    out.put<"</ol>">();
}

void write_keeping(html::Writer& out, const RequestContext& request, const service::Scan& scan) {
    const messages::Texts& texts = request.texts();
    const std::string& key = scan.source.key;
    if (scan.may_describe) {
        endpoint::write_form_start(out, request, request.links().scan(key, scan.file.id, "rights"));
        write_rights(out, request, scan.file.rights, nullptr);
        endpoint::write_submit(out, texts.scan_rights_save());
        out.put<"</form>">();
    }
    if (request.reader()) {
        out.put<R"(<p class="soft"><a href="{}">{}</a></p>)">(
            request.links().scan(key, scan.file.id, "flag"), texts.scan_flag_title()
        );
    }
    if (!request.reader() || !request.reader()->is_moderator()) return;
    endpoint::write_form_start(out, request, request.links().scan(key, scan.file.id, "hide"));
    if (scan.file.hidden_reason) {
        endpoint::write_hidden_field(out, "undo", "1");
        endpoint::write_submit(out, texts.scan_show_again());
    } else {
        endpoint::write_field(out, {.name = "reason", .label = texts.scan_hide_reason()});
        endpoint::write_submit(out, texts.scan_hide());
    }
    out.put<"</form>">();
}

/// The lines of the quote on the image: no style may stand in a page, so they are drawn.
void write_image(html::Writer& out, const RequestContext& request, const service::ScanPage& page) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<figure class="scan__sheet"><img src="{}" alt="{}" width="{}" height="{}">)">(
        page_part(request, page.scan, page.line, "image.jpg"),
        texts.scan_image_alt(name_of(page.line)),
        page.line.width,
        page.line.height
    );
    if (page.quote && !page.quote->boxes.empty()) {
        out.put<
            R"(<svg class="scan__marks" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">)">(
        );
        for (const scans::Box& box : page.quote->boxes) {
            out.put<R"(<rect x="{}" y="{}" width="{}" height="{}"/>)">(
                box.left, box.top, box.right - box.left, box.bottom - box.top
            );
        }
        out.put<"</svg>">();
    }
    out.put<"</figure>">();
}

void write_quote_outcome(
    html::Writer& out, const RequestContext& request, const ScanPageView& view
) {
    if (view.quote.empty() || view.page.line.sight != domain::ScanSight::whole) return;
    const messages::Texts& texts = request.texts();
    const double score = view.page.quote ? view.page.quote->score : 0;
    constexpr double found = 0.80;
    out.put<R"(<p class="scan__found" role="status">{}</p>)">(
        score >= found ? texts.scan_quote_found()
        : score > 0    ? texts.scan_quote_perhaps()
                       : texts.scan_quote_absent()
    );
    out.put<R"(<blockquote class="claim-page__words" dir="auto">{}</blockquote>)">(view.quote);
}

void write_neighbours(
    html::Writer& out, const RequestContext& request, const service::ScanPage& page
) {
    const messages::Texts& texts = request.texts();
    out.put<R"(<nav class="scan__turn" aria-label="{}">)">(texts.scan_turn());
    if (page.previous) {
        out.put<R"(<a rel="prev" href="{}">‹ {}</a> )">(
            page_url(request, page.scan, *page.previous), name_of(*page.previous)
        );
    }
    out.put<R"(<a href="{}">{}</a>)">(
        request.links().scan(page.scan.source.key, page.scan.file.id), texts.scan_all_pages()
    );
    if (page.next) {
        out.put<R"( <a rel="next" href="{}">{} ›</a>)">(
            page_url(request, page.scan, *page.next), name_of(*page.next)
        );
    }
    out.put<"</nav>">();
}

void write_describing(html::Writer& out, const RequestContext& request, const ScanPageView& view) {
    const messages::Texts& texts = request.texts();
    const service::ScanPage& page = view.page;
    endpoint::write_form_start(out, request, page_part(request, page.scan, page.line, "label"));
    endpoint::write_form_error(out, request, view.error);
    endpoint::write_field(
        out,
        {.name = "label",
         .label = texts.scan_which_page(),
         .value = page.line.label,
         .hint = texts.scan_which_page_hint()},
        view.error
    );
    endpoint::write_checkbox(out, "only_this", texts.scan_only_this(), false);
    endpoint::write_submit(out, texts.scan_label_save());
    out.put<"</form>">();
    const bool has_own_text = page.text_from == domain::PageTextFrom::embedded
                              || page.text_from == domain::PageTextFrom::ocr;
    if (has_own_text) return;
    endpoint::write_form_start(out, request, page_part(request, page.scan, page.line, "text"));
    endpoint::write_field(
        out,
        {.name = "text",
         .label = texts.scan_type_text(),
         .value = page.text,
         .hint = texts.scan_type_text_hint(),
         .rows = 10},
        view.error
    );
    endpoint::write_submit(out, texts.scan_type_save());
    out.put<"</form>">();
}

void write_page_content(
    html::Writer& out, const RequestContext& request, const ScanPageView& view
) {
    const messages::Texts& texts = request.texts();
    const service::ScanPage& page = view.page;
    if (!page.line.failure.empty()) {
        out.put<"<p>{}</p>">(page.line.failure);
        return;
    }
    if (page.line.sight == domain::ScanSight::whole) {
        write_image(out, request, page);
        if (!page.text.empty()) {
            out.put<
                R"(<details class="scan__text"><summary>{}</summary><pre dir="auto">{}</pre></details>)">(
                page.text_from == domain::PageTextFrom::reader ? texts.scan_text_typed()
                                                               : texts.scan_text(),
                page.text
            );
        }
        return;
    }
    out.put<"<p>{}</p>">(
        page.line.sight == domain::ScanSight::lines ? texts.scan_only_lines()
                                                    : texts.scan_not_shown()
    );
    for (const service::CitedLines& cited : page.cited) {
        out.put<R"(<figure class="scan__sheet"><img src="{}" alt="{}"></figure>)">(
            page_part(request, page.scan, page.line, fmt::format("lines/{}", cited.citation.value)),
            cited.quote
        );
    }
}

endpoint::Frame frame_of(std::string title) {
    return {.title = std::move(title), .is_indexed = false, .page_class = "page page--narrow"};
}

} // namespace

void write_scans(html::Writer& out, const RequestContext& request, const ScansView& view) {
    const messages::Texts& texts = request.texts();
    if (view.scans.empty()) out.put<R"(<p class="soft">{}</p>)">(texts.scan_none());
    out.put<R"(<ul class="entries">)">();
    for (const service::Scan& scan : view.scans) {
        out.put<R"(<li class="entry"><p class="entry__title"><a href="{}" dir="auto">{}</a></p>)">(
            request.links().scan(view.source.key, scan.file.id), scan.file.name
        );
        write_facts(out, request, scan);
        out.put<"</li>">();
    }
    out.put<"</ul>">();
    if (!view.scans.empty()) write_source_search(out, request, view.source.key, "");
    if (request.reader()) write_upload(out, request, view);
}

http::Response scans_page(const RequestContext& request, const ScansView& view, int status) {
    html::Writer out;
    out.put<R"(<header class="head"><h1>{}</h1></header>)">(request.texts().scan_list_title());
    out.put<R"(<p class="lead" dir="auto">{}</p>)">(view.source.title);
    write_scans(out, request, view);
    return endpoint::write_page(
        request,
        frame_of(std::string{request.texts().scan_list_title()} + ": " + view.source.title),
        out.take(),
        status
    );
}

http::Response
scan_page(const RequestContext& request, const service::Scan& scan, const Error* error) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    out.put<R"(<header class="head"><h1 dir="auto">{}</h1></header>)">(scan.file.name);
    write_source_line(out, request, scan.source);
    write_facts(out, request, scan);
    endpoint::write_form_error(out, request, error);
    out.put<R"(<p>)">();
    if (scan.may_download) {
        out.put<R"(<a href="{}">{}</a> · )">(
            request.links().scan(scan.source.key, scan.file.id, "original"), texts.scan_download()
        );
    }
    out.put<R"(<a href="{}">IIIF</a></p>)">(
        request.links().scan(scan.source.key, scan.file.id, "manifest.json")
    );
    write_page_list(out, request, scan);
    write_keeping(out, request, scan);
    return endpoint::write_page(request, frame_of(scan.file.name), out.take());
}

http::Response scan_page_page(const RequestContext& request, const ScanPageView& view, int status) {
    const messages::Texts& texts = request.texts();
    html::Writer out;
    const std::string title = std::string{texts.scan_page_title(name_of(view.page.line))};
    out.put<R"(<header class="head"><h1>{}</h1></header>)">(title);
    write_source_line(out, request, view.page.scan.source);
    write_neighbours(out, request, view.page);
    write_quote_outcome(out, request, view);
    write_page_content(out, request, view);
    if (request.reader() && view.page.line.sight != domain::ScanSight::nothing) {
        write_describing(out, request, view);
    }
    return endpoint::write_page(
        request, frame_of(title + ", " + view.page.scan.source.title), out.take(), status
    );
}

} // namespace attest::web
