// The sample site: read from its files, written down as a dump, and loaded through the same code as
// an import, once. What is changed in the browser afterwards is never overwritten.
#pragma once

#include "base/error.h"
#include "db/data_folder.h"
#include "dump/import.h"
#include "dump/progress.h"
#include "dump/sample_files.h"
#include "dump/sample_rows.h"

#include <filesystem>
#include <functional>
#include <string>

namespace attest::dump {

/// The site as it stands after the import, and before anybody can reach it.
struct SampleStage {
    std::string site;
    std::filesystem::path database;
    const SampleFiles& files;
    const SampleRows& rows;
};

/// What the sample's people do on the site itself. If it fails there is no site.
using ActOnSample = std::function<Result<void>(const SampleStage&)>;

struct SampleOptions {
    std::filesystem::path folder; ///< `sample/`.
    std::string site;             ///< Empty: the name that site.toml gives.
    ActOnSample act = {};         ///< Empty: nothing but the import.
};

struct SampleSummary {
    std::string site;
    bool nothing_changed = false; ///< The site holds posts already.
    std::int64_t questions = 0;
    std::int64_t answers = 0;
};

Result<SampleSummary>
load_sample(const db::DataFolder& folder, const SampleOptions& options, Progress& progress);

} // namespace attest::dump
