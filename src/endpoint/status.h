// The one table from what went wrong to HTTP.
#pragma once

#include "base/error.h"
#include "http/response.h"

namespace attest::endpoint {

/// The status of an error. `invalid` is 400 for a request that could not be read and 422 for a form
/// that was read and is wrong: a changing request with field errors.
int status_of(const Error& error, bool is_form);

/// `Retry-After` on an answer to what was too much or too soon.
void set_retry_after(http::Response& response, const Error& error);

} // namespace attest::endpoint
