// The folder that holds everything of one Attest, and the lock that makes it one process's: our
// caches would not see what another process writes (decisions.md, 13).
//
//   network.sqlite        accounts, sessions, sites
//   sites/NAME.sqlite     one database a site
//   index/NAME/           its search index
//   files/                uploaded scans and the images of their pages, under their SHA-256
//   rejects/              rows that an import could not take
//   tmp/                  unpacked archives, sorts
//   lock                  held while a process is at work; names it
#pragma once

#include "base/error.h"

#include <filesystem>
#include <string_view>

namespace attest::db {

struct DataFolderOptions {
    std::filesystem::path folder;
    /// The command as its keeper typed it, for the one who finds the folder in use: "attest serve".
    std::string_view purpose;
    /// Make the folder if it is not there. One that is there must be empty or ours.
    bool create = true;
};

class DataFolder {
public:
    /// Takes the lock, makes what is missing of the layout, and lets SQLite sort in its `tmp`; so
    /// call it before a database is opened. `unavailable` at once if another process holds it,
    /// saying which; `invalid` if the folder is not there or not ours.
    static Result<DataFolder> open(const DataFolderOptions& options);

    DataFolder(DataFolder&& other) noexcept;
    DataFolder& operator=(DataFolder&& other) noexcept;
    DataFolder(const DataFolder&) = delete;
    DataFolder& operator=(const DataFolder&) = delete;
    ~DataFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

    [[nodiscard]] std::filesystem::path network_file() const { return folder_ / "network.sqlite"; }

    /// `site` must be a checked name; a separator in it is a bug.
    [[nodiscard]] std::filesystem::path site_file(std::string_view site) const;
    [[nodiscard]] std::filesystem::path index_folder(std::string_view site) const;

    [[nodiscard]] std::filesystem::path rejects_folder() const { return folder_ / "rejects"; }

    [[nodiscard]] std::filesystem::path files_folder() const { return folder_ / "files"; }

    [[nodiscard]] std::filesystem::path temporary_folder() const { return folder_ / "tmp"; }

private:
    DataFolder(std::filesystem::path folder, int lock) : folder_{std::move(folder)}, lock_{lock} {}

    std::filesystem::path folder_;
    int lock_;
};

} // namespace attest::db
