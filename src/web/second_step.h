// The second step of signing in: the code of an app, or a recovery code.
#pragma once

#include "base/error.h"
#include "domain/ids.h"
#include "endpoint/context.h"
#include "endpoint/route.h"
#include "http/response.h"

#include <span>
#include <string_view>

namespace attest::web {

using endpoint::RequestContext;

/// The page that asks for the code, after a first step by this account. The browser is signed in to
/// nothing yet; the page's form holds the token of the step.
Result<http::Response>
ask_second_step(const RequestContext& request, AccountId account, std::string_view next);

std::span<const endpoint::Route> second_step_routes();

} // namespace attest::web
