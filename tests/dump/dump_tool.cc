// For hands and scripts: imports, exports and compares dumps without the rest of Attest.
//
//   dump_tool import DATA SITE DUMP [--origin URL] [--again] [--keep-all]
//   dump_tool export DATA SITE OUT
//   dump_tool compare DUMP DUMP
#include "base/log.h"
#include "db/data_folder.h"
#include "dump/import.h"

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

} // namespace

int main(int count, char** values) {
    set_log_level(LogLevel::warning);
    const std::vector<std::string> arguments(values + 1, values + count);
    const std::span<const std::string> rest =
        std::span{arguments}.subspan(arguments.empty() ? 0 : 1);
    if (rest.size() >= 3 && arguments[0] == "import") return run_import(rest);
    fmt::print(stderr, "dump_tool import DATA SITE DUMP [--origin URL] [--again] [--keep-all]\n");
    return 1;
}
