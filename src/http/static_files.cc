#include "http/static_files.h"

#include "base/compress.h"
#include "base/verify.h"
#include "http/brotli.h"
#include "http/limits.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <utility>

namespace attest::http {

namespace {

constexpr std::string_view static_prefix = "/static/";

/// Bytes of the hash that stand in addresses: enough that no two sets of files will ever share one.
constexpr std::size_t hash_bytes = 8;

struct Type {
    std::string_view suffix;
    std::string_view content_type;
};

constexpr auto content_types = std::to_array<Type>({
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".xsl", "application/xslt+xml"},
});

std::string_view content_type_of(std::string_view name) {
    for (const Type& type : content_types) {
        if (name.ends_with(type.suffix)) return type.content_type;
    }
    return "application/octet-stream";
}

/// One hash over all names and bytes, with their lengths, so that no two sets are the same to it.
std::string hash_of(std::span<const EmbeddedFile> files) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{
        EVP_MD_CTX_new(), EVP_MD_CTX_free
    };
    VERIFY(digest != nullptr && EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr) == 1);
    for (const EmbeddedFile& file : files) {
        const std::string title = fmt::format("{} {}\n", file.name, file.bytes.size());
        EVP_DigestUpdate(digest.get(), title.data(), title.size());
        EVP_DigestUpdate(digest.get(), file.bytes.data(), file.bytes.size());
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    VERIFY(EVP_DigestFinal_ex(digest.get(), hash.data(), nullptr) == 1);
    std::string text;
    for (std::size_t index = 0; index < hash_bytes; ++index)
        text += fmt::format("{:02x}", hash.at(index));
    return text;
}

} // namespace

StaticFiles::StaticFiles(std::span<const EmbeddedFile> files, const DefaultHeaders& defaults) {
    const std::string hash = hash_of(files);
    prefix_ = fmt::format("{}{}/", static_prefix, hash);
    for (const EmbeddedFile& file : files) {
        const std::string_view type = content_type_of(file.name);
        const bool is_text = is_compressible(type) && file.bytes.size() >= compress_bytes_min;

        const auto variant = [&](int status, std::string_view coding, SharedBytes body) {
            Response response{
                .status = status, .headers = {}, .body = {}, .shared_body = std::move(body)
            };
            if (status == 200) response.set("Content-Type", std::string{type});
            if (!coding.empty()) response.set("Content-Encoding", std::string{coding});
            if (is_text) response.set("Vary", "Accept-Encoding");
            // Weak, since one tag stands for all encodings of the file.
            response.set("ETag", fmt::format("W/\"{}\"", hash));
            response.set("Cache-Control", "public, max-age=31536000, immutable");
            return Variant{
                .over_http = prepare_answer(response, Scheme::http, defaults),
                .over_https = prepare_answer(response, Scheme::https, defaults),
            };
        };
        File made{
            .brotli = std::nullopt,
            .gzip = std::nullopt,
            .plain = variant(200, "", {.view = file.bytes, .owner = nullptr}),
            .unchanged = variant(304, "", {}),
        };
        if (is_text) {
            made.brotli =
                variant(200, "br", share(compress_brotli(file.bytes, brotli_quality_cached)));
            made.gzip = variant(200, "gzip", share(gzip(file.bytes, gzip_level_static)));
        }
        files_.emplace(file.name, std::move(made));
    }
    etag_ = fmt::format("W/\"{}\"", hash);
}

std::string StaticFiles::url(std::string_view name) const {
    VERIFY(contains(name));
    return prefix_ + std::string{name};
}

bool StaticFiles::contains(std::string_view name) const {
    return files_.contains(name);
}

std::optional<PreparedAnswer> StaticFiles::answer(const RequestHead& request) const {
    if (!request.path_text.starts_with(prefix_)) return std::nullopt;
    const auto found = files_.find(request.path_text.substr(prefix_.size()));
    if (found == files_.end()) return std::nullopt;
    const File& file = found->second;

    const auto pick = [&](const Variant& variant) {
        return request.scheme == Scheme::https ? variant.over_https : variant.over_http;
    };
    const auto condition = request.header("if-none-match");
    if (condition && matches_etag(*condition, etag_)) return pick(file.unchanged);
    if (!file.gzip) return pick(file.plain);
    const auto accepted = parse_accept_encoding(request.header("accept-encoding").value_or(""));
    if (accepted.brotli) return pick(*file.brotli);
    return pick(accepted.gzip ? *file.gzip : file.plain);
}

} // namespace attest::http
