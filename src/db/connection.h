// The driver's seam, and the one place where virtual functions matter: sqlite.cc implements it, and
// postgres.cc will. Nothing above db/ includes this file.
#pragma once

#include "base/error.h"
#include "db/query.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <span>
#include <string_view>

namespace attest::db {

class Connection {
public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    /// Runs one statement; rows go to `take` (may be empty for statements that give none). Answers
    /// the number of rows changed.
    virtual Result<std::int64_t>
    run(const Query& query,
        std::span<const Parameter> parameters,
        const std::function<void(const Row&)>& take) = 0;

    Result<std::int64_t>
    run(const Query& query,
        std::initializer_list<Parameter> parameters,
        const std::function<void(const Row&)>& take) {
        return run(query, std::span{parameters.begin(), parameters.size()}, take);
    }

    virtual Result<void> begin_read() = 0;
    virtual Result<void> begin_write() = 0;
    virtual Result<void> commit() = 0;
    virtual void roll_back() = 0;

    /// One work within a group of works: a failed one is undone alone. Savepoints do not nest.
    virtual Result<void> set_savepoint() = 0;
    virtual Result<void> release_savepoint() = 0;
    virtual Result<void> roll_back_to_savepoint() = 0;

    /// False once the database has ended the transaction by itself (full disk, I/O error).
    [[nodiscard]] virtual bool in_transaction() const = 0;
};

} // namespace attest::db
