// Writes JSON onto a string: the log, the API, `--json` output and JSON inside HTML. Reading is
// Boost.JSON's business.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace attest {

/// Appends `text` as a JSON string with its quotes. Also escapes `<`, `>`, `&`, U+2028 and U+2029,
/// so that the result may stand inside a `<script>`; bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

/// Commas and colons by themselves; nesting is the caller's: every begin has its end.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_{out} {}

    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);
    JsonWriter& value(std::string_view text);

    JsonWriter& value(const char* text) { return value(std::string_view{text}); }

    JsonWriter& value(bool truth);

    JsonWriter& value(std::integral auto number) {
        return integer(static_cast<std::int64_t>(number));
    }

    JsonWriter& value(double number);
    JsonWriter& null();

    /// A value that is JSON already.
    JsonWriter& raw(std::string_view json);

    /// `key` and `value` in one.
    template <typename T>
    JsonWriter& field(std::string_view name, const T& content) {
        key(name);
        return value(content);
    }

private:
    JsonWriter& integer(std::int64_t number);
    void separate();

    std::string& out_;
    bool needs_comma_ = false;
};

} // namespace attest
