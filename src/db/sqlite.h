// SQLite behind the driver's seam. Only db/ includes this; the native header stays in sqlite.cc.
#pragma once

#include "base/error.h"
#include "db/connection.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;

namespace attest::db {

class CostLedger; // costs.h

/// What is still there after the power has failed.
enum class Durability : std::uint8_t {
    full,   ///< Every acknowledged commit (`synchronous=FULL`).
    normal, ///< A consistent state; the last commits may be gone.
    off,    ///< No promise; for the control of a test only.
};

struct SqliteOptions {
    std::filesystem::path file;
    bool create = false;
    bool reads_only = false;
    /// Foreign keys are checked (an import checks them at its end).
    bool checks_references = true;
    Durability durability = Durability::full;
    int cache_kibibytes = 2'048;
    /// Threads that help to sort, beside the caller's.
    int sort_threads = 0;
    /// The disk: empty for the operating system's, else a VFS that a test has registered.
    std::string vfs = {};
    CostLedger* costs = nullptr;
};

enum class CheckpointKind : std::uint8_t {
    passive,  ///< Copies what nobody is in the way of; waits for nobody.
    restart,  ///< Waits for the readers, so that the next commit starts the WAL from its beginning.
    truncate, ///< The same, and cuts the WAL to nothing.
};

/// A connection is used by one thread at a time.
class SqliteConnection final : public Connection {
public:
    /// Opens the file in WAL mode. `internal` if it is damaged or not a database of ours,
    /// `unavailable` if it cannot be opened; each says which file.
    static Result<std::unique_ptr<SqliteConnection>> open(const SqliteOptions& options);

    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;
    ~SqliteConnection() override;

    using Connection::run;
    Result<std::int64_t>
    run(const Query& query,
        std::span<const Parameter> parameters,
        const std::function<void(const Row&)>& take) override;

    /// Runs a text of several statements, without parameters and rows: a migration.
    Result<void> run_script(std::string_view sql);

    Result<void> begin_read() override;
    Result<void> begin_write() override;
    Result<void> commit() override;
    void roll_back() override;

    Result<void> set_savepoint() override;
    Result<void> release_savepoint() override;
    Result<void> roll_back_to_savepoint() override;

    [[nodiscard]] bool in_transaction() const override;

    /// True if all of the WAL has been copied (and, but for `passive`, the next commit starts it
    /// again); false if a reader or another checkpoint was in the way for `wait_milliseconds`.
    Result<bool> checkpoint(CheckpointKind kind, int wait_milliseconds = 0);

    /// Writes the stamp of a new start (wal_check.h) into the header page and waits until it is on
    /// disk.
    Result<void> write_stamp();

    /// Bytes of the WAL in use after the last commit of this connection.
    [[nodiscard]] std::int64_t wal_bytes() const;

    [[nodiscard]] std::int64_t page_bytes() const;

    /// A sync has failed: what the operating system held of our writes may be gone (decisions.md,
    /// 21).
    [[nodiscard]] bool sync_failed() const;

    /// From this moment of `monotonic_milliseconds` on statements are refused, and a running one is
    /// broken off; nothing lifts it.
    void set_deadline(std::optional<std::int64_t> deadline);

    /// For the files of db/ that may see SQLite's own interface.
    [[nodiscard]] sqlite3* handle() const;

private:
    class Native;
    explicit SqliteConnection(std::unique_ptr<Native> native);

    std::unique_ptr<Native> native_;
};

/// Where SQLite puts what does not fit into memory while it sorts. Must be on the disk of the data,
/// since an import sorts gigabytes. Call it before the first connection is opened.
void use_temporary_folder(const std::filesystem::path& folder);

} // namespace attest::db
