#include "db/page_checks.h"

#include "base/log.h"
#include "base/verify.h"
#include "db/vfs_shim.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>

namespace attest::db {

namespace {

static_assert(
    std::endian::native == std::endian::little, "the sums are read as the machine's words"
);

/// Where the header of the file says how many bytes of each page are reserved, and "SQLite format
/// 3".
constexpr std::size_t reserved_bytes_at = 20;
constexpr std::size_t header_bytes = 100;

/// Our own question to an open file (SQLite keeps the numbers below 100).
constexpr int ask_has_sums = 41'747;

enum class Sums : std::uint8_t { unknown, none, in_each_page };

struct CheckedFile {
    ShimFile shim;
    const char* path; // SQLite keeps it as long as the file is open
    bool is_database;
    // Connections do not share files: one thread at a time.
    Sums sums;
};

using Page = std::array<std::byte, page_bytes>;

CheckedFile& of(sqlite3_file* file) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how the C interface derives
    return *reinterpret_cast<CheckedFile*>(file);
}

std::uint64_t stored_sum(std::span<const std::byte, page_bytes> page) {
    std::uint64_t sum = 0;
    std::memcpy(&sum, page.data() + page_bytes - page_sum_bytes, page_sum_bytes);
    return sum;
}

/// A page that was never written, in a file that grew past it.
bool is_hole(std::span<const std::byte, page_bytes> page) {
    return std::ranges::all_of(page, [](std::byte byte) { return byte == std::byte{0}; });
}

bool is_sound(std::span<const std::byte, page_bytes> page, std::int64_t number) {
    return stored_sum(page) == page_sum(page, number) || is_hole(page);
}

Sums sums_by_header(const std::byte* header) {
    return header[reserved_bytes_at] == std::byte{page_sum_bytes} ? Sums::in_each_page : Sums::none;
}

/// Whether the file has sums, learned from its header the first time.
bool has_sums(CheckedFile& checked) {
    if (checked.sums != Sums::unknown) return checked.sums == Sums::in_each_page;
    std::array<std::byte, header_bytes> header{};
    sqlite3_file* below = checked.shim.below;
    const int native = below->pMethods->xRead(below, header.data(), header_bytes, 0);
    if (native != SQLITE_OK) return false; // an empty file: nothing to check yet
    checked.sums = sums_by_header(header.data());
    return checked.sums == Sums::in_each_page;
}

bool is_whole_page(const CheckedFile& checked, int count, sqlite3_int64 offset) {
    return checked.is_database && count == page_bytes && offset % page_bytes == 0;
}

int read_file(sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
    CheckedFile& checked = of(file);
    sqlite3_file* below = checked.shim.below;
    const int native = below->pMethods->xRead(below, bytes, count, offset);
    if (native != SQLITE_OK || !is_whole_page(checked, count, offset) || !has_sums(checked)) {
        return native;
    }
    const std::span<const std::byte, page_bytes> page{
        static_cast<const std::byte*>(bytes), page_bytes
    };
    const std::int64_t number = offset / page_bytes + 1;
    if (is_sound(page, number)) return SQLITE_OK;
    log_event(
        LogLevel::error,
        "page_damaged",
        {{.name = "file", .value = std::string_view{checked.path}},
         {.name = "page", .value = number}}
    );
    return SQLITE_IOERR_DATA;
}

int write_file(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
    CheckedFile& checked = of(file);
    sqlite3_file* below = checked.shim.below;
    if (!is_whole_page(checked, count, offset)) {
        return below->pMethods->xWrite(below, bytes, count, offset);
    }
    Page page;
    std::memcpy(page.data(), bytes, page_bytes);
    if (offset == 0) checked.sums = sums_by_header(page.data());
    if (has_sums(checked)) {
        const std::uint64_t sum = page_sum(page, offset / page_bytes + 1);
        std::memcpy(page.data() + page_bytes - page_sum_bytes, &sum, page_sum_bytes);
    }
    return below->pMethods->xWrite(below, page.data(), count, offset);
}

int control_file(sqlite3_file* file, int operation, void* argument) {
    CheckedFile& checked = of(file);
    if (operation == ask_has_sums) {
        *static_cast<bool*>(argument) = has_sums(checked);
        return SQLITE_OK;
    }
    sqlite3_file* below = checked.shim.below;
    return below->pMethods->xFileControl(below, operation, argument);
}

sqlite3_io_methods make_methods() {
    sqlite3_io_methods methods = handing_on_methods();
    methods.xRead = read_file;
    methods.xWrite = write_file;
    methods.xFileControl = control_file;
    return methods;
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_out) {
    static const sqlite3_io_methods methods = make_methods();
    auto* below = static_cast<sqlite3_vfs*>(vfs->pAppData);
    CheckedFile& checked = of(file);
    checked.path = path == nullptr ? "" : path;
    checked.is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    checked.sums = Sums::unknown;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    checked.shim.below = reinterpret_cast<sqlite3_file*>(&checked + 1);
    const int native = below->xOpen(below, path, checked.shim.below, flags, flags_out);
    checked.shim.base.pMethods = native == SQLITE_OK ? &methods : nullptr;
    return native;
}

/// A registered layer: SQLite keeps the pointers for as long as the process lives.
struct Layer {
    std::string name;
    sqlite3_vfs vfs;
};

} // namespace

std::uint64_t page_sum(std::span<const std::byte, page_bytes> page, std::int64_t number) {
    // Four lanes, each a chain of steps that lose nothing (exclusive or, multiplication by an odd
    // number, rotation), so that a change in one word always arrives at the end of its lane.
    constexpr std::uint64_t odd = 0x9e37'79b9'7f4a'7c15;
    constexpr std::size_t lanes = 4;
    constexpr std::size_t words = (page_bytes - page_sum_bytes) / sizeof(std::uint64_t);
    std::array<std::uint64_t, lanes> state{static_cast<std::uint64_t>(number), 1, 2, 3};
    const auto step = [&](std::size_t lane, std::size_t word) {
        std::uint64_t value = 0;
        std::memcpy(&value, page.data() + word * sizeof value, sizeof value);
        state[lane] = std::rotl((state[lane] ^ value) * odd, 31);
    };
    std::size_t word = 0;
    for (; word + lanes <= words; word += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            step(lane, word + lane);
        }
    }
    for (; word < words; ++word) {
        step(word % lanes, word);
    }
    return state[0] ^ std::rotl(state[1], 16) ^ std::rotl(state[2], 32) ^ std::rotl(state[3], 48);
}

std::string checking_vfs(const std::string& below) {
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<Layer>> layers;
    const std::lock_guard lock{mutex};
    if (const auto found = layers.find(below); found != layers.end()) return found->second->name;

    sqlite3_vfs* base = sqlite3_vfs_find(below.empty() ? nullptr : below.c_str());
    VERIFY(base != nullptr);
    auto layer =
        std::make_unique<Layer>(Layer{.name = fmt::format("checking {}", base->zName), .vfs = *base}
        );
    layer->vfs.pNext = nullptr;
    layer->vfs.zName = layer->name.c_str();
    layer->vfs.pAppData = base;
    layer->vfs.szOsFile = static_cast<int>(sizeof(CheckedFile)) + base->szOsFile;
    layer->vfs.xOpen = open_file;
    layer->vfs.xDelete = [](sqlite3_vfs* vfs, const char* path, int sync_folder) {
        auto* under = static_cast<sqlite3_vfs*>(vfs->pAppData);
        return under->xDelete(under, path, sync_folder);
    };
    VERIFY(sqlite3_vfs_register(&layer->vfs, 0) == SQLITE_OK);
    return layers.emplace(below, std::move(layer)).first->second->name;
}

void reserve_page_sums(sqlite3* handle) {
    int bytes = page_sum_bytes;
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes);
}

bool has_page_sums(sqlite3* handle) {
    bool has = false;
    sqlite3_file_control(handle, "main", ask_has_sums, &has);
    return has;
}

Result<std::vector<std::int64_t>> find_damaged_pages(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    if (!in) return fail(ErrorCode::unavailable, fmt::format("{} cannot be read.", file.string()));
    std::vector<std::int64_t> damaged;
    Page page;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): streams read chars
    for (std::int64_t number = 1; in.read(reinterpret_cast<char*>(page.data()), page_bytes);
         ++number) {
        if (!is_sound(page, number)) damaged.push_back(number);
    }
    // The file of whole pages; a rest is a page cut short.
    if (in.gcount() != 0)
        damaged.push_back(
            static_cast<std::int64_t>(std::filesystem::file_size(file)) / page_bytes + 1
        );
    return damaged;
}

} // namespace attest::db
