// The one table from what went wrong to HTTP.
#pragma once

#include "base/error.h"

namespace attest::endpoint {

/// The status of an error. `invalid` is 400 for a request that could not be read and 422 for a form
/// that was read and is wrong: a changing request with field errors.
int status_of(const Error& error, bool is_form);

} // namespace attest::endpoint
