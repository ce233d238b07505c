#include "base/verify.h"
#include "db/fault_vfs.h"
#include "db/vfs_shim.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fstream>
#include <new>
#include <thread>

namespace attest::db {

namespace {

constexpr std::size_t sector_bytes = 512;

struct FaultFile {
    ShimFile shim;
    FaultDisk* disk; // null for temporary files, which no power failure leaves anything of
    std::string* path;
};

FaultFile& of(sqlite3_file* file) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how SQLite's C interface derives
    return *reinterpret_cast<FaultFile*>(file);
}

sqlite3_vfs* real_vfs() {
    static sqlite3_vfs* const real = sqlite3_vfs_find("unix");
    return real;
}

int close_file(sqlite3_file* file) {
    FaultFile& fault = of(file);
    const int native = fault.shim.below->pMethods->xClose(fault.shim.below);
    delete fault.path;
    return native;
}

int write_file(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    const FaultFile& fault = of(file);
    const std::string_view view{static_cast<const char*>(bytes), static_cast<std::size_t>(count)};
    if (fault.disk != nullptr) {
        const int native = fault.disk->write(*fault.path, offset, view);
        if (native != SQLITE_OK) {
            // The real one too stops in the middle.
            fault.shim.below->pMethods->xWrite(fault.shim.below, bytes, count / 2, offset);
            return native;
        }
    }
    return fault.shim.below->pMethods->xWrite(fault.shim.below, bytes, count, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 bytes) {
    const FaultFile& fault = of(file);
    if (fault.disk != nullptr) fault.disk->truncate(*fault.path, bytes);
    return fault.shim.below->pMethods->xTruncate(fault.shim.below, bytes);
}

int sync_file(sqlite3_file* file, int /*flags*/) {
    const FaultFile& fault = of(file);
    return fault.disk == nullptr ? SQLITE_OK : fault.disk->sync(*fault.path);
}

sqlite3_io_methods make_methods() {
    sqlite3_io_methods methods = handing_on_methods();
    methods.xClose = close_file;
    methods.xWrite = write_file;
    methods.xTruncate = truncate_file;
    methods.xSync = sync_file;
    return methods;
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_out) {
    static const sqlite3_io_methods methods = make_methods();
    FaultFile& fault = of(file);
    constexpr int kept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
    fault.disk = (flags & kept) != 0 ? static_cast<FaultDisk*>(vfs->pAppData) : nullptr;
    fault.path = new std::string{path == nullptr ? "" : path};
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    fault.shim.below = reinterpret_cast<sqlite3_file*>(&fault + 1);
    const int native = real_vfs()->xOpen(real_vfs(), path, fault.shim.below, flags, flags_out);
    fault.shim.base.pMethods = native == SQLITE_OK ? &methods : nullptr;
    if (native != SQLITE_OK) delete fault.path;
    return native;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    static_cast<FaultDisk*>(vfs->pAppData)->remove(path);
    return real_vfs()->xDelete(real_vfs(), path, sync_folder);
}

} // namespace

FaultDisk::FaultDisk() : vfs_{new sqlite3_vfs{*real_vfs()}} {
    static std::atomic<int> disks{0};
    name_ = fmt::format("fault{}", ++disks);
    vfs_->pNext = nullptr;
    vfs_->zName = name_.c_str();
    vfs_->pAppData = this;
    vfs_->szOsFile = static_cast<int>(sizeof(FaultFile)) + real_vfs()->szOsFile;
    vfs_->xOpen = open_file;
    vfs_->xDelete = delete_file;
    VERIFY(sqlite3_vfs_register(vfs_, 0) == SQLITE_OK);
}

FaultDisk::~FaultDisk() {
    sqlite3_vfs_unregister(vfs_);
    delete vfs_;
}

bool FaultDisk::Trap::springs() {
    if (count == 0) return false;
    if (count > 1) {
        --count;
        return false;
    }
    if (!for_ever) count = 0;
    return true;
}

void FaultDisk::fail_write(std::int64_t count, Fault fault, bool for_ever) {
    const std::lock_guard lock{mutex_};
    write_trap_ = {.count = count, .for_ever = for_ever};
    write_fault_ = fault;
}

void FaultDisk::fail_sync(std::int64_t count, bool for_ever) {
    const std::lock_guard lock{mutex_};
    sync_trap_ = {.count = count, .for_ever = for_ever};
}

void FaultDisk::set_room(std::optional<std::int64_t> bytes) {
    const std::lock_guard lock{mutex_};
    room_ = bytes;
}

void FaultDisk::mend() {
    const std::lock_guard lock{mutex_};
    write_trap_ = {};
    sync_trap_ = {};
    room_.reset();
    sync_milliseconds_ = 0;
}

std::size_t FaultDisk::moment() const {
    const std::lock_guard lock{mutex_};
    return operations_.size();
}

void FaultDisk::record(Operation operation) {
    operations_.push_back(std::move(operation));
}

int FaultDisk::write(const std::string& file, std::int64_t offset, std::string_view bytes) {
    const std::lock_guard lock{mutex_};
    const std::int64_t end = offset + std::ssize(bytes);
    const std::int64_t growth = std::max<std::int64_t>(end - sizes_[file], 0);
    const bool is_full = room_ && growth > *room_;
    if (is_full || write_trap_.springs()) {
        const bool says_full = is_full || write_fault_ == Fault::disk_full;
        record({Kind::write, file, offset, std::string{bytes.substr(0, bytes.size() / 2)}});
        return says_full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
    if (room_) *room_ -= growth;
    sizes_[file] += growth;
    record({Kind::write, file, offset, std::string{bytes}});
    return SQLITE_OK;
}

int FaultDisk::sync(const std::string& file) {
    if (const int wait = sync_milliseconds_; wait > 0) {
        std::this_thread::sleep_for(std::chrono::milliseconds{wait});
    }
    const std::lock_guard lock{mutex_};
    if (sync_trap_.springs()) return SQLITE_IOERR_FSYNC;
    record({Kind::sync, file, 0, {}});
    return SQLITE_OK;
}

int FaultDisk::truncate(const std::string& file, std::int64_t bytes) {
    const std::lock_guard lock{mutex_};
    sizes_[file] = bytes;
    record({Kind::truncate, file, bytes, {}});
    return SQLITE_OK;
}

void FaultDisk::remove(const std::string& file) {
    const std::lock_guard lock{mutex_};
    sizes_.erase(file);
    record({Kind::remove, file, 0, {}});
}

void FaultDisk::apply(std::string& content, const Operation& operation) {
    const auto offset = static_cast<std::size_t>(operation.offset);
    if (operation.kind == Kind::truncate) content.resize(offset);
    if (operation.kind != Kind::write) return;
    content.resize(std::max(content.size(), offset + operation.bytes.size()));
    content.replace(offset, operation.bytes.size(), operation.bytes);
}

void FaultDisk::apply_by_chance(
    std::string& content, const Operation& operation, std::mt19937_64& chance
) {
    const std::uint64_t fate = chance() % 4;
    if (fate == 0) return;
    if (fate != 1 || operation.kind != Kind::write) return apply(content, operation);
    for (std::size_t from = 0; from < operation.bytes.size(); from += sector_bytes) {
        if (chance() % 2 == 0) continue;
        apply(
            content,
            {Kind::write,
             operation.file,
             operation.offset + static_cast<std::int64_t>(from),
             operation.bytes.substr(from, sector_bytes)}
        );
    }
}

void FaultDisk::write_remains(
    std::size_t moment, std::uint64_t seed, const std::filesystem::path& folder
) const {
    const std::lock_guard lock{mutex_};
    std::map<std::string, std::size_t> last_sync;
    std::map<std::string, std::size_t> last_operation;
    for (std::size_t at = 0; at < moment; ++at) {
        last_operation[operations_[at].file] = at;
        if (operations_[at].kind == Kind::sync) last_sync[operations_[at].file] = at;
    }
    std::mt19937_64 chance{seed};
    std::map<std::string, std::string> contents;
    for (std::size_t at = 0; at < moment; ++at) {
        const Operation& operation = operations_[at];
        const bool is_synced = last_sync.contains(operation.file) && at < last_sync[operation.file];
        // What a file system writes into a file that was cut comes after the cut.
        const bool is_ordered =
            operation.kind == Kind::truncate && at < last_operation[operation.file];
        if (operation.kind == Kind::remove) {
            contents.erase(operation.file);
        } else if (is_synced || is_ordered) {
            apply(contents[operation.file], operation);
        } else {
            apply_by_chance(contents[operation.file], operation, chance);
        }
    }
    for (const auto& [file, content] : contents) {
        std::ofstream{folder / std::filesystem::path{file}.filename(), std::ios::binary} << content;
    }
}

} // namespace attest::db
