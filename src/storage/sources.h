// The library of sources: references to works, found by key, by words and by likeness; their
// history, the links between them, and the merging of two into one.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/evidence.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

/// What an edit may change, with all that is derived from the reference.
struct SourceContent {
    std::string csl;
    std::string title;
    std::string author;
    std::string issued;
    domain::SourceKind kind = domain::SourceKind::retold;
    bool is_single_item = false;
    std::string criticism{};
    std::string title_key;
    std::string author_key;
    std::optional<int> year{};
    std::optional<std::string> doi{};
    std::optional<std::string> isbn{};
    std::optional<std::string> issn{}; ///< With volume, issue and first page.
    std::optional<std::string> url{};
    std::string shelfmark{};
    std::string language{};           ///< The first part of the tag: "ru"; or ''.
    std::vector<std::string> words{}; ///< Under which it is found.
};

/// The languages that sources are in (SourceContent::language), the most frequent first.
Result<std::vector<std::string>> list_source_languages(db::ReadTransaction& tx);

struct SourceRecord {
    SourceId id;
    std::string key;
    std::string csl;
    std::string title;
    std::string author;
    std::string issued;
    domain::SourceKind kind = domain::SourceKind::retold;
    bool is_single_item = false;
    std::string criticism;
    std::optional<std::string> distrust_reason;
    std::string title_key;
    std::string author_key;
    std::optional<int> year;
    std::optional<std::string> doi;
    std::optional<std::string> isbn;
    std::optional<std::string> issn;
    SourceId origin_group;
    std::optional<SourceId> merged_into;
    std::optional<UserId> created_by;
    Time created_at;
    std::optional<Time> edited_at;
    std::int64_t revision = 1;
};

struct SourceAct {
    std::optional<UserId> user; ///< Nothing: the site itself, of a link in an imported answer.
    Time at;
};

struct NewSource {
    std::string key;
    SourceContent content;
    SourceAct act;
};

/// With its first state in the history. The key must be free.
Result<SourceId> insert_source(db::Transaction& tx, const NewSource& source);

/// `conflict` if the source is no longer in the state `based_on`.
Result<void> update_source(
    db::Transaction& tx,
    SourceId source,
    std::int64_t based_on,
    const SourceContent& content,
    const SourceAct& act
);

/// The source itself, even one that was merged into another.
Result<std::optional<SourceRecord>> find_source(db::ReadTransaction& tx, SourceId source);

/// By its key, by an alias, or by the key of one that was merged into it.
Result<std::optional<SourceRecord>>
find_source_by_key(db::ReadTransaction& tx, std::string_view key);

/// Whether a key or an alias is in use.
Result<bool> is_source_key_taken(db::ReadTransaction& tx, std::string_view key);

enum class SourceOrder : std::uint8_t { newest, most_cited };

struct ListedSource {
    SourceRecord source;
    std::int64_t citation_count = 0;
};

Result<std::vector<ListedSource>>
list_sources(db::ReadTransaction& tx, SourceOrder order, std::int64_t limit, std::int64_t offset);

/// Without those that were merged away.
Result<std::int64_t> count_sources(db::ReadTransaction& tx);

/// How a word of a search is met: the beginning of a word, or a skeleton.
struct SearchedWord {
    std::string start;
    std::string skeleton; ///< With its *, or empty.
};

inline constexpr std::size_t searched_words_max = 6;

/// Sources that have every word, those cited most first.
Result<std::vector<ListedSource>> search_sources(
    db::ReadTransaction& tx,
    std::span<const SearchedWord> words,
    std::int64_t limit,
    std::int64_t offset
);

/// What a reference has in common with one that may be the same work.
struct SourceLikeness {
    std::string doi;
    std::string isbn;
    std::string issn;
    std::string author_key;
    std::string title_key;
    std::optional<int> year;
};

/// Candidates, of which bibliography::is_likely_same chooses.
Result<std::vector<SourceRecord>>
list_like_sources(db::ReadTransaction& tx, const SourceLikeness& likeness);

/// Does nothing if the alias is taken.
Result<void> insert_source_alias(db::Transaction& tx, std::string_view alias, SourceId source);

/// Aliases, and the keys of sources that were merged into this one.
Result<std::vector<std::string>> list_source_aliases(db::ReadTransaction& tx, SourceId source);

struct SourceRevision {
    std::int64_t revision = 1;
    std::string csl;
    domain::SourceKind kind = domain::SourceKind::retold;
    std::string criticism;
    std::optional<UserId> user;
    std::string user_name;
    Time created_at;
};

/// The latest first.
Result<std::vector<SourceRevision>>
list_source_revisions(db::ReadTransaction& tx, SourceId source, std::int64_t limit);

/// Nothing takes the reason away again.
Result<void> update_source_distrust(
    db::Transaction& tx,
    SourceId source,
    const std::optional<std::string>& reason,
    const SourceAct& act
);

struct SourceLink {
    SourceId from;
    SourceId to;
    domain::SourceLinkKind kind = domain::SourceLinkKind::derives;
};

/// Also joins their origins. False if it is there already.
Result<bool> insert_source_link(db::Transaction& tx, const SourceLink& link, const SourceAct& act);

/// Also parts their origins. False if there is none.
Result<bool> delete_source_link(db::Transaction& tx, const SourceLink& link);

struct LinkedSource {
    domain::SourceLinkKind kind = domain::SourceLinkKind::derives;
    bool is_from_here = true; ///< This source derives from that one, not the other way round.
    SourceId id;
    std::string key;
    std::string title;
    std::string author;
};

Result<std::vector<LinkedSource>> list_linked_sources(db::ReadTransaction& tx, SourceId source);

struct MergedSources {
    SourceId from;
    SourceId into;
};

/// Everything that led to `from` leads to `into` afterwards: its key, its aliases, its links, and
/// what had been merged into it. The citations keep the source that they were made with.
Result<void> merge_sources(db::Transaction& tx, const MergedSources& merged);

/// A citation of a source, on a source's page.
struct CitationOfSource {
    ClaimId claim;
    PostId post;
    QuestionId question;
    std::string title; ///< Of the question.
    std::string claim_text;
    domain::ClaimStatus status = domain::ClaimStatus::unsourced;
    domain::CitationRelation relation = domain::CitationRelation::supports;
    domain::CitationState state = domain::CitationState::open;
    std::string locator;
};

/// Live claims of posts that stand, with sources merged into this one; the newest citation first.
Result<std::vector<CitationOfSource>> list_citations_of_source(
    db::ReadTransaction& tx, SourceId source, std::int64_t limit, std::int64_t offset
);

Result<std::int64_t> count_citations_of_source(db::ReadTransaction& tx, SourceId source);

/// A source, and one place where a question or an answer to it cites it.
struct CitedPlace {
    SourceRecord source; ///< What it was merged into.
    std::string label;   ///< CSL's; with an empty locator the whole work is cited.
    std::string locator;
};

/// What stands behind the live claims of a question and of its answers that are not deleted, in the
/// order of the posts and their texts. What one work quotes from another gives both, with the place
/// in the one that can be opened.
Result<std::vector<CitedPlace>>
list_cited_places(db::ReadTransaction& tx, QuestionId question, std::int64_t limit);

/// Claims whose status hangs on a source: to judge anew when its kind, its origin or its standing
/// has changed.
Result<std::vector<ClaimId>>
list_claims_of_source(db::ReadTransaction& tx, SourceId source, std::int64_t limit);

} // namespace attest::storage
