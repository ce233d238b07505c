// `attest links`: makes citations of the links in imported answers (service/link_citations.h), for
// a site that was imported before there was this.

#include "app/links.h"

#include "app/commands.h"
#include "base/time.h"
#include "db/data_folder.h"
#include "dump/progress.h"
#include "service/link_citations.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>

namespace attest::app {

Result<void> cite_links(OpenSite& site, LinkReading reading) {
    dump::Progress progress{stderr};
    bool has_begun = false;
    const auto on_progress = [&](std::int64_t done, std::int64_t whole) {
        if (!has_begun) progress.begin("Reading links", whole);
        has_begun = true;
        progress.at(done);
    };
    const std::int64_t began = monotonic_milliseconds();
    const Result<service::LinkCitations> cited =
        reading == LinkReading::once ? service::cite_links_once(*site.site, on_progress)
                                     : service::cite_links(*site.site, on_progress);
    if (has_begun) progress.end();
    if (!cited) return std::unexpected{cited.error()};
    if (cited->citations == 0) return {};
    fmt::print(
        "{} links of {} answers are citations now, of {} works new here; a page is wanted for {} "
        "claims ({:.1f} s).\n",
        dump::format_count(cited->citations),
        dump::format_count(cited->answers),
        dump::format_count(cited->sources),
        dump::format_count(cited->claims),
        static_cast<double>(monotonic_milliseconds() - began) / 1000
    );
    return {};
}

namespace {

struct LinksCommand {
    std::string data = "data";
    std::string site;
};

Result<void> run_links(const LinksCommand& command) {
    const db::DataFolder folder =
        TRY(db::DataFolder::open({.folder = command.data, .purpose = "attest links"}));
    const std::unique_ptr<OpenSite> site =
        TRY(open_site(folder, TRY(find_site(folder, command.site))));
    return cite_links(*site, LinkReading::again);
}

} // namespace

void add_links(Commands& commands) {
    const auto command = std::make_shared<LinksCommand>();
    CLI::App& line = commands.add(
        "links",
        "Make citations, still without a page, of the links in imported answers",
        [command] { return run_links(*command); }
    );
    line.add_option("--data", command->data, "The data folder")->capture_default_str();
    line.add_option("--site", command->site, "The site's name")->required();
}

} // namespace attest::app
