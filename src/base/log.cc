#include "base/log.h"

#include "base/json.h"
#include "base/time.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <cstdlib>
#include <memory>

namespace attest {

namespace {

std::atomic<LogLevel> least_level{LogLevel::info};
std::atomic<void (*)(std::string_view)> test_sink{nullptr};

spdlog::logger& logger() {
    static const std::shared_ptr<spdlog::logger> shared = [] {
        auto made = std::make_shared<spdlog::logger>(
            "attest", std::make_shared<spdlog::sinks::stderr_sink_mt>()
        );
        made->set_pattern("%v");
        return made;
    }();
    return *shared;
}

std::string_view format_level(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return "debug";
    case LogLevel::info:
        return "info";
    case LogLevel::warning:
        return "warning";
    case LogLevel::error:
        return "error";
    case LogLevel::off:
        return "off";
    }
    std::unreachable();
}

void append_fields(JsonWriter& json, std::initializer_list<LogField> fields) {
    for (const LogField& field : fields) {
        json.key(field.name);
        std::visit([&](const auto& value) { json.value(value); }, field.value);
    }
}

std::string begin_line(LogLevel level, std::string_view event) {
    std::string line;
    JsonWriter json{line};
    json.begin_object()
        .field("time", std::string_view{format_dump_time(system_clock()()) + "Z"})
        .field("level", format_level(level))
        .field("event", event);
    return line;
}

void write_line(const std::string& line) {
    if (auto* sink = test_sink.load()) {
        sink(line);
        return;
    }
    logger().info("{}", line);
}

/// Goes on with an object that `begin_line` began.
template <typename Write>
std::string continue_line(std::string line, Write write) {
    std::string rest;
    JsonWriter json{rest};
    json.begin_object();
    write(json);
    json.end_object();
    rest.front() = rest == "{}" ? ' ' : ',';
    return line + rest;
}

} // namespace

void set_log_level(LogLevel level) {
    least_level = level;
}

void set_log_sink(void (*sink)(std::string_view line)) {
    test_sink = sink;
}

bool is_logged(LogLevel level) {
    return level >= least_level.load();
}

void write_log_lines(std::string_view lines) {
    if (test_sink.load() == nullptr && !lines.empty()) {
        lines.remove_suffix(1); // the logger adds it
        logger().info("{}", lines);
        return;
    }
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        if (auto* sink = test_sink.load()) sink(lines.substr(0, end));
        lines.remove_prefix(end + 1);
    }
}

void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    if (level < least_level.load()) return;
    write_line(continue_line(begin_line(level, event), [&](JsonWriter& json) {
        append_fields(json, fields);
    }));
}

void log_error(std::string_view event, const Error& error, std::initializer_list<LogField> fields) {
    if (LogLevel::error < least_level.load()) return;
    write_line(continue_line(begin_line(LogLevel::error, event), [&](JsonWriter& json) {
        json.field("code", format_error_code(error.code()))
            .field("message", std::string_view{error.message()})
            .field("detail", std::string_view{error.detail()})
            .field(
                "where",
                std::string_view{
                    fmt::format("{}:{}", error.where().file_name(), error.where().line())
                }
            );
        append_fields(json, fields);
    }));
}

void flush_log() {
    logger().flush();
}

} // namespace attest
