// For tests of import and export: a data folder of its own, dumps written on the spot, and what is
// in an imported site.
#pragma once

#include "db/data_folder.h"
#include "dump/compare.h"
#include "dump/export.h"
#include "dump/import.h"
#include "kit/test_site.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace attest {

/// A folder on tmpfs that is gone at the end of the test.
class Scratch {
public:
    Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const {
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

/// A dump in a folder, table by table.
class TinyDump {
public:
    explicit TinyDump(std::filesystem::path folder);

    /// Writes "Posts.xml" with these lines between the root's tags: `<row …/>` elements.
    TinyDump& table(std::string_view name, std::string_view rows, std::string_view head = {});

    /// Writes a file as it is.
    TinyDump& file(std::string_view name, std::string_view bytes);

    [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

private:
    std::filesystem::path folder_;
};

/// A data folder and what is imported into its site "test".
class Importing {
public:
    Importing();

    Result<dump::ImportSummary> import(const std::filesystem::path& dump);

    dump::ImportOptions& options() { return options_; }

    [[nodiscard]] std::filesystem::path folder() const { return scratch_ / "data"; }

    [[nodiscard]] std::filesystem::path site_file() const {
        return folder() / "sites" / "test.sqlite";
    }

    /// The imported site, as use cases see it.
    [[nodiscard]] std::unique_ptr<TestSite> open() const;

    /// The number that a statement gives.
    [[nodiscard]] std::int64_t number(std::string_view sql) const;
    [[nodiscard]] std::string text(std::string_view sql) const;

    /// Exports the site into a new folder.
    std::filesystem::path export_dump();

private:
    Scratch scratch_;
    dump::ImportOptions options_;
    int exports_ = 0;
};

/// Compares two folders with dumps: the differences, a line each; empty where there are none.
std::string differences(const std::filesystem::path& left, const std::filesystem::path& right);

/// A dump among the shared data, or nothing with a message that the test is skipped.
std::optional<std::filesystem::path> shared_dump(std::string_view name);

} // namespace attest
