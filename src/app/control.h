// Commands on a data folder that work whether its server runs or not (decisions.md, 13). Each is a
// function over the opened folder. When a server runs, its control socket has it do the function;
// when none does, the command opens the folder itself and does the same function.
#pragma once

#include "app/control_message.h"
#include "app/open_site.h"
#include "base/error.h"
#include "db/data_folder.h"
#include "db/database.h"
#include "service/network.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

namespace attest::app {

/// A data folder with its databases, open in this process.
struct ControlTarget {
    const db::DataFolder& folder;
    const Network& network;
    std::span<OpenSite* const> sites;
    std::stop_token stop = {}; ///< The server is ending: leave off.
    bool is_serving = false;
};

using ControlFunction =
    Result<ControlAnswer> (*)(const ControlTarget& target, std::span<const std::string> arguments);

/// A row of the table in control.cc: what may be asked on the socket.
struct ControlCommand {
    std::string_view name;
    std::size_t arguments_min;
    std::size_t arguments_max;
    ControlFunction run;
};

std::span<const ControlCommand> control_commands();

/// `invalid` for a command that is not in the table, or not with so many arguments.
Result<ControlAnswer> run_control(const ControlTarget& target, const ControlRequest& request);

/// `not_found` with the names there are.
Result<OpenSite*> find_site(const ControlTarget& target, std::string_view name);

/// Has the folder's server do it, or opens the folder and does it here.
Result<ControlAnswer> ask_folder(const std::filesystem::path& data, const ControlRequest& request);

/// The same for a command line: prints the output; an error if what was found is not as it should
/// be.
Result<void> ask_and_print(const std::filesystem::path& data, const ControlRequest& request);

/// `invalid` if root is about to write into another user's folder: what it makes there, the server
/// could not use.
Result<void> check_owner(const std::filesystem::path& folder);

} // namespace attest::app
