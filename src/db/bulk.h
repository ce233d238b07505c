// Loading many rows into a database file that nobody reads yet: the import builds a new file beside
// the live one and puts it in its place at the end.
//
// The file is in WAL mode with synchronous=NORMAL. A commit that was answered survives the death of
// the process; when the power fails the last ones may be gone, but what is there is consistent:
// rows and the checkpoint row of their batch stand or fall together, so an import goes on from
// whatever is left. (With a rollback journal every batch would wait for two syncs; with
// synchronous=OFF a power failure could leave a file that cannot be read.) Nothing is promised to a
// visitor until replace_database has answered.
#pragma once

#include "base/error.h"
#include "db/migrations.h"
#include "db/sqlite.h"
#include "db/transaction.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace attest::db {

/// Owned and used by one thread.
class BulkConnection {
public:
    /// Opens or creates the file.
    static Result<std::unique_ptr<BulkConnection>>
    open(const std::filesystem::path& file, std::string vfs = {});

    BulkConnection(const BulkConnection&) = delete;
    BulkConnection& operator=(const BulkConnection&) = delete;
    ~BulkConnection() = default;

    Result<void> apply_migrations(std::span<const Migration> migrations);

    /// One batch: statements run between the two stand or fall together. Foreign keys are not
    /// checked: tables come in the order that suits the import (check_references).
    Result<void> begin();
    Result<void> commit();
    void roll_back();

    /// The batch as the functions of storage/ want it, between `begin` and `commit`.
    [[nodiscard]] Transaction& transaction() { return transaction_; }

    Result<std::int64_t>
    execute(const Query& query, std::initializer_list<Parameter> parameters = {}) {
        return transaction_.execute(query, parameters);
    }

    /// Reads, within a batch or outside of one.
    Result<void> each(
        const Query& query,
        std::initializer_list<Parameter> parameters,
        const std::function<void(const Row&)>& take
    );

    /// Several statements without parameters, for instance the indexes that are made after the
    /// rows, as one batch.
    Result<void> run_script(std::string_view sql);

    /// `internal`, naming the first, if a row refers to one that is not there. Reads every table
    /// that has a foreign key.
    Result<void> check_references();

private:
    friend Result<void>
    replace_database(std::unique_ptr<BulkConnection> built, const std::filesystem::path& target);

    BulkConnection(std::filesystem::path file, std::unique_ptr<SqliteConnection> connection);

    std::filesystem::path file_;
    std::unique_ptr<SqliteConnection> connection_;
    Transaction transaction_;
};

/// Closes the built file and puts it in the place of `target` (which need not be there; nobody may
/// have it open). At every moment, also of a power failure, `target` is wholly the old or wholly
/// the new one.
Result<void>
replace_database(std::unique_ptr<BulkConnection> built, const std::filesystem::path& target);

} // namespace attest::db
