// What a command says to a running server and what it is answered: one line of JSON each way.
//
//   {"command":"site show","arguments":["history"]}
//   {"is_well":true,"output":"…"}     or {"error":{"code":"not_found","message":"…","detail":""}}
#pragma once

#include "base/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace attest::app {

struct ControlRequest {
    std::string command;
    std::vector<std::string> arguments;

    bool operator==(const ControlRequest&) const = default;
};

struct ControlAnswer {
    std::string output;  ///< For standard output.
    bool is_well = true; ///< False: it was done, and what was found is not as it should be.
};

/// With the line break that ends it.
std::string format_request(const ControlRequest& request);

/// `invalid` for what is not a request, or is one beyond the limits.
Result<ControlRequest> parse_request(std::string_view line);

/// With the line break that ends it.
std::string format_answer(const Result<ControlAnswer>& answer);

/// The answer, or the error that it carries; `internal` for what is neither.
Result<ControlAnswer> parse_answer(std::string_view line);

} // namespace attest::app
