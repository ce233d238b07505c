// Files under their SHA-256: written once, never changed, verified when read. What the database
// knows of a file is written after the file is on the disk for good, so that no row is without its
// file; a file without a row harms nobody.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace attest::scans {

/// 64 hexadecimal digits, lower case.
std::string sha256_of(std::string_view bytes);

class FileStore {
public:
    /// The folder is made when the first file is.
    explicit FileStore(std::string folder) : folder_{std::move(folder)} {}

    /// The hash. Durable when it returns: written aside, synced, renamed, its folder synced.
    [[nodiscard]] Result<std::string> store(std::string_view bytes) const;

    /// `not_found` if there is no such file, `internal` if it is not what it was.
    [[nodiscard]] Result<std::string> read(std::string_view sha256) const;

    /// "FOLDER/ab/abcd…".
    [[nodiscard]] std::string path_of(std::string_view sha256) const;

private:
    std::string folder_;
};

} // namespace attest::scans
