// The scans of a source, one scan with its pages, and a page with a quote marked on it.
#pragma once

#include "base/error.h"
#include "endpoint/context.h"
#include "html/writer.h"
#include "http/response.h"
#include "service/scans.h"

#include <string>
#include <vector>

namespace attest::web {

struct ScansView {
    storage::ScannedSource source;
    std::vector<service::Scan> scans;
    domain::ScanRights proposed = domain::ScanRights::lines;
    const Error* error = nullptr; ///< Of an upload.
};

/// The list of files and, for who is signed in, the form for one more: also a part of the source's
/// own page.
void write_scans(html::Writer& out, const endpoint::RequestContext& request, const ScansView& view);

http::Response
scans_page(const endpoint::RequestContext& request, const ScansView& view, int status = 200);

http::Response scan_page(
    const endpoint::RequestContext& request, const service::Scan& scan, const Error* error = nullptr
);

struct ScanPageView {
    service::ScanPage page;
    std::string quote;
    const Error* error = nullptr;
};

http::Response
scan_page_page(const endpoint::RequestContext& request, const ScanPageView& view, int status = 200);

} // namespace attest::web
