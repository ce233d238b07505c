#include "http/head_parser.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace attest::http {

namespace {

constexpr Refusal refusal_line_end{
    .status = 400, .sentence = "A line of the request does not end with CR LF."
};
constexpr Refusal refusal_request_line{
    .status = 400, .sentence = "The request line cannot be read."
};
constexpr Refusal refusal_target{
    .status = 400,
    .sentence = "The address cannot be read: percent-encode it, and begin it with a slash."
};
constexpr Refusal refusal_field{.status = 400, .sentence = "A header field cannot be read."};
constexpr Refusal refusal_fold{
    .status = 400, .sentence = "A header field goes on in a second line: write it in one."
};
constexpr Refusal refusal_host{
    .status = 400, .sentence = "The request needs exactly one Host field, with a host name."
};
constexpr Refusal refusal_length{
    .status = 400,
    .sentence = "The length of the body is not clear: send one Content-Length, or "
                "Transfer-Encoding: chunked."
};
constexpr Refusal refusal_version{.status = 505, .sentence = "This server speaks HTTP/1.1."};
constexpr Refusal refusal_method{
    .status = 501, .sentence = "This server does not know the method of the request."
};
constexpr Refusal refusal_expectation{
    .status = 417, .sentence = "This server knows no other expectation than 100-continue."
};
constexpr Refusal refusal_long_line{
    .status = 414, .sentence = "The address is too long: shorten it to 8,000 bytes."
};
constexpr Refusal refusal_long_head{
    .status = 431,
    .sentence =
        "The header fields are too long or too many: clear this site's cookies and try again."
};

constexpr std::array<bool, 256> bytes_where(auto predicate) {
    std::array<bool, 256> table{};
    for (unsigned byte = 0; byte < 256; ++byte)
        table.at(byte) = predicate(byte);
    return table;
}

constexpr bool is_alphanumeric(unsigned byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')
           || (byte >= 'A' && byte <= 'Z');
}

/// Visible ASCII but "#". More than RFC 3986 allows: browsers send | { } ^ and the like as they
/// are.
constexpr auto target_bytes =
    bytes_where([](unsigned byte) { return byte > 0x20 && byte < 0x7F && byte != '#'; });

constexpr auto host_bytes = bytes_where([](unsigned byte) {
    return is_alphanumeric(byte) || byte == '-' || byte == '.' || byte == '_';
});

bool consists_of(std::string_view text, const std::array<bool, 256>& table) {
    return std::ranges::all_of(text, [&](char c) { return table[static_cast<unsigned char>(c)]; });
}

std::string_view trim_blanks(std::string_view text) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Cuts the next line, which ends with CR LF, off a whole head.
std::string_view next_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end - 1);
    rest.remove_prefix(end + 1);
    return line;
}

/// What the fields say about framing, before it is judged.
struct Framing {
    std::size_t hosts = 0;
    std::size_t lengths = 0;
    std::size_t codings = 0;
    std::string_view length;
    std::string_view coding;
    std::string_view expectation;
    bool says_close = false;
    bool says_keep_alive = false;
};

void note_field(const HeaderField& field, RequestHead& head, Framing& framing) {
    const auto is = [&](std::string_view name) {
        return ascii_equal_ignoring_case(field.name, name);
    };
    switch (field.name.size()) {
    case 4:
        if (is("host")) {
            ++framing.hosts;
            head.host = field.value;
        }
        return;
    case 6:
        if (is("expect")) framing.expectation = field.value;
        return;
    case 10:
        if (is("connection")) {
            framing.says_close |= has_token(field.value, "close");
            framing.says_keep_alive |= has_token(field.value, "keep-alive");
        }
        return;
    case 14:
        if (is("content-length")) {
            ++framing.lengths;
            framing.length = field.value;
        }
        return;
    case 17:
        if (is("transfer-encoding")) {
            ++framing.codings;
            framing.coding = field.value;
        }
        return;
    default:
        return;
    }
}

std::optional<Refusal> read_field(std::string_view line, RequestHead& head, Framing& framing) {
    if (line.front() == ' ' || line.front() == '\t') return refusal_fold;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return refusal_field;
    const HeaderField field{line.substr(0, colon), trim_blanks(line.substr(colon + 1))};
    if (!is_token(field.name) || !is_field_value(field.value)) {
        return refusal_field;
    }
    head.fields.push_back(field);
    note_field(field, head, framing);
    return std::nullopt;
}

/// "http://example.org/a?b" in place of "/a?b": the host that it names must be the one in Host.
std::optional<Refusal> strip_absolute_form(RequestHead& head) {
    const std::size_t authority_begin = head.target.find("://");
    if (authority_begin == std::string_view::npos) return refusal_target;
    const std::string_view scheme = head.target.substr(0, authority_begin);
    if (!ascii_equal_ignoring_case(scheme, "http") && !ascii_equal_ignoring_case(scheme, "https")) {
        return refusal_target;
    }
    const std::string_view rest = head.target.substr(authority_begin + 3);
    const std::size_t authority_end = std::min(rest.find('/'), rest.size());
    if (!ascii_equal_ignoring_case(rest.substr(0, authority_end), head.host)) return refusal_host;
    head.target = rest.substr(authority_end);
    return std::nullopt;
}

std::optional<Refusal> read_target(RequestHead& head) {
    const bool is_asterisk = head.target == "*" && head.method == Method::options;
    if (!is_asterisk && head.method != Method::connect) {
        if (head.target.front() != '/') {
            if (const auto refusal = strip_absolute_form(head)) return refusal;
        }
        if (!head.target.starts_with('/')) return refusal_target;
    }
    const std::size_t question_mark = std::min(head.target.find('?'), head.target.size());
    head.path_text = head.target.substr(0, question_mark);
    head.query_text = head.target.substr(std::min(question_mark + 1, head.target.size()));
    return std::nullopt;
}

std::optional<Refusal> read_request_line(std::string_view line, RequestHead& head) {
    const std::size_t method_end = line.find(' ');
    const std::size_t target_end = line.rfind(' ');
    if (method_end == std::string_view::npos || target_end <= method_end + 1)
        return refusal_request_line;

    const std::string_view method = line.substr(0, method_end);
    const std::string_view version = line.substr(target_end + 1);
    head.target = line.substr(method_end + 1, target_end - method_end - 1);
    if (!is_token(method)) return refusal_request_line;
    if (!consists_of(head.target, target_bytes)) return refusal_target;
    if (version.size() != 8 || !version.starts_with("HTTP/") || version[6] != '.') {
        return refusal_request_line;
    }
    if (version != "HTTP/1.1" && version != "HTTP/1.0") return refusal_version;
    head.minor_version = version.back() - '0';

    const std::optional<Method> known = parse_method(method);
    if (!known) return refusal_method;
    head.method = *known;
    return std::nullopt;
}

std::optional<Refusal> read_length(const Framing& framing, RequestHead& head) {
    if (framing.lengths + framing.codings > 1) return refusal_length;
    if (framing.codings == 1) {
        // HTTP/1.0 knows no chunks: a proxy of that age would hand the body on as something else.
        if (head.minor_version == 0) return refusal_length;
        if (!ascii_equal_ignoring_case(framing.coding, "chunked")) return refusal_length;
        head.is_chunked = true;
    }
    if (framing.lengths == 1) {
        const bool is_digits =
            std::ranges::all_of(framing.length, [](char c) { return c >= '0' && c <= '9'; });
        const auto length = parse_number<std::uint64_t>(framing.length);
        if (!is_digits || !length) return refusal_length;
        head.content_length = *length;
    }
    return std::nullopt;
}

std::optional<Refusal> judge(const Framing& framing, RequestHead& head) {
    if (framing.hosts != 1 || !is_host(head.host)) return refusal_host;
    if (const auto refusal = read_length(framing, head)) return refusal;
    if (!framing.expectation.empty()) {
        if (!ascii_equal_ignoring_case(framing.expectation, "100-continue"))
            return refusal_expectation;
        head.expects_continue = head.minor_version == 1;
    }
    head.keeps_alive = !framing.says_close && (head.minor_version == 1 || framing.says_keep_alive);
    return std::nullopt;
}

void clear(RequestHead& head) {
    std::vector<HeaderField> fields = std::move(head.fields);
    fields.clear();
    head = {};
    head.fields = std::move(fields);
}

} // namespace

std::optional<Refusal> HeadScanner::check_limits(std::string_view buffer) const {
    if (request_line_end_ == 0) {
        return buffer.size() > request_line_bytes_max ? std::optional{refusal_long_line}
                                                      : std::nullopt;
    }
    const bool is_long = scanned_ - request_line_end_ > header_bytes_max;
    // The request line is one of the lines; the empty one may be another.
    return is_long || lines_ > header_fields_max + 2 ? std::optional{refusal_long_head}
                                                     : std::nullopt;
}

std::expected<std::optional<std::size_t>, Refusal> HeadScanner::scan(std::string_view buffer) {
    while (true) {
        const void* const found =
            std::memchr(buffer.data() + scanned_, '\n', buffer.size() - scanned_);
        if (found == nullptr) {
            scanned_ = buffer.size();
            if (const auto refusal = check_limits(buffer)) return std::unexpected{*refusal};
            return std::nullopt;
        }
        const auto end = static_cast<std::size_t>(static_cast<const char*>(found) - buffer.data());
        if (end == line_begin_ || buffer[end - 1] != '\r') return std::unexpected{refusal_line_end};
        const bool is_empty = end - line_begin_ == 1;
        if (is_empty && lines_ == 0) return std::unexpected{refusal_request_line};
        scanned_ = end + 1;
        line_begin_ = end + 1;
        ++lines_;
        if (request_line_end_ == 0) {
            if (end > request_line_bytes_max) return std::unexpected{refusal_long_line};
            request_line_end_ = end + 1;
        }
        if (const auto refusal = check_limits(buffer)) return std::unexpected{*refusal};
        if (is_empty) return scanned_;
    }
}

std::expected<void, Refusal> parse_head(std::string_view bytes, RequestHead& head) {
    clear(head);
    head.bytes = bytes;
    std::string_view rest = bytes;
    if (const auto refusal = read_request_line(next_line(rest), head))
        return std::unexpected{*refusal};

    Framing framing;
    for (std::string_view line = next_line(rest); !line.empty(); line = next_line(rest)) {
        if (const auto refusal = read_field(line, head, framing)) return std::unexpected{*refusal};
    }
    if (const auto refusal = judge(framing, head)) return std::unexpected{*refusal};
    if (const auto refusal = read_target(head)) return std::unexpected{*refusal};
    return {};
}

bool is_host(std::string_view text) {
    const std::string_view name = host_name(text);
    const std::string_view port = text.substr(name.size());
    if (!port.empty() && !parse_number<std::uint16_t>(port.substr(1))) return false;
    if (name.starts_with('[')) {
        const std::string_view inner = name.substr(1, name.size() - 2);
        return name.ends_with(']') && inner.contains(':') && parse_ip_address(inner).has_value();
    }
    return !name.empty() && name.size() <= 253 && consists_of(name, host_bytes);
}

std::string_view host_name(std::string_view host) {
    const std::size_t bracket = host.starts_with('[') ? host.find(']') : std::string_view::npos;
    if (bracket != std::string_view::npos) {
        const bool has_port = host.size() > bracket + 1 && host[bracket + 1] == ':';
        return has_port ? host.substr(0, bracket + 1) : host;
    }
    return host.substr(0, host.find(':'));
}

} // namespace attest::http
