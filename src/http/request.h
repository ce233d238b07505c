// A request in its two lives. RequestHead is a set of views of the bytes in a connection's buffer:
// it costs nothing, and is gone when the call that was given it returns. Request owns its bytes,
// has its path, query and form decoded, and is what handlers get.
#pragma once

#include "http/address.h"
#include "http/headers.h"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attest::http {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, trace, connect };

/// "GET".
std::string_view format_method(Method method);

/// Nothing for a method that we do not know (501). Methods are case-sensitive.
std::optional<Method> parse_method(std::string_view text);

/// Why this layer itself does not take a request, with the sentence that the client is told.
struct Refusal {
    int status;
    std::string_view sentence;
};

/// The head of a request, as views. Everything in it was checked: the framing is unambiguous, there
/// is exactly one well-formed Host, and no byte that must not be in a field.
struct RequestHead {
    std::string_view bytes; ///< From the request line to the empty line, both included.
    Method method = Method::get;
    std::string_view target;     ///< Path and query as sent; never with scheme and host.
    std::string_view path_text;  ///< The part before "?", not decoded.
    std::string_view query_text; ///< The part after "?", not decoded.
    std::string_view host;       ///< As sent, with its port if any.
    std::vector<HeaderField> fields;
    int minor_version = 1;
    bool keeps_alive = true;
    bool expects_continue = false;
    bool is_chunked = false;
    std::uint64_t content_length = 0;

    // Put in by the connection, which knows the peer.
    Scheme scheme = Scheme::http;
    IpAddress client;
    std::string_view
        request_id; ///< Sixteen random hexadecimal digits, also in the answer and the log.

    /// The first field of this name (lower case), ignoring case.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;

    [[nodiscard]] bool has_body() const { return is_chunked || content_length > 0; }
};

/// A name and its value from a query or a form, decoded.
struct Parameter {
    std::string name;
    std::string value;

    bool operator==(const Parameter&) const = default;
};

/// A file in a form, as long as the request lives.
struct UploadedFile {
    std::string_view file_name; ///< As the browser says it; never a path on our disk.
    std::string_view content;
};

/// What a test of the layers above needs to say about a request.
struct RequestParts {
    Method method = Method::get;
    std::string target = "/";
    std::vector<Header> headers = {};
    std::string body = {};
    std::string host = "localhost";
    Scheme scheme = Scheme::http;
    IpAddress client = {};
};

class Request {
public:
    /// Copies a head and decodes its path and query, each once. 400 for a malformed escape, for
    /// what decodes to NUL or to broken UTF-8, and for too many segments or parameters.
    static std::expected<Request, Refusal> from_head(const RequestHead& head);

    /// Through the same parser as a request from the network; the parts must be well-formed.
    static Request from_parts(const RequestParts& parts);

    [[nodiscard]] Method method() const { return head_.method; }

    [[nodiscard]] bool is_get_or_head() const {
        return head_.method == Method::get || head_.method == Method::head;
    }

    /// Path and query as sent.
    [[nodiscard]] std::string_view target() const { return head_.target; }

    /// Decoded, beginning with "/". Where a segment holds an encoded "/" only `segments` tells it
    /// from a separator.
    [[nodiscard]] const std::string& path() const { return path_; }

    /// The decoded parts between slashes: none for "/", and an empty last one for "/tags/".
    [[nodiscard]] const std::vector<std::string>& segments() const { return segments_; }

    [[nodiscard]] const std::vector<Parameter>& query() const { return query_; }

    /// The first query parameter of this name.
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;

    /// Whether a name stands twice in the query: nobody can say which value was meant.
    [[nodiscard]] bool has_repeated_parameter() const;

    /// Fields of a body sent as application/x-www-form-urlencoded, or those of
    /// multipart/form-data that are no files.
    [[nodiscard]] const std::vector<Parameter>& form() const { return form_; }

    [[nodiscard]] std::optional<std::string_view> form_field(std::string_view name) const;
    [[nodiscard]] bool has_repeated_form_field() const;

    /// The first file of this name in a form; where none was chosen a browser sends an empty one.
    [[nodiscard]] std::optional<UploadedFile> uploaded_file(std::string_view name) const;

    /// The first field of this name, ignoring case.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const {
        return head_.header(name);
    }

    [[nodiscard]] const std::vector<HeaderField>& headers() const { return head_.fields; }

    [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;

    [[nodiscard]] const std::string& body() const { return body_; }

    /// Media type of the body in lower case without parameters; empty if none was sent.
    [[nodiscard]] std::string content_type() const;

    [[nodiscard]] Scheme scheme() const { return head_.scheme; }

    /// The Host field, with its port if any, in lower case.
    [[nodiscard]] const std::string& host() const { return host_; }

    [[nodiscard]] const IpAddress& client() const { return head_.client; }

    [[nodiscard]] std::string_view request_id() const { return head_.request_id; }

    [[nodiscard]] const RequestHead& head() const { return head_; }

    /// Takes the body and, if it is a form, decodes it. 400 as for the query.
    std::expected<void, Refusal> take_body(std::string body);

private:
    Request() = default;

    std::unique_ptr<char[]> bytes_; // what head_ views: moving a Request leaves them where they are
    RequestHead head_;
    std::string host_;
    std::string path_;
    std::vector<std::string> segments_;
    std::vector<Parameter> query_;

    /// A file in the body, by place: moving a Request may move the body's bytes.
    struct FilePart {
        std::string name;
        std::string file_name;
        std::size_t begin = 0;
        std::size_t length = 0;
    };

    std::expected<void, Refusal> take_parts(std::string_view boundary);

    std::vector<Parameter> form_;
    std::vector<FilePart> files_;
    std::string body_;
};

} // namespace attest::http
