#include "web/scans.h"

#include "base/json.h"
#include "base/text.h"
#include "endpoint/context.h"
#include "endpoint/json_answer.h"
#include "service/limits.h"
#include "service/scans.h"
#include "web/iiif_view.h"
#include "web/scans_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace attest::web {

using endpoint::Access;
using endpoint::RequestContext;
using endpoint::Route;
using http::Method;

namespace {

/// A form is some hundred bytes more than its file.
constexpr std::size_t upload_bytes_max = service::scan_bytes_max + 64UL * 1024;

/// What the address names. The texts must outlive the place.
struct Address {
    std::string key;
    SourceFileId file;
    std::string page;

    [[nodiscard]] service::ScanPlace place() const {
        return {.key = key, .file = file, .page = page};
    }
};

Result<Address> read_address(const RequestContext& request) {
    return Address{
        .key = request.path_text("key"),
        .file = TRY(request.path_id<SourceFileId>("file")),
        .page = request.path_text("page"),
    };
}

/// Rights may change, so nothing of a scan lies in a cache that others share.
http::Response image_response(std::string jpeg) {
    http::Response response;
    response.set("Content-Type", "image/jpeg");
    response.set("Cache-Control", "private, no-cache");
    response.body = std::move(jpeg);
    return response;
}

http::Response json_response(std::string json, std::string_view type) {
    http::Response response;
    response.set("Content-Type", std::string{type});
    response.set("Cache-Control", "private, no-cache");
    response.body = std::move(json);
    return response;
}

Result<ScansView> read_scans(const Site& site, const RequestContext& request) {
    request.caching().never();
    const std::string key = request.path_text("key");
    ScansView view{
        .source = TRY(service::find_scanned_source(site, key)),
        .scans = TRY(service::list_scans(site, key, request.reader())),
    };
    view.proposed = service::propose_rights(site, view.source);
    return view;
}

Result<http::Response> show_scans(const Site& site, const RequestContext& request) {
    return scans_page(request, TRY(read_scans(site, request)));
}

Result<http::Response> upload(const Site& site, const RequestContext& request) {
    const http::UploadedFile file =
        request.request().uploaded_file("file").value_or(http::UploadedFile{});
    const std::string rights = request.field("rights");
    const service::UploadScan form{
        .source = request.path_text("key"),
        .file_name = file.file_name,
        .content = file.content,
        .rights = rights,
    };
    const Result<SourceFileId> id = service::upload_scan(site, request.actor(), form);
    const bool is_script = endpoint::wants_json(request.request());
    if (id && is_script) {
        std::string json;
        JsonWriter{json}
            .begin_object()
            .field("file", id->value)
            .field("url", request.links().scan(form.source, *id).text())
            .end_object();
        return endpoint::json_answer(std::move(json));
    }
    if (id) return http::see_other(request.links().scan(form.source, *id).text());
    if (id.error().code() != ErrorCode::invalid) return std::unexpected{id.error()};
    const int status = service::is_unknown_kind(id.error()) ? 415 : 422;
    if (is_script) return endpoint::json_error(id.error(), status);
    ScansView view = TRY(read_scans(site, request));
    view.error = &id.error();
    return scans_page(request, view, status);
}

Result<http::Response> show_scan(const Site& site, const RequestContext& request) {
    request.caching().never();
    const Address address = TRY(read_address(request));
    return scan_page(
        request, TRY(service::find_scan(site, address.key, address.file, request.reader()))
    );
}

Result<http::Response> show_manifest(const Site& site, const RequestContext& request) {
    request.caching().never();
    const Address address = TRY(read_address(request));
    const service::Scan scan =
        TRY(service::find_scan(site, address.key, address.file, request.reader()));
    return json_response(
        scan_manifest(request, scan),
        "application/ld+json;profile=\"http://iiif.io/api/presentation/3/context.json\""
    );
}

/// RFC 6266, 5987. A file that a stranger made is never shown in our name.
Result<http::Response> download(const Site& site, const RequestContext& request) {
    request.caching().never();
    const Address address = TRY(read_address(request));
    service::OriginalFile file =
        TRY(service::read_original(site, address.key, address.file, request.reader()));
    http::Response response;
    response.set("Content-Type", file.media_type);
    response.set(
        "Content-Disposition",
        fmt::format("attachment; filename*=UTF-8''{}", percent_encode(file.name))
    );
    response.set("Content-Security-Policy", "default-src 'none'; sandbox");
    response.set("Cache-Control", "private, no-cache");
    response.body = std::move(file.bytes);
    return response;
}

Result<http::Response> show_page(const Site& site, const RequestContext& request) {
    request.caching().never();
    const Address address = TRY(read_address(request));
    const std::string quote = request.parameter("quote");
    return scan_page_page(
        request,
        {.page = TRY(service::find_scan_page(site, address.place(), quote, request.reader())),
         .quote = quote}
    );
}

template <service::PageImage size>
Result<http::Response> show_image(const Site& site, const RequestContext& request) {
    request.caching().never();
    const Address address = TRY(read_address(request));
    return image_response(
        TRY(service::read_page_image(site, address.place(), size, request.reader()))
    );
}

Result<http::Response> show_lines(const Site& site, const RequestContext& request) {
    request.caching().never();
    const Address address = TRY(read_address(request));
    const auto citation = TRY(request.path_id<CitationId>("citation"));
    return image_response(
        TRY(service::read_cited_lines(site, address.place(), citation, request.reader()))
    );
}

Result<http::Response> show_image_info(const Site& site, const RequestContext& request) {
    request.caching().never();
    const Address address = TRY(read_address(request));
    const service::ScanPage page =
        TRY(service::find_scan_page(site, address.place(), "", request.reader()));
    if (page.line.sight != domain::ScanSight::whole) {
        return fail(ErrorCode::not_found, "There is no such page of this scan.");
    }
    return json_response(
        scan_image_info(request, page),
        "application/ld+json;profile=\"http://iiif.io/api/image/3/context.json\""
    );
}

Result<http::Response> show_annotations(const Site& site, const RequestContext& request) {
    request.caching().never();
    const Address address = TRY(read_address(request));
    const service::PageInLines page =
        TRY(service::read_page_lines(site, address.place(), request.reader()));
    return json_response(
        page_annotations(request, page.page, page.lines),
        "application/ld+json;profile=\"http://iiif.io/api/presentation/3/context.json\""
    );
}

/// The two sizes that the info names, and "max".
Result<http::Response> show_iiif_image(const Site& site, const RequestContext& request) {
    request.caching().never();
    const Address address = TRY(read_address(request));
    const bool is_small =
        request.path_text("size").starts_with(fmt::format("{},", service::scan_thumbnail_width));
    return image_response(TRY(service::read_page_image(
        site,
        address.place(),
        is_small ? service::PageImage::thumbnail : service::PageImage::large,
        request.reader()
    )));
}

Result<http::Response> find_quote(const Site& site, const RequestContext& request) {
    request.caching().never();
    const auto found = TRY(service::find_quote_in_source(
        site,
        request.path_text("key"),
        request.parameter("quote"),
        request.parameter("page"),
        request.reader()
    ));
    std::string json;
    JsonWriter out{json};
    out.begin_object().field("found", found.has_value());
    if (found) {
        out.field("file", found->file.value)
            .field("page", found->label)
            .field("address", found->address)
            .field("likeness", static_cast<std::int64_t>(found->score * 1000));
        out.key("box").begin_array();
        for (const std::uint16_t side :
             {found->box.left, found->box.top, found->box.right, found->box.bottom}) {
            out.value(side);
        }
        out.end_array();
    }
    out.end_object();
    return json_response(std::move(json), "application/json");
}

/// The page again with what was wrong, or on to where it is seen.
Result<http::Response> after_page_change(
    const Site& site,
    const RequestContext& request,
    const Address& address,
    const Result<void>& changed
) {
    if (changed) return http::see_other(request.links().scan(address.key, address.file).text());
    if (changed.error().code() != ErrorCode::invalid) return std::unexpected{changed.error()};
    return scan_page_page(
        request,
        {.page = TRY(service::find_scan_page(site, address.place(), "", request.reader())),
         .quote = {},
         .error = &changed.error()},
        422
    );
}

Result<http::Response> label(const Site& site, const RequestContext& request) {
    const Address address = TRY(read_address(request));
    const std::string printed = request.field("label");
    const bool is_single = request.field("only_this") == "1";
    const auto change = is_single ? service::label_page : service::label_scan;
    return after_page_change(
        site, request, address, change(site, request.actor(), address.place(), printed)
    );
}

Result<http::Response> type_text(const Site& site, const RequestContext& request) {
    const Address address = TRY(read_address(request));
    return after_page_change(
        site,
        request,
        address,
        service::type_page_text(site, request.actor(), address.place(), request.text_field("text"))
    );
}

Result<http::Response> set_rights(const Site& site, const RequestContext& request) {
    const Address address = TRY(read_address(request));
    TRY(service::find_scan(site, address.key, address.file, request.reader()));
    TRY(service::set_scan_rights(
        site, request.actor(), address.file, domain::parse_scan_rights(request.field("rights"))
    ));
    return http::see_other(request.links().scan(address.key, address.file).text());
}

Result<http::Response> hide(const Site& site, const RequestContext& request) {
    const Address address = TRY(read_address(request));
    TRY(service::find_scan(site, address.key, address.file, request.reader()));
    std::optional<std::string> reason;
    if (request.field("undo") != "1") reason = request.field("reason");
    TRY(service::hide_scan(site, request.actor(), address.file, reason));
    return http::see_other(request.links().scan(address.key, address.file).text());
}

/// Of viewers that are given a link to a place (IIIF Content State); not read here.
constexpr std::array<std::string_view, 1> manifest_parameters = {"iiif-content"};
constexpr std::array<std::string_view, 1> page_parameters = {"quote"};
constexpr std::array<std::string_view, 2> quote_parameters = {"page", "quote"};

constexpr auto routes = std::to_array<Route>({
    {.method = Method::get,
     .path = "/sources/{key}/files",
     .access = Access::anyone,
     .handler = show_scans},
    {.method = Method::post,
     .path = "/sources/{key}/files",
     .access = Access::signed_in,
     .handler = upload,
     .body_bytes_max = upload_bytes_max},
    {.method = Method::get,
     .path = "/sources/{key}/find-quote",
     .access = Access::signed_in,
     .handler = find_quote,
     .parameters = quote_parameters,
     .lane = http::Lane::costly},
    {.method = Method::get,
     .path = "/sources/{key}/files/{file}",
     .access = Access::anyone,
     .handler = show_scan},
    {.method = Method::get,
     .path = "/sources/{key}/files/{file}/manifest.json",
     .access = Access::anyone,
     .handler = show_manifest,
     .parameters = manifest_parameters},
    {.method = Method::get,
     .path = "/sources/{key}/files/{file}/original",
     .access = Access::anyone,
     .handler = download,
     .lane = http::Lane::costly},
    {.method = Method::post,
     .path = "/sources/{key}/files/{file}/rights",
     .access = Access::signed_in,
     .handler = set_rights},
    {.method = Method::post,
     .path = "/sources/{key}/files/{file}/hide",
     .access = Access::moderator,
     .handler = hide},
    {.method = Method::get,
     .path = "/sources/{key}/files/{file}/pages/{page}",
     .access = Access::anyone,
     .handler = show_page,
     .parameters = page_parameters},
    {.method = Method::post,
     .path = "/sources/{key}/files/{file}/pages/{page}/label",
     .access = Access::signed_in,
     .handler = label},
    {.method = Method::post,
     .path = "/sources/{key}/files/{file}/pages/{page}/text",
     .access = Access::signed_in,
     .handler = type_text},
    {.method = Method::get,
     .path = "/sources/{key}/files/{file}/pages/{page}/image.jpg",
     .access = Access::anyone,
     .handler = show_image<service::PageImage::large>},
    {.method = Method::get,
     .path = "/sources/{key}/files/{file}/pages/{page}/thumbnail.jpg",
     .access = Access::anyone,
     .handler = show_image<service::PageImage::thumbnail>},
    {.method = Method::get,
     .path = "/sources/{key}/files/{file}/pages/{page}/lines/{citation}",
     .access = Access::anyone,
     .handler = show_lines,
     .lane = http::Lane::costly},
    {.method = Method::get,
     .path = "/sources/{key}/files/{file}/pages/{page}/annotations.json",
     .access = Access::anyone,
     .handler = show_annotations},
    {.method = Method::get,
     .path = "/sources/{key}/files/{file}/pages/{page}/iiif/info.json",
     .access = Access::anyone,
     .handler = show_image_info},
    {.method = Method::get,
     .path = "/sources/{key}/files/{file}/pages/{page}/iiif/full/{size}/0/default.jpg",
     .access = Access::anyone,
     .handler = show_iiif_image},
});

} // namespace

std::span<const endpoint::Route> scan_routes() {
    return routes;
}

} // namespace attest::web
