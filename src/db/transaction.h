// What a use case sees of the database: a snapshot to read, or a transaction to write.
#pragma once

#include "base/error.h"
#include "db/query.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace attest::db {

class Connection; // the driver: connection.h

/// A consistent view of the database as it was when the first statement ran.
class ReadTransaction {
public:
    explicit ReadTransaction(Connection& connection) : connection_{connection} {}

    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;
    ~ReadTransaction() = default;

    /// Runs a query and gives each row to `take`, in order.
    Result<void> each(
        const Query& query,
        std::initializer_list<Parameter> parameters,
        const std::function<void(const Row&)>& take
    );

    /// All rows, each made into a value by `make`.
    template <typename Make>
    auto all(const Query& query, std::initializer_list<Parameter> parameters, Make make)
        -> Result<std::vector<decltype(make(std::declval<const Row&>()))>> {
        std::vector<decltype(make(std::declval<const Row&>()))> values;
        TRY(each(query, parameters, [&](const Row& row) { values.push_back(make(row)); }));
        return values;
    }

    /// The first row if there is one; a query that can give more should say LIMIT 1.
    template <typename Make>
    auto first(const Query& query, std::initializer_list<Parameter> parameters, Make make)
        -> Result<std::optional<decltype(make(std::declval<const Row&>()))>> {
        std::optional<decltype(make(std::declval<const Row&>()))> value;
        TRY(each(query, parameters, [&](const Row& row) {
            if (!value) value.emplace(make(row));
        }));
        return value;
    }

protected:
    Result<std::int64_t> run_statement(
        const Query& query,
        std::span<const Parameter> parameters,
        const std::function<void(const Row&)>& take
    );

private:
    Connection& connection_;
};

/// A transaction of the writer. What it ran is on disk once `Database::write` has answered, or
/// never was.
class Transaction : public ReadTransaction {
public:
    using ReadTransaction::ReadTransaction;

    /// Runs a statement that changes rows; answers how many.
    Result<std::int64_t>
    execute(const Query& query, std::initializer_list<Parameter> parameters = {});

    /// The same where the number of parameters is known only while running: rows copied as they
    /// are.
    Result<std::int64_t> execute(const Query& query, std::span<const Parameter> parameters);

    /// Leaves a note for `DatabaseOptions::on_commit`, called with all notes of a group after it is
    /// on disk and before any of its works is answered. The page cache hears this way what has
    /// changed.
    void announce(std::uint64_t note) { notes_.push_back(note); }

    [[nodiscard]] std::vector<std::uint64_t>& notes() { return notes_; }

private:
    std::vector<std::uint64_t> notes_;
};

} // namespace attest::db
