#include "app/secret_file.h"

#include "base/text.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>

namespace attest::app {

Result<std::string> read_secret(const std::string& file, std::string_view holding) {
    struct stat state{};
    if (::stat(file.c_str(), &state) == 0 && (state.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "Others than its owner may read {}. Say `chmod 600 {}` and start again.", file, file
            )
        );
    }
    std::ifstream stream{file};
    std::string line;
    if (!std::getline(stream, line) || trim(line).empty()) {
        return fail(
            ErrorCode::invalid, fmt::format("The file {} with {} cannot be read.", file, holding)
        );
    }
    return std::string{trim(line)};
}

} // namespace attest::app
