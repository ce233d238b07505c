#include "base/error.h"

#include <utility>

namespace attest {

std::string_view format_error_code(ErrorCode code) {
    switch (code) {
    case ErrorCode::invalid:
        return "invalid";
    case ErrorCode::unauthenticated:
        return "unauthenticated";
    case ErrorCode::forbidden:
        return "forbidden";
    case ErrorCode::not_found:
        return "not_found";
    case ErrorCode::conflict:
        return "conflict";
    case ErrorCode::rate_limited:
        return "rate_limited";
    case ErrorCode::unavailable:
        return "unavailable";
    case ErrorCode::internal:
        return "internal";
    }
    std::unreachable();
}

} // namespace attest
