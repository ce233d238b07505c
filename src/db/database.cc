#include "db/database.h"

#include "base/log.h"
#include "db/costs.h"
#include "db/limits.h"
#include "db/migrate.h"
#include "db/reader_pool.h"
#include "db/sqlite.h"
#include "db/wal_check.h"
#include "db/writer.h"

#include <fmt/format.h>

#include <utility>

namespace attest::db {

class Database::State {
public:
    State(
        DatabaseOptions& options, std::unique_ptr<CostLedger> costs, WriterConnections connections
    )
        : costs_{std::move(costs)},
          writer_{std::move(connections), std::move(options.on_commit), options.wal_limits},
          readers_{reader_options(options, costs_.get()), options.readers_max} {}

    static SqliteOptions connection_options(const DatabaseOptions& options, CostLedger* costs) {
        return {
            .file = options.file,
            .cache_kibibytes = writer_cache_kibibytes,
            .vfs = options.vfs,
            .costs = costs,
        };
    }

    static SqliteOptions reader_options(const DatabaseOptions& options, CostLedger* costs) {
        SqliteOptions reader = connection_options(options, costs);
        reader.reads_only = true;
        reader.cache_kibibytes = reader_cache_kibibytes;
        return reader;
    }

    CostLedger* costs() { return costs_.get(); }

    Writer& writer() { return writer_; }

    ReaderPool& readers() { return readers_; }

private:
    std::unique_ptr<CostLedger> costs_;
    Writer writer_;
    ReaderPool readers_; // closed first: the writer's last checkpoint wants the file for itself
};

namespace {

/// What must have gone well before a write is accepted: after a failed sync, only what has been
/// copied into the database and synced anew is known to be there (decisions.md, 21).
Result<void> prove_disk(SqliteConnection& connection, const std::filesystem::path& file) {
    if (!TRY(connection.checkpoint(CheckpointKind::truncate, settle_wait_milliseconds))) {
        return fail(
            ErrorCode::unavailable,
            fmt::format(
                "The database {} is in use by another program. Close it and try again.",
                file.string()
            )
        );
    }
    return connection.write_stamp();
}

} // namespace

Result<std::unique_ptr<Database>> Database::open(DatabaseOptions options) {
    auto costs = options.counts_costs ? std::make_unique<CostLedger>() : nullptr;
    SqliteOptions native = State::connection_options(options, costs.get());
    native.create = options.create;

    TRY(check_wal_belongs(options.file));
    WriterConnections connections;
    connections.writer = TRY(SqliteConnection::open(native));
    TRY(prove_disk(*connections.writer, options.file));
    if (options.migrate) {
        TRY(apply_migrations(*connections.writer, options.migrations));
    } else {
        TRY(check_schema(*connections.writer, options.migrations));
    }
    native.create = false;
    connections.checkpointer = TRY(SqliteConnection::open(native));
    auto state = std::make_unique<State>(options, std::move(costs), std::move(connections));
    return std::unique_ptr<Database>{new Database{std::move(state)}};
}

Database::Database(std::unique_ptr<State> state) : state_{std::move(state)} {}

Database::~Database() = default;

Result<void> Database::run_read(const std::function<void(ReadTransaction&)>& work) {
    const InsideTransaction inside;
    return state_->readers().run(work);
}

Result<void> Database::run_write(const std::function<Result<void>(Transaction&)>& work) {
    return state_->writer().run(work);
}

std::vector<StatementCost> Database::take_costs() {
    return state_->costs() == nullptr ? std::vector<StatementCost>{} : state_->costs()->take();
}

bool Database::is_writable() const {
    return state_->writer().is_open();
}

} // namespace attest::db
