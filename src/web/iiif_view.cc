#include "web/iiif_view.h"

#include "base/json.h"
#include "base/text.h"
#include "endpoint/links.h"
#include "security/token.h"
#include "service/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace attest::web {

using endpoint::RequestContext;

namespace {

html::Url page_part(
    const RequestContext& request,
    const service::Scan& scan,
    const service::ScanPageLine& line,
    std::string_view part
) {
    return request.links().scan_page(scan.source.key, scan.file.id, line.address, part);
}

std::string absolute(const RequestContext& request, const html::Url& url) {
    return request.links().absolute(url).text();
}

/// {"none": ["79"]}: a label in no language.
void write_label(JsonWriter& out, std::string_view text) {
    out.key("label").begin_object().key("none").begin_array();
    out.value(text);
    out.end_array().end_object();
}

void write_canvas(
    JsonWriter& out,
    const RequestContext& request,
    const service::Scan& scan,
    const service::ScanPageLine& line
) {
    const std::string canvas =
        absolute(request, request.links().scan_page(scan.source.key, scan.file.id, line.address));
    out.begin_object().field("id", canvas).field("type", "Canvas");
    write_label(out, line.label.empty() ? line.address : line.label);
    out.field("width", line.width).field("height", line.height);
    out.key("items").begin_array().begin_object();
    out.field("id", canvas + "#page").field("type", "AnnotationPage");
    out.key("items").begin_array().begin_object();
    out.field("id", canvas + "#painting").field("type", "Annotation");
    out.field("motivation", "painting").field("target", canvas);
    out.key("body").begin_object();
    out.field("id", absolute(request, page_part(request, scan, line, "image.jpg")));
    out.field("type", "Image").field("format", "image/jpeg");
    out.field("width", line.width).field("height", line.height);
    out.key("service").begin_array().begin_object();
    out.field("id", absolute(request, page_part(request, scan, line, "iiif")));
    out.field("type", "ImageService3").field("profile", "level0");
    out.end_object().end_array().end_object();
    out.end_object().end_array().end_object().end_array();
    // What stands on the page, line by line, is asked for when it is wanted.
    out.key("annotations").begin_array().begin_object();
    out.field("id", absolute(request, page_part(request, scan, line, "annotations.json")));
    out.field("type", "AnnotationPage").end_object().end_array().end_object();
}

/// A rectangle of the canvas, in its pixels.
std::string fragment_of(const service::ScanPageLine& line, const scans::Box& box) {
    constexpr std::int64_t scale = scans::box_scale;
    return fmt::format(
        "#xywh={},{},{},{}",
        line.width * box.left / scale,
        line.height * box.top / scale,
        line.width * (box.right - box.left) / scale,
        line.height * (box.bottom - box.top) / scale
    );
}

} // namespace

std::string scan_manifest(const RequestContext& request, const service::Scan& scan) {
    std::string json;
    JsonWriter out{json};
    const html::Url here = request.links().scan(scan.source.key, scan.file.id, "manifest.json");
    out.begin_object().field("@context", "http://iiif.io/api/presentation/3/context.json");
    out.field("id", absolute(request, here)).field("type", "Manifest");
    write_label(out, scan.source.title);
    if (scan.may_download) {
        out.key("rendering").begin_array().begin_object();
        out.field(
            "id", absolute(request, request.links().scan(scan.source.key, scan.file.id, "original"))
        );
        out.field("type", "Text").field("format", scan.file.media_type);
        write_label(out, scan.file.name);
        out.end_object().end_array();
    }
    out.key("seeAlso").begin_array().begin_object();
    out.field("id", absolute(request, request.links().source_export(scan.source.key, "json")));
    out.field("type", "Dataset").field("format", "application/vnd.citationstyles.csl+json");
    out.end_object().end_array();
    out.key("items").begin_array();
    for (const service::ScanPageLine& line : scan.pages) {
        if (line.sight != domain::ScanSight::whole || !line.failure.empty()) continue;
        write_canvas(out, request, scan, line);
    }
    out.end_array().end_object();
    return json;
}

std::string scan_image_info(const RequestContext& request, const service::ScanPage& page) {
    std::string json;
    JsonWriter out{json};
    out.begin_object().field("@context", "http://iiif.io/api/image/3/context.json");
    out.field("id", absolute(request, page_part(request, page.scan, page.line, "iiif")));
    out.field("type", "ImageService3").field("protocol", "http://iiif.io/api/image");
    out.field("profile", "level0");
    out.field("width", page.line.width).field("height", page.line.height);
    out.key("sizes").begin_array();
    const std::int64_t small =
        std::min<std::int64_t>(page.line.width, service::scan_thumbnail_width);
    for (const std::int64_t width : {small, page.line.width}) {
        const std::int64_t height =
            page.line.width > 0 ? page.line.height * width / page.line.width : 0;
        out.begin_object().field("width", width).field("height", height).end_object();
    }
    out.end_array().end_object();
    return json;
}

std::string page_annotations(
    const RequestContext& request,
    const service::ScanPage& page,
    std::span<const service::PrintedLine> lines
) {
    const std::string canvas = absolute(request, page_part(request, page.scan, page.line, ""));
    const std::string here =
        absolute(request, page_part(request, page.scan, page.line, "annotations.json"));
    std::string json;
    JsonWriter out{json};
    out.begin_object().field("@context", "http://iiif.io/api/presentation/3/context.json");
    out.field("id", here).field("type", "AnnotationPage");
    out.key("items").begin_array();
    std::size_t number = 0;
    for (const service::PrintedLine& line : lines) {
        out.begin_object();
        out.field("id", fmt::format("{}#line-{}", here, ++number)).field("type", "Annotation");
        out.field("motivation", "supplementing");
        out.field("target", canvas + fragment_of(page.line, line.box));
        out.key("body").begin_object().field("type", "TextualBody");
        out.field("value", line.text).field("format", "text/plain").end_object();
        out.end_object();
    }
    out.end_array().end_object();
    return json;
}

html::Url content_state(
    const RequestContext& request,
    std::string_view key,
    SourceFileId file,
    const service::MarkedPage& page
) {
    const html::Url manifest = request.links().scan(key, file, "manifest.json");
    std::string canvas = absolute(request, request.links().scan_page(key, file, page.line.address));
    if (page.box) canvas += fragment_of(page.line, *page.box);
    std::string json;
    JsonWriter out{json};
    out.begin_object().field("id", canvas).field("type", "Canvas");
    out.key("partOf").begin_array().begin_object();
    out.field("id", absolute(request, manifest)).field("type", "Manifest");
    out.end_object().end_array().end_object();
    return html::Url::local(fmt::format(
        "{}?iiif-content={}", manifest.text(), security::base64url(percent_encode(json))
    ));
}

} // namespace attest::web
