#include "app/control.h"

#include "app/control_commands.h"
#include "app/control_socket.h"
#include "app/open_network.h"
#include "db/migrations.h"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <vector>

namespace attest::app {

namespace {

/// The one that may begin a new folder.
constexpr std::string_view add_site_command = "site add";

constexpr std::array commands_table{
    ControlCommand{"backup", 1, 1, copy_databases},
    ControlCommand{"check", 1, 2, check_databases},
    ControlCommand{"reindex", 1, 1, reindex_site},
    ControlCommand{add_site_command, 3, 3, add_site},
    ControlCommand{"site list", 0, 0, list_sites_there},
    ControlCommand{"site set", 3, 3, set_site},
    ControlCommand{"site show", 1, 1, show_site},
    ControlCommand{"user claim", 3, 3, claim_user},
    ControlCommand{"user erase", 2, 2, erase_user},
    ControlCommand{"user invite", 2, 2, invite_users},
    ControlCommand{"user list", 0, 0, list_users},
    ControlCommand{"user remove-totp", 1, 1, remove_totp_of},
    ControlCommand{"user reset-link", 1, 1, make_reset_link},
    ControlCommand{"user role", 3, 3, set_role},
    ControlCommand{"user show", 1, 1, show_user},
    ControlCommand{"user suspend", 3, 3, suspend_user},
};

std::string name_of_user(uid_t user) {
    std::array<char, 4'096> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found);
    return found == nullptr ? fmt::format("#{}", user) : std::string{entry.pw_name};
}

/// The folder opened by this command, for as long as it runs.
Result<ControlAnswer> run_here(const std::filesystem::path& data, const ControlRequest& request) {
    TRY(check_owner(data));
    const std::string purpose = fmt::format("attest {}", request.command);
    const bool creates = request.command == add_site_command;
    const db::DataFolder folder =
        TRY(db::DataFolder::open({.folder = data, .purpose = purpose, .create = creates}));
    const OpenNetwork network = TRY(open_network(folder));
    std::vector<std::unique_ptr<OpenSite>> sites;
    std::vector<OpenSite*> open;
    for (const storage::SiteRecord& record : TRY(network.database->read(storage::list_sites))) {
        sites.push_back(TRY(open_site(folder, record)));
        open.push_back(sites.back().get());
    }
    return run_control({.folder = folder, .network = *network.network, .sites = open}, request);
}

} // namespace

std::span<const ControlCommand> control_commands() {
    return commands_table;
}

Result<ControlAnswer> run_control(const ControlTarget& target, const ControlRequest& request) {
    const auto* command = std::ranges::find(commands_table, request.command, &ControlCommand::name);
    const std::size_t count = request.arguments.size();
    if (command == commands_table.end() || count < command->arguments_min
        || count > command->arguments_max) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "The server of {} does not know “{}” in this form. Use the `attest` that it was "
                "started with.",
                target.folder.path().string(),
                request.command
            )
        );
    }
    return command->run(target, request.arguments);
}

Result<OpenSite*> find_site(const ControlTarget& target, std::string_view name) {
    std::vector<storage::SiteRecord> records;
    for (OpenSite* site : target.sites) {
        if (site->record.name == name) return site;
        records.push_back(site->record);
    }
    return unknown_site(target.folder, records, name);
}

Result<ControlAnswer> ask_folder(const std::filesystem::path& data, const ControlRequest& request) {
    if (std::optional<ControlAnswer> answer = TRY(ask_server(data, request))) {
        return std::move(*answer);
    }
    return run_here(data, request);
}

Result<void> ask_and_print(const std::filesystem::path& data, const ControlRequest& request) {
    const ControlAnswer answer = TRY(ask_folder(data, request));
    fmt::print("{}", answer.output);
    if (!answer.is_well) return fail(ErrorCode::conflict, "Not all is as it should be; see above.");
    return {};
}

Result<void> check_owner(const std::filesystem::path& folder) {
    struct stat state{};
    if (geteuid() != 0 || stat(folder.c_str(), &state) != 0 || state.st_uid == 0) return {};
    const std::string owner = name_of_user(state.st_uid);
    return fail(
        ErrorCode::invalid,
        fmt::format(
            "{} belongs to {}, who could not use what root writes there. Run the command with "
            "`sudo -u {}`.",
            folder.string(),
            owner,
            owner
        )
    );
}

} // namespace attest::app
