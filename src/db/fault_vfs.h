// A disk for tests, between SQLite and the files of the operating system: it fails when it is told
// to, and it remembers every write and sync, so that the state after a power failure at any moment
// can be made.
//
// What it takes a power failure to do: a write before the last good sync of its file is there; a
// later one is there, gone, or there in some of its 512-byte sectors, each by chance; a cut is
// there if anything follows it. Files are made and removed at once (SQLite syncs the folder
// itself).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3_vfs;

namespace attest::db {

enum class Fault : std::uint8_t { io_error, disk_full };

class FaultDisk {
public:
    /// Registers itself with SQLite under `name()`.
    FaultDisk();
    FaultDisk(const FaultDisk&) = delete;
    FaultDisk& operator=(const FaultDisk&) = delete;
    ~FaultDisk();

    [[nodiscard]] const std::string& name() const { return name_; }

    /// The `count`-th write (sync) from now on fails; and all that follow, if `for_ever`.
    void fail_write(std::int64_t count, Fault fault, bool for_ever = false);
    void fail_sync(std::int64_t count, bool for_ever = false);
    /// No more than `bytes` can be added to the files; nothing: as many as wanted.
    void set_room(std::optional<std::int64_t> bytes);

    /// Every sync takes this long.
    void set_sync_milliseconds(int milliseconds) { sync_milliseconds_ = milliseconds; }

    /// Ends all faults.
    void mend();

    /// Writes and syncs up to now: a moment to which the power can be cut.
    [[nodiscard]] std::size_t moment() const;
    /// Writes the files as a power failure at `moment` may leave them, into `folder`.
    void write_remains(std::size_t moment, std::uint64_t seed, const std::filesystem::path& folder)
        const;

    // For the functions that SQLite calls.
    int write(const std::string& file, std::int64_t offset, std::string_view bytes);
    int sync(const std::string& file);
    int truncate(const std::string& file, std::int64_t bytes);
    void remove(const std::string& file);

private:
    enum class Kind : std::uint8_t { write, sync, truncate, remove };

    struct Operation {
        Kind kind;
        std::string file;
        std::int64_t offset;
        std::string bytes;
    };

    struct Trap {
        std::int64_t count = 0; // 0: none
        bool for_ever = false;

        bool springs();
    };

    void record(Operation operation);
    static void apply(std::string& content, const Operation& operation);
    static void
    apply_by_chance(std::string& content, const Operation& operation, std::mt19937_64& chance);

    std::string name_;
    sqlite3_vfs* vfs_;
    std::atomic<int> sync_milliseconds_{0};

    mutable std::mutex mutex_;
    Trap write_trap_;
    Trap sync_trap_;
    Fault write_fault_ = Fault::io_error;
    std::optional<std::int64_t> room_;
    std::map<std::string, std::int64_t> sizes_;
    std::vector<Operation> operations_;
};

} // namespace attest::db
