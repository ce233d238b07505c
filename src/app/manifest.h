// What a backup says of itself, in its file manifest.json: when it was made, by which Attest, and
// the size and SHA-256 of every file.
#pragma once

#include "base/error.h"
#include "base/time.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attest::app {

inline constexpr std::string_view manifest_name = "manifest.json";

struct BackupFile {
    std::string path; ///< Within the data folder: "sites/history.sqlite".
    std::int64_t bytes = 0;
    std::string sha256; ///< 64 hexadecimal digits.

    bool operator==(const BackupFile&) const = default;
};

struct Manifest {
    std::string version; ///< Of the Attest that made it.
    std::string made_at; ///< RFC 3339; what was saved before is in it.
    std::int64_t network_schema = 0;
    std::int64_t site_schema = 0;
    std::vector<BackupFile> files; ///< All but the manifest, in order of path.

    bool operator==(const Manifest&) const = default;
};

std::string format_manifest(const Manifest& manifest);

/// `invalid` for what is no manifest of a form we know, with paths that lead out of the folder, or
/// beyond the limits.
Result<Manifest> parse_manifest(std::string_view text);

/// Whether a path from outside names a file below a folder and nothing else: relative, without
/// empty parts, "." and "..", and without control characters.
bool is_path_within(std::string_view path);

} // namespace attest::app
