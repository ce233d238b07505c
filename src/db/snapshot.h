// A snapshot of a database that a keeper's command takes its time over: to copy it, to check it.
//
// It has a connection of its own, beside those of a Database or alone, and no time limit. While it
// is open the WAL cannot be started again (decisions.md, 22); so a command opens one, does its work
// at the speed of the disk, and closes it.
#pragma once

#include "base/error.h"
#include "db/sqlite.h"
#include "db/transaction.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace attest::db {

/// Asked between two slices of work; false: leave off.
using KeepGoing = std::function<bool()>;

enum class Thoroughness : std::uint8_t {
    quick, ///< Each table in itself.
    full,  ///< Every index against its table, too.
};

class Snapshot {
public:
    /// From now on it shows the database as it is at this moment: with every write that has been
    /// answered.
    static Result<std::unique_ptr<Snapshot>> open(const std::filesystem::path& file);

    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    ~Snapshot();

    template <typename Work>
    auto read(Work&& work) -> std::invoke_result_t<Work&, ReadTransaction&> {
        ReadTransaction tx{*connection_};
        return work(tx);
    }

    /// Writes it into a new file, with sums in its pages and without a WAL, and waits until that is
    /// on disk (the folder's entry is the caller's). What fails leaves no file. `conflict` if the
    /// file exists.
    Result<void> copy_to(const std::filesystem::path& target, const KeepGoing& keep_going = {});

    /// What SQLite finds wrong, a sentence each; none if all is sound.
    Result<std::vector<std::string>> find_faults(Thoroughness thoroughness);

private:
    explicit Snapshot(std::unique_ptr<SqliteConnection> connection);

    std::unique_ptr<SqliteConnection> connection_;
};

} // namespace attest::db
