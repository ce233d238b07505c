// A statement and what goes in and out of it. SQL is written once, in the dialect that SQLite and
// PostgreSQL both speak, and stands as a named constant beside the function that runs it.
#pragma once

#include "base/id.h"
#include "base/time.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace attest::db {

/// A statement with the name it has in metrics, tests and logs. Parameters are $1, $2 … and are
/// bound by that name, since SQLite would number them by first appearance. Both views must live as
/// long as the program (literals).
struct Query {
    std::string_view name;
    std::string_view sql;
};

/// Bytes that are not text.
struct Blob {
    std::string_view bytes;
};

/// One value on its way into a statement. Texts and blobs are not copied: they must outlive the
/// call.
class Parameter {
public:
    using Value = std::variant<std::monostate, std::int64_t, double, std::string_view, Blob>;

    Parameter(std::nullopt_t) {
    } // NOLINT(google-explicit-constructor): reads as a value at the call

    // NOLINTBEGIN(google-explicit-constructor)
    template <typename T>
        requires std::integral<T>
    Parameter(T number) : value_{static_cast<std::int64_t>(number)} {}

    template <typename T>
        requires std::is_enum_v<T>
    Parameter(T choice) : value_{static_cast<std::int64_t>(std::to_underlying(choice))} {}

    Parameter(double number) : value_{number} {}

    Parameter(std::string_view text) : value_{text} {}

    Parameter(const std::string& text) : value_{std::string_view{text}} {}

    Parameter(const char* text) : value_{std::string_view{text}} {}

    Parameter(Blob blob) : value_{blob} {}

    Parameter(Time time) : value_{time.milliseconds} {}

    template <typename Tag>
    Parameter(Id<Tag> id) : value_{id.value} {}

    template <typename T>
    Parameter(const std::optional<T>& maybe) {
        if (maybe) value_ = Parameter{*maybe}.value_;
    }

    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] const Value& value() const { return value_; }

private:
    Value value_;
};

/// One row of an answer, valid until the next is fetched. Columns count from 0. Asking for the
/// wrong type or for a NULL without `optional_` is a bug and stops the process: the schema is ours
/// (STRICT tables).
class Row {
public:
    virtual ~Row() = default;

    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual double real(int column) const = 0;
    /// Valid until the next row.
    [[nodiscard]] virtual std::string_view text(int column) const = 0;
    [[nodiscard]] virtual std::string_view blob(int column) const = 0;

    [[nodiscard]] bool boolean(int column) const { return integer(column) != 0; }

    template <typename AnyId>
    [[nodiscard]] AnyId id(int column) const {
        return AnyId{integer(column)};
    }

    template <typename AnyId>
    [[nodiscard]] std::optional<AnyId> optional_id(int column) const {
        return is_null(column) ? std::nullopt : std::optional{AnyId{integer(column)}};
    }

    [[nodiscard]] Time time(int column) const { return {integer(column)}; }

    [[nodiscard]] std::optional<Time> optional_time(int column) const {
        return is_null(column) ? std::nullopt : std::optional{Time{integer(column)}};
    }

    [[nodiscard]] std::optional<std::int64_t> optional_integer(int column) const {
        return is_null(column) ? std::nullopt : std::optional{integer(column)};
    }

    [[nodiscard]] std::string string(int column) const { return std::string{text(column)}; }

    [[nodiscard]] std::optional<std::string> optional_string(int column) const {
        return is_null(column) ? std::nullopt : std::optional{string(column)};
    }

    template <typename Enum>
    [[nodiscard]] Enum choice(int column) const {
        return static_cast<Enum>(integer(column));
    }
};

} // namespace attest::db
