// What can go wrong and was foreseen: a value with two readers. The person gets `message`, a
// sentence that says what to do; the log gets `detail` and the source line. A bug is VERIFY
// (verify.h).
#pragma once

#include <cstdint>
#include <expected>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attest {

/// Eight codes, because there are eight different things a caller can do about an error.
enum class ErrorCode : std::uint8_t {
    invalid,         ///< The request breaks a rule; `fields()` says where.
    unauthenticated, ///< Nobody is signed in.
    forbidden,       ///< Somebody is, and may not.
    not_found,       ///< No such thing, or not for these eyes.
    conflict,        ///< Another writer was there first.
    rate_limited,    ///< Too much, too soon.
    unavailable,     ///< Try again later.
    internal,        ///< Our fault.
};

/// The code as it stands in logs and in `--json` output: "not_found".
std::string_view format_error_code(ErrorCode code);

/// One field of a form and what is wrong with it.
struct FieldError {
    std::string field;
    std::string message;
};

class [[nodiscard]] Error {
public:
    explicit Error(
        ErrorCode code,
        std::string message,
        std::source_location where = std::source_location::current()
    )
        : code_{code}, message_{std::move(message)}, where_{where} {}

    /// Adds what only the log may see: native error texts, paths, values.
    Error&& with_detail(std::string detail) && {
        detail_ = std::move(detail);
        return std::move(*this);
    }

    Error&& with_field(std::string field, std::string message) && {
        fields_.push_back({std::move(field), std::move(message)});
        return std::move(*this);
    }

    /// For `rate_limited`: when it may be tried again.
    Error&& with_retry_after(std::int64_t seconds) && {
        retry_after_seconds_ = seconds;
        return std::move(*this);
    }

    [[nodiscard]] ErrorCode code() const { return code_; }

    [[nodiscard]] const std::string& message() const { return message_; }

    [[nodiscard]] const std::string& detail() const { return detail_; }

    [[nodiscard]] const std::vector<FieldError>& fields() const { return fields_; }

    /// 0 if nobody has said.
    [[nodiscard]] std::int64_t retry_after_seconds() const { return retry_after_seconds_; }

    [[nodiscard]] const std::source_location& where() const { return where_; }

private:
    ErrorCode code_;
    std::string message_;
    std::string detail_;
    std::vector<FieldError> fields_;
    std::int64_t retry_after_seconds_ = 0;
    std::source_location where_;
};

template <typename T>
using Result = std::expected<T, Error>;

/// `return fail(ErrorCode::not_found, "There is no such question.");`
inline std::unexpected<Error> fail(
    ErrorCode code,
    std::string message,
    std::source_location where = std::source_location::current()
) {
    return std::unexpected{Error{code, std::move(message), where}};
}

/// For TRY: the value of a Result that has one. Unlike `operator*` its answer may be left lying, as
/// in `TRY(tx.execute(…));` where nobody asks how many rows have changed.
template <typename T>
T unwrap(Result<T>&& result) {
    return *std::move(result);
}

template <typename T>
T unwrap(const Result<T>& result) {
    return *result;
}

} // namespace attest

#define ATTEST_JOIN_INNER(left, right) left##right
#define ATTEST_JOIN(left, right) ATTEST_JOIN_INNER(left, right)

#define ATTEST_TRY(name, expression)                                                               \
    (__extension__({                                                                               \
        auto&& name = (expression);                                                                \
        if (!name) [[unlikely]] {                                                                  \
            return std::unexpected{std::move(name).error()};                                       \
        }                                                                                          \
        ::attest::unwrap(std::move(name));                                                         \
    }))

/// Unwraps a Result, or returns its error from the enclosing function. At most one per statement.
///
/// A macro because g++ 12 has `std::expected` but not its `and_then` (that came with g++ 13), and
/// because a chain of lambdas reads worse than a straight line. The name carries __COUNTER__, so
/// that TRY around a lambda that itself uses TRY does not shadow.
// NOLINTNEXTLINE(cppcoreguidelines-macro-usage)
#define TRY(expression) ATTEST_TRY(ATTEST_JOIN(try_result_, __COUNTER__), expression)
