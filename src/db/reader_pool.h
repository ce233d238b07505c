// Read connections, opened when first needed and lent to one thread at a time. A reader has its
// snapshot in the WAL and never waits for the writer; it waits only if all connections are lent.
#pragma once

#include "base/error.h"
#include "db/sqlite.h"
#include "db/transaction.h"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace attest::db {

class ReaderPool {
public:
    ReaderPool(SqliteOptions options, std::size_t connections_max);

    ReaderPool(const ReaderPool&) = delete;
    ReaderPool& operator=(const ReaderPool&) = delete;
    ~ReaderPool();

    /// Runs `work` on a snapshot of its own. `unavailable` if no connection is free in time.
    Result<void> run(const std::function<void(ReadTransaction&)>& work);

private:
    class Lease;

    Result<std::unique_ptr<SqliteConnection>> take();
    void give_back(std::unique_ptr<SqliteConnection> connection);

    SqliteOptions options_;
    std::size_t connections_max_;

    std::mutex mutex_;
    std::condition_variable freed_;
    // The one given back last is lent next: its page cache is the warmest.
    std::vector<std::unique_ptr<SqliteConnection>> idle_;
    std::size_t lent_ = 0;
};

} // namespace attest::db
