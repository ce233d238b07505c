#include "app/packing.h"

#include "app/limits.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace attest::app {

namespace {

namespace fs = std::filesystem;

struct FreeReading {
    void operator()(archive* native) const { archive_read_free(native); }
};

struct FreeWriting {
    void operator()(archive* native) const { archive_write_free(native); }
};

struct FreeEntry {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

using Reading = std::unique_ptr<archive, FreeReading>;
using Writing = std::unique_ptr<archive, FreeWriting>;
using Entry = std::unique_ptr<archive_entry, FreeEntry>;

/// Only the keeper may read what is in it: sessions, addresses.
constexpr mode_t file_mode = 0600;

class Sha256 {
public:
    Sha256() { crypto_hash_sha256_init(&state_); }

    void add(std::string_view bytes) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
        const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
        crypto_hash_sha256_update(&state_, data, bytes.size());
    }

    std::string finish() {
        std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
        crypto_hash_sha256_final(&state_, digest.data());
        std::string text;
        for (const unsigned char byte : digest)
            text += fmt::format("{:02x}", byte);
        return text;
    }

private:
    crypto_hash_sha256_state state_{};
};

class OpenFile {
public:
    explicit OpenFile(const fs::path& path) // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg)
        : descriptor_{open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)} {}

    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    ~OpenFile() {
        if (descriptor_ >= 0) close(descriptor_);
    }

    [[nodiscard]] int number() const { return descriptor_; }

private:
    int descriptor_;
};

std::unexpected<Error> native_failure(std::string message, int native) {
    return std::unexpected{Error{ErrorCode::unavailable, std::move(message)}.with_detail(
        std::error_code{native, std::generic_category()}.message()
    )};
}

std::unexpected<Error> writing_failure(const fs::path& out, archive* native) {
    const char* text = archive_error_string(native);
    return std::unexpected{Error{
        ErrorCode::unavailable,
        fmt::format(
            "{} cannot be written. Check who owns it and whether the disk is full.", out.string()
        )
    }
                               .with_detail(text == nullptr ? "" : text)};
}

std::unexpected<Error> reading_failure(const fs::path& backup, const char* detail) {
    return std::unexpected{Error{
        ErrorCode::invalid,
        fmt::format("{} is not a backup of Attest, or is damaged.", backup.string())
    }
                               .with_detail(detail == nullptr ? "" : detail)};
}

/// Reads up to `size` bytes of a file in blocks; how many there were.
Result<std::int64_t> each_block(
    const OpenFile& file,
    const fs::path& path,
    std::int64_t size,
    const std::function<Result<void>(std::string_view)>& take
) {
    std::string block(backup_block_bytes, '\0');
    std::int64_t done = 0;
    while (done < size) {
        const auto wanted = std::min(static_cast<std::size_t>(size - done), block.size());
        const ssize_t count = read(file.number(), block.data(), wanted);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            return native_failure(fmt::format("{} cannot be read.", path.string()), errno);
        }
        if (count == 0) break;
        TRY(take({block.data(), static_cast<std::size_t>(count)}));
        done += count;
    }
    return done;
}

bool ends_like_an_archive(std::string_view name) {
    constexpr std::array endings{".tar", ".tgz", ".zip", ".7z", ".gz", ".zst", ".xz", ".bz2"};
    return std::ranges::any_of(endings, [&](const char* ending) { return name.ends_with(ending); });
}

} // namespace

Result<Packing> packing_of(const fs::path& out) {
    const std::string name = out.filename().string();
    if (name.ends_with(".tar.zst")) return Packing::tar_zst;
    if (name.ends_with(".tar.gz")) return Packing::tar_gz;
    if (!ends_like_an_archive(name)) return Packing::folder;
    return fail(
        ErrorCode::invalid,
        fmt::format(
            "A backup is a folder, a .tar.zst or a .tar.gz; {} is none of them.", out.string()
        )
    );
}

Result<void> sync_all(const fs::path& folder) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg)
    const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool is_synced = descriptor >= 0 && syncfs(descriptor) == 0;
    const int native = errno;
    if (descriptor >= 0) close(descriptor);
    if (is_synced) return {};
    return native_failure(fmt::format("{} cannot be written.", folder.string()), native);
}

// ── Packing ──

class Packer::State {
public:
    State(fs::path out, Packing packing)
        : out_{std::move(out)}, part_{out_.string() + ".part"}, packing_{packing} {}

    State(const State&) = delete;
    State& operator=(const State&) = delete;

    ~State() {
        writing_.reset();
        std::error_code ignored;
        if (!is_finished_) fs::remove_all(part_, ignored);
    }

    Result<void> begin();
    Result<void> begin_file(const std::string& path, std::int64_t bytes);
    Result<void> write(std::string_view bytes);
    Result<void> finish();

private:
    fs::path out_;
    fs::path part_;
    Packing packing_;
    Writing writing_;
    bool is_finished_ = false;
};

/// A folder and an archive are written through the same interface.
Result<void> Packer::State::begin() {
    std::error_code error;
    fs::remove_all(part_, error); // of a backup that was killed
    if (packing_ == Packing::folder) {
        fs::create_directories(part_, error);
        if (error) {
            return native_failure(fmt::format("{} cannot be made.", out_.string()), error.value());
        }
        fs::permissions(part_, fs::perms::owner_all, error);
        writing_.reset(archive_write_disk_new());
        archive_write_disk_set_options(writing_.get(), ARCHIVE_EXTRACT_PERM);
        return {};
    }
    writing_.reset(archive_write_new());
    archive_write_set_format_pax_restricted(writing_.get());
    const int filtered = packing_ == Packing::tar_zst
                             ? archive_write_add_filter_zstd(writing_.get())
                             : archive_write_add_filter_gzip(writing_.get());
    if (filtered != ARCHIVE_OK) return writing_failure(out_, writing_.get());
    // Made by ourselves first, so that it is never readable for others.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg)
    const int made = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file_mode);
    if (made < 0) return native_failure(fmt::format("{} cannot be made.", out_.string()), errno);
    close(made);
    if (archive_write_open_filename(writing_.get(), part_.c_str()) != ARCHIVE_OK) {
        return writing_failure(out_, writing_.get());
    }
    return {};
}

Result<void> Packer::State::begin_file(const std::string& path, std::int64_t bytes) {
    const Entry entry{archive_entry_new()};
    const std::string name = packing_ == Packing::folder ? (part_ / path).string() : path;
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), bytes);
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), file_mode);
    if (archive_write_header(writing_.get(), entry.get()) != ARCHIVE_OK) {
        return writing_failure(out_, writing_.get());
    }
    return {};
}

Result<void> Packer::State::write(std::string_view bytes) {
    const la_ssize_t count = archive_write_data(writing_.get(), bytes.data(), bytes.size());
    if (count != std::ssize(bytes)) return writing_failure(out_, writing_.get());
    return {};
}

Result<void> Packer::State::finish() {
    if (archive_write_close(writing_.get()) != ARCHIVE_OK) {
        return writing_failure(out_, writing_.get());
    }
    const fs::path parent = out_.has_parent_path() ? out_.parent_path() : fs::path{"."};
    TRY(sync_all(parent));
    std::error_code error;
    fs::rename(part_, out_, error);
    if (error) {
        return native_failure(fmt::format("{} cannot be written.", out_.string()), error.value());
    }
    is_finished_ = true;
    return sync_all(parent);
}

Result<std::unique_ptr<Packer>> Packer::open(const fs::path& out) {
    const Packing packing = TRY(packing_of(out));
    if (fs::exists(fs::symlink_status(out))) {
        return fail(
            ErrorCode::conflict, fmt::format("{} exists already; name a new one.", out.string())
        );
    }
    auto state = std::make_unique<State>(out, packing);
    TRY(state->begin());
    return std::unique_ptr<Packer>{new Packer{std::move(state)}};
}

Packer::Packer(std::unique_ptr<State> state) : state_{std::move(state)} {}

Packer::~Packer() = default;

Result<BackupFile> Packer::add(const std::string& path, const fs::path& file) {
    const OpenFile open{file};
    struct stat state{};
    if (open.number() < 0 || fstat(open.number(), &state) != 0) {
        const ErrorCode code = errno == ENOENT ? ErrorCode::not_found : ErrorCode::unavailable;
        return std::unexpected{Error{code, fmt::format("{} cannot be read.", file.string())}};
    }
    TRY(state_->begin_file(path, state.st_size));
    Sha256 sum;
    const std::int64_t bytes =
        TRY(each_block(open, file, state.st_size, [&](std::string_view block) {
            sum.add(block);
            return state_->write(block);
        }));
    if (bytes != state.st_size) {
        return fail(
            ErrorCode::unavailable,
            fmt::format("{} was cut short while it was copied. Try again.", file.string())
        );
    }
    return BackupFile{.path = path, .bytes = bytes, .sha256 = sum.finish()};
}

Result<void> Packer::add_text(const std::string& path, std::string_view text) {
    TRY(state_->begin_file(path, std::ssize(text)));
    return state_->write(text);
}

Result<void> Packer::finish() {
    return state_->finish();
}

// ── Unpacking ──

namespace {

/// One file being written, with its sum.
class NewFile {
public:
    explicit NewFile(fs::path path) : path_{std::move(path)} {
        std::error_code ignored;
        fs::create_directories(path_.parent_path(), ignored);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg)
        descriptor_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, file_mode);
        native_ = errno;
    }

    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;

    ~NewFile() {
        if (descriptor_ >= 0) close(descriptor_);
    }

    Result<void> write(std::string_view bytes) {
        sum_.add(bytes);
        bytes_ += std::ssize(bytes);
        while (!bytes.empty()) {
            const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return failure(errno);
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return {};
    }

    Result<BackupFile> finish(std::string path) {
        if (descriptor_ < 0) return failure(native_);
        return BackupFile{.path = std::move(path), .bytes = bytes_, .sha256 = sum_.finish()};
    }

private:
    [[nodiscard]] std::unexpected<Error> failure(int native) const {
        return native_failure(
            fmt::format(
                "{} cannot be written. Check who owns the folder and whether the disk is full.",
                path_.string()
            ),
            native
        );
    }

    fs::path path_;
    int descriptor_ = -1;
    int native_ = 0;
    Sha256 sum_;
    std::int64_t bytes_ = 0;
};

Result<BackupFile> copy_file(const fs::path& from, const fs::path& folder, std::string path) {
    const OpenFile open{from};
    struct stat state{};
    if (open.number() < 0 || fstat(open.number(), &state) != 0) {
        return native_failure(fmt::format("{} cannot be read.", from.string()), errno);
    }
    NewFile file{folder / path};
    TRY(each_block(open, from, state.st_size, [&](std::string_view block) {
        return file.write(block);
    }));
    return file.finish(std::move(path));
}

Result<std::vector<BackupFile>> copy_folder(const fs::path& backup, const fs::path& folder) {
    std::vector<BackupFile> files;
    std::error_code error;
    for (fs::recursive_directory_iterator at{backup, error}, end; !error && at != end;
         at.increment(error)) {
        const fs::file_status status = at->symlink_status();
        if (fs::is_directory(status)) continue;
        std::string path = at->path().lexically_relative(backup).string();
        if (!fs::is_regular_file(status) || !is_path_within(path)
            || files.size() >= backup_files_max) {
            return reading_failure(backup, path.c_str());
        }
        files.push_back(TRY(copy_file(at->path(), folder, std::move(path))));
    }
    if (error) {
        return native_failure(fmt::format("{} cannot be read.", backup.string()), error.value());
    }
    return files;
}

Result<BackupFile>
unpack_entry(archive* reading, const fs::path& backup, const fs::path& folder, std::string path) {
    NewFile file{folder / path};
    std::string block(backup_block_bytes, '\0');
    for (;;) {
        const la_ssize_t count = archive_read_data(reading, block.data(), block.size());
        if (count < 0) return reading_failure(backup, archive_error_string(reading));
        if (count == 0) return file.finish(std::move(path));
        TRY(file.write({block.data(), static_cast<std::size_t>(count)}));
    }
}

Result<std::vector<BackupFile>> unpack_archive(const fs::path& backup, const fs::path& folder) {
    const Reading reading{archive_read_new()};
    archive_read_support_format_tar(reading.get());
    archive_read_support_filter_zstd(reading.get());
    archive_read_support_filter_gzip(reading.get());
    if (archive_read_open_filename(reading.get(), backup.c_str(), backup_block_bytes)
        != ARCHIVE_OK) {
        return reading_failure(backup, archive_error_string(reading.get()));
    }
    std::vector<BackupFile> files;
    for (archive_entry* entry = nullptr;;) {
        const int status = archive_read_next_header(reading.get(), &entry);
        if (status == ARCHIVE_EOF) return files;
        if (status != ARCHIVE_OK)
            return reading_failure(backup, archive_error_string(reading.get()));
        if (archive_entry_filetype(entry) == AE_IFDIR) continue;
        const char* name = archive_entry_pathname(entry);
        const bool is_plain = name != nullptr && archive_entry_filetype(entry) == AE_IFREG
                              && archive_entry_hardlink(entry) == nullptr;
        if (!is_plain || !is_path_within(name) || files.size() >= backup_files_max) {
            return reading_failure(backup, name);
        }
        files.push_back(TRY(unpack_entry(reading.get(), backup, folder, name)));
    }
}

} // namespace

Result<std::vector<BackupFile>> unpack(const fs::path& backup, const fs::path& folder) {
    std::error_code error;
    if (!fs::exists(backup, error)) {
        return fail(ErrorCode::not_found, fmt::format("There is no backup {}.", backup.string()));
    }
    std::vector<BackupFile> files = fs::is_directory(backup, error)
                                        ? TRY(copy_folder(backup, folder))
                                        : TRY(unpack_archive(backup, folder));
    std::ranges::sort(files, {}, &BackupFile::path);
    return files;
}

} // namespace attest::app
