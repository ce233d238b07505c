// A connection's way from bytes to a Request: heads found while they trickle in, read, and their
// bodies undone. The first byte says where the input is cut: however it is cut, the outcome must be
// the same. And what we take, Beast's parser must read as the same message: two readers of one mind
// cannot be played off against each other.
// Smoke runs: 1000000
#include "http/request.h"

#include "base/text.h"
#include "base/verify.h"
#include "http/chunked.h"
#include "http/head_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace attest;
using namespace attest::http;

namespace {

struct Outcome {
    int status = 0; // of a refusal; 200 if it was taken; 0 if there was not enough
    std::size_t head_bytes = 0;
    std::string body;
    std::size_t used = 0;

    bool operator==(const Outcome&) const = default;
};

constexpr std::size_t body_bytes_max = 4096;

/// Feeds `input` in pieces, as a connection does.
Outcome read_head(std::string_view input, std::size_t piece) {
    HeadScanner scanner;
    for (std::size_t end = 0; end < input.size();) {
        end = std::min(end + piece, input.size());
        const auto length = scanner.scan(input.substr(0, end));
        if (!length)
            return {.status = length.error().status, .head_bytes = 0, .body = {}, .used = 0};
        if (*length) return {.status = 200, .head_bytes = **length, .body = {}, .used = 0};
    }
    return {};
}

Outcome read_chunks(std::string_view input, std::size_t piece) {
    ChunkedDecoder decoder{body_bytes_max};
    Outcome outcome;
    std::size_t begin = 0;
    while (begin < input.size()) {
        std::string_view part = input.substr(begin, piece);
        const std::size_t before = part.size();
        const auto is_done = decoder.decode(part, outcome.body);
        begin += before - part.size();
        if (!is_done)
            return {.status = is_done.error().status, .head_bytes = 0, .body = {}, .used = 0};
        if (*is_done) {
            outcome.status = 200;
            outcome.used = begin;
            return outcome;
        }
    }
    return {};
}

/// Beast makes room for as much as a head announces, so heads that announce more are not shown to
/// it.
constexpr std::uint64_t beast_body_max = 1024 * 1024;

void compare_with_beast(
    const RequestHead& head, std::string_view bytes, std::string_view body, bool has_body
) {
    if (head.content_length > beast_body_max) return;
    boost::beast::http::request_parser<boost::beast::http::string_body> parser;
    parser.eager(true);
    parser.header_limit(64 * 1024);
    parser.body_limit(beast_body_max);
    boost::beast::error_code error;
    parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
    // Beast also reads what Connection and its like hold, of which we only look for two words.
    if (error == boost::beast::http::error::bad_value) return;
    VERIFY(!error || error == boost::beast::http::error::need_more);
    VERIFY(parser.is_header_done());
    const auto& message = parser.get();
    VERIFY(std::string_view{message.method_string()} == format_method(head.method));
    VERIFY(std::string_view{message.target()}.ends_with(head.target));
    // Beast counts the trailers behind the chunks among the fields.
    const auto fields = static_cast<std::size_t>(std::distance(message.begin(), message.end()));
    VERIFY(head.is_chunked ? fields >= head.fields.size() : fields == head.fields.size());
    VERIFY(parser.chunked() == head.is_chunked);
    if (has_body) VERIFY(parser.is_done() && message.body() == body);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size < 1) return 0;
    const std::size_t piece = bytes[0] == 0 ? 1 : bytes[0];
    const std::string_view input{reinterpret_cast<const char*>(bytes) + 1, size - 1};

    const Outcome whole = read_head(input, input.size());
    const Outcome cut = read_head(input, piece);
    // A limit may be noticed earlier in pieces than at once, but never is one taken and the other
    // not.
    VERIFY(whole.status == cut.status || (whole.status >= 400 && cut.status >= 400));
    VERIFY(whole.head_bytes == cut.head_bytes);
    if (whole.status != 200) return 0;

    RequestHead head;
    if (!parse_head(input.substr(0, whole.head_bytes), head)) return 0;
    head.request_id = "0123456789abcdef";
    VERIFY(head.method == Method::connect || head.target == "*" || head.target.starts_with('/'));
    VERIFY(is_host(head.host));

    const std::string_view rest = input.substr(whole.head_bytes);
    std::string_view body = rest.substr(
        0, static_cast<std::size_t>(std::min<std::uint64_t>(head.content_length, rest.size()))
    );
    bool is_whole = body.size() == head.content_length;
    std::size_t used = body.size();
    Outcome chunks;
    if (head.is_chunked) {
        chunks = read_chunks(rest, rest.size() + 1);
        VERIFY(chunks == read_chunks(rest, piece));
        body = chunks.body;
        is_whole = chunks.status == 200;
        used = chunks.used;
    }
    if (head.is_chunked && !is_whole) used = 0;
    if (head.method != Method::connect) {
        compare_with_beast(head, input.substr(0, whole.head_bytes + used), body, is_whole);
    }
    auto request = Request::from_head(head);
    if (request && is_whole) (void)request->take_body(std::string{body});
    return 0;
}
