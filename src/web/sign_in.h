// What every way of signing in has in common: where the person is, where they want to go on, and
// the steps between a first proof and an open session.
#pragma once

#include "base/error.h"
#include "domain/ids.h"
#include "endpoint/context.h"
#include "endpoint/route.h"
#include "http/response.h"
#include "service/accounts.h"

#include <optional>
#include <span>
#include <string_view>

namespace attest::web {

using endpoint::RequestContext;

/// After the first step: the second one if the account has one, else in.
Result<http::Response> take_second_step(
    const Site& site, const RequestContext& request, AccountId account, std::string_view next
);

/// Begins a session, drops the visit's cookie, joins the site if the name is free, and goes on.
Result<http::Response>
let_in(const Site& site, const RequestContext& request, AccountId account, std::string_view next);

/// A page that asks once more for a proof, where that is needed: `if (auto ask = ask_for_proof(…))
/// return *ask;` at the head of a handler that shows a sensitive form.
std::optional<http::Response> ask_for_proof(const RequestContext& request);

std::span<const endpoint::Route> sign_in_routes();

} // namespace attest::web
