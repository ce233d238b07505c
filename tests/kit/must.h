// Unwraps a Result where a test takes success for granted.
#pragma once

#include "base/error.h"

#include <doctest/doctest.h>

#include <utility>

namespace attest {

/// The value; or the end of the test, with the error's message.
template <typename T>
T must(Result<T> result) {
    if (!result) {
        FAIL(result.error().message() << " [" << result.error().detail() << "]");
    }
    return *std::move(result);
}

inline void must(const Result<void>& result) {
    if (!result) {
        FAIL(result.error().message() << " [" << result.error().detail() << "]");
    }
}

} // namespace attest
