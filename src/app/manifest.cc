#include "app/manifest.h"

#include "app/limits.h"
#include "base/json.h"
#include "base/text.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace attest::app {

namespace {

namespace json = boost::json;

/// The number of this form; a reader refuses others.
constexpr std::int64_t manifest_format = 1;

constexpr std::size_t sha256_digits = 64;

std::optional<std::string> text_of(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    const json::string& text = value->get_string();
    return std::string{text.data(), text.size()};
}

std::optional<std::int64_t> number_of(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (value == nullptr || !value->is_int64() || value->get_int64() < 0) return std::nullopt;
    return value->get_int64();
}

bool is_sha256(std::string_view text) {
    return text.size() == sha256_digits && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::optional<BackupFile> read_file(const json::value& value) {
    const json::object* object = value.if_object();
    if (object == nullptr) return std::nullopt;
    std::optional<std::string> path = text_of(*object, "path");
    const std::optional<std::int64_t> bytes = number_of(*object, "bytes");
    std::optional<std::string> sha256 = text_of(*object, "sha256");
    if (!path || !bytes || !sha256 || !is_path_within(*path) || !is_sha256(*sha256)) {
        return std::nullopt;
    }
    return BackupFile{.path = std::move(*path), .bytes = *bytes, .sha256 = std::move(*sha256)};
}

std::optional<std::vector<BackupFile>> read_files(const json::value* value) {
    const json::array* array = value == nullptr ? nullptr : value->if_array();
    if (array == nullptr || array->size() > backup_files_max) return std::nullopt;
    std::vector<BackupFile> files;
    files.reserve(array->size());
    for (const json::value& item : *array) {
        std::optional<BackupFile> file = read_file(item);
        // In order and each once.
        if (!file || (!files.empty() && file->path <= files.back().path)) return std::nullopt;
        files.push_back(std::move(*file));
    }
    return files;
}

std::unexpected<Error> refuse() {
    return fail(
        ErrorCode::invalid,
        "This is not a backup of Attest, or one of a newer Attest: its manifest.json cannot be "
        "read."
    );
}

} // namespace

bool is_path_within(std::string_view path) {
    if (path.empty() || path.size() > backup_path_bytes_max || !is_utf8(path)) return false;
    const bool is_plain = std::ranges::none_of(path, [](char c) {
        return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
    });
    return is_plain && std::ranges::none_of(split(path, '/'), [](std::string_view part) {
               return part.empty() || part == "." || part == "..";
           });
}

std::string format_manifest(const Manifest& manifest) {
    std::string text = "{\n";
    const auto field = [&](std::string_view name, std::string_view value) {
        text += fmt::format("\"{}\":", name);
        append_json_string(text, value);
        text += ",\n";
    };
    text += fmt::format("\"format\":{},\n", manifest_format);
    field("attest", manifest.version);
    field("made_at", manifest.made_at);
    text += fmt::format(
        "\"schema\":{{\"network\":{},\"site\":{}}},\n\"files\":[",
        manifest.network_schema,
        manifest.site_schema
    );
    for (const BackupFile& file : manifest.files) {
        text += &file == &manifest.files.front() ? "\n" : ",\n";
        JsonWriter json{text};
        json.begin_object()
            .field("path", std::string_view{file.path})
            .field("bytes", file.bytes)
            .field("sha256", std::string_view{file.sha256})
            .end_object();
    }
    return text + "\n]\n}\n";
}

Result<Manifest> parse_manifest(std::string_view text) {
    if (text.size() > manifest_bytes_max) return refuse();
    boost::system::error_code error;
    json::parse_options options;
    options.max_depth = manifest_depth_max;
    const json::value value = json::parse(text, error, {}, options);
    const json::object* object = error ? nullptr : value.if_object();
    if (object == nullptr || number_of(*object, "format") != manifest_format) return refuse();

    std::optional<std::string> version = text_of(*object, "attest");
    std::optional<std::string> made_at = text_of(*object, "made_at");
    const json::value* schema = object->if_contains("schema");
    if (!version || !made_at || schema == nullptr || !schema->is_object()) return refuse();
    const auto network = number_of(schema->get_object(), "network");
    const auto site = number_of(schema->get_object(), "site");
    std::optional<std::vector<BackupFile>> files = read_files(object->if_contains("files"));
    if (!network || !site || !files) return refuse();
    return Manifest{
        .version = std::move(*version),
        .made_at = std::move(*made_at),
        .network_schema = *network,
        .site_schema = *site,
        .files = std::move(*files),
    };
}

} // namespace attest::app
