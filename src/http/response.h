// What a handler answers, and what the connection writes. A Response says what; `finish` settles
// what depends on the request (conditions, compression); a PreparedAnswer is bytes, of which only
// Date, X-Request-Id and Connection are still missing, so that it can be kept and sent many times.
#pragma once

#include "http/headers.h"
#include "http/request.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attest::http {

/// Bytes that many answers share, with whatever keeps them alive (nothing, for bytes of the
/// program).
struct SharedBytes {
    std::string_view view;
    std::shared_ptr<const void> owner;
};

SharedBytes share(std::string bytes);

struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::string body;
    SharedBytes shared_body; ///< Instead of `body`, if not empty.
    /// Off for pages that show a secret beside what a stranger may choose (BREACH).
    bool may_compress = true;

    /// Replaces the fields of this name.
    Response& set(std::string_view name, std::string value);

    /// Adds a field, also beside others of this name (Set-Cookie).
    Response& add(std::string name, std::string value);

    [[nodiscard]] const std::string* header(std::string_view name) const;

    [[nodiscard]] std::string_view body_view() const {
        return shared_body.view.empty() ? std::string_view{body} : shared_body.view;
    }
};

/// A sentence as text/plain.
Response text(int status, std::string_view sentence);

/// A page as text/html.
Response page(int status, std::string html);

/// 303: go and GET that.
Response see_other(std::string url);

/// 301: the address of this is that, for good.
Response moved_permanently(std::string url);

/// 304 with its ETag.
Response not_modified(std::string etag);

/// 405 with its Allow field.
Response method_not_allowed(std::string allowed);

/// 503 with Retry-After.
Response overloaded(std::string_view sentence);

/// The head of an answer without Date, X-Request-Id, Connection and the empty line, and its body.
struct PreparedAnswer {
    int status = 200;
    SharedBytes head;
    SharedBytes body;
};

/// Writes out the head: status line, the response's fields, Content-Length, and those of `defaults`
/// that the response did not set itself. A control byte in a field becomes a space: no header can
/// be split.
PreparedAnswer prepare_answer(Response response, Scheme scheme, const DefaultHeaders& defaults);

/// `prepare_answer` after what hangs on the request: 304 if the response has an ETag (status 200)
/// that If-None-Match names; gzip for a text of some length where it is accepted, with Vary.
PreparedAnswer
finish(Response response, const RequestHead& request, const DefaultHeaders& defaults);

/// Whether bodies of this Content-Type shrink when compressed: text, JSON, XML, JavaScript, SVG.
bool is_compressible(std::string_view content_type);

} // namespace attest::http
