#include "app/check.h"

#include "app/commands.h"
#include "app/control.h"
#include "app/control_commands.h"
#include "db/page_checks.h"
#include "dump/progress.h"
#include "service/citation_places.h"
#include "service/claim_facts.h"
#include "service/evidence.h"
#include "service/scans.h"
#include "storage/findings.h"
#include "storage/recount.h"
#include "storage/totals.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

namespace attest::app {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view quick_argument = "quick";
constexpr std::string_view full_argument = "full";
constexpr std::string_view repair_argument = "repair";

/// A page that was being copied from the WAL while it was read is whole a moment later.
constexpr std::chrono::milliseconds second_look_after{300};

/// Damaged pages that are named of one file.
constexpr std::size_t pages_named_max = 20;

// ── The files ──

std::vector<fs::path> list_database_files(const fs::path& data) {
    std::vector<fs::path> files;
    std::error_code error;
    if (fs::exists(data / "network.sqlite", error)) files.push_back(data / "network.sqlite");
    for (const fs::directory_entry& entry : fs::directory_iterator{data / "sites", error}) {
        if (entry.path().extension() == ".sqlite") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

/// Pages that are damaged at two looks.
Result<std::vector<std::int64_t>> find_damage(const fs::path& file) {
    const std::vector<std::int64_t> first = TRY(db::find_damaged_pages(file));
    if (first.empty()) return first;
    std::this_thread::sleep_for(second_look_after);
    const std::vector<std::int64_t> second = TRY(db::find_damaged_pages(file));
    std::vector<std::int64_t> both;
    std::ranges::set_intersection(first, second, std::back_inserter(both));
    return both;
}

Result<void> check_file(const fs::path& data, const fs::path& file, CheckReport& report) {
    const std::vector<std::int64_t> damaged = TRY(find_damage(file));
    const std::string name = file.lexically_relative(data).string();
    report.findings += damaged.size();
    for (std::size_t index = 0; index < std::min(damaged.size(), pages_named_max); ++index) {
        report.text += fmt::format("{}: page {} is damaged\n", name, damaged[index]);
    }
    if (damaged.size() > pages_named_max) {
        report.text +=
            fmt::format("{}: {} pages more are damaged\n", name, damaged.size() - pages_named_max);
    }
    return {};
}

// ── What needs the databases open ──

/// What is being written down while a folder is checked.
class Report {
public:
    void add(std::string_view where, std::string_view finding) {
        ++findings_;
        text_ += fmt::format("{}: {}\n", where, finding);
    }

    void add(std::string_view where, const std::vector<storage::Findings>& kinds) {
        for (const storage::Findings& kind : kinds) {
            for (const storage::Finding& one : kind.some)
                add(where, storage::format_finding(kind, one));
            const std::int64_t more = kind.count - std::ssize(kind.some);
            if (more > 0) add(where, fmt::format("{} more of this kind", more));
        }
    }

    void conclude(std::string_view line) { conclusion_ += fmt::format("{}\n", line); }

    [[nodiscard]] ControlAnswer answer() const {
        return {.output = text_ + conclusion_, .is_well = findings_ == 0};
    }

private:
    std::string text_;
    std::string conclusion_;
    std::size_t findings_ = 0;
};

Result<void> check_soundness(
    db::Snapshot& snapshot, std::string_view where, db::Thoroughness thoroughness, Report& report
) {
    for (const std::string& fault : TRY(snapshot.find_faults(thoroughness)))
        report.add(where, fault);
    return {};
}

Result<void> check_site(
    const db::DataFolder& folder,
    const OpenSite& site,
    db::Thoroughness thoroughness,
    Report& report
) {
    const std::string& name = site.record.name;
    const auto snapshot = TRY(db::Snapshot::open(folder.site_file(name)));
    TRY(check_soundness(*snapshot, name, thoroughness, report));
    report.add(name, TRY(snapshot->read(storage::find_broken_relations)));
    report.add(name, TRY(snapshot->read(storage::find_wrong_numbers)));
    for (const std::string& broken : TRY(service::find_broken_files(*site.site)))
        report.add(name, broken);
    for (const std::string& fault : TRY(snapshot->read(service::find_misjudged)))
        report.add(name, fault);
    for (const std::string& fault : TRY(snapshot->read(service::find_wrong_claim_facts)))
        report.add(name, fault);
    for (const std::string& fault : TRY(snapshot->read(service::find_misplaced)))
        report.add(name, fault);
    const storage::Totals totals = TRY(snapshot->read(storage::find_totals));
    report.conclude(fmt::format(
        "{}: {} questions, {} answers, {} comments, {} users; {} kinds of numbers and {} relations "
        "looked at",
        name,
        dump::format_count(totals.questions),
        dump::format_count(totals.answers),
        dump::format_count(totals.comments),
        dump::format_count(totals.users),
        storage::count_checked_numbers(),
        storage::count_checked_relations()
    ));
    return {};
}

/// Works out the derived numbers anew. What a dump said of imported rows is remembered by the
/// import and not touched.
Result<void> repair_numbers(OpenSite& site) {
    TRY(site.database->write([](db::Transaction& tx) -> Result<void> {
        TRY(storage::collect_post_facts(tx));
        TRY(storage::recount_answers(tx, {}));
        TRY(storage::recount_comments(tx, {}));
        TRY(storage::recount_users(tx));
        TRY(storage::fill_question_tags(tx));
        TRY(storage::recount_tags(tx, {}));
        TRY(service::place_all(tx));
        TRY(service::judge_all(tx));
        TRY(service::sync_all_claim_facts(tx));
        return storage::recount_totals(tx);
    }));
    site.stamps->bump_all();
    return {};
}

bool has_argument(std::span<const std::string> arguments, std::string_view wanted) {
    return std::ranges::find(arguments, wanted) != arguments.end();
}

} // namespace

Result<ControlAnswer>
check_databases(const ControlTarget& target, std::span<const std::string> arguments) {
    const db::Thoroughness thoroughness =
        has_argument(arguments, quick_argument) ? db::Thoroughness::quick : db::Thoroughness::full;
    Report report;
    {
        const auto network = TRY(db::Snapshot::open(target.folder.network_file()));
        TRY(check_soundness(*network, "network", thoroughness, report));
    }
    for (OpenSite* site : target.sites) {
        if (target.stop.stop_requested())
            return fail(ErrorCode::unavailable, "The server is stopping.");
        if (has_argument(arguments, repair_argument)) TRY(repair_numbers(*site));
        TRY(check_site(target.folder, *site, thoroughness, report));
    }
    return report.answer();
}

namespace {

Result<CheckReport> check_all(const fs::path& data, std::vector<std::string> arguments) {
    CheckReport report;
    const std::vector<fs::path> files = list_database_files(data);
    std::int64_t bytes = 0;
    for (const fs::path& file : files) {
        std::error_code ignored;
        bytes += static_cast<std::int64_t>(fs::file_size(file, ignored));
        TRY(check_file(data, file, report));
    }
    // Damage may make a database one that cannot even be opened; what was seen is said all the
    // same.
    Result<ControlAnswer> answer =
        ask_folder(data, {.command = "check", .arguments = std::move(arguments)});
    if (!answer && report.findings == 0) return std::unexpected{std::move(answer).error()};
    if (!answer) {
        report.text += fmt::format("{}\n", answer.error().message());
        ++report.findings;
        return report;
    }
    report.text += answer->output;
    if (!answer->is_well) ++report.findings;
    report.text += fmt::format(
        "{} databases, {}: every page {}\n",
        files.size(),
        dump::format_bytes(bytes),
        report.findings == 0 ? "is sound" : "was read"
    );
    return report;
}

struct CheckCommand {
    std::string data = "data";
    bool is_quick = false;
    bool repairs = false;
};

Result<void> run_check(const CheckCommand& command) {
    std::vector<std::string> arguments{
        std::string{command.is_quick ? quick_argument : full_argument}
    };
    if (command.repairs) arguments.emplace_back(repair_argument);
    const CheckReport report = TRY(check_all(command.data, std::move(arguments)));
    fmt::print("{}", report.text);
    if (report.findings == 0) return {};
    return fail(ErrorCode::conflict, "Not all is as it should be: see the lines above.");
}

} // namespace

Result<CheckReport> check_folder(const fs::path& data, db::Thoroughness thoroughness) {
    const bool is_quick = thoroughness == db::Thoroughness::quick;
    return check_all(data, {std::string{is_quick ? quick_argument : full_argument}});
}

void add_check(Commands& commands) {
    const auto command = std::make_shared<CheckCommand>();
    CLI::App& line =
        commands.add("check", "See whether a data folder is sound; exit code 1 if not", [command] {
            return run_check(*command);
        });
    line.add_option("--data", command->data, "The data folder")->capture_default_str();
    line.add_flag("--quick", command->is_quick, "Leave out the check of indexes against tables");
    line.add_flag(
        "--repair-counts",
        command->repairs,
        "First work out anew every number that follows from rows (nothing else is ever changed)"
    );
}

} // namespace attest::app
