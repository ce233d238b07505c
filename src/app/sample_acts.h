// What the people of the sample site do with evidence, done by the site's own use cases, each at
// the time that the files give: the clock of the site stands at that time, and its randomness is
// counted, so that the same files make the same site.
#pragma once

#include "base/error.h"
#include "dump/progress.h"
#include "dump/sample_site.h"

#include <string>

namespace attest::app {

struct SampleActOptions {
    std::string files_folder; ///< Where uploaded scans are kept.
    std::string scan_program; ///< What reads them.
};

/// `invalid` with the file and the line of the act that the site refuses.
Result<void> act_on_sample(
    const dump::SampleStage& stage, const SampleActOptions& options, dump::Progress& progress
);

} // namespace attest::app
