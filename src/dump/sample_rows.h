// The sample site's files as the rows of a dump: numbered, counted, with what follows from them
// (scores, reputation, last activity, links). Pure.
#pragma once

#include "base/error.h"
#include "dump/sample_files.h"
#include "storage/bulk.h"

#include <vector>

namespace attest::dump {

struct SampleRows {
    std::vector<storage::UserRow> users;
    std::vector<storage::BadgeRow> badges;
    std::vector<storage::TagRow> tags;
    std::vector<storage::HistoryRow> history;
    std::vector<storage::PostRow> posts; ///< `body` holds the newest text rendered, as a dump does.
    std::vector<storage::LinkRow> links;
    std::vector<storage::CommentRow> comments;
    std::vector<storage::VoteRow> votes;
};

/// `invalid` with one line for a name that leads nowhere (an author, a tag, a question).
Result<SampleRows> make_sample_rows(const SampleFiles& files);

} // namespace attest::dump
