// A layer between SQLite and the files below: every call is handed on, until the one who makes the
// layer puts his own function in its place. Include only where <sqlite3.h> may be.
#pragma once

#include <sqlite3.h>

namespace attest::db {

/// The front of what SQLite holds as an open file. The file below lies behind the whole, in the
/// same allocation, as SQLite's interface wants it.
struct ShimFile {
    sqlite3_file base;
    sqlite3_file* below;
};

/// The methods of a ShimFile, each handing on. Without xFetch: there is no mmap.
inline sqlite3_io_methods handing_on_methods() {
    static constexpr auto below = [](sqlite3_file* file) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): how the C interface derives
        return reinterpret_cast<ShimFile*>(file)->below;
    };
    return {
        .iVersion = 2,
        .xClose = [](sqlite3_file* f) { return below(f)->pMethods->xClose(below(f)); },
        .xRead = [](sqlite3_file* f, void* bytes, int count, sqlite3_int64 offset
                 ) { return below(f)->pMethods->xRead(below(f), bytes, count, offset); },
        .xWrite = [](sqlite3_file* f, const void* bytes, int count, sqlite3_int64 offset
                  ) { return below(f)->pMethods->xWrite(below(f), bytes, count, offset); },
        .xTruncate = [](sqlite3_file* f, sqlite3_int64 bytes
                     ) { return below(f)->pMethods->xTruncate(below(f), bytes); },
        .xSync = [](sqlite3_file* f,
                    int flags) { return below(f)->pMethods->xSync(below(f), flags); },
        .xFileSize = [](sqlite3_file* f, sqlite3_int64* size
                     ) { return below(f)->pMethods->xFileSize(below(f), size); },
        .xLock = [](sqlite3_file* f,
                    int level) { return below(f)->pMethods->xLock(below(f), level); },
        .xUnlock = [](sqlite3_file* f,
                      int level) { return below(f)->pMethods->xUnlock(below(f), level); },
        .xCheckReservedLock =
            [](sqlite3_file* f, int* is_held) {
                return below(f)->pMethods->xCheckReservedLock(below(f), is_held);
            },
        .xFileControl =
            [](sqlite3_file* f, int operation, void* argument) {
                return below(f)->pMethods->xFileControl(below(f), operation, argument);
            },
        .xSectorSize = [](sqlite3_file* f) { return below(f)->pMethods->xSectorSize(below(f)); },
        .xDeviceCharacteristics =
            [](sqlite3_file* f) { return below(f)->pMethods->xDeviceCharacteristics(below(f)); },
        .xShmMap =
            [](sqlite3_file* f, int region, int bytes, int extend, volatile void** address) {
                return below(f)->pMethods->xShmMap(below(f), region, bytes, extend, address);
            },
        .xShmLock = [](sqlite3_file* f, int offset, int count, int flags
                    ) { return below(f)->pMethods->xShmLock(below(f), offset, count, flags); },
        .xShmBarrier = [](sqlite3_file* f) { below(f)->pMethods->xShmBarrier(below(f)); },
        .xShmUnmap = [](sqlite3_file* f, int is_deleted
                     ) { return below(f)->pMethods->xShmUnmap(below(f), is_deleted); },
        .xFetch = nullptr,
        .xUnfetch = nullptr,
    };
}

} // namespace attest::db
