#include "db/bulk.h"

#include "base/verify.h"
#include "db/costs.h"
#include "db/limits.h"
#include "db/migrate.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>

namespace attest::db {

namespace {

constexpr Query find_broken_reference_query{
    .name = "find_broken_reference",
    .sql =
        R"sql(SELECT "table", coalesce(rowid, 0), parent FROM pragma_foreign_key_check() LIMIT 1)sql",
};

std::unexpected<Error> file_failure(const std::filesystem::path& path, int native) {
    return std::unexpected{Error{
        ErrorCode::unavailable,
        fmt::format(
            "{} cannot be written. Check who owns it and whether the disk is full.", path.string()
        )
    }
                               .with_detail(
                                   std::error_code{native, std::generic_category()}.message()
                               )};
}

/// Waits until a file, or the entries of a folder, are on disk.
Result<void> sync(const std::filesystem::path& path) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg)
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return file_failure(path, errno);
    const int native = fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    if (native != 0) return file_failure(path, native);
    return {};
}

/// What SQLite keeps beside a database. A WAL that stayed would be read into the next file of the
/// name.
Result<void> remove_companions(const std::filesystem::path& file) {
    for (const char* suffix : {"-wal", "-shm"}) {
        std::filesystem::path companion = file;
        companion += suffix;
        std::error_code error;
        std::filesystem::remove(companion, error);
        if (error) return file_failure(companion, error.value());
    }
    return {};
}

/// Brings the WAL into the file. The connection is closed by the caller.
Result<void> copy_wal(SqliteConnection& connection, const std::filesystem::path& file) {
    if (TRY(connection.checkpoint(CheckpointKind::truncate, settle_wait_milliseconds))) return {};
    return fail(
        ErrorCode::unavailable,
        fmt::format(
            "The database {} is in use by another program. Close it and try again.", file.string()
        )
    );
}

/// The old database as one file, so that it is whole until the moment of the rename.
Result<void> settle_old(const std::filesystem::path& target) {
    if (!std::filesystem::exists(target)) return remove_companions(target);
    {
        const auto old = TRY(SqliteConnection::open({.file = target}));
        TRY(copy_wal(*old, target));
    }
    TRY(sync(target));
    return remove_companions(target);
}

} // namespace

BulkConnection::BulkConnection(
    std::filesystem::path file, std::unique_ptr<SqliteConnection> connection
)
    : file_{std::move(file)}, connection_{std::move(connection)}, transaction_{*connection_} {}

Result<std::unique_ptr<BulkConnection>>
BulkConnection::open(const std::filesystem::path& file, std::string vfs) {
    auto connection = TRY(SqliteConnection::open({
        .file = file,
        .create = true,
        .checks_references = false,
        .durability = Durability::normal,
        .cache_kibibytes = bulk_cache_kibibytes,
        .sort_threads = bulk_sort_threads,
        .vfs = std::move(vfs),
    }));
    return std::unique_ptr<BulkConnection>{new BulkConnection{file, std::move(connection)}};
}

Result<void> BulkConnection::apply_migrations(std::span<const Migration> migrations) {
    return db::apply_migrations(*connection_, migrations);
}

Result<void> BulkConnection::begin() {
    return connection_->begin_write();
}

Result<void> BulkConnection::commit() {
    if (Result<void> committed = connection_->commit(); !committed) {
        connection_->roll_back();
        return committed;
    }
    if (connection_->wal_bytes() < wal_restart_bytes) return {};
    TRY(connection_->checkpoint(CheckpointKind::restart));
    return {};
}

void BulkConnection::roll_back() {
    connection_->roll_back();
}

Result<void> BulkConnection::each(
    const Query& query,
    std::initializer_list<Parameter> parameters,
    const std::function<void(const Row&)>& take
) {
    count_statements_on_this_thread(1);
    TRY(connection_->run(query, parameters, take));
    return {};
}

Result<void> BulkConnection::run_script(std::string_view sql) {
    TRY(begin());
    if (Result<void> run = connection_->run_script(sql); !run) {
        roll_back();
        return run;
    }
    return commit();
}

Result<void> BulkConnection::check_references() {
    std::optional<std::string> broken;
    TRY(each(find_broken_reference_query, {}, [&](const Row& row) {
        broken = fmt::format(
            "{} {} refers to a missing row of {}", row.text(0), row.integer(1), row.text(2)
        );
    }));
    if (!broken) return {};
    return std::unexpected{Error{
        ErrorCode::internal, "A row refers to one that is not there. The import was not finished."
    }
                               .with_detail(*broken)};
}

Result<void>
replace_database(std::unique_ptr<BulkConnection> built, const std::filesystem::path& target) {
    const std::filesystem::path file = built->file_;
    VERIFY(!built->connection_->in_transaction());
    TRY(copy_wal(*built->connection_, file));
    built.reset();
    TRY(sync(file));
    TRY(remove_companions(file));

    TRY(settle_old(target));
    TRY(sync(target.parent_path()));
    std::error_code error;
    std::filesystem::rename(file, target, error);
    if (error) return file_failure(target, error.value());
    return sync(target.parent_path());
}

} // namespace attest::db
