// `attest import`: a whole dump into a site.
//
// An import never touches the site that is being read. It builds `sites/NAME.building.sqlite` from
// nothing, one batch of rows and its checkpoint to a transaction, and at the end puts that file in
// the place of the old one. So readers never see half of it; killed anywhere and started again it
// goes on from the last checkpoint and ends the same; and a newer dump over an older one equals the
// newer alone, since that is what was built. What people have done here in the meantime is carried
// over from the old file before the exchange (storage/carry_over.h).
#pragma once

#include "base/error.h"
#include "base/random.h"
#include "base/time.h"
#include "db/data_folder.h"
#include "dump/progress.h"
#include "storage/bulk.h"
#include "storage/recount.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace attest::dump {

struct ImportOptions {
    std::string site;                  ///< A checked name (domain/site_name.h).
    std::filesystem::path dump;        ///< A folder or a `.7z`.
    std::optional<std::string> origin; ///< "https://beer.stackexchange.com"; guessed if absent.
    std::vector<std::string> languages{"en"};
    std::string title;      ///< Of a new site; made from the origin if empty.
    bool keeps_all = false; ///< Take rows that cannot be true.
    bool again = false;     ///< Import a dump that is here already once more.
};

struct TableSummary {
    storage::Table table{};
    bool is_present = false;
    std::int64_t read = 0;
    std::int64_t kept = 0;
    std::int64_t rejected = 0;
    std::int64_t dangling = 0;
};

struct ImportSummary {
    bool nothing_changed = false; ///< The dump was here already.
    bool was_resumed = false;
    std::vector<TableSummary> tables;
    storage::BodyCounts bodies;
    storage::CountDifferences answer_counts;
    storage::CountDifferences comment_counts;
    storage::CountDifferences scores;
    storage::CountDifferences tag_counts;
    std::int64_t replaced_characters = 0;
    std::string origin; ///< Empty: unknown, links were not rewritten.
    std::vector<std::filesystem::path> reject_files;
    std::vector<std::string> notes; ///< What the keeper ought to read.
    std::int64_t bytes = 0;         ///< Of XML, all of it.
    std::int64_t bytes_read = 0;    ///< By this run.
    std::int64_t milliseconds = 0;  ///< Of this run, unpacking apart.
    std::int64_t unpack_milliseconds = 0;
};

/// The caller holds the folder's lock, so no server is running. Errors are one line for the keeper.
Result<ImportSummary>
import_dump(const db::DataFolder& folder, const ImportOptions& options, Progress& progress);

/// The summary as a table with its notes, for a person.
std::string format_summary(const ImportSummary& summary);

} // namespace attest::dump
