#include "scans/file_store.h"

#include "base/random.h"
#include "base/verify.h"
#include "scans/descriptor.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace attest::scans {

namespace {

constexpr std::size_t digits_in_hash = 64;

bool is_hash(std::string_view text) {
    return text.size() == digits_in_hash && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

std::unexpected<Error> not_written(const std::string& path) {
    return std::unexpected{
        Error{ErrorCode::unavailable, "The file could not be stored. Try again in a few minutes."}
            .with_detail(path + ": " + std::generic_category().message(errno))
    };
}

Result<void> write_durably(const std::string& path, std::string_view bytes) {
    const Descriptor file{open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!file.is_open()) return not_written(path);
    while (!bytes.empty()) {
        const ssize_t count = ::write(file.number(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return not_written(path);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    if (fsync(file.number()) != 0) return not_written(path);
    return {};
}

Result<void> sync_folder(const std::string& path) {
    const Descriptor folder{open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!folder.is_open() || fsync(folder.number()) != 0) return not_written(path);
    return {};
}

} // namespace

std::string sha256_of(std::string_view bytes) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(
        hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()
    );
    std::string text;
    for (const unsigned char byte : hash) {
        text += "0123456789abcdef"[byte >> 4U];
        text += "0123456789abcdef"[byte & 15U];
    }
    return text;
}

std::string FileStore::path_of(std::string_view sha256) const {
    VERIFY(is_hash(sha256));
    std::string path = folder_;
    path += '/';
    path += sha256.substr(0, 2);
    path += '/';
    path += sha256;
    return path;
}

Result<std::string> FileStore::store(std::string_view bytes) const {
    std::string hash = sha256_of(bytes);
    const std::string path = path_of(hash);
    std::error_code error;
    if (std::filesystem::file_size(path, error) == bytes.size() && !error) return hash;

    const std::string shelf = std::filesystem::path{path}.parent_path().string();
    std::filesystem::create_directories(shelf, error);
    const std::string aside = path + "." + random_hex(system_random(), 8);
    Result<void> written = write_durably(aside, bytes);
    if (written && std::rename(aside.c_str(), path.c_str()) != 0) written = not_written(path);
    if (!written) {
        std::filesystem::remove(aside, error);
        return std::unexpected{written.error()};
    }
    TRY(sync_folder(shelf));
    TRY(sync_folder(folder_));
    return hash;
}

Result<std::string> FileStore::read(std::string_view sha256) const {
    if (!is_hash(sha256)) return fail(ErrorCode::not_found, "There is no such file.");
    const std::string path = path_of(sha256);
    const Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat status{};
    if (!file.is_open() || fstat(file.number(), &status) != 0) {
        return std::unexpected{
            Error{ErrorCode::not_found, "The file is not on this server any more."}.with_detail(path
            )
        };
    }
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::read(file.number(), bytes.data() + done, bytes.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        done += static_cast<std::size_t>(count);
    }
    if (done == bytes.size() && sha256_of(bytes) == sha256) return bytes;
    return std::unexpected{
        Error{ErrorCode::internal, "The file on this server is damaged."}.with_detail(path)
    };
}

} // namespace attest::scans
