// What the sample's people do with evidence, as its files say it (sample/README.md): sources, their
// scans, people and places, and the checks, objections and questions for a source under each post.
//
// Nothing of it goes through the import. It is done after it, by the use cases of the site, at the
// times that are written here (app/sample_acts.h).
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/authorities.h"
#include "domain/evidence.h"
#include "dump/sample_fields.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::dump {

/// Who does something, when, and where it is written.
struct SampleAct {
    std::string by; ///< A key of people.toml.
    Time at;
    std::string where; ///< "sources.toml, line 12".
};

/// What is said of one page of a scan.
struct SampleScanPage {
    SampleAct act;
    std::int64_t page = 0; ///< Of the file, from 1.
    std::string text;      ///< The printed label, or the text that a reader types.
};

struct SampleScan {
    SampleAct act;
    std::filesystem::path file; ///< Beside the other files of the sample.
    domain::ScanRights rights = domain::ScanRights::lines;
    std::optional<SampleScanPage> printed; ///< The one pair from which all labels follow.
    std::vector<SampleScanPage> labels;    ///< Of pages that break the count.
    std::vector<SampleScanPage> typed;     ///< Texts that were typed in.
};

struct SampleSource {
    SampleAct act;
    std::string key; ///< As the site makes it.
    std::string csl; ///< One item of CSL-JSON.
    std::optional<domain::SourceKind> kind;
    std::optional<bool> is_single_item;
    std::string criticism;
    std::vector<SampleScan> scans;
};

struct SampleSourceLink {
    SampleAct act;
    std::string from;
    std::string to;
    domain::SourceLinkKind kind = domain::SourceLinkKind::derives;
};

struct SampleAuthority {
    SampleAct act;
    domain::AuthorityKind kind = domain::AuthorityKind::person;
    std::string note;
    std::string active_from;
    std::string active_to;
    std::string coordinates;
    std::vector<domain::AuthorityName> names; ///< The main one first.
};

/// A reader's verdict on a citation.
struct SampleCheck {
    SampleAct act;
    std::string of;      ///< Words of the claim.
    std::string source;  ///< Key; empty where the claim has one citation.
    std::string locator; ///< "79"; empty where the source is cited once.
    domain::Verdict verdict = domain::Verdict::yes;
    domain::SeenHow seen = domain::SeenHow::here;
    bool is_of_translation = false;
    std::string note;
    std::optional<SampleAct> replied;
    std::string reply;
};

/// A citation beside the text, for a claim or against it.
struct SampleObjection {
    SampleAct act;
    std::string of;
    domain::CitationRelation relation = domain::CitationRelation::disputes;
    std::string citation; ///< `@key, p. 79: "its words"`.
    std::string note;
};

/// "Source?"
struct SampleAsk {
    SampleAct act;
    std::string words;
};

/// Of one post, by any of its blocks.
struct SamplePostActs {
    std::vector<SampleCheck> checks;
    std::vector<SampleObjection> objections;
    std::vector<SampleAsk> asked;
};

struct SampleEvidence {
    std::vector<SampleSource> sources;
    std::vector<SampleSourceLink> links;
    std::vector<SampleAuthority> authorities;
};

/// Adds the acts that stand in the head of a block; `lines_before` stand above it in its file.
Result<void> read_post_acts(
    SampleFields& head, std::string_view file, std::size_t lines_before, SamplePostActs& acts
);

/// Whether a text can only be written on the site itself: it cites, or names people and places.
bool is_written_on_the_site(std::string_view markdown);

/// The text of sources.toml; its scans lie in `folder`.
Result<void> parse_sample_sources(
    std::string_view text, const std::filesystem::path& folder, SampleEvidence& evidence
);

/// The text of people_and_places.toml.
Result<void> parse_sample_records(std::string_view text, SampleEvidence& evidence);

/// sources.toml and people_and_places.toml; without them there is nothing.
Result<SampleEvidence> read_sample_evidence(const std::filesystem::path& folder);

} // namespace attest::dump
