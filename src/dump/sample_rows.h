// The sample site's files as the rows of a dump: numbered, counted, with what follows from them
// (scores, reputation, last activity, links). Pure.
#pragma once

#include "base/error.h"
#include "dump/sample_files.h"
#include "storage/bulk.h"

#include <map>
#include <string>
#include <vector>

namespace attest::dump {

/// An edit that is made on the site itself, with its links between questions resolved.
struct SampleEdit {
    PostId post;
    const SampleRevision* revision = nullptr;
    std::string markdown;
};

/// What readers do with the claims of a post.
struct SamplePostOnSite {
    PostId post;
    QuestionId question;
    const SamplePost* in_files = nullptr;
};

struct SampleRows {
    std::vector<storage::UserRow> users;
    std::vector<storage::BadgeRow> badges;
    std::vector<storage::TagRow> tags;
    std::vector<storage::HistoryRow> history;
    std::vector<storage::PostRow> posts; ///< `body` holds the newest text rendered, as a dump does.
    std::vector<storage::LinkRow> links;
    std::vector<storage::CommentRow> comments;
    std::vector<storage::VoteRow> votes;

    // For what comes after the import. Points into the files.
    std::map<std::string, UserId> people; ///< By key.
    std::vector<SamplePostOnSite> on_site;
    std::vector<SampleEdit> edits;
};

/// `invalid` with one line for a name that leads nowhere (an author, a tag, a question).
Result<SampleRows> make_sample_rows(const SampleFiles& files);

} // namespace attest::dump
