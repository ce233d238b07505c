#include "endpoint/status.h"

#include "http/limits.h"

#include <cstdint>
#include <string>
#include <utility>

namespace attest::endpoint {

int status_of(const Error& error, bool is_form) {
    switch (error.code()) {
    case ErrorCode::invalid:
        return is_form ? 422 : 400;
    case ErrorCode::unauthenticated:
        return 401;
    case ErrorCode::forbidden:
        return 403;
    case ErrorCode::not_found:
        return 404;
    case ErrorCode::conflict:
        return 409;
    case ErrorCode::rate_limited:
        return 429;
    case ErrorCode::unavailable:
        return 503;
    case ErrorCode::internal:
        return 500;
    }
    std::unreachable();
}

void set_retry_after(http::Response& response, const Error& error) {
    const bool is_over = error.code() == ErrorCode::unavailable;
    if (!is_over && error.code() != ErrorCode::rate_limited) return;
    const std::int64_t said = error.retry_after_seconds();
    response.set("Retry-After", std::to_string(said > 0 ? said : http::retry_after_seconds));
}

} // namespace attest::endpoint
