// Copying is SQLite's online backup within one read transaction: page by page, as they lie, which
// is as fast as the disk. (VACUUM INTO would sort every row anew, and its pages would be written
// before our layer can know that the new file has sums.)
#include "db/snapshot.h"

#include "base/verify.h"
#include "db/limits.h"
#include "db/page_checks.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <system_error>
#include <utility>

namespace attest::db {

namespace {

/// The new file while it is being written; taken away unless it is kept.
class Target {
public:
    explicit Target(std::filesystem::path file) : file_{std::move(file)} {}

    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    ~Target() {
        sqlite3_close_v2(handle_);
        std::error_code ignored;
        if (!is_kept_) std::filesystem::remove(file_, ignored);
    }

    /// Makes the file with its first page, which tells our layer that pages have sums.
    int open() {
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
                          | SQLITE_OPEN_EXRESCODE;
        const int native =
            sqlite3_open_v2(file_.c_str(), &handle_, flags, checking_vfs("").c_str());
        if (native != SQLITE_OK) return native;
        reserve_page_sums(handle_);
        // Nobody else knows the file, and it is synced once, at the end.
        return sqlite3_exec(
            handle_,
            "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA user_version = 1",
            nullptr,
            nullptr,
            nullptr
        );
    }

    [[nodiscard]] sqlite3* handle() const { return handle_; }

    /// Closes the file and waits until it is on disk.
    int keep() {
        const int closed = sqlite3_close(std::exchange(handle_, nullptr));
        if (closed != SQLITE_OK) return closed;
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg)
        const int descriptor = ::open(file_.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) return SQLITE_CANTOPEN;
        const bool is_synced = fsync(descriptor) == 0;
        ::close(descriptor);
        is_kept_ = is_synced;
        return is_synced ? SQLITE_OK : SQLITE_IOERR_FSYNC;
    }

private:
    std::filesystem::path file_;
    sqlite3* handle_ = nullptr;
    bool is_kept_ = false;
};

std::unexpected<Error> copy_failure(const std::filesystem::path& file, int native) {
    const bool is_full = (native & 0xff) == SQLITE_FULL;
    const std::string message =
        is_full
            ? fmt::format("The disk is full: {} cannot be written.", file.string())
            : fmt::format(
                  "The copy {} cannot be written, or its original cannot be read.", file.string()
              );
    return std::unexpected{Error{ErrorCode::unavailable, message}.with_detail(
        fmt::format("{} ({})", sqlite3_errstr(native), native)
    )};
}

Result<void> copy_pages(
    sqlite3* source,
    const Target& target,
    const std::filesystem::path& file,
    const KeepGoing& keep_going
) {
    sqlite3_backup* backup = sqlite3_backup_init(target.handle(), "main", source, "main");
    if (backup == nullptr) return copy_failure(file, sqlite3_extended_errcode(target.handle()));
    int native = SQLITE_OK;
    while (native == SQLITE_OK && (!keep_going || keep_going())) {
        native = sqlite3_backup_step(backup, copy_slice_pages);
    }
    const int finished = sqlite3_backup_finish(backup);
    if (native == SQLITE_DONE) return {};
    if (native == SQLITE_OK) return fail(ErrorCode::unavailable, "The server is stopping.");
    return copy_failure(file, finished == SQLITE_OK ? native : finished);
}

constexpr Query pin_snapshot_query{
    .name = "pin_snapshot", .sql = "SELECT count(*) FROM sqlite_schema"
};

constexpr Query quick_check_query{.name = "quick_check", .sql = "PRAGMA quick_check(100)"};
constexpr Query integrity_check_query{
    .name = "integrity_check", .sql = "PRAGMA integrity_check(100)"
};

} // namespace

Result<std::unique_ptr<Snapshot>> Snapshot::open(const std::filesystem::path& file) {
    std::unique_ptr<SqliteConnection> connection = TRY(SqliteConnection::open(
        {.file = file, .reads_only = true, .cache_kibibytes = reader_cache_kibibytes}
    ));
    TRY(connection->begin_read());
    TRY(connection->run(pin_snapshot_query, {}, {}));
    return std::unique_ptr<Snapshot>{new Snapshot{std::move(connection)}};
}

Snapshot::Snapshot(std::unique_ptr<SqliteConnection> connection)
    : connection_{std::move(connection)} {}

Snapshot::~Snapshot() {
    connection_->roll_back();
}

Result<void> Snapshot::copy_to(const std::filesystem::path& target, const KeepGoing& keep_going) {
    if (std::filesystem::exists(target)) {
        return fail(ErrorCode::conflict, fmt::format("{} exists already.", target.string()));
    }
    Target file{target};
    if (const int native = file.open(); native != SQLITE_OK) return copy_failure(target, native);
    TRY(copy_pages(connection_->handle(), file, target, keep_going));
    if (const int native = file.keep(); native != SQLITE_OK) return copy_failure(target, native);
    return {};
}

Result<std::vector<std::string>> Snapshot::find_faults(Thoroughness thoroughness) {
    std::vector<std::string> faults;
    const Query& query =
        thoroughness == Thoroughness::full ? integrity_check_query : quick_check_query;
    TRY(connection_->run(query, {}, [&](const Row& row) {
        if (row.text(0) != "ok") faults.push_back(row.string(0));
    }));
    return faults;
}

} // namespace attest::db
