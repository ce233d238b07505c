#include "db/reader_pool.h"

#include "base/log.h"
#include "base/time.h"
#include "base/verify.h"
#include "db/limits.h"

#include <chrono>
#include <utility>

namespace attest::db {

/// A connection with a snapshot open on it, until the end of a scope.
class ReaderPool::Lease {
public:
    Lease(ReaderPool& pool, std::unique_ptr<SqliteConnection> connection)
        : pool_{pool}, connection_{std::move(connection)}, begun_at_{monotonic_milliseconds()} {
        connection_->set_deadline(begun_at_ + snapshot_milliseconds_max);
    }

    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    ~Lease() {
        connection_->roll_back();
        const std::int64_t age = monotonic_milliseconds() - begun_at_;
        if (age >= snapshot_milliseconds_max) {
            log_event(
                LogLevel::warning,
                "snapshot_too_old",
                {{"milliseconds", age}, {"file", pool_.options_.file.native()}}
            );
        }
        pool_.give_back(std::move(connection_));
    }

    SqliteConnection& operator*() const { return *connection_; }

private:
    ReaderPool& pool_;
    std::unique_ptr<SqliteConnection> connection_;
    std::int64_t begun_at_;
};

ReaderPool::ReaderPool(SqliteOptions options, std::size_t connections_max)
    : options_{std::move(options)}, connections_max_{connections_max} {
    VERIFY(connections_max_ > 0);
}

ReaderPool::~ReaderPool() {
    VERIFY(lent_ == 0);
}

Result<void> ReaderPool::run(const std::function<void(ReadTransaction&)>& work) {
    const Lease lease{*this, TRY(take())};
    TRY((*lease).begin_read());
    ReadTransaction tx{*lease};
    work(tx);
    return {};
}

Result<std::unique_ptr<SqliteConnection>> ReaderPool::take() {
    {
        std::unique_lock lock{mutex_};
        const auto is_free = [&] { return !idle_.empty() || lent_ < connections_max_; };
        if (!freed_.wait_for(
                lock, std::chrono::milliseconds{reader_wait_milliseconds_max}, is_free
            )) {
            return fail(
                ErrorCode::unavailable,
                "Too many people are reading at present. Try again in a minute."
            );
        }
        ++lent_;
        if (!idle_.empty()) {
            std::unique_ptr<SqliteConnection> connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    auto opened = SqliteConnection::open(options_);
    if (!opened) give_back(nullptr);
    return opened;
}

void ReaderPool::give_back(std::unique_ptr<SqliteConnection> connection) {
    {
        const std::lock_guard lock{mutex_};
        --lent_;
        if (connection) idle_.push_back(std::move(connection));
    }
    freed_.notify_one();
}

} // namespace attest::db
