#include "app/control_message.h"

#include "app/limits.h"

#include <doctest/doctest.h>

#include <string>

using namespace attest;      // NOLINT(google-build-using-namespace): a test
using namespace attest::app; // NOLINT(google-build-using-namespace)

TEST_CASE("A control request comes through as it was sent") {
    const ControlRequest request{
        .command = "site set", .arguments = {"history", "title", "“A”\n</script>\\", ""}
    };
    const std::string line = format_request(request);
    CHECK(line.find('\n') == line.size() - 1);
    const Result<ControlRequest> read = parse_request(line);
    REQUIRE(read);
    CHECK(*read == request);
}

TEST_CASE("What is not a control request is refused") {
    const std::string many = [] {
        std::string list = R"({"command":"user","arguments":["x")";
        for (std::size_t count = 0; count < control_arguments_max; ++count)
            list += R"(,"x")";
        return list + "]}";
    }();
    for (const std::string& line :
         {std::string{},
          std::string{"GET / HTTP/1.1"},
          std::string{"[]"},
          std::string{R"({"command":"user"})"},
          std::string{R"({"command":1,"arguments":[]})"},
          std::string{R"({"command":"user","arguments":{}})"},
          std::string{R"({"command":"user","arguments":[1]})"},
          std::string{R"({"command":"user","arguments":[],"more":1})"},
          std::string{R"({"command":"user","arguments":[[[[[["x"]]]]]]})"},
          std::string{R"({"command":"user","arguments":[]} {})"},
          std::string(control_request_bytes_max + 1, ' '),
          many}) {
        const Result<ControlRequest> read = parse_request(line);
        REQUIRE_FALSE(read);
        CHECK(read.error().code() == ErrorCode::invalid);
    }
}

TEST_CASE("A control answer carries its output, or the whole error") {
    const Result<ControlAnswer> done =
        parse_answer(format_answer(ControlAnswer{.output = "one\ntwo\n", .is_well = false}));
    REQUIRE(done);
    CHECK(done->output == "one\ntwo\n");
    CHECK_FALSE(done->is_well);

    const Result<ControlAnswer> refused = parse_answer(format_answer(std::unexpected{
        Error{ErrorCode::not_found, "There is no site “x”."}.with_detail("select 1")
    }));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code() == ErrorCode::not_found);
    CHECK(refused.error().message() == "There is no site “x”.");
    CHECK(refused.error().detail() == "select 1");

    for (const char* nonsense : {"", "{}", R"({"output":"x"})", R"({"error":1})", "{\"out"}) {
        CHECK(parse_answer(nonsense).error().code() == ErrorCode::internal);
    }
}
