// `attest backup`.
#include "app/backup.h"

#include "app/check.h"
#include "app/commands.h"
#include "app/control.h"
#include "app/control_commands.h"
#include "app/manifest.h"
#include "app/packing.h"
#include "base/text.h"
#include "base/time.h"
#include "db/migrations.h"
#include "db/snapshot.h"
#include "dump/progress.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <vector>

namespace attest::app {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view copies_prefix = "backup-";
constexpr std::string_view proof_prefix = "proof-";

/// What of the data folder is not carried along as it lies: the databases are copied by themselves,
/// the rest is made again.
constexpr std::array<std::string_view, 5> left_out{"control.sock", "index", "lock", "sites", "tmp"};

// ── The copies: done by whoever has the databases open ──

/// Takes away what killed backups have left. Their names end with the number of their process.
void remove_leftovers(const fs::path& temporary) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator{temporary, error}) {
        std::string_view name = entry.path().filename().native();
        if (name.starts_with(copies_prefix)) {
            name.remove_prefix(copies_prefix.size());
        } else if (name.starts_with(proof_prefix)) {
            name.remove_prefix(proof_prefix.size());
        } else {
            continue;
        }
        const auto process = parse_number<pid_t>(name);
        if (process && kill(*process, 0) != 0 && errno == ESRCH) {
            fs::remove_all(entry.path(), error);
        }
    }
}

Result<void> check_room(const ControlTarget& target) {
    std::error_code error;
    std::uintmax_t wanted = 0;
    const auto count = [&](const fs::path& file) {
        for (const char* ending : {"", "-wal"}) {
            const std::uintmax_t bytes = fs::file_size(file.string() + ending, error);
            if (!error) wanted += bytes;
        }
    };
    count(target.folder.network_file());
    for (const OpenSite* site : target.sites)
        count(target.folder.site_file(site->record.name));
    const fs::space_info space = fs::space(target.folder.path(), error);
    if (error || space.available >= wanted) return {};
    return fail(
        ErrorCode::unavailable,
        fmt::format(
            "The disk of {} has {} free, and a backup needs {} there while it runs.",
            target.folder.path().string(),
            dump::format_bytes(static_cast<std::int64_t>(space.available)),
            dump::format_bytes(static_cast<std::int64_t>(wanted))
        )
    );
}

struct Copy {
    std::unique_ptr<db::Snapshot> snapshot;
    fs::path file;
};

/// Every database as it is now. The network's comes last: whom a site knows, it then knows too.
Result<std::vector<Copy>> open_snapshots(const ControlTarget& target) {
    std::vector<Copy> copies;
    for (const OpenSite* site : target.sites) {
        const fs::path file = target.folder.site_file(site->record.name);
        copies.push_back({TRY(db::Snapshot::open(file)), fs::path{"sites"} / file.filename()});
    }
    const fs::path network = target.folder.network_file();
    copies.push_back({TRY(db::Snapshot::open(network)), network.filename()});
    return copies;
}

} // namespace

Result<ControlAnswer>
copy_databases(const ControlTarget& target, std::span<const std::string> arguments) {
    const std::string& name = arguments.front();
    if (!name.starts_with(copies_prefix) || name.find('/') != std::string::npos) {
        return fail(ErrorCode::invalid, "This is not a name for the copies of a backup.");
    }
    const fs::path temporary = target.folder.temporary_folder();
    remove_leftovers(temporary);
    TRY(check_room(target));
    std::error_code error;
    const fs::path folder = temporary / name;
    fs::create_directories(folder / "sites", error);
    fs::permissions(folder, fs::perms::owner_all, error);

    const std::vector<Copy> copies = TRY(open_snapshots(target));
    const std::string made_at = format_rfc3339(system_clock()());
    for (const Copy& copy : copies) {
        TRY(copy.snapshot->copy_to(folder / copy.file, [&] {
            return !target.stop.stop_requested();
        }));
    }
    return ControlAnswer{.output = made_at};
}

// ── The command ──

namespace {

struct BackupCommand {
    std::string data = "data";
    std::string out;
    bool no_proof = false;
};

struct SourceFile {
    std::string path; ///< Within the backup.
    fs::path file;

    auto operator<=>(const SourceFile&) const = default;
};

/// Adds every plain file below `folder`, except what `is_left_out` of the first part of its path.
Result<void> list_files(
    const fs::path& folder, std::vector<SourceFile>& files, bool (*is_left_out)(std::string_view)
) {
    std::error_code error;
    fs::recursive_directory_iterator at{folder, error};
    for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
        const std::string path = at->path().lexically_relative(folder).string();
        if (at.depth() == 0 && is_left_out(path)) {
            at.disable_recursion_pending();
            continue;
        }
        const fs::file_status status = at->symlink_status(error);
        if (fs::is_symlink(status)) {
            fmt::print(stderr, "Not in the backup, since it is a link: {}\n", at->path().string());
        } else if (fs::is_regular_file(status)) {
            files.push_back({path, at->path()});
        }
    }
    if (!error) return {};
    return std::unexpected{
        Error{ErrorCode::unavailable, fmt::format("{} cannot be read.", folder.string())}
            .with_detail(error.message())
    };
}

bool is_made_again(std::string_view name) {
    return name.starts_with("network.sqlite")
           || std::ranges::find(left_out, name) != left_out.end();
}

Result<std::vector<SourceFile>> list_all(const fs::path& data, const fs::path& copies) {
    std::vector<SourceFile> files;
    TRY(list_files(data, files, is_made_again));
    TRY(list_files(copies, files, [](std::string_view) { return false; }));
    std::ranges::sort(files);
    return files;
}

Result<Manifest> pack(Packer& packer, const std::vector<SourceFile>& files, std::string made_at) {
    Manifest manifest{
        .version = ATTEST_VERSION,
        .made_at = std::move(made_at),
        .network_schema = db::network_migrations().back().number,
        .site_schema = db::site_migrations().back().number,
        .files = {},
    };
    for (const SourceFile& source : files) {
        Result<BackupFile> file = packer.add(source.path, source.file);
        // Mail that has just been sent, a draft's picture: it went between listing and reading.
        if (!file && file.error().code() == ErrorCode::not_found) continue;
        if (!file) return std::unexpected{std::move(file).error()};
        manifest.files.push_back(std::move(*file));
    }
    TRY(packer.add_text(std::string{manifest_name}, format_manifest(manifest)));
    TRY(packer.finish());
    return manifest;
}

/// Restores the backup into a passing folder, as a keeper would on a bad day, and checks that.
Result<void> prove(const fs::path& data, const fs::path& out) {
    const PassingFolder folder{
        fs::absolute(data) / "tmp" / fmt::format("{}{}", proof_prefix, getpid())
    };
    TRY(restore(out, folder.path()));
    const CheckReport report = TRY(check_folder(folder.path(), db::Thoroughness::quick));
    fmt::print("Restored for a trial and checked:\n{}", report.text);
    if (report.findings == 0) return {};
    return fail(
        ErrorCode::internal,
        fmt::format(
            "{} is written, and is not sound. Run `attest check --data {}`.",
            out.string(),
            data.string()
        )
    );
}

Result<void> check_out(const fs::path& data, const fs::path& out) {
    TRY(packing_of(out));
    const fs::path inside = out.lexically_relative(data);
    if (inside.empty() || *inside.begin() == "..") return {};
    return fail(
        ErrorCode::invalid,
        fmt::format(
            "{} lies in the data folder itself. A backup belongs somewhere else, best on another "
            "disk.",
            out.string()
        )
    );
}

Result<void> back_up(const BackupCommand& command) {
    const fs::path data = fs::weakly_canonical(fs::absolute(command.data));
    const fs::path out = fs::weakly_canonical(fs::absolute(command.out));
    TRY(check_out(data, out));
    const std::string name = fmt::format("{}{}", copies_prefix, getpid());
    const std::unique_ptr<Packer> packer = TRY(Packer::open(out));
    const PassingFolder copies{data / "tmp" / name};
    const ControlAnswer copied = TRY(ask_folder(data, {.command = "backup", .arguments = {name}}));
    const Manifest manifest = TRY(pack(*packer, TRY(list_all(data, copies.path())), copied.output));

    std::int64_t bytes = 0;
    for (const BackupFile& file : manifest.files)
        bytes += file.bytes;
    fmt::print(
        "{} holds {} files, {}, as of {}.\n",
        out.string(),
        dump::format_count(std::ssize(manifest.files)),
        dump::format_bytes(bytes),
        manifest.made_at
    );
    if (command.no_proof) return {};
    return prove(data, out);
}

} // namespace

void add_backup(Commands& commands) {
    const auto command = std::make_shared<BackupCommand>();
    CLI::App& line =
        commands.add("backup", "Copy a data folder, while it is served or not", [command] {
            return back_up(*command);
        });
    line.add_option(
            "out", command->out, "A folder to be made, or a file ending in .tar.zst or .tar.gz"
    )
        ->required();
    line.add_option("--data", command->data, "The data folder")->capture_default_str();
    line.add_flag("--no-proof", command->no_proof, "Do not restore and check it for a trial");
}

} // namespace attest::app
