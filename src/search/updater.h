// Keeps a site's index in step with its database: the one writer of the index.
//
// It reads `changes` in order of seq and puts the number of the last one it holds into the same
// commit as the documents, so that a crash loses nothing and repeats at most a second's work. An
// index that was made for another database, format or set of languages is built anew beside the old
// one, which goes on answering meanwhile.
//
//   Updater updater{*index, database, {.is_background = true}};   // serve: a thread of its own
//   updater.wake();                                               // after a commit that wrote a
//   change
//
//   TRY(bring_up_to_date(*index, database, options));             // import, reindex: here and now
#pragma once

#include "base/error.h"
#include "db/database.h"
#include "search/index.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace attest::search {

struct UpdaterOptions {
    /// A bulk build takes one thread at low priority instead of two.
    bool is_background = false;
    /// Build from nothing, whatever is there (`attest reindex`).
    bool rebuilds = false;
    /// Also fills `related_questions` (not wanted where the database may not be written).
    bool fills_related = true;
    std::function<void(std::int64_t done, std::int64_t total)> on_progress = {};
};

/// Builds or updates the index until it holds every change there is; returns when done or told to
/// stop.
Result<void> bring_up_to_date(
    SearchIndex& index,
    db::Database& database,
    const UpdaterOptions& options,
    const std::stop_token& stop = {}
);

class Updater {
public:
    Updater(SearchIndex& index, db::Database& database, UpdaterOptions options);
    Updater(const Updater&) = delete;
    Updater& operator=(const Updater&) = delete;

    /// Stops soon: a bulk build is left where it is, to be gone on with.
    ~Updater();

    /// There may be something new in `changes`. Cheap; from any thread.
    void wake();

    /// Builds the index anew beside the one that answers; soon, and on its own thread.
    void rebuild();

    /// Waits until everything that was in `changes` at the call can be found. For tests.
    Result<void> wait_until_current();

private:
    void run(const std::stop_token& stop);

    SearchIndex& index_;
    db::Database& database_;
    UpdaterOptions options_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    bool is_woken_ = true;
    bool wants_rebuild_ = false;
    std::int64_t wakes_ = 0;
    std::int64_t wakes_done_ = 0;
    std::jthread thread_; // Last: it uses the others.
};

} // namespace attest::search
