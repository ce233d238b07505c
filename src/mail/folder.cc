#include "base/text.h"
#include "mail/post.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <mutex>
#include <system_error>
#include <utility>

namespace attest::mail {

namespace {

namespace fs = std::filesystem;

std::unexpected<Error> native_failure(std::string_view what, const fs::path& path, int native) {
    return std::unexpected{
        Error{ErrorCode::unavailable, "The mail could not be written to its folder."}.with_detail(
            fmt::format("{} {}: {}", what, path.string(), std::generic_category().message(native))
        )
    };
}

/// A file that is closed at the end.
class Descriptor {
public:
    explicit Descriptor(int number) : number_{number} {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }

    [[nodiscard]] int number() const { return number_; }

    [[nodiscard]] bool is_open() const { return number_ >= 0; }

private:
    int number_;
};

Result<void> sync_folder(const fs::path& folder) {
    const Descriptor open{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!open.is_open() || ::fsync(open.number()) != 0) {
        return native_failure("sync", folder, errno);
    }
    return {};
}

Result<void> write_synced(const fs::path& file, std::string_view bytes) {
    const Descriptor open{::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (!open.is_open()) return native_failure("open", file, errno);
    while (!bytes.empty()) {
        const ssize_t written = ::write(open.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return native_failure("write", file, errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(open.number()) != 0) return native_failure("sync", file, errno);
    return {};
}

/// The greatest number that a file's name in the folder begins with.
std::int64_t last_number(const fs::path& folder) {
    std::int64_t last = 0;
    std::error_code error;
    for (fs::directory_iterator entry{folder, error}; !error && entry != fs::directory_iterator{};
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        last = std::max(
            last,
            parse_number<std::int64_t>(std::string_view{name}.substr(0, name.find('-'))).value_or(0)
        );
    }
    return last;
}

class Folder {
public:
    explicit Folder(FolderOptions options)
        : options_{std::move(options)}, last_number_{last_number(options_.folder)} {}

    Result<void> post(const Message& message) {
        const std::string bytes = TRY(compose(message, options_.from_address, options_.clock()));
        const std::scoped_lock lock{mutex_};
        const std::int64_t number = last_number_ + 1;
        const fs::path file =
            options_.folder / fmt::format("{:04}-{}.eml", number, message.message_id);
        const fs::path unfinished = options_.folder / ".unfinished";
        TRY(write_synced(unfinished, bytes));
        if (::rename(unfinished.c_str(), file.c_str()) != 0) {
            return native_failure("rename to", file, errno);
        }
        last_number_ = number;
        return sync_folder(options_.folder);
    }

private:
    FolderOptions options_;
    std::mutex mutex_;
    std::int64_t last_number_;
};

} // namespace

Result<Post> post_to_folder(FolderOptions options) {
    std::error_code error;
    fs::create_directories(options.folder, error);
    if (error || ::chmod(options.folder.c_str(), 0700) != 0) {
        return std::unexpected{
            Error{
                ErrorCode::invalid,
                fmt::format("The folder {} for mail cannot be made.", options.folder.string())
            }
                .with_detail(error ? error.message() : std::generic_category().message(errno))
        };
    }
    auto folder = std::make_shared<Folder>(std::move(options));
    return [folder](const Message& message) { return folder->post(message); };
}

} // namespace attest::mail
