// Signing in by another site's word, and connecting an account to one.
#pragma once

#include "endpoint/context.h"
#include "endpoint/route.h"
#include "html/writer.h"
#include "service/openid.h"

#include <span>
#include <string_view>
#include <vector>

namespace attest::web {

using endpoint::RequestContext;

/// A button for each site that the settings name; nothing if there is none.
void write_openid_buttons(html::Writer& out, const RequestContext& request, std::string_view next);

/// The part of the security page.
void write_openid_connections(
    html::Writer& out,
    const RequestContext& request,
    const std::vector<service::OpenIdConnection>& connections
);

std::span<const endpoint::Route> openid_routes();

} // namespace attest::web
