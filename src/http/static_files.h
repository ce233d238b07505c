// Style sheets, scripts and fonts: files that are part of the program, kept packed in memory,
// answered on the I/O thread. All lie below /static/HASH/, where HASH is over all of them, so that
// one file can name another by a relative address and a browser may keep them for ever.
#pragma once

#include "http/headers.h"
#include "http/request.h"
#include "http/response.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace attest::http {

struct EmbeddedFile {
    std::string_view name; ///< "css/site.css"
    std::string_view bytes;
};

/// The files below static/, in order of their names. Defined by the target `static_assets`, which
/// tools/embed.py makes.
std::span<const EmbeddedFile> embedded_static_files();

class StaticFiles {
public:
    /// The bytes must outlive this. Packs the texts among them (some 20 ms a megabyte).
    explicit StaticFiles(
        std::span<const EmbeddedFile> files, const DefaultHeaders& defaults = security_headers()
    );

    /// "/static/3f2a…/css/site.css". A name that is not there is a bug.
    [[nodiscard]] std::string url(std::string_view name) const;

    [[nodiscard]] bool contains(std::string_view name) const;

    /// For `Application::fast_answer`: the file, packed as the reader accepts it, or 304; nothing
    /// if the address is not one of these. An address with an old hash gets the file of today, not
    /// to be kept.
    [[nodiscard]] std::optional<PreparedAnswer> answer(const RequestHead& request) const;

private:
    struct Variant {
        PreparedAnswer over_http;
        PreparedAnswer over_https;
    };

    struct File {
        std::optional<Variant> brotli;
        std::optional<Variant> gzip;
        Variant plain;
        Variant unchanged; ///< 304
    };

    std::string prefix_;
    std::string etag_;
    std::map<std::string, File, std::less<>> files_;
};

} // namespace attest::http
