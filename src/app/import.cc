// `attest import`: a Stack Exchange dump into a site, then what its links say, then its search
// index.

#include "dump/import.h"

#include "app/commands.h"
#include "app/index_progress.h"
#include "app/links.h"
#include "app/open_site.h"
#include "base/text.h"
#include "db/data_folder.h"
#include "dump/progress.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

namespace attest::app {

namespace {

struct ImportCommand {
    std::string data = "data";
    std::string site;
    std::string dump;
    std::string origin;
    std::string title;
    std::string languages = "en";
    bool keeps_all = false;
    bool again = false;
    bool no_index = false;
};

dump::ImportOptions options_of(const ImportCommand& command) {
    dump::ImportOptions options;
    options.site = command.site;
    options.dump = command.dump;
    if (!command.origin.empty()) options.origin = command.origin;
    options.title = command.title;
    options.languages.clear();
    for (const std::string_view language : split(command.languages, ','))
        options.languages.emplace_back(trim(language));
    options.keeps_all = command.keeps_all;
    options.again = command.again;
    return options;
}

Result<void> run_import(const ImportCommand& command) {
    const db::DataFolder folder =
        TRY(db::DataFolder::open({.folder = command.data, .purpose = "attest import"}));
    dump::Progress progress{stderr};
    const dump::ImportSummary summary =
        TRY(dump::import_dump(folder, options_of(command), progress));
    fmt::print("{}", dump::format_summary(summary));
    const std::unique_ptr<OpenSite> site =
        TRY(open_site(folder, TRY(find_site(folder, command.site))));
    TRY(cite_links(*site, LinkReading::once));
    if (command.no_index) return {};
    return build_index(*site, IndexBuild::missing);
}

} // namespace

void add_import(Commands& commands) {
    const auto command = std::make_shared<ImportCommand>();
    CLI::App& line = commands.add("import", "Bring a Stack Exchange dump into a site", [command] {
        return run_import(*command);
    });
    line.add_option("dump", command->dump, "The dump: a folder of XML files, or a .7z")->required();
    line.add_option("--data", command->data, "The data folder; made if it is not there")
        ->capture_default_str();
    line.add_option("--site", command->site, "The site's name, a short word such as history")
        ->required();
    line.add_option(
        "--origin",
        command->origin,
        "Where the dump comes from, e.g. https://history.stackexchange.com"
    );
    line.add_option("--title", command->title, "The title of a new site");
    line.add_option("--languages", command->languages, "The site's languages, the main one first")
        ->capture_default_str();
    line.add_flag("--keep-all", command->keeps_all, "Take rows that cannot be true, too");
    line.add_flag("--again", command->again, "Import even if this very dump is here already");
    line.add_flag(
        "--no-index",
        command->no_index,
        "Leave the search index to `attest serve` or `attest reindex`"
    );
}

} // namespace attest::app
