#include "db/fault_vfs.h"

#include "db/sqlite.h"
#include "db/test_folder.h"

#include <doctest/doctest.h>

namespace attest::db {

TEST_CASE("The fault disk fails when told, and forgets what was not synced") {
    const TestFolder folder;
    const TestFolder remains;
    FaultDisk disk;
    auto opened =
        SqliteConnection::open({.file = folder.file("x.sqlite"), .create = true, .vfs = disk.name()}
        );
    REQUIRE(opened);
    SqliteConnection& connection = **opened;
    REQUIRE(connection.run_script("CREATE TABLE t (id INTEGER PRIMARY KEY) STRICT"));

    disk.fail_write(1, Fault::io_error);
    const Result<void> failed = connection.run_script("INSERT INTO t VALUES (1)");
    REQUIRE(!failed);
    CHECK(failed.error().code() == ErrorCode::unavailable);
    CHECK(!connection.sync_failed());
    CHECK(connection.run_script("INSERT INTO t VALUES (1)"));

    disk.fail_sync(1);
    CHECK(!connection.run_script("INSERT INTO t VALUES (2)"));
    CHECK(connection.sync_failed());

    const std::size_t moment = disk.moment();
    disk.write_remains(moment, 1, remains.path());
    CHECK(std::filesystem::file_size(remains.file("x.sqlite-wal")) > 0);
}

} // namespace attest::db
