// Backups: the whole data folder but its search index, which is built anew.
//
// The one who has the databases open (a running server, or the command itself) copies them, each as
// one moment left it, into a folder below `tmp`; the command moves the copies to where the keeper
// wants them, with the other files of the folder and a manifest. So a server needs no right to
// write anywhere but into its own folder.
#pragma once

#include "base/error.h"

#include <filesystem>
#include <string>

namespace attest::app {

struct RestoreSummary {
    std::string made_at;
    std::string version;
    std::size_t files = 0;
    std::int64_t bytes = 0;
};

/// Brings a backup into an empty or new folder. The files are compared with the manifest before
/// any is put in its place; the sites get a new incarnation, so that no index of another time is
/// taken for theirs.
Result<RestoreSummary>
restore(const std::filesystem::path& backup, const std::filesystem::path& data);

/// A folder that is gone at the end of a scope.
class PassingFolder {
public:
    explicit PassingFolder(std::filesystem::path path) : path_{std::move(path)} {}

    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;

    ~PassingFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace attest::app
