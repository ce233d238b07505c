#include "endpoint/status.h"

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

} // namespace attest::endpoint
