// `attest site`: which sites there are, and what the keeper says of each. A change is seen by the
// next request of a running server.

#include "app/commands.h"
#include "app/control.h"
#include "app/control_commands.h"
#include "base/random.h"
#include "db/migrations.h"
#include "domain/site_name.h"
#include "dump/progress.h"
#include "service/questions.h"
#include "service/site_settings.h"
#include "storage/site_properties.h"
#include "storage/sites.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <system_error>

namespace attest::app {

Result<ControlAnswer>
list_sites_there(const ControlTarget& target, std::span<const std::string> /*arguments*/) {
    ControlAnswer answer;
    for (const OpenSite* site : target.sites) {
        const Site& now = *site->current;
        const service::SiteTotals totals = TRY(service::read_totals(now));
        answer.output += fmt::format(
            "{:16} {}: {} questions, {} answers, {} users\n",
            site->record.name,
            now.settings.title,
            dump::format_count(totals.questions),
            dump::format_count(totals.answers),
            dump::format_count(totals.users)
        );
    }
    if (target.sites.empty()) {
        answer.output = "There is no site yet; `attest site add` or `attest import` makes one.\n";
    }
    return answer;
}

Result<ControlAnswer>
show_site(const ControlTarget& target, std::span<const std::string> arguments) {
    const OpenSite* const site = TRY(find_site(target, arguments.front()));
    ControlAnswer answer;
    for (const service::SiteSettingLine& line :
         service::list_site_settings((*site->current).settings)) {
        answer.output += fmt::format("{:24} {:16}   ({})\n", line.name, line.value, line.comment);
    }
    return answer;
}

Result<ControlAnswer>
set_site(const ControlTarget& target, std::span<const std::string> arguments) {
    OpenSite* const site = TRY(find_site(target, arguments[0]));
    const std::string& name = arguments[1];
    TRY(service::change_site_setting(*site->database, name, arguments[2]));
    TRY(reread_settings(*site));
    ControlAnswer answer;
    for (const service::SiteSettingLine& line :
         service::list_site_settings((*site->current).settings)) {
        if (line.name == name) answer.output = fmt::format("{} is {}\n", line.name, line.value);
    }
    if (name == "languages") {
        answer.output += "The search index follows when the server starts again.\n";
    }
    return answer;
}

namespace {

/// The database of a site in which nothing has been said yet.
Result<void> make_site_database(const std::filesystem::path& file) {
    const std::unique_ptr<db::Database> database =
        TRY(db::Database::open({.file = file, .migrations = db::site_migrations()}));
    const std::string incarnation = random_hex(system_random(), 16);
    return database->write([&](db::Transaction& tx) {
        return storage::update_site_property(tx, {"incarnation", incarnation});
    });
}

} // namespace

Result<ControlAnswer>
add_site(const ControlTarget& target, std::span<const std::string> arguments) {
    const std::string& name = arguments[0];
    if (!domain::is_site_name(name)) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "“{}” cannot name a site. Take a short word of a to z, digits and hyphens.", name
            )
        );
    }
    const std::filesystem::path file = target.folder.site_file(name);
    std::error_code ignored;
    for (const OpenSite* site : target.sites) {
        if (site->record.name != name) continue;
        return fail(ErrorCode::conflict, fmt::format("There is a site “{}” already.", name));
    }
    // One without a row in the network is what was left when making it was broken off.
    TRY(make_site_database(file));
    {
        const auto database = TRY(
            db::Database::open({.file = file, .migrations = db::site_migrations(), .create = false})
        );
        TRY(service::change_site_setting(*database, "title", arguments[1]));
        TRY(service::change_site_setting(*database, "languages", arguments[2]));
    }
    TRY(target.network.database.write([&](db::Transaction& tx) {
        return storage::insert_site(
            tx,
            {.id = {},
             .name = name,
             .host = std::nullopt,
             .path_prefix = {},
             .created_at = target.network.clock()}
        );
    }));
    return ControlAnswer{
        .output = fmt::format(
            "The site “{}” is made.{}\n",
            name,
            target.is_serving ? " Start the server again to have it served." : ""
        )
    };
}

namespace {

struct SiteCommand {
    std::string data = "data";
    std::string name;
    std::string setting;
    std::string value;
    std::string title;
    std::string languages = "en";
};

} // namespace

void add_site_commands(Commands& commands) {
    const auto command = std::make_shared<SiteCommand>();
    CLI::App& group = commands.add_group("site", "The sites of a data folder, and their settings");
    const auto add = [&](const char* name, const char* help, Command work) -> CLI::App& {
        CLI::App& line = commands.add_to(group, name, help, std::move(work));
        line.add_option("--data", command->data, "The data folder")->capture_default_str();
        return line;
    };
    const auto ask = [command](const char* what, std::vector<std::string> arguments) {
        return ask_and_print(command->data, {.command = what, .arguments = std::move(arguments)});
    };

    add("list", "The sites there are", [=] { return ask("site list", {}); });
    add("show", "A site's settings", [=] { return ask("site show", {command->name}); })
        .add_option("name", command->name, "The site's name")
        ->required();

    CLI::App& set = add("set", "Change a setting of a site", [=] {
        return ask("site set", {command->name, command->setting, command->value});
    });
    set.add_option("name", command->name, "The site's name")->required();
    set.add_option("setting", command->setting, "As `attest site show` lists them")->required();
    set.add_option("value", command->value, "What it is to be")->required();

    CLI::App& made = add("add", "Begin a site without a dump", [=] {
        return ask(
            "site add",
            {command->name,
             command->title.empty() ? command->name : command->title,
             command->languages}
        );
    });
    made.add_option("name", command->name, "A short word, such as history")->required();
    made.add_option("--title", command->title, "What readers see; at first the name");
    made.add_option("--languages", command->languages, "The site's languages, the main one first")
        ->capture_default_str();
}

} // namespace attest::app
