// Header fields: what a request sent, what every answer carries, and the few that need a grammar.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::http {

enum class Scheme : std::uint8_t { http, https };

/// "http" or "https".
std::string_view format_scheme(Scheme scheme);

/// A field of an answer.
struct Header {
    std::string name;
    std::string value;
};

/// A field of a request: a view of the bytes that were read, without white space at its ends.
struct HeaderField {
    std::string_view name;
    std::string_view value;
};

/// The headers that every answer carries, those made by this layer included (guards, ASVS 3.4). A
/// handler that sets a field of the same name has the last word.
struct DefaultHeaders {
    std::vector<Header> always;
    std::vector<Header> over_https; ///< Only where the reader came by https.
};

/// No script, style, picture or form target but our own; no framing; no referrer path to others.
DefaultHeaders security_headers();

/// How a body may be packed, best first in our order of liking.
struct AcceptedEncodings {
    bool brotli = false;
    bool gzip = false;
};

/// Reads Accept-Encoding with its weights: "gzip;q=0" is a refusal, "*" stands for what is not
/// named. A field that cannot be read accepts nothing.
AcceptedEncodings parse_accept_encoding(std::string_view field);

/// Whether an If-None-Match field names `etag` (weak comparison, RFC 9110, 13.1.2), or is "*".
bool matches_etag(std::string_view if_none_match, std::string_view etag);

/// `W/"…"` from the bytes of a body. A 64-bit hash, not a secret and not a signature.
std::string weak_etag(std::string_view bytes);

/// Whether `text` is a token (RFC 9110, 5.6.2): a field's name, a parameter's.
bool is_token(std::string_view text);

/// Whether a field's value holds text only: no control bytes but tabs.
bool is_field_value(std::string_view text);

/// Whether a list such as `Connection: close, x` names `token` (lower case), ignoring case.
bool has_token(std::string_view list, std::string_view token);

/// "OK" for 200; empty if we never send it.
std::string_view reason_phrase(int status);

} // namespace attest::http
