// Targets, queries, forms, cookies, and the header fields with a grammar of their own.
// Smoke runs: 500000
#include "base/text.h"
#include "base/verify.h"
#include "http/head_parser.h"
#include "http/headers.h"
#include "http/target.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace attest;
using namespace attest::http;

namespace {

void check_path(std::string_view input) {
    const auto segments = parse_path("/" + std::string{input});
    if (!segments) return;
    std::string path;
    for (const std::string& segment : *segments) {
        VERIFY(is_utf8(segment) && !segment.contains('\0'));
        path += "/" + percent_encode(segment);
    }
    // Encoding what was decoded and decoding it again is where it began.
    VERIFY(path.empty() ? segments->empty() : parse_path(path) == segments);
}

void check_parameters(std::string_view input) {
    const auto parameters = parse_parameters(input, 50);
    if (!parameters) return;
    VERIFY(parameters->size() <= 50);
    std::string query;
    for (const Parameter& parameter : *parameters) {
        VERIFY(is_utf8(parameter.name) && is_utf8(parameter.value));
        query += percent_encode(parameter.name) + "=" + percent_encode(parameter.value) + "&";
    }
    VERIFY(parse_parameters(query, 50) == parameters);
    (void)has_repeated_name(*parameters);
}

void check_fields(std::string_view input) {
    const AcceptedEncodings encodings = parse_accept_encoding(input);
    if (encodings.gzip) VERIFY(input.contains('*') || ascii_lower(input).contains("gzip"));
    (void)matches_etag(input, "W/\"a\"");
    (void)has_token(input, "close");
    if (is_host(input)) VERIFY(!host_name(input).empty() && input.starts_with(host_name(input)));
    if (const auto address = parse_ip_address(input)) {
        VERIFY(parse_ip_address(format_ip_address(*address)) == address);
    }
    (void)parse_address_range(input);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(bytes), size};
    check_path(input);
    check_parameters(input);
    check_fields(input);
    return 0;
}
