#include "base/error.h"

#include "base/compress.h"
#include "base/json.h"
#include "base/log.h"

#include <doctest/doctest.h>

namespace attest {

namespace {

Result<int> half(int number) {
    if (number % 2 != 0) return fail(ErrorCode::invalid, "Give an even number.");
    return number / 2;
}

Result<int> quarter(int number) {
    const int once = TRY(half(number));
    return TRY(half(once));
}

std::string logged;

} // namespace

TEST_CASE("TRY unwraps a value and hands an error up") {
    CHECK(quarter(12) == 3);
    CHECK(quarter(6).error().code() == ErrorCode::invalid);
    CHECK(quarter(6).error().message() == "Give an even number.");
}

TEST_CASE("JSON strings are safe inside a script element") {
    std::string out;
    append_json_string(out, "</script>\n\"\\\xE2\x80\xA8\x01\xFF");
    CHECK(out == "\"\\u003c/script\\u003e\\n\\\"\\\\\\u2028\\u0001\xEF\xBF\xBD\"");
}

TEST_CASE("A log line stays one line whatever is logged") {
    set_log_sink([](std::string_view line) { logged = line; });
    log_event(
        LogLevel::info,
        "refused",
        {{"path", "/a\r\n{\"level\":\"error\"}\x1b[31m"}, {"status", std::int64_t{404}}}
    );
    set_log_sink(nullptr);
    CHECK(logged.find('\n') == std::string::npos);
    CHECK(logged.find('\x1b') == std::string::npos);
    CHECK(logged.ends_with("\"status\":404}"));
}

TEST_CASE("Compressed text comes back, and damage is noticed") {
    const std::string text(100'000, 'x');
    const std::string packed = compress(text);
    CHECK(packed.size() < 1'000);
    CHECK(decompress(packed, text.size()) == text);
    CHECK_FALSE(decompress(packed, text.size() - 1));
    CHECK_FALSE(decompress(packed.substr(0, packed.size() / 2), text.size()));
    CHECK_FALSE(decompress("nonsense", 100));
}

} // namespace attest
