#include "app/command_line.h"

#include "app/commands.h"
#include "base/log.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <exception>

namespace attest::app {

namespace {

int report(const Error& error) {
    const std::string_view detail = error.detail();
    fmt::print(stderr, "attest: {}{}{}\n", error.message(), detail.empty() ? "" : " — ", detail);
    return 1;
}

int run_called(const Command& command) {
    try {
        const Result<void> outcome = command();
        flush_log();
        return outcome ? 0 : report(outcome.error());
    } catch (const std::exception& exception) {
        // The machine failed (no memory, no thread): the one thing that is thrown.
        return report(Error{ErrorCode::internal, "Attest had to stop."}.with_detail(exception.what()
        ));
    }
}

} // namespace

CLI::App& Commands::add(const char* name, const char* help, Command work) {
    return add_to(root_, name, help, std::move(work));
}

CLI::App& Commands::add_group(const char* name, const char* help) {
    CLI::App* group = root_.add_subcommand(name, help);
    group->require_subcommand(1);
    return *group;
}

CLI::App& Commands::add_to(CLI::App& group, const char* name, const char* help, Command work) {
    CLI::App* command = group.add_subcommand(name, help);
    command->callback([this, work = std::move(work)] { called_ = work; });
    return *command;
}

int run(int argc, char** argv) {
    CLI::App root{"Attest: questions and answers in which every claim can be checked.", "attest"};
    root.require_subcommand(1);
    root.set_version_flag("--version", "attest " ATTEST_VERSION);
    Commands commands{root};
    add_serve(commands);
    add_import(commands);
    add_export(commands);
    add_backup(commands);
    add_restore(commands);
    add_check(commands);
    add_site_commands(commands);
    add_user_commands(commands);
    add_sample(commands);
    add_search(commands);
    add_similar(commands);
    add_reindex(commands);
    add_date(commands);
    add_routes(commands);
    add_settings(commands);
    add_names(commands);
    add_links(commands);
    try {
        root.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = root.exit(error);
        return code == 0 ? 0 : 2;
    }
    return run_called(commands.called());
}

} // namespace attest::app
