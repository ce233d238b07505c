// Answers for scripts of our own pages: the same POST as the form's, asked for with
// `Accept: application/json`, answered with a small object instead of the next page.
#pragma once

#include "base/error.h"
#include "http/request.h"
#include "http/response.h"

#include <string>

namespace attest::endpoint {

/// Whether the request comes from a script of ours and not from a form.
bool wants_json(const http::Request& request);

/// An object, written with JsonWriter.
http::Response json_answer(std::string object, int status = 200);

/// {"error": sentence, "fields": {name: sentence}}. The pipeline answers so of itself.
http::Response json_error(const Error& error, int status);

} // namespace attest::endpoint
