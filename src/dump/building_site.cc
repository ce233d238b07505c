#include "dump/building_site.h"

#include "base/random.h"
#include "base/time.h"
#include "db/database.h"
#include "db/migrations.h"
#include "dump/batch.h"
#include "dump/rows.h"
#include "storage/carry_over.h"
#include "storage/changes.h"
#include "storage/sites.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <system_error>

namespace attest::dump {

namespace {

namespace fs = std::filesystem;

fs::path with_suffix(fs::path path, std::string_view suffix) {
    path += suffix;
    return path;
}

constexpr std::string_view tables_made_step = "tables";

/// The options of an import under way, if it has come as far as having tables.
Result<std::optional<storage::ImportOptionValues>> read_options(db::Transaction& tx) {
    const auto made = TRY(storage::find_import_progress(tx, tables_made_step));
    if (!made) return std::nullopt;
    return TRY(storage::list_import_options(tx));
}

/// Tables whose indexes are filled while the rows are finished; theirs come last.
constexpr std::array early_index_tables{
    "badges", "comments", "post_history", "post_links", "posts", "votes"
};

} // namespace

BuildingSite::BuildingSite(const db::DataFolder& folder, std::string site)
    : live_file_{folder.site_file(site)},
      file_{with_suffix(folder.site_file(site).replace_extension(), ".building.sqlite")},
      ready_file_{with_suffix(file_, ".ready")},
      network_file_{folder.network_file()},
      site_{std::move(site)} {}

Result<SiteProperties> BuildingSite::read_live_properties() {
    if (!fs::exists(live_file_)) return SiteProperties{};
    const auto live = TRY(db::Database::open(
        {.file = live_file_, .migrations = db::site_migrations(), .create = false}
    ));
    return live->read([](db::ReadTransaction& tx) { return storage::list_site_properties(tx); });
}

Result<bool> BuildingSite::live_has_posts() {
    if (!fs::exists(live_file_)) return false;
    const auto live = TRY(db::Database::open(
        {.file = live_file_, .migrations = db::site_migrations(), .create = false}
    ));
    return live->read(storage::has_posts);
}

Result<void> BuildingSite::check_live_is_imported(const SiteProperties& live) {
    if (live.contains("import_digest") || !TRY(live_has_posts())) return {};
    return fail(
        ErrorCode::conflict,
        fmt::format(
            "The site {} holds posts that came from no dump, and they would be lost. Import into "
            "another site.",
            site_
        )
    );
}

Result<std::optional<storage::ImportOptionValues>> BuildingSite::open() {
    std::error_code error;
    fs::create_directories(file_.parent_path(), error);
    const bool was_there = fs::exists(file_);
    if (was_there) {
        Result<std::unique_ptr<db::BulkConnection>> opened = db::BulkConnection::open(file_);
        if (opened) {
            connection_ = std::move(*opened);
            const auto before = in_batch(*connection_, read_options);
            if (before && *before) return *before;
        }
        // Interrupted before there was a row, or damaged: nothing to go on from.
        TRY(discard());
    }
    connection_ = TRY(db::BulkConnection::open(file_));
    return std::nullopt;
}

Result<void> BuildingSite::begin(const storage::ImportOptionValues& options) {
    TRY(connection_->apply_migrations(db::site_migrations()));
    TRY(storage::set_indexes_aside(*connection_));
    return in_batch(*connection_, [&](db::Transaction& tx) -> Result<void> {
        for (const auto& [name, value] : options)
            TRY(storage::insert_import_option(tx, name, value));
        return storage::save_import_progress(
            tx, {.step = std::string{tables_made_step}, .is_done = true}
        );
    });
}

Result<void>
BuildingSite::finish(const SiteDescription& description, Progress& progress, FinishReport& report) {
    for (const char* table : early_index_tables) {
        TRY(storage::make_indexes(*connection_, table, [&](std::string_view) {
            progress.step("making indexes");
        }));
    }
    progress.step("counting");
    TRY(finish_rows(report));
    TRY(storage::make_indexes(*connection_, {}, [&](std::string_view) {
        progress.step("making indexes");
    }));
    progress.step("checking");
    TRY(in_batch(*connection_, [&](db::Transaction& tx) -> Result<void> {
        TRY(storage::analyze(tx));
        TRY(describe(description));
        return storage::clear_import(tx);
    }));
    return mark_ready(description.digest);
}

/// One transaction, so that being interrupted here costs only the time.
Result<void> BuildingSite::finish_rows(FinishReport& report) {
    return in_batch(*connection_, [&](db::Transaction& tx) -> Result<void> {
        // First the dump by itself, so that what it says wrongly is told apart from what is new
        // here.
        TRY(storage::collect_post_facts(tx));
        report.scores = TRY(storage::compare_scores(tx));
        report.answer_counts = TRY(storage::recount_answers(tx, with_original));
        report.comment_counts = TRY(storage::recount_comments(tx, with_original));
        TRY(storage::fill_question_tags(tx));
        report.tag_counts = TRY(storage::recount_tags(tx, with_original));
        if (fs::exists(live_file_)) {
            TRY(carry_over(tx, report));
            TRY(storage::collect_post_facts(tx));
            TRY(storage::recount_answers(tx, {}));
            TRY(storage::recount_comments(tx, {}));
            TRY(storage::fill_question_tags(tx));
            TRY(storage::recount_tags(tx, {}));
        }
        report.dangling = TRY(storage::count_dangling(tx));
        report.bodies = TRY(storage::count_bodies(tx));
        TRY(storage::recount_users(tx));
        TRY(storage::open_reputations(tx));
        TRY(storage::recount_reputations(tx));
        return storage::recount_totals(tx);
    });
}

Result<void> BuildingSite::carry_over(db::Transaction& tx, FinishReport& report) {
    const auto live = TRY(db::Database::open(
        {.file = live_file_, .migrations = db::site_migrations(), .create = false}
    ));
    const storage::CarriedOver carried = TRY(storage::carry_over(*live, tx, system_clock()()));
    if (carried.rows > 0 || carried.edited_posts > 0) {
        report.notes.push_back(fmt::format(
            "Carried over from the site as it was: {} rows written here, {} posts edited here.",
            format_count(carried.rows),
            format_count(carried.edited_posts)
        ));
    }
    if (carried.kept_deleted > 0) {
        report.notes.push_back(fmt::format(
            "{} rows that this dump no longer has were kept, marked as deleted, because something "
            "written "
            "here hangs on them.",
            format_count(carried.kept_deleted)
        ));
    }
    return {};
}

Result<void> BuildingSite::describe(const SiteDescription& description) {
    db::Transaction& tx = connection_->transaction();
    SiteProperties properties = description.live_properties;
    properties.try_emplace("title", description.title);
    if (description.takes_title) properties["title"] = description.title;
    properties.try_emplace("license", "CC BY-SA 4.0");
    properties["languages"] = description.languages;
    properties["origin"] = description.origin;
    properties["tag_syntax"] =
        description.tag_syntax == domain::TagSyntax::bars ? "bars" : "angles";
    if (!description.digest.empty()) properties["import_digest"] = description.digest;
    properties["incarnation"] = random_hex(system_random(), 16);
    for (const auto& [name, value] : description.more)
        properties[name] = value;
    for (const auto& [name, value] : properties)
        TRY(storage::update_site_property(tx, {.name = name, .value = value}));
    return storage::record_everything_changed(tx);
}

/// What would show that somebody has written to the live site since: its files' sizes and times.
std::string BuildingSite::live_state() const {
    std::string state;
    for (const fs::path& file : {live_file_, with_suffix(live_file_, "-wal")}) {
        std::error_code error;
        const auto size = fs::file_size(file, error);
        if (error || size == 0) continue; // an empty WAL comes and goes with every look at the file
        state += fmt::format(
            "{} {}\n", size, fs::last_write_time(file, error).time_since_epoch().count()
        );
    }
    return state;
}

Result<void> BuildingSite::mark_ready(std::string_view digest) {
    std::ofstream out{ready_file_, std::ios::binary | std::ios::trunc};
    out << digest << '\n' << live_state();
    out.close();
    if (out) return {};
    return fail(
        ErrorCode::unavailable,
        fmt::format("{} could not be written; is the disk full?", ready_file_.string())
    );
}

bool BuildingSite::is_ready(std::string_view digest) const {
    std::ifstream in{ready_file_, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    return in && fs::exists(file_) && text.str() == fmt::format("{}\n{}", digest, live_state());
}

Result<void> BuildingSite::exchange() {
    if (!connection_) connection_ = TRY(db::BulkConnection::open(file_));
    TRY(db::replace_database(std::move(connection_), live_file_));
    std::error_code ignored;
    fs::remove(ready_file_, ignored);

    const auto network =
        TRY(db::Database::open({.file = network_file_, .migrations = db::network_migrations()}));
    const Time now = system_clock()();
    return network->write([&](db::Transaction& tx) -> Result<void> {
        if (TRY(storage::find_site(tx, site_))) return {};
        TRY(storage::insert_site(
            tx,
            {.id = {}, .name = site_, .host = std::nullopt, .path_prefix = {}, .created_at = now}
        ));
        return {};
    });
}

Result<void> BuildingSite::discard() {
    connection_.reset();
    for (const std::string_view suffix : {"", "-wal", "-shm", ".ready"}) {
        std::error_code error;
        const fs::path file = with_suffix(file_, suffix);
        fs::remove(file, error);
        if (error)
            return fail(
                ErrorCode::unavailable,
                fmt::format("{} cannot be removed: {}.", file.string(), error.message())
            );
    }
    return {};
}

} // namespace attest::dump
