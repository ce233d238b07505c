// The pages on how one signs in.
#pragma once

#include "base/error.h"
#include "endpoint/context.h"
#include "http/response.h"
#include "service/openid.h"
#include "service/passkeys.h"
#include "service/second_factors.h"

#include <string>
#include <vector>

namespace attest::web {

using endpoint::RequestContext;

struct SecurityView {
    std::vector<service::PasskeyListItem> passkeys;
    service::SecondFactors factors;
    std::vector<service::OpenIdConnection> connections;
    const Error* error = nullptr;
};

http::Response security_page(const RequestContext& request, const SecurityView& view);

http::Response app_page(
    const RequestContext& request, const service::TotpSetup& setup, const Error* error = nullptr
);

/// Shown once.
http::Response codes_page(const RequestContext& request, const std::vector<std::string>& codes);

} // namespace attest::web
