// A bug found while running: says where and ends the process. On in every build, never on user
// input.
#pragma once

#include <source_location>

namespace attest {

/// Prints the broken condition and its place on standard error, and aborts.
[[noreturn]] void verify_failed(const char* condition, std::source_location where);

} // namespace attest

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage)
#define VERIFY(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) [[unlikely]] {                                                           \
            ::attest::verify_failed(#condition, std::source_location::current());                  \
        }                                                                                          \
    } while (false)
