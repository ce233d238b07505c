#include "db/data_folder.h"

#include "base/text.h"
#include "base/verify.h"
#include "db/sqlite.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

namespace attest::db {

namespace {

constexpr const char* lock_name = "lock";

/// What the lock file holds: the process, a line break, its purpose, a line break.
constexpr std::size_t lock_bytes_max = 256;

std::unexpected<Error> file_failure(const std::filesystem::path& path, int native) {
    return std::unexpected{Error{
        ErrorCode::unavailable,
        fmt::format(
            "{} cannot be written. Check who owns it and whether the disk is full.", path.string()
        )
    }
                               .with_detail(
                                   std::error_code{native, std::generic_category()}.message()
                               )};
}

Result<void> make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return file_failure(folder, error.value());
    return {};
}

/// Makes the folder, or sees that it may be used: a keeper who mistypes a path must not find our
/// files among his own.
Result<void> check_folder(const DataFolderOptions& options) {
    std::error_code error;
    const bool is_there = std::filesystem::is_directory(options.folder, error);
    if (!is_there && std::filesystem::exists(options.folder, error)) {
        return fail(
            ErrorCode::invalid, fmt::format("{} is not a folder.", options.folder.string())
        );
    }
    if (!is_there && !options.create) {
        return fail(
            ErrorCode::invalid, fmt::format("There is no data folder {}.", options.folder.string())
        );
    }
    if (!is_there) {
        TRY(make_folder(options.folder));
        // Sessions and addresses are nobody else's business.
        std::filesystem::permissions(options.folder, std::filesystem::perms::owner_all, error);
        return {};
    }
    if (std::filesystem::exists(options.folder / lock_name, error)) return {};
    if (options.create && std::filesystem::is_empty(options.folder, error)) return {};
    if (error) return file_failure(options.folder, error.value());
    return fail(
        ErrorCode::invalid,
        fmt::format(
            "{} is not a data folder of Attest. Name one, or an empty or new folder.",
            options.folder.string()
        )
    );
}

/// "`attest serve` (process 123)", or less if the file cannot be read or its holder has just begun.
std::string read_holder(int lock) {
    std::array<char, lock_bytes_max> buffer{};
    const ssize_t length = pread(lock, buffer.data(), buffer.size(), 0);
    const std::string_view text{buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
    const std::vector<std::string_view> lines = split(text, '\n');
    if (lines.size() < 3) return "another process";
    return fmt::format("`{}` (process {})", clean_utf8(lines[1]), clean_utf8(lines[0]));
}

Result<void> write_holder(int lock, const std::filesystem::path& file, std::string_view purpose) {
    const std::string text =
        fmt::format("{}\n{}\n", getpid(), utf8_prefix(purpose, lock_bytes_max - 32));
    if (ftruncate(lock, 0) != 0 || pwrite(lock, text.data(), text.size(), 0) != std::ssize(text)) {
        return file_failure(file, errno);
    }
    return {};
}

} // namespace

Result<DataFolder> DataFolder::open(const DataFolderOptions& options) {
    TRY(check_folder(options));
    const std::filesystem::path file = options.folder / lock_name;
    // Not inherited by the programs that we start: the lock would outlive us with them.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg)
    const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) return file_failure(file, errno);
    DataFolder folder{options.folder, lock};
    if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return file_failure(file, errno);
        return fail(
            ErrorCode::unavailable,
            fmt::format(
                "The data folder {} is in use by {}.", options.folder.string(), read_holder(lock)
            )
        );
    }
    TRY(write_holder(lock, file, options.purpose));
    for (const char* name : {"sites", "index", "rejects", "tmp"})
        TRY(make_folder(options.folder / name));
    use_temporary_folder(folder.temporary_folder());
    return folder;
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : folder_{std::move(other.folder_)}, lock_{std::exchange(other.lock_, -1)} {}

DataFolder& DataFolder::operator=(DataFolder&& other) noexcept {
    std::swap(folder_, other.folder_);
    std::swap(lock_, other.lock_);
    return *this;
}

DataFolder::~DataFolder() {
    if (lock_ >= 0) ::close(lock_); // and with it the lock
}

std::filesystem::path DataFolder::site_file(std::string_view site) const {
    VERIFY(!site.empty() && site.find('/') == std::string_view::npos);
    return folder_ / "sites" / fmt::format("{}.sqlite", site);
}

std::filesystem::path DataFolder::index_folder(std::string_view site) const {
    VERIFY(!site.empty() && site.find('/') == std::string_view::npos);
    return folder_ / "index" / site;
}

} // namespace attest::db
