#include "dump_kit.h"

#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "db/database.h"
#include "db/migrations.h"
#include "kit/must.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <system_error>

namespace attest {

namespace fs = std::filesystem;

Scratch::Scratch() : path_{"/dev/shm/attest_dump_test_" + random_hex(system_random(), 8)} {
    set_log_level(LogLevel::warning);
    fs::create_directories(path_);
}

Scratch::~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

TinyDump::TinyDump(fs::path folder) : folder_{std::move(folder)} {
    fs::create_directories(folder_);
}

TinyDump& TinyDump::table(std::string_view name, std::string_view rows, std::string_view head) {
    const std::string root = ascii_lower(name);
    return file(
        fmt::format("{}.xml", name),
        fmt::format(
            "{}<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{}>\n{}\n</{}>\n",
            head,
            root,
            rows,
            root
        )
    );
}

TinyDump& TinyDump::file(std::string_view name, std::string_view bytes) {
    std::ofstream out{folder_ / name, std::ios::binary};
    out << bytes;
    return *this;
}

Importing::Importing()
    : options_{
          .site = "test", .dump = {}, .origin = "https://beer.stackexchange.com", .title = {}
      } {}

Result<dump::ImportSummary> Importing::import(const fs::path& dump) {
    options_.dump = dump;
    const db::DataFolder folder =
        must(db::DataFolder::open({.folder = this->folder(), .purpose = "a test"}));
    dump::Progress silent{nullptr};
    return dump::import_dump(folder, options_, silent);
}

std::unique_ptr<TestSite> Importing::open() const {
    return std::make_unique<TestSite>(TestSiteOptions{.file = site_file()});
}

std::int64_t Importing::number(std::string_view sql) const {
    return open()->number(sql);
}

std::string Importing::text(std::string_view sql) const {
    const std::unique_ptr<TestSite> site = open();
    const auto first = [](const db::Row& row) {
        return row.is_null(0) ? std::string{"NULL"} : row.string(0);
    };
    return must(site->database().read([&](db::ReadTransaction& tx) {
               return tx.first({.name = "test_text", .sql = sql}, {}, first);
           })
    ).value_or("no row");
}

fs::path Importing::export_dump() {
    const fs::path out = scratch_ / fmt::format("export-{}", ++exports_);
    const std::unique_ptr<TestSite> site = open();
    dump::Progress silent{nullptr};
    must(dump::export_site(
        site->database(), {.out = out, .temporary_folder = folder() / "tmp"}, silent
    ));
    return out;
}

std::string differences(const fs::path& left, const fs::path& right) {
    const dump::TableFiles before = must(dump::find_tables(left));
    const dump::TableFiles after = must(dump::find_tables(right));
    const dump::Comparison comparison = must(dump::compare_dumps(before, after));
    if (comparison.differences == 0) return {};
    std::string text =
        fmt::format("{} of {} rows differ\n", comparison.differences, comparison.rows);
    for (const std::string& line : comparison.some)
        text += line + "\n";
    return text;
}

std::optional<fs::path> shared_dump(std::string_view name) {
    const fs::path path = fs::path{"../shared/data"} / name;
    std::error_code error;
    if (fs::exists(path, error)) return path;
    MESSAGE("skipped: there is no " << path.string());
    return std::nullopt;
}

} // namespace attest
