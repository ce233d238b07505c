#include "http/request.h"

#include "base/text.h"
#include "base/verify.h"
#include "http/head_parser.h"
#include "http/limits.h"
#include "http/multipart.h"
#include "http/target.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace attest::http {

namespace {

constexpr Refusal refusal_path{
    .status = 400, .sentence = "The address cannot be read: an escape in it is malformed."
};
constexpr Refusal refusal_query{
    .status = 400,
    .sentence =
        "The query cannot be read: an escape in it is malformed, or it has too many parameters."
};
constexpr Refusal refusal_form{
    .status = 400,
    .sentence = "The form cannot be read: an escape in it is malformed, or it has too many fields."
};

constexpr std::array<std::string_view, 9> method_names{
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
};

/// Moves views of one run of bytes to a copy of it.
class Rebase {
public:
    Rebase(std::string_view from, const char* to) : from_{from}, to_{to} {}

    void operator()(std::string_view& view) const {
        if (view.empty()) {
            view = {};
            return;
        }
        view = {to_ + (view.data() - from_.data()), view.size()};
    }

private:
    std::string_view from_;
    const char* to_;
};

std::string join_path(const std::vector<std::string>& segments) {
    if (segments.empty()) return "/";
    std::string path;
    for (const std::string& segment : segments) {
        path += '/';
        path += segment;
    }
    return path;
}

} // namespace

std::string_view format_method(Method method) {
    return method_names.at(static_cast<std::size_t>(method));
}

std::optional<Method> parse_method(std::string_view text) {
    const auto found = std::ranges::find(method_names, text);
    if (found == method_names.end()) return std::nullopt;
    return static_cast<Method>(found - method_names.begin());
}

std::optional<std::string_view> RequestHead::header(std::string_view name) const {
    for (const HeaderField& field : fields) {
        if (ascii_equal_ignoring_case(field.name, name)) return field.value;
    }
    return std::nullopt;
}

std::expected<Request, Refusal> Request::from_head(const RequestHead& head) {
    Request request;
    const std::size_t id_begin = head.bytes.size();
    request.bytes_ = std::make_unique_for_overwrite<char[]>(id_begin + head.request_id.size());
    std::ranges::copy(head.bytes, request.bytes_.get());
    std::ranges::copy(head.request_id, request.bytes_.get() + id_begin);

    RequestHead& copy = request.head_;
    copy = head;
    const Rebase rebase{head.bytes, request.bytes_.get()};
    rebase(copy.target);
    rebase(copy.path_text);
    rebase(copy.query_text);
    rebase(copy.host);
    for (HeaderField& field : copy.fields) {
        rebase(field.name);
        rebase(field.value);
    }
    rebase(copy.bytes);
    copy.request_id = {request.bytes_.get() + id_begin, head.request_id.size()};

    std::optional<std::vector<std::string>> segments = parse_path(copy.path_text);
    if (!segments) return std::unexpected{refusal_path};
    std::optional<std::vector<Parameter>> query =
        parse_parameters(copy.query_text, query_parameters_max);
    if (!query) return std::unexpected{refusal_query};
    request.host_ = ascii_lower(copy.host);
    request.segments_ = std::move(*segments);
    request.path_ = join_path(request.segments_);
    request.query_ = std::move(*query);
    return request;
}

Request Request::from_parts(const RequestParts& parts) {
    std::string text = fmt::format(
        "{} {} HTTP/1.1\r\nHost: {}\r\n", format_method(parts.method), parts.target, parts.host
    );
    for (const Header& header : parts.headers) {
        text += fmt::format("{}: {}\r\n", header.name, header.value);
    }
    if (!parts.body.empty()) text += fmt::format("Content-Length: {}\r\n", parts.body.size());
    text += "\r\n";

    RequestHead head;
    HeadScanner scanner;
    const auto length = scanner.scan(text);
    VERIFY(length && *length == text.size());
    VERIFY(parse_head(text, head).has_value());
    head.scheme = parts.scheme;
    head.client = parts.client;
    head.request_id = "0000000000000000";
    auto request = from_head(head);
    VERIFY(request.has_value());
    VERIFY(request->take_body(parts.body).has_value());
    return std::move(*request);
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
    return find_parameter(query_, name);
}

bool Request::has_repeated_parameter() const {
    return has_repeated_name(query_);
}

std::optional<std::string_view> Request::form_field(std::string_view name) const {
    return find_parameter(form_, name);
}

bool Request::has_repeated_form_field() const {
    return has_repeated_name(form_);
}

std::optional<UploadedFile> Request::uploaded_file(std::string_view name) const {
    for (const FilePart& file : files_) {
        if (file.name != name) continue;
        return UploadedFile{
            .file_name = file.file_name,
            .content = std::string_view{body_}.substr(file.begin, file.length),
        };
    }
    return std::nullopt;
}

std::expected<void, Refusal> Request::take_parts(std::string_view boundary) {
    const auto parts = parse_multipart(body_, boundary);
    if (!parts) return std::unexpected{refusal_form};
    for (const FormPart& part : *parts) {
        const bool is_text =
            is_utf8(part.name) && !part.name.contains('\0') && is_utf8(part.file_name.value_or(""));
        if (!is_text) return std::unexpected{refusal_form};
        if (part.file_name) {
            const auto begin = static_cast<std::size_t>(part.content.data() - body_.data());
            files_.push_back({part.name, *part.file_name, begin, part.content.size()});
            continue;
        }
        if (!is_utf8(part.content) || part.content.contains('\0')) {
            return std::unexpected{refusal_form};
        }
        form_.push_back({.name = part.name, .value = std::string{part.content}});
    }
    return {};
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    for (const HeaderField& field : head_.fields) {
        if (!ascii_equal_ignoring_case(field.name, "cookie")) continue;
        for (const std::string_view pair : split(field.value, ';')) {
            const std::size_t equals = pair.find('=');
            if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != name) continue;
            return trim(pair.substr(equals + 1));
        }
    }
    return std::nullopt;
}

std::string Request::content_type() const {
    const std::string_view field = header("content-type").value_or("");
    return ascii_lower(trim(field.substr(0, field.find(';'))));
}

std::expected<void, Refusal> Request::take_body(std::string body) {
    body_ = std::move(body);
    const std::optional<std::string> boundary =
        find_boundary(header("content-type").value_or(std::string_view{}));
    if (!body_.empty() && boundary) return take_parts(*boundary);
    if (body_.empty() || content_type() != "application/x-www-form-urlencoded") return {};
    std::optional<std::vector<Parameter>> form = parse_parameters(body_, form_fields_max);
    if (!form) return std::unexpected{refusal_form};
    form_ = std::move(*form);
    return {};
}

} // namespace attest::http
