// `attest restore`.
#include "app/backup.h"
#include "app/commands.h"
#include "app/control.h"
#include "app/limits.h"
#include "app/manifest.h"
#include "app/open_site.h"
#include "app/packing.h"
#include "base/random.h"
#include "db/data_folder.h"
#include "db/migrations.h"
#include "domain/site_name.h"
#include "dump/progress.h"
#include "storage/site_properties.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <vector>

namespace attest::app {

namespace {

namespace fs = std::filesystem;

constexpr const char* network_name = "network.sqlite";

/// Holds nothing yet. The bare layout, and what a killed restore had not put in its place, do not
/// count.
Result<void> check_empty(const fs::path& data) {
    std::error_code error;
    fs::recursive_directory_iterator at{data, error};
    for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
        const fs::path path = at->path().lexically_relative(data);
        if (path == "tmp") at.disable_recursion_pending();
        if (at->is_directory(error) || path == "lock") continue;
        return fail(
            ErrorCode::conflict,
            fmt::format(
                "{} is not empty: it holds {}. Restore into an empty or a new folder.",
                data.string(),
                path.string()
            )
        );
    }
    if (!error || error == std::errc::no_such_file_or_directory) return {};
    return std::unexpected{
        Error{ErrorCode::unavailable, fmt::format("{} cannot be read.", data.string())}.with_detail(
            error.message()
        )
    };
}

Result<Manifest> read_manifest(const fs::path& backup, const fs::path& file) {
    std::error_code error;
    const std::uintmax_t bytes = fs::file_size(file, error);
    if (error || bytes > manifest_bytes_max) {
        return fail(
            ErrorCode::invalid,
            fmt::format("{} is not a backup of Attest: it has no manifest.json.", backup.string())
        );
    }
    std::ifstream stream{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    return parse_manifest(text);
}

/// A newer Attest's databases would be refused later, and less clearly.
Result<void> check_schemas(const Manifest& manifest) {
    if (manifest.network_schema <= db::network_migrations().back().number
        && manifest.site_schema <= db::site_migrations().back().number) {
        return {};
    }
    return fail(
        ErrorCode::invalid,
        fmt::format(
            "The backup was made by Attest {}, which is newer than this one. Restore it with that.",
            manifest.version
        )
    );
}

/// The files that came are those of the manifest, byte for byte, no more and no less.
Result<void> check_files(const Manifest& manifest, const std::vector<BackupFile>& came) {
    std::vector<BackupFile> differing;
    std::ranges::set_symmetric_difference(
        manifest.files,
        came,
        std::back_inserter(differing),
        [](const BackupFile& left, const BackupFile& right) {
            return std::tie(left.path, left.bytes, left.sha256)
                   < std::tie(right.path, right.bytes, right.sha256);
        }
    );
    if (differing.empty()) return {};
    return fail(
        ErrorCode::invalid,
        fmt::format(
            "The backup is damaged: {} is not as the manifest says. Nothing was restored; take "
            "another backup.",
            differing.front().path
        )
    );
}

Result<std::vector<std::string>> list_site_names(const Manifest& manifest) {
    std::vector<std::string> names;
    bool has_network = false;
    for (const BackupFile& file : manifest.files) {
        const fs::path path{file.path};
        has_network = has_network || file.path == network_name;
        if (path.parent_path() != "sites") continue;
        const std::string name = path.stem();
        if (path.extension() != ".sqlite" || !domain::is_site_name(name)) {
            return fail(
                ErrorCode::invalid,
                fmt::format("The backup holds {}, which is no site's database.", file.path)
            );
        }
        names.push_back(name);
    }
    if (has_network) return names;
    return fail(ErrorCode::invalid, "The backup holds no network.sqlite; it is not whole.");
}

Result<void> put_in_place(const fs::path& from, const fs::path& data, const std::string& path) {
    std::error_code error;
    fs::create_directories((data / path).parent_path(), error);
    fs::rename(from / path, data / path, error);
    if (!error) return {};
    return std::unexpected{
        Error{ErrorCode::unavailable, fmt::format("{} cannot be written.", (data / path).string())}
            .with_detail(error.message())
    };
}

/// An index, or a page in somebody's cache, that was made from another state of the site is not
/// this one's.
Result<void> renew_incarnation(const db::DataFolder& folder, const std::string& site) {
    const std::unique_ptr<db::Database> database = TRY(db::Database::open(
        {.file = folder.site_file(site), .migrations = db::site_migrations(), .create = false}
    ));
    const std::string incarnation = random_hex(system_random(), 16);
    return database->write([&](db::Transaction& tx) {
        return storage::update_site_property(tx, {"incarnation", incarnation});
    });
}

/// Files that would take the place of the folder's own.
Result<void> check_places(const Manifest& manifest) {
    for (const BackupFile& file : manifest.files) {
        const std::string first = *fs::path{file.path}.begin();
        const bool is_ours = first == "tmp" || first == "index" || first == "lock"
                             || first == "control.sock" || file.path.starts_with("network.sqlite-");
        if (!is_ours) continue;
        return fail(
            ErrorCode::invalid,
            fmt::format("The backup holds {}, which no backup of Attest does.", file.path)
        );
    }
    return {};
}

} // namespace

namespace {

/// Unpacks into `came`, and moves file by file to where each belongs.
Result<RestoreSummary>
bring_in(const fs::path& backup, const db::DataFolder& folder, const fs::path& came) {
    std::vector<BackupFile> files = TRY(unpack(backup, came));
    const Manifest manifest = TRY(read_manifest(backup, came / manifest_name));
    std::erase_if(files, [](const BackupFile& file) { return file.path == manifest_name; });
    TRY(check_files(manifest, files));
    TRY(check_schemas(manifest));
    TRY(check_places(manifest));
    const std::vector<std::string> sites = TRY(list_site_names(manifest));

    RestoreSummary summary{.made_at = manifest.made_at, .version = manifest.version};
    for (const BackupFile& file : manifest.files) {
        ++summary.files;
        summary.bytes += file.bytes;
        if (file.path != network_name) TRY(put_in_place(came, folder.path(), file.path));
    }
    for (const std::string& site : sites)
        TRY(renew_incarnation(folder, site));
    TRY(sync_all(folder.path()));
    // Last: without it the folder has no sites, and so is never taken for a whole one.
    TRY(put_in_place(came, folder.path(), network_name));
    TRY(sync_all(folder.path()));
    return summary;
}

} // namespace

Result<RestoreSummary> restore(const fs::path& backup, const fs::path& data) {
    TRY(check_empty(data));
    const db::DataFolder folder =
        TRY(db::DataFolder::open({.folder = data, .purpose = "attest restore"}));
    const PassingFolder came{folder.temporary_folder() / "restoring"};
    std::error_code ignored;
    fs::remove_all(came.path(), ignored); // of one that was killed
    Result<RestoreSummary> summary = bring_in(backup, folder, came.path());
    if (summary) return summary;
    // It was empty before, and is ours: what is there now goes.
    for (const fs::directory_entry& entry : fs::directory_iterator{data, ignored}) {
        if (entry.path().filename() != "lock") fs::remove_all(entry.path(), ignored);
    }
    return summary;
}

namespace {

struct RestoreCommand {
    std::string data = "data";
    std::string backup;
};

Result<void> run_restore(const RestoreCommand& command) {
    TRY(check_owner(command.data));
    const RestoreSummary summary = TRY(restore(command.backup, command.data));
    fmt::print(
        "{} holds what was there on {}: {} files, {}. `attest serve --data {}` builds the search "
        "index anew.\n",
        command.data,
        summary.made_at,
        dump::format_count(static_cast<std::int64_t>(summary.files)),
        dump::format_bytes(summary.bytes),
        command.data
    );
    return {};
}

} // namespace

void add_restore(Commands& commands) {
    const auto command = std::make_shared<RestoreCommand>();
    CLI::App& line = commands.add("restore", "Bring a backup into an empty folder", [command] {
        return run_restore(*command);
    });
    line.add_option("backup", command->backup, "What `attest backup` wrote")->required();
    line.add_option("--data", command->data, "The data folder; empty, or made")
        ->capture_default_str();
}

} // namespace attest::app
