#include "http/response.h"

#include "base/compress.h"
#include "base/text.h"
#include "http/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace attest::http {

namespace {

void append_clean(std::string& out, std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += (byte < 0x20 && byte != '\t') || byte == 0x7F ? ' ' : c;
    }
}

void append_field(std::string& out, const Header& field) {
    append_clean(out, field.name);
    out += ": ";
    append_clean(out, field.value);
    out += "\r\n";
}

bool has_no_body(int status) {
    return status < 200 || status == 204 || status == 304;
}

Response redirect(int status, std::string url) {
    Response response{.status = status, .headers = {}, .body = {}, .shared_body = {}};
    response.set("Location", std::move(url));
    return response;
}

Response plain(int status, std::string_view type, std::string body) {
    Response response{.status = status, .headers = {}, .body = std::move(body), .shared_body = {}};
    response.set("Content-Type", std::string{type});
    return response;
}

/// Adds a name to Vary, unless it is there.
void vary_by(Response& response, std::string_view name) {
    const std::string* const present = response.header("Vary");
    if (present == nullptr) {
        response.set("Vary", std::string{name});
    } else if (!has_token(*present, ascii_lower(name))) {
        response.set("Vary", fmt::format("{}, {}", *present, name));
    }
}

/// Packing changes the bytes, so an ETag that promised the same bytes now promises the same
/// meaning.
void weaken_etag(Response& response) {
    const std::string* const etag = response.header("ETag");
    if (etag != nullptr && etag->starts_with('"')) response.set("ETag", "W/" + *etag);
}

void compress_for(Response& response, const RequestHead& request) {
    const std::string* const type = response.header("Content-Type");
    const bool is_worth_it = response.may_compress
                             && response.body_view().size() >= compress_bytes_min && type != nullptr
                             && is_compressible(*type)
                             && response.header("Content-Encoding") == nullptr;
    if (!is_worth_it) return;

    vary_by(response, "Accept-Encoding");
    if (!parse_accept_encoding(request.header("accept-encoding").value_or("")).gzip) return;
    response.body = gzip(response.body_view(), gzip_level_dynamic);
    response.shared_body = {};
    response.set("Content-Encoding", "gzip");
    weaken_etag(response);
}

/// The 304 keeps what a cache needs to know again (RFC 9110, 15.4.5) and loses what describes a
/// body.
void answer_unchanged(Response& response) {
    response.status = 304;
    response.body.clear();
    response.shared_body = {};
    std::erase_if(response.headers, [](const Header& field) {
        return ascii_equal_ignoring_case(field.name, "content-type")
               || ascii_equal_ignoring_case(field.name, "content-encoding");
    });
}

bool is_unchanged(const Response& response, const RequestHead& request) {
    const std::string* const etag = response.header("ETag");
    if (response.status != 200 || etag == nullptr) return false;
    if (request.method != Method::get && request.method != Method::head) return false;
    const auto condition = request.header("if-none-match");
    return condition && matches_etag(*condition, *etag);
}

} // namespace

SharedBytes share(std::string bytes) {
    auto owner = std::make_shared<const std::string>(std::move(bytes));
    const std::string_view view = *owner;
    return {.view = view, .owner = std::move(owner)};
}

Response& Response::set(std::string_view name, std::string value) {
    std::erase_if(headers, [&](const Header& field) {
        return ascii_equal_ignoring_case(field.name, name);
    });
    return add(std::string{name}, std::move(value));
}

Response& Response::add(std::string name, std::string value) {
    headers.push_back({std::move(name), std::move(value)});
    return *this;
}

const std::string* Response::header(std::string_view name) const {
    const auto found = std::ranges::find_if(headers, [&](const Header& field) {
        return ascii_equal_ignoring_case(field.name, name);
    });
    return found == headers.end() ? nullptr : &found->value;
}

Response text(int status, std::string_view sentence) {
    return plain(status, "text/plain; charset=utf-8", std::string{sentence} + "\n");
}

Response page(int status, std::string html) {
    return plain(status, "text/html; charset=utf-8", std::move(html));
}

Response see_other(std::string url) {
    return redirect(303, std::move(url));
}

Response moved_permanently(std::string url) {
    return redirect(301, std::move(url));
}

Response not_modified(std::string etag) {
    Response response{.status = 304, .headers = {}, .body = {}, .shared_body = {}};
    response.set("ETag", std::move(etag));
    return response;
}

Response method_not_allowed(std::string allowed) {
    Response response = text(405, "This address does not take that method.");
    response.set("Allow", std::move(allowed));
    return response;
}

Response overloaded(std::string_view sentence) {
    Response response = text(503, sentence);
    response.set("Retry-After", std::to_string(retry_after_seconds));
    return response;
}

PreparedAnswer prepare_answer(Response response, Scheme scheme, const DefaultHeaders& defaults) {
    std::string head;
    head.reserve(1024);
    head += fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
    for (const Header& field : response.headers)
        append_field(head, field);

    const auto append_missing = [&](const std::vector<Header>& fields) {
        for (const Header& field : fields) {
            if (response.header(field.name) == nullptr) append_field(head, field);
        }
    };
    append_missing(defaults.always);
    if (scheme == Scheme::https) append_missing(defaults.over_https);

    PreparedAnswer answer{.status = response.status, .head = {}, .body = {}};
    if (!has_no_body(response.status)) {
        head += fmt::format("Content-Length: {}\r\n", response.body_view().size());
        answer.body = response.shared_body.view.empty() ? share(std::move(response.body))
                                                        : std::move(response.shared_body);
    }
    answer.head = share(std::move(head));
    return answer;
}

PreparedAnswer
finish(Response response, const RequestHead& request, const DefaultHeaders& defaults) {
    if (is_unchanged(response, request)) {
        answer_unchanged(response);
    } else {
        compress_for(response, request);
    }
    return prepare_answer(std::move(response), request.scheme, defaults);
}

bool is_compressible(std::string_view content_type) {
    const std::string type = ascii_lower(trim(content_type.substr(0, content_type.find(';'))));
    constexpr std::array<std::string_view, 6> others{
        "application/json",
        "application/javascript",
        "application/xml",
        "application/manifest+json",
        "application/wasm",
        "image/svg+xml",
    };
    return type.starts_with("text/") || std::ranges::find(others, type) != others.end()
           || (type.starts_with("application/")
               && (type.ends_with("+xml") || type.ends_with("+json")));
}

} // namespace attest::http
