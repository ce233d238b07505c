// Builds a site's index from nothing: posts in two shards by id, one thread each, merged by
// compaction, then put in the old one's place. Interrupted anywhere, it goes on from the last
// commit of each shard.
#pragma once

#include "base/error.h"
#include "db/database.h"
#include "search/folder.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>

namespace attest::search {

struct RebuildOptions {
    /// Two while nothing is served; one, and at low priority, beside a running server (decisions,
    /// 24).
    int threads = 2;
    bool is_background = false;
    /// Called now and then, from either thread, with the posts done so far and all of them.
    std::function<void(std::int64_t done, std::int64_t total)> on_progress = {};
    std::stop_token stop = {};
};

/// What the database says of itself; an index made for another state is not the site's.
struct DatabaseState {
    std::string incarnation;
    std::int64_t sequence = 0; ///< Of the newest change.
    std::int64_t last_post = 0;
    std::int64_t last_imported_post = 0;
    std::int64_t posts = 0; ///< For the progress; from the totals.
};

Result<DatabaseState> read_database_state(db::Database& database);

/// The path of the new index, or `unavailable` if it was told to stop.
Result<std::filesystem::path> rebuild_index(
    const IndexFolder& folder,
    db::Database& database,
    std::span<const std::string> languages,
    const RebuildOptions& options
);

/// Runs `work`; what Xapian throws becomes an Error.
Result<void> catching_xapian(const std::function<Result<void>()>& work);

/// Whether a term is a word that may be offered as a correction.
bool is_spelling_word(std::string_view term);

} // namespace attest::search
