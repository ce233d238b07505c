// Every limit of the databases, with its reason. What a limit refuses is answered `unavailable`:
// nothing waits without a bound.
#pragma once

#include <cstddef>
#include <cstdint>

namespace attest::db {

/// Works committed together. With 32 clients grouping gives 18,901 writes a second where single
/// commits give 6,064 (decisions.md, 20); beyond 64 the first of a group waits longer and nothing
/// is gained.
inline constexpr std::size_t group_works_max = 64;

/// Works that may wait for the writer: the width of the lane of changing routes (64), and as many
/// again from jobs, view counts and the like.
inline constexpr std::size_t waiting_works_max = 256;

/// A work that has not been started after this time is not started at all: its visitor has been
/// waiting long enough, and an answer "try again" is better than none.
inline constexpr std::int64_t work_wait_milliseconds_max = 10'000;

/// No snapshot lives longer, since an old one keeps the WAL from being reused (decisions.md, 22).
/// Export, sitemap and reindex read in slices.
inline constexpr std::int64_t snapshot_milliseconds_max = 5'000;

/// A reader waits this long for a free connection. As long as the longest snapshot: by then one is
/// free.
inline constexpr std::int64_t reader_wait_milliseconds_max = snapshot_milliseconds_max;

/// Virtual-machine steps between two looks at the clock in a read. About a millisecond.
inline constexpr int steps_between_looks = 20'000;

/// WAL frames after which the checkpointer is woken: 4 MB, SQLite's own choice for its inline
/// checkpoint.
inline constexpr std::int64_t checkpoint_frames_min = 1'000;

/// The checkpointer rests this long between two runs, so that a stream of small writes is copied in
/// few large checkpoints; also the pause after one that failed.
inline constexpr std::int64_t checkpoint_pause_milliseconds = 200;

/// Past this the writer itself waits for the readers and starts the WAL again (decisions.md, 22).
inline constexpr std::int64_t wal_restart_bytes = std::int64_t{64} << 20;

/// How long it waits for them. Short: every waiting writer waits too.
inline constexpr int wal_restart_wait_milliseconds = 100;

/// And how long it lets be after an attempt in vain.
inline constexpr std::int64_t wal_restart_pause_milliseconds = 1'000;

/// Past this no write is accepted until a checkpoint has gone through: a disk filled by the WAL
/// would stop the readers too.
inline constexpr std::int64_t wal_refuse_bytes = std::int64_t{1} << 30;

/// How long a connection waits for a lock of another process. Only the writer ever meets one, and
/// only from a keeper's `sqlite3` at the command line.
inline constexpr int busy_timeout_milliseconds = 5'000;

/// How long opening and replacing a database wait for another program to let go of it. Short: our
/// own processes are kept apart by the lock of the data folder.
inline constexpr int settle_wait_milliseconds = 1'000;

/// Page cache of a read connection. Small, since there are up to 16 a database and the kernel's
/// cache lies below (a page from there costs a microsecond); 16 of them are 32 MB, a third of what
/// a server may use.
inline constexpr int reader_cache_kibibytes = 2'048;

/// Page cache of the writer: holds the pages that one group of works changes, so that none is
/// written to the WAL twice.
inline constexpr int writer_cache_kibibytes = 8'192;

/// Page cache of a bulk load. Rows come in the order of their keys, so the hot part is the right
/// edge of each table; making an index sorts in cache-sized runs, and larger runs mean fewer
/// merges.
inline constexpr int bulk_cache_kibibytes = 65'536;

/// Threads that help a bulk load to sort its indexes: we have two cores.
inline constexpr int bulk_sort_threads = 1;

/// Prepared statements kept by a connection. There are about 200 in Attest; a connection that has
/// met more forgets them all and begins again.
inline constexpr std::size_t statements_kept_max = 512;

/// Pages copied by a backup between two looks at whether it should leave off: 8 MB, some 20 ms.
inline constexpr int copy_slice_pages = 2'048;

} // namespace attest::db
