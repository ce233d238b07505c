// The commands of the one binary: `attest serve`, `attest import` … Each is a file of its own that
// adds itself to the command line and says what it does when it is called.
#pragma once

#include "base/error.h"

#include <functional>

namespace CLI {
class App;
}

namespace attest::app {

/// What a command does once its options are read. An error is printed in one line, exit code 1.
using Command = std::function<Result<void>()>;

/// Where a command puts its work when it was the one called.
class Commands {
public:
    explicit Commands(CLI::App& root) : root_{root} {}

    /// A subcommand with its one-line help; `work` is run if it is called.
    CLI::App& add(const char* name, const char* help, Command work);

    /// Commands of two words: `attest site list`.
    CLI::App& add_group(const char* name, const char* help);
    CLI::App& add_to(CLI::App& group, const char* name, const char* help, Command work);

    [[nodiscard]] const Command& called() const { return called_; }

private:
    CLI::App& root_;
    Command called_;
};

/// Reads the command line and runs the command. 0: done; 1: it could not be done, and one line on
/// standard error says why; 2: the command line could not be read.
int run(int argc, char** argv);

} // namespace attest::app
