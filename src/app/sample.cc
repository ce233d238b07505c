// `attest sample`: the sample site from its files, once, into a data folder that has no site yet.

#include "app/commands.h"
#include "app/index_progress.h"
#include "app/open_site.h"
#include "app/sample_acts.h"
#include "db/data_folder.h"
#include "dump/progress.h"
#include "dump/sample_site.h"
#include "scans/worker.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

namespace attest::app {

namespace {

struct SampleCommand {
    std::string data = "data";
    std::string from = "sample";
};

Result<void> load_sample(const SampleCommand& command) {
    const db::DataFolder folder =
        TRY(db::DataFolder::open({.folder = command.data, .purpose = "attest sample"}));
    dump::Progress progress{stderr};
    const SampleActOptions options{
        .files_folder = folder.files_folder().string(),
        .scan_program = scans::find_worker().program,
    };
    const dump::SampleSummary summary = TRY(dump::load_sample(
        folder,
        {.folder = command.from,
         .site = {},
         .act = [&](const dump::SampleStage& stage
                ) { return act_on_sample(stage, options, progress); }},
        progress
    ));
    if (summary.nothing_changed) {
        fmt::print("The site “{}” holds posts already; nothing changed.\n", summary.site);
        return {};
    }
    fmt::print(
        "{} questions and {} answers are in the site “{}”.\n",
        summary.questions,
        summary.answers,
        summary.site
    );
    const std::unique_ptr<OpenSite> site =
        TRY(open_site(folder, TRY(find_site(folder, summary.site))));
    return build_index(*site, IndexBuild::missing);
}

} // namespace

void add_sample(Commands& commands) {
    const auto command = std::make_shared<SampleCommand>();
    CLI::App& line =
        commands.add("sample", "Fill an empty data folder with the sample site", [command] {
            return load_sample(*command);
        });
    line.add_option("--data", command->data, "The data folder; made if it is not there")
        ->capture_default_str();
    line.add_option("--from", command->from, "The folder of the sample's files")
        ->capture_default_str();
}

} // namespace attest::app
