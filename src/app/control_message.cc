#include "app/control_message.h"

#include "app/limits.h"
#include "base/json.h"

#include <boost/json.hpp>

#include <optional>

namespace attest::app {

namespace {

namespace json = boost::json;

std::optional<json::object> parse_object(std::string_view line) {
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = control_depth_max;
    json::value value = json::parse(line, error, {}, options);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.get_object());
}

std::optional<std::string> text_of(const json::value* value) {
    if (value == nullptr || !value->is_string()) return std::nullopt;
    const json::string& text = value->get_string();
    return std::string{text.data(), text.size()};
}

std::optional<std::vector<std::string>> texts_of(const json::value* value) {
    if (value == nullptr || !value->is_array()) return std::nullopt;
    const json::array& array = value->get_array();
    if (array.size() > control_arguments_max) return std::nullopt;
    std::vector<std::string> texts;
    texts.reserve(array.size());
    for (const json::value& item : array) {
        std::optional<std::string> text = text_of(&item);
        if (!text) return std::nullopt;
        texts.push_back(std::move(*text));
    }
    return texts;
}

ErrorCode parse_error_code(std::string_view name) {
    for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code) {
        if (format_error_code(static_cast<ErrorCode>(code)) == name)
            return static_cast<ErrorCode>(code);
    }
    return ErrorCode::internal;
}

Error parse_error(const json::object& object) {
    const auto text = [&](std::string_view name) {
        return text_of(object.if_contains(name)).value_or("");
    };
    return Error{parse_error_code(text("code")), text("message")}.with_detail(text("detail"));
}

} // namespace

std::string format_request(const ControlRequest& request) {
    std::string line;
    JsonWriter json{line};
    json.begin_object().field("command", std::string_view{request.command});
    json.key("arguments").begin_array();
    for (const std::string& argument : request.arguments)
        json.value(std::string_view{argument});
    json.end_array().end_object();
    return line + '\n';
}

Result<ControlRequest> parse_request(std::string_view line) {
    const auto refuse = [] {
        return fail(
            ErrorCode::invalid,
            "This is not a request that the server understands. Use the `attest` that it was "
            "started with."
        );
    };
    if (line.size() > control_request_bytes_max) return refuse();
    const std::optional<json::object> object = parse_object(line);
    if (!object || object->size() != 2) return refuse();
    std::optional<std::string> command = text_of(object->if_contains("command"));
    std::optional<std::vector<std::string>> arguments = texts_of(object->if_contains("arguments"));
    if (!command || !arguments) return refuse();
    return ControlRequest{.command = std::move(*command), .arguments = std::move(*arguments)};
}

std::string format_answer(const Result<ControlAnswer>& answer) {
    std::string line;
    JsonWriter json{line};
    json.begin_object();
    if (answer) {
        json.field("is_well", answer->is_well);
        json.field("output", std::string_view{answer->output});
    } else {
        json.key("error")
            .begin_object()
            .field("code", format_error_code(answer.error().code()))
            .field("message", std::string_view{answer.error().message()})
            .field("detail", std::string_view{answer.error().detail()})
            .end_object();
    }
    json.end_object();
    return line + '\n';
}

Result<ControlAnswer> parse_answer(std::string_view line) {
    const std::optional<json::object> object = parse_object(line);
    if (object) {
        const json::value* error = object->if_contains("error");
        if (error != nullptr && error->is_object()) {
            return std::unexpected{parse_error(error->get_object())};
        }
        std::optional<std::string> output = text_of(object->if_contains("output"));
        const json::value* is_well = object->if_contains("is_well");
        if (output && is_well != nullptr && is_well->is_bool()) {
            return ControlAnswer{.output = std::move(*output), .is_well = is_well->get_bool()};
        }
    }
    return fail(
        ErrorCode::internal,
        "The server has given no answer. Look at its log, and whether it still runs."
    );
}

} // namespace attest::app
