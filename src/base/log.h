// The log: one JSON object a line on standard error, UTC, for journald or a file. An event has a
// fixed name and fields; no sentence is put together from a visitor's words, and a line break in a
// field cannot start a line of its own.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace attest {

enum class LogLevel : std::uint8_t { debug, info, warning, error, off };

struct LogField {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, double, bool> value;
};

/// What is less than `level` is not written. At first: info.
void set_log_level(LogLevel level);

/// Sends every line to `sink` instead of standard error, for tests; an empty one sends them back.
void set_log_sink(void (*sink)(std::string_view line));

/// `log_event(LogLevel::info, "import_finished", {{"rows", rows}, {"site", site_name}});`
void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

/// An error with its code, detail and source line.
void log_error(
    std::string_view event, const Error& error, std::initializer_list<LogField> fields = {}
);

/// Whether a line of this level would be written.
bool is_logged(LogLevel level);

/// Writes lines that stand ready, each with its line break: the access log, whose threads gather
/// them in blocks so that no request waits for the log.
void write_log_lines(std::string_view lines);

/// Hands waiting lines to the operating system; called before the process ends.
void flush_log();

} // namespace attest
