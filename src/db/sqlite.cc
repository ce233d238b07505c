// The only file that sees SQLite's C API: connections, statements, rows, and the one table from its
// errors to ours.
#include "db/sqlite.h"

#include "base/text.h"
#include "base/time.h"
#include "base/verify.h"
#include "db/costs.h"
#include "db/limits.h"
#include "db/page_checks.h"
#include "db/wal_check.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace attest::db {

namespace {

/// "Atst" in the header of the file (PRAGMA application_id), so that another program's database is
/// not taken for ours.
constexpr std::int64_t application_id = 0x41'74'73'74;

struct Meaning {
    ErrorCode code;
    const char* message;
};

/// The table of native errors. The message is for a person who asked for a page; the native text
/// goes to the log.
Meaning meaning_of(int native) {
    switch (native) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return {ErrorCode::conflict, "This is already there. Load the page again to see it."};
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return {
            ErrorCode::conflict, "What this belongs to is no longer there. Load the page again."
        };
    default:
        break;
    }
    if (native == SQLITE_IOERR_DATA) native = SQLITE_CORRUPT; // a page whose sum is wrong
    switch (native & 0xff) {
    case SQLITE_FULL:
        return {
            ErrorCode::unavailable,
            "The disk is full. Nothing can be saved until its keeper makes room."
        };
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return {
            ErrorCode::unavailable,
            "The disk takes no writes at present. Reading goes on; try to save later."
        };
    case SQLITE_INTERRUPT:
        return {
            ErrorCode::unavailable,
            "This took too long and was broken off. Ask for less, or try again."
        };
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
        return {
            ErrorCode::unavailable,
            "The database is not available at present. Try again in a minute."
        };
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return {
            ErrorCode::internal,
            "The database is damaged. Its keeper must restore it from a backup."
        };
    case SQLITE_TOOBIG:
        return {ErrorCode::invalid, "This is too long to be stored."};
    default:
        return {
            ErrorCode::internal, "Something is wrong on our side. It has been written to the log."
        };
    }
}

Error error_of(sqlite3* handle, int native, std::string_view what) {
    const Meaning meaning = meaning_of(native);
    return Error{meaning.code, meaning.message}.with_detail(fmt::format(
        "{}: {} ({}: {})",
        what,
        handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(native),
        native,
        sqlite3_errstr(native)
    ));
}

bool is_failed_sync(int native) {
    return native == SQLITE_IOERR_FSYNC || native == SQLITE_IOERR_DIR_FSYNC;
}

/// A prepared statement and where its parameters stand: `positions[n - 1]` is the index of `$n`.
struct Statement {
    sqlite3_stmt* handle = nullptr;
    std::string_view name;
    std::string sql;
    std::vector<int> positions;
    bool in_use = false;

    Statement() = default;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    ~Statement() { sqlite3_finalize(handle); }
};

/// A statement while it runs: reset at the end however it ends.
class Running {
public:
    explicit Running(std::shared_ptr<Statement> statement) : statement_{std::move(statement)} {
        statement_->in_use = true;
    }

    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    ~Running() {
        sqlite3_reset(statement_->handle);
        statement_->in_use = false;
    }

    Statement& operator*() const { return *statement_; }

private:
    std::shared_ptr<Statement> statement_;
};

class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* handle) : handle_{handle} {}

    [[nodiscard]] bool is_null(int column) const override {
        VERIFY(column >= 0 && column < sqlite3_data_count(handle_));
        return sqlite3_column_type(handle_, column) == SQLITE_NULL;
    }

    [[nodiscard]] std::int64_t integer(int column) const override {
        VERIFY(sqlite3_column_type(handle_, column) == SQLITE_INTEGER);
        return sqlite3_column_int64(handle_, column);
    }

    [[nodiscard]] double real(int column) const override {
        const int type = sqlite3_column_type(handle_, column);
        VERIFY(type == SQLITE_FLOAT || type == SQLITE_INTEGER);
        return sqlite3_column_double(handle_, column);
    }

    [[nodiscard]] std::string_view text(int column) const override {
        VERIFY(sqlite3_column_type(handle_, column) == SQLITE_TEXT);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): SQLite's text is unsigned
        // char
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
        return view(bytes, column);
    }

    [[nodiscard]] std::string_view blob(int column) const override {
        VERIFY(sqlite3_column_type(handle_, column) == SQLITE_BLOB);
        return view(static_cast<const char*>(sqlite3_column_blob(handle_, column)), column);
    }

private:
    [[nodiscard]] std::string_view view(const char* bytes, int column) const {
        const auto length = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
        return bytes == nullptr ? std::string_view{} : std::string_view{bytes, length};
    }

    sqlite3_stmt* handle_;
};

/// SQLite takes a null pointer for NULL, and the view of an empty text may hold one.
const char* bytes_of(std::string_view text) {
    return text.data() == nullptr ? "" : text.data();
}

int bind_value(sqlite3_stmt* handle, int position, const Parameter::Value& value) {
    struct Binder {
        sqlite3_stmt* handle;
        int position;

        int operator()(std::monostate /*null*/) const {
            return sqlite3_bind_null(handle, position);
        }

        int operator()(std::int64_t number) const {
            return sqlite3_bind_int64(handle, position, number);
        }

        int operator()(double number) const {
            return sqlite3_bind_double(handle, position, number);
        }

        int operator()(std::string_view text) const {
            return sqlite3_bind_text64(
                handle, position, bytes_of(text), text.size(), SQLITE_STATIC, SQLITE_UTF8
            );
        }

        int operator()(Blob blob) const {
            return sqlite3_bind_blob64(
                handle, position, bytes_of(blob.bytes), blob.bytes.size(), SQLITE_STATIC
            );
        }
    };

    return std::visit(Binder{.handle = handle, .position = position}, value);
}

/// Finds `$1` … `$n`, which SQLite numbers by first appearance. A gap is a bug of ours.
std::vector<int> parameter_positions(sqlite3_stmt* handle) {
    const int count = sqlite3_bind_parameter_count(handle);
    std::vector<int> positions;
    positions.reserve(static_cast<std::size_t>(count));
    for (int number = 1; number <= count; ++number) {
        const std::string name = fmt::format("${}", number);
        const int position = sqlite3_bind_parameter_index(handle, name.c_str());
        VERIFY(position > 0);
        positions.push_back(position);
    }
    return positions;
}

constexpr Query begin_read_query{.name = "begin_read", .sql = "BEGIN"};
constexpr Query begin_write_query{.name = "begin_write", .sql = "BEGIN IMMEDIATE"};
constexpr Query commit_query{.name = "commit", .sql = "COMMIT"};
constexpr Query roll_back_query{.name = "roll_back", .sql = "ROLLBACK"};
constexpr Query set_savepoint_query{.name = "set_savepoint", .sql = "SAVEPOINT work"};
constexpr Query release_savepoint_query{.name = "release_savepoint", .sql = "RELEASE work"};
constexpr Query roll_back_to_savepoint_query{
    .name = "roll_back_to_savepoint", .sql = "ROLLBACK TO work"
};

const char* synchronous_of(Durability durability) {
    switch (durability) {
    case Durability::full:
        return "FULL";
    case Durability::normal:
        return "NORMAL";
    case Durability::off:
        return "OFF";
    }
    std::unreachable();
}

int native_kind(CheckpointKind kind) {
    switch (kind) {
    case CheckpointKind::passive:
        return SQLITE_CHECKPOINT_PASSIVE;
    case CheckpointKind::restart:
        return SQLITE_CHECKPOINT_RESTART;
    case CheckpointKind::truncate:
        return SQLITE_CHECKPOINT_TRUNCATE;
    }
    std::unreachable();
}

/// Once a process, before SQLite starts by itself: the statistics of its memory take a lock at
/// every allocation, on which our threads would wait for each other.
void configure_library() {
    [[maybe_unused]] static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

} // namespace

class SqliteConnection::Native {
public:
    explicit Native(CostLedger* costs) : costs_{costs} {}

    Native(const Native&) = delete;
    Native& operator=(const Native&) = delete;

    ~Native() {
        statements_.clear();
        sqlite3_close_v2(handle_);
    }

    Result<void> open(const SqliteOptions& options);
    Result<std::int64_t>
    run(const Query& query,
        std::span<const Parameter> parameters,
        const std::function<void(const Row&)>& take);
    Result<void> run_script(std::string_view sql);
    Result<bool> checkpoint(CheckpointKind kind, int wait_milliseconds);

    Result<void> write_stamp() {
        const std::int64_t stamp = TRY(integer_pragma("PRAGMA user_version"));
        return run_script(fmt::format("PRAGMA user_version = {}", next_stamp(stamp)));
    }

    Result<void> run_plain(const Query& query) {
        TRY(run(query, std::span<const Parameter>{}, {}));
        return {};
    }

    [[nodiscard]] bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

    [[nodiscard]] std::int64_t wal_bytes() const { return wal_frames_ * page_bytes_; }

    [[nodiscard]] std::int64_t page_bytes() const { return page_bytes_; }

    [[nodiscard]] bool sync_failed() const { return sync_failed_; }

    void set_deadline(std::optional<std::int64_t> deadline) { deadline_ = deadline; }

    [[nodiscard]] sqlite3* handle() const { return handle_; }

private:
    Result<void> configure(const SqliteOptions& options);
    Result<void> check_identity(const SqliteOptions& options);
    Result<std::int64_t> integer_pragma(const char* pragma);
    Result<std::shared_ptr<Statement>> prepared(const Query& query);
    Result<std::shared_ptr<Statement>> prepare(const Query& query);
    Result<void> bind(Statement& statement, std::span<const Parameter> parameters);
    Result<void> step_through(Statement& statement, const std::function<void(const Row&)>& take);
    void count_cost(const Statement& statement, std::int64_t rows);
    std::unexpected<Error> failure(int native, std::string_view what);

    [[nodiscard]] bool is_late() const {
        return deadline_ && monotonic_milliseconds() >= *deadline_;
    }

    static int look_at_clock(void* native) {
        return static_cast<Native*>(native)->is_late() ? 1 : 0;
    }

    static int see_commit(void* native, sqlite3* /*handle*/, const char* /*schema*/, int frames) {
        static_cast<Native*>(native)->wal_frames_ = frames;
        return SQLITE_OK;
    }

    sqlite3* handle_ = nullptr;
    // By the address of the literal; the text is compared too, in case an address is used again.
    std::unordered_map<const char*, std::shared_ptr<Statement>> statements_;
    CostLedger* costs_;
    std::optional<std::int64_t> deadline_;
    std::int64_t page_bytes_ = 4'096;
    std::int64_t wal_frames_ = 0;
    std::int64_t rows_ = 0;
    bool sync_failed_ = false;
};

std::unexpected<Error> SqliteConnection::Native::failure(int native, std::string_view what) {
    if (is_failed_sync(native)) sync_failed_ = true;
    return std::unexpected{error_of(handle_, native, what)};
}

Result<void> SqliteConnection::Native::open(const SqliteOptions& options) {
    configure_library();
    const int flags = SQLITE_OPEN_READWRITE | (options.create ? SQLITE_OPEN_CREATE : 0)
                      | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const std::string vfs = checking_vfs(options.vfs);
    const int native = sqlite3_open_v2(options.file.c_str(), &handle_, flags, vfs.c_str());
    if (native != SQLITE_OK) {
        const Error cause = error_of(handle_, native, "open");
        return std::unexpected{Error{
            ErrorCode::unavailable,
            fmt::format(
                "The database {} cannot be opened. Check that it is there and may be read and "
                "written.",
                options.file.string()
            )
        }
                                   .with_detail(cause.detail())};
    }
    Result<void> configured = configure(options);
    if (configured || configured.error().code() == ErrorCode::invalid) return configured;
    if (configured.error().code() == ErrorCode::internal) {
        return std::unexpected{Error{
            ErrorCode::internal,
            fmt::format(
                "The file {} is damaged or not a database of Attest. Restore it from a backup.",
                options.file.string()
            )
        }
                                   .with_detail(configured.error().detail())};
    }
    return std::unexpected{Error{
        configured.error().code(),
        fmt::format(
            "The database {} cannot be used. {}",
            options.file.string(),
            configured.error().message()
        )
    }
                               .with_detail(configured.error().detail())};
}

Result<void> SqliteConnection::Native::configure(const SqliteOptions& options) {
    reserve_page_sums(handle_);
    sqlite3_busy_timeout(handle_, busy_timeout_milliseconds);
    // A double-quoted word is a name and never a text, and no statement may write SQLite's own
    // tables.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    // Checkpoints are ours: an inline one costs 76 ms at p99 (stack.md), and one at closing would
    // copy pages after a failed sync.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    sqlite3_wal_hook(handle_, see_commit, this);

    // trusted_schema=OFF: a function in a view or trigger of a restored file does not run.
    // secure_delete=OFF: Debian turns it on, and every deleted page would be written twice.
    // mmap_size=0: a read error would be SIGBUS (decisions.md, 23).
    // temp_store=FILE: sorts of any size within bounded memory.
    TRY(run_script(fmt::format(
        "PRAGMA trusted_schema = OFF; PRAGMA secure_delete = OFF; PRAGMA mmap_size = 0; "
        "PRAGMA temp_store = FILE; PRAGMA foreign_keys = {}; PRAGMA cache_size = -{}; "
        "PRAGMA synchronous = {}; PRAGMA journal_size_limit = {}; PRAGMA query_only = {}; "
        "PRAGMA threads = {}",
        options.checks_references ? "ON" : "OFF",
        options.cache_kibibytes,
        synchronous_of(options.durability),
        wal_restart_bytes,
        options.reads_only ? "ON" : "OFF",
        options.sort_threads
    )));
    if (options.reads_only) {
        sqlite3_progress_handler(handle_, steps_between_looks, look_at_clock, this);
    }
    TRY(check_identity(options));
    page_bytes_ = TRY(integer_pragma("PRAGMA page_size"));
    return {};
}

Result<std::int64_t> SqliteConnection::Native::integer_pragma(const char* pragma) {
    std::int64_t value = 0;
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): a literal
    TRY(run({.name = pragma, .sql = pragma}, {}, [&](const Row& row) { value = row.integer(0); }));
    return value;
}

/// A new file is marked as ours and put into WAL mode; an old one must be both.
Result<void> SqliteConnection::Native::check_identity(const SqliteOptions& options) {
    const std::int64_t found = TRY(integer_pragma("PRAGMA application_id"));
    if (found == application_id && options.reads_only) return {};
    const std::int64_t tables = TRY(integer_pragma("SELECT count(*) FROM sqlite_schema"));
    if (found != application_id && (found != 0 || tables != 0 || options.reads_only)) {
        return std::unexpected{
            Error{ErrorCode::internal, ""}.with_detail(fmt::format("application_id is {}", found))
        };
    }
    std::string mode;
    TRY(run({.name = "journal_mode", .sql = "PRAGMA journal_mode = WAL"}, {}, [&](const Row& row) {
        mode = row.string(0);
    }));
    if (mode != "wal") {
        return std::unexpected{Error{
            ErrorCode::unavailable,
            "Its file system cannot hold a write-ahead log; put the data on a local disk."
        }
                                   .with_detail(fmt::format("journal_mode is {}", mode))};
    }
    if (!has_page_sums(handle_)) {
        return std::unexpected{
            Error{ErrorCode::internal, ""}.with_detail("its pages have no checksums")
        };
    }
    if (found == application_id) return {};
    return run_script(fmt::format("PRAGMA application_id = {}", application_id));
}

Result<std::shared_ptr<Statement>> SqliteConnection::Native::prepared(const Query& query) {
    const auto found = statements_.find(query.sql.data());
    if (found != statements_.end() && found->second->sql == query.sql) {
        // A statement that is run again while its rows are being read gets a second, passing self.
        if (!found->second->in_use) return found->second;
        return prepare(query);
    }
    std::shared_ptr<Statement> fresh = TRY(prepare(query));
    if (statements_.size() >= statements_kept_max) statements_.clear();
    statements_.insert_or_assign(query.sql.data(), fresh);
    return fresh;
}

Result<std::shared_ptr<Statement>> SqliteConnection::Native::prepare(const Query& query) {
    auto statement = std::make_shared<Statement>();
    statement->name = query.name;
    statement->sql = query.sql;
    const char* tail = nullptr;
    const int native = sqlite3_prepare_v3(
        handle_,
        query.sql.data(),
        static_cast<int>(query.sql.size()),
        SQLITE_PREPARE_PERSISTENT,
        &statement->handle,
        &tail
    );
    if (native != SQLITE_OK) return failure(native, query.name);
    VERIFY(statement->handle != nullptr); // an empty text is not a statement
    const std::string_view rest{
        tail, static_cast<std::size_t>(query.sql.data() + query.sql.size() - tail)
    };
    VERIFY(rest.find_first_not_of(" \t\r\n;") == std::string_view::npos); // one statement a Query
    statement->positions = parameter_positions(statement->handle);
    return statement;
}

Result<void>
SqliteConnection::Native::bind(Statement& statement, std::span<const Parameter> parameters) {
    VERIFY(parameters.size() == statement.positions.size());
    std::size_t number = 0;
    for (const Parameter& parameter : parameters) {
        const int native =
            bind_value(statement.handle, statement.positions[number++], parameter.value());
        if (native != SQLITE_OK) return failure(native, statement.name);
    }
    return {};
}

Result<void> SqliteConnection::Native::step_through(
    Statement& statement, const std::function<void(const Row&)>& take
) {
    const SqliteRow row{statement.handle};
    rows_ = 0;
    int native = SQLITE_ROW;
    while ((native = sqlite3_step(statement.handle)) == SQLITE_ROW) {
        ++rows_;
        if (take) take(row);
    }
    if (native != SQLITE_DONE) return failure(native, statement.name);
    return {};
}

Result<std::int64_t> SqliteConnection::Native::run(
    const Query& query,
    std::span<const Parameter> parameters,
    const std::function<void(const Row&)>& take
) {
    if (is_late()) return failure(SQLITE_INTERRUPT, query.name);
    const Running running{TRY(prepared(query))};
    Statement& statement = *running;
    TRY(bind(statement, parameters));
    const Result<void> stepped = step_through(statement, take);
    if (costs_ != nullptr) count_cost(statement, rows_);
    if (!stepped) return std::unexpected{stepped.error()};
    return sqlite3_stmt_readonly(statement.handle) != 0 ? 0 : sqlite3_changes64(handle_);
}

void SqliteConnection::Native::count_cost(const Statement& statement, std::int64_t rows) {
    const auto status = [&](int counter) {
        return static_cast<std::int64_t>(sqlite3_stmt_status(statement.handle, counter, 1));
    };
    costs_->add(
        statement.name,
        {.name = {},
         .runs = 1,
         .rows = rows,
         .steps = status(SQLITE_STMTSTATUS_VM_STEP),
         .sorts = status(SQLITE_STMTSTATUS_SORT),
         .full_scan_steps = status(SQLITE_STMTSTATUS_FULLSCAN_STEP)}
    );
}

Result<void> SqliteConnection::Native::run_script(std::string_view sql) {
    const std::string text{sql}; // with the NUL that SQLite wants
    const int native = sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr);
    if (native != SQLITE_OK) return failure(native, utf8_prefix(sql, 80));
    return {};
}

Result<bool> SqliteConnection::Native::checkpoint(CheckpointKind kind, int wait_milliseconds) {
    int frames = 0;
    int copied = 0;
    sqlite3_busy_timeout(handle_, wait_milliseconds);
    const int native =
        sqlite3_wal_checkpoint_v2(handle_, nullptr, native_kind(kind), &frames, &copied);
    sqlite3_busy_timeout(handle_, busy_timeout_milliseconds);
    if ((native & 0xff) == SQLITE_BUSY || (native & 0xff) == SQLITE_LOCKED) return false;
    if (native != SQLITE_OK) return failure(native, "checkpoint");
    if (kind == CheckpointKind::passive) return frames == copied;
    wal_frames_ = 0;
    return true;
}

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const SqliteOptions& options) {
    auto native = std::make_unique<Native>(options.costs);
    TRY(native->open(options));
    return std::unique_ptr<SqliteConnection>{new SqliteConnection{std::move(native)}};
}

SqliteConnection::SqliteConnection(std::unique_ptr<Native> native) : native_{std::move(native)} {}

SqliteConnection::~SqliteConnection() = default;

Result<std::int64_t> SqliteConnection::run(
    const Query& query,
    std::span<const Parameter> parameters,
    const std::function<void(const Row&)>& take
) {
    return native_->run(query, parameters, take);
}

Result<void> SqliteConnection::run_script(std::string_view sql) {
    return native_->run_script(sql);
}

Result<void> SqliteConnection::begin_read() {
    return native_->run_plain(begin_read_query);
}

Result<void> SqliteConnection::begin_write() {
    return native_->run_plain(begin_write_query);
}

Result<void> SqliteConnection::commit() {
    return native_->run_plain(commit_query);
}

void SqliteConnection::roll_back() {
    native_->set_deadline({});
    // What fails here had nothing to undo: SQLite had rolled back by itself.
    if (native_->in_transaction()) std::ignore = native_->run_plain(roll_back_query);
    VERIFY(!native_->in_transaction());
}

Result<void> SqliteConnection::set_savepoint() {
    return native_->run_plain(set_savepoint_query);
}

Result<void> SqliteConnection::release_savepoint() {
    return native_->run_plain(release_savepoint_query);
}

Result<void> SqliteConnection::roll_back_to_savepoint() {
    TRY(native_->run_plain(roll_back_to_savepoint_query));
    return release_savepoint(); // ROLLBACK TO leaves the savepoint itself open
}

bool SqliteConnection::in_transaction() const {
    return native_->in_transaction();
}

Result<bool> SqliteConnection::checkpoint(CheckpointKind kind, int wait_milliseconds) {
    return native_->checkpoint(kind, wait_milliseconds);
}

Result<void> SqliteConnection::write_stamp() {
    TRY(begin_write());
    Result<void> written = native_->write_stamp();
    if (written) written = commit();
    if (!written) roll_back();
    return written;
}

std::int64_t SqliteConnection::wal_bytes() const {
    return native_->wal_bytes();
}

std::int64_t SqliteConnection::page_bytes() const {
    return native_->page_bytes();
}

bool SqliteConnection::sync_failed() const {
    return native_->sync_failed();
}

void SqliteConnection::set_deadline(std::optional<std::int64_t> deadline) {
    native_->set_deadline(deadline);
}

sqlite3* SqliteConnection::handle() const {
    return native_->handle();
}

void use_temporary_folder(const std::filesystem::path& folder) {
    configure_library();
    sqlite3_free(sqlite3_temp_directory);
    sqlite3_temp_directory = sqlite3_mprintf("%s", folder.c_str());
}

} // namespace attest::db
