// `attest export`: a site written back as a Stack Exchange dump.

#include "dump/export.h"

#include "app/commands.h"
#include "app/open_site.h"
#include "db/data_folder.h"
#include "dump/progress.h"
#include "dump/rows.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

namespace attest::app {

namespace {

struct ExportCommand {
    std::string data = "data";
    std::string site;
    std::string out;
};

Result<void> run_export(const ExportCommand& command) {
    const db::DataFolder folder = TRY(
        db::DataFolder::open({.folder = command.data, .purpose = "attest export", .create = false})
    );
    const std::unique_ptr<OpenSite> site =
        TRY(open_site(folder, TRY(find_site(folder, command.site))));
    dump::Progress progress{stderr};
    const dump::ExportSummary summary = TRY(dump::export_site(
        *site->database,
        {.out = command.out, .temporary_folder = folder.temporary_folder()},
        progress
    ));
    fmt::print("{} written: {} of XML\n", command.out, dump::format_bytes(summary.bytes));
    for (const auto& [table, rows] : summary.rows) {
        fmt::print("{:12} {:>12}\n", dump::table_name(table), dump::format_count(rows));
    }
    return {};
}

} // namespace

void add_export(Commands& commands) {
    const auto command = std::make_shared<ExportCommand>();
    CLI::App& line =
        commands.add("export", "Write a site back as a Stack Exchange dump", [command] {
            return run_export(*command);
        });
    line.add_option("out", command->out, "A folder to be made, or a file ending in .7z")
        ->required();
    line.add_option("--data", command->data, "The data folder")->capture_default_str();
    line.add_option("--site", command->site, "The site's name")->required();
}

} // namespace attest::app
