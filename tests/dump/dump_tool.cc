// For hands and scripts: imports, exports and compares dumps without the rest of Attest.
//
//   dump_tool import DATA SITE DUMP [--origin URL] [--again] [--keep-all]
//   dump_tool export DATA SITE OUT
//   dump_tool sample DATA FOLDER
//   dump_tool compare DUMP DUMP
#include "base/log.h"
#include "db/data_folder.h"
#include "db/migrations.h"
#include "dump/compare.h"
#include "dump/export.h"
#include "dump/import.h"
#include "dump/rows.h"
#include "dump/sample_site.h"

#include <fmt/format.h>

#include <cstdio>
#include <span>
#include <string>
#include <vector>

namespace {

using namespace attest; // NOLINT(google-build-using-namespace): a program of one file

int fail_with(const Error& error) {
    fmt::print(stderr, "{}\n", error.message());
    fmt::print(
        stderr, "  {} ({}:{})\n", error.detail(), error.where().file_name(), error.where().line()
    );
    return 1;
}

int run_import(std::span<const std::string> arguments) {
    dump::ImportOptions options{
        .site = arguments[1], .dump = arguments[2], .origin = std::nullopt, .title = {}
    };
    for (std::size_t index = 3; index < arguments.size(); ++index) {
        if (arguments[index] == "--again") options.again = true;
        if (arguments[index] == "--keep-all") options.keeps_all = true;
        if (arguments[index] == "--origin" && index + 1 < arguments.size())
            options.origin = arguments[++index];
    }
    Result<db::DataFolder> folder =
        db::DataFolder::open({.folder = arguments[0], .purpose = "dump_tool import"});
    if (!folder) return fail_with(folder.error());

    dump::Progress progress{stderr};
    const Result<dump::ImportSummary> summary = dump::import_dump(*folder, options, progress);
    if (!summary) return fail_with(summary.error());
    fmt::print("{}", dump::format_summary(*summary));
    return 0;
}

int run_export(std::span<const std::string> arguments) {
    Result<db::DataFolder> folder =
        db::DataFolder::open({.folder = arguments[0], .purpose = "dump_tool export"});
    if (!folder) return fail_with(folder.error());
    const auto site = db::Database::open(
        {.file = folder->site_file(arguments[1]),
         .migrations = db::site_migrations(),
         .create = false}
    );
    if (!site) return fail_with(site.error());

    dump::Progress progress{stderr};
    const dump::ExportOptions options{
        .out = arguments[2], .temporary_folder = folder->temporary_folder()
    };
    const Result<dump::ExportSummary> summary = dump::export_site(**site, options, progress);
    if (!summary) return fail_with(summary.error());
    for (const auto& [table, rows] : summary->rows)
        fmt::print("{:<12}{:>12}\n", dump::table_name(table), dump::format_count(rows));
    fmt::print(
        "{} of XML in {:.1f} s\n",
        dump::format_bytes(summary->bytes),
        static_cast<double>(summary->milliseconds) / 1e3
    );
    return 0;
}

int run_sample(std::span<const std::string> arguments) {
    Result<db::DataFolder> folder =
        db::DataFolder::open({.folder = arguments[0], .purpose = "dump_tool sample"});
    if (!folder) return fail_with(folder.error());
    dump::Progress progress{stderr};
    const auto summary = dump::load_sample(*folder, {.folder = arguments[1], .site = {}}, progress);
    if (!summary) return fail_with(summary.error());
    fmt::print(
        "{}: {} questions, {} answers{}\n",
        summary->site,
        summary->questions,
        summary->answers,
        summary->nothing_changed ? "; nothing changed" : ""
    );
    return 0;
}

int run_compare(std::span<const std::string> arguments) {
    const Result<dump::TableFiles> left = dump::find_tables(arguments[0]);
    if (!left) return fail_with(left.error());
    const Result<dump::TableFiles> right = dump::find_tables(arguments[1]);
    if (!right) return fail_with(right.error());
    const Result<dump::Comparison> comparison = dump::compare_dumps(*left, *right);
    if (!comparison) return fail_with(comparison.error());
    for (const std::string& line : comparison->some)
        fmt::print("{}\n", line);
    fmt::print("{} rows, {} differences\n", comparison->rows, comparison->differences);
    return comparison->differences == 0 ? 0 : 1;
}

} // namespace

int main(int count, char** values) {
    set_log_level(LogLevel::warning);
    const std::vector<std::string> arguments(values + 1, values + count);
    const std::span<const std::string> rest =
        std::span{arguments}.subspan(arguments.empty() ? 0 : 1);
    if (rest.size() >= 3 && arguments[0] == "import") return run_import(rest);
    if (rest.size() == 3 && arguments[0] == "export") return run_export(rest);
    if (rest.size() == 2 && arguments[0] == "sample") return run_sample(rest);
    if (rest.size() == 2 && arguments[0] == "compare") return run_compare(rest);
    fmt::print(
        stderr,
        "dump_tool import DATA SITE DUMP [--origin URL] [--again] [--keep-all]\n"
        "dump_tool export DATA SITE OUT\n"
        "dump_tool sample DATA FOLDER\n"
        "dump_tool compare DUMP DUMP\n"
    );
    return 1;
}
