// The files of the sample site, as people write them (sample/README.md), read into values. What
// cannot be read is answered with the file's name and what is wrong in it.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "dump/sample_evidence_files.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::dump {

struct SampleBadge {
    std::string name;
    std::int64_t badge_class = 3;
    Time at;
};

struct SamplePerson {
    std::string key;
    std::string name;
    Time since;
    std::string location;
    std::string about; ///< Markdown.
    bool is_moderator = false;
    std::vector<SampleBadge> badges;
};

struct SampleTag {
    std::string name;
    std::string excerpt;
    std::string wiki; ///< Markdown; may be empty.
};

struct SampleComment {
    std::string author;
    Time at;
    std::int64_t votes = 0;
    std::string text;
};

/// A state of a post: the first, or what an edit made of it.
struct SampleRevision {
    std::string author;
    Time at;
    std::string summary;
    std::string title; ///< Empty where it stays, and of answers.
    std::vector<std::string> tags;
    std::string body;
    std::string where; ///< "01-why.md, line 12".
};

struct SamplePost {
    std::string key; ///< Of its question: the file's name.
    bool is_question = false;
    std::vector<SampleRevision> revisions;
    /// So many of them come through the import; from the first that cites on they are edits made on
    /// the site.
    std::size_t imported_revisions = 0;
    SamplePostActs acts;
    std::int64_t views = 0;
    std::int64_t up_votes = 0;
    std::int64_t down_votes = 0;
    bool is_accepted = false;
    bool is_community_wiki = false;
    std::vector<SampleComment> comments;

    std::optional<Time> closed_at;
    std::vector<std::string> closed_by;
    std::vector<std::string> duplicate_of; ///< Keys of questions.

    [[nodiscard]] Time at() const { return revisions.front().at; }
};

struct SampleFiles {
    std::string name;
    std::string title;
    std::string about;
    std::vector<std::string> languages;
    std::string license;
    std::string license_url;
    std::vector<SamplePerson> people;
    std::string wiki_author;
    Time wiki_at;
    std::vector<SampleTag> tags;
    std::vector<SamplePost> posts; ///< Each question, then its answers.
    SampleEvidence evidence;
};

Result<SampleFiles> read_sample_files(const std::filesystem::path& folder);

/// The posts of one question file.
Result<std::vector<SamplePost>> parse_sample_question(std::string_view text, std::string_view key);

} // namespace attest::dump
