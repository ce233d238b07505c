// The library of sources: what is added by pasting, found by words, edited, linked, merged. A
// source may be poor (a title alone); it must never be an obstacle to whoever cites it.
#pragma once

#include "base/error.h"
#include "bibliography/paste.h"
#include "bibliography/reference.h"
#include "db/transaction.h"
#include "domain/actor.h"
#include "service/questions.h"
#include "service/site.h"
#include "storage/sources.h"

#include <optional>
#include <string>
#include <vector>

namespace attest::service {

/// Characters of a moderator's reason, and of a line of source criticism: read at a glance.
inline constexpr std::size_t source_note_length_max = domain::evidence_note_length_max;

/// Likely doubles that are offered.
inline constexpr std::size_t doubles_shown_max = 5;

/// States of a source that its history shows: more edits of one reference are a quarrel, and the
/// newest of them tell of it.
inline constexpr std::int64_t source_revisions_shown_max = 100;

/// For lists and for whoever cites.
struct SourceSummary {
    SourceId id;
    std::string key;
    std::string title;
    std::string author;
    std::string issued;
    domain::SourceKind kind = domain::SourceKind::retold;
    bool is_single_item = false;
    bool is_distrusted = false;
    std::int64_t citation_count = 0;
};

/// The source that a key, an alias or the key of a merged source means; `not_found` if none does.
Result<storage::SourceRecord> find_source_by_key(db::ReadTransaction& tx, std::string_view key);
Result<storage::SourceRecord> find_source_by_key(const Site& site, std::string_view key);

struct PasteSource {
    std::string text;
    bool accepts_doubles = false; ///< Whoever pasted has seen them, and means another work.
    std::string idempotency_key = {};
};

struct AddedSource {
    std::optional<SourceSummary> source; ///< Nothing: doubles were found, and nothing was written.
    std::vector<SourceSummary> doubles = {};
    std::size_t left_out = 0; ///< References that stood behind the first in what was pasted.
};

/// A work that an imported post links to: the site adds it, nobody's, under a key that is free.
/// Numbers and addresses that are wrong are dropped.
Result<SourceId> add_found_source(
    db::Transaction& tx, const bibliography::Reference& reference, const std::string& key, Time at
);

/// What the Cite field does. `invalid` at "paste".
Result<AddedSource>
add_pasted_source(const Site& site, const domain::Actor& actor, const PasteSource& form);

/// As what a text would be taken, and which sources may be that work already. Nothing is written.
struct SeenPaste {
    bibliography::PasteForm form = bibliography::PasteForm::text;
    std::vector<SourceSummary> likely;
};

/// `invalid` at "paste".
Result<SeenPaste> look_at_paste(const Site& site, const std::string& text);

/// The same from a form that was filled in.
struct SourceForm {
    bibliography::Reference reference;
    std::optional<domain::SourceKind> kind = {}; ///< Nothing: as the site guesses.
    std::optional<bool> is_single_item = {};
    std::string criticism = {};
    std::string alias = {}; ///< The key it has in somebody's own library.
    bool accepts_doubles = false;
    std::string idempotency_key = {};
};

/// `invalid` at "title", "url", "doi", "isbn", "issn", "criticism".
Result<AddedSource>
add_source(const Site& site, const domain::Actor& actor, const SourceForm& form);

struct EditSource {
    std::string key;
    std::int64_t based_on = 0; ///< The revision that the form was filled from.
    SourceForm form;
};

/// `conflict` if somebody was faster. An edit that changes nothing writes nothing. Answers the key.
Result<std::string>
edit_source(const Site& site, const domain::Actor& actor, const EditSource& form);

/// Sources with all the words: of title, people, container, year and key, across spellings and
/// scripts. No words: nothing.
struct FoundSources {
    std::vector<SourceSummary> sources;
    bool has_more = false;
};

Result<FoundSources> search_sources(const Site& site, const std::string& words, std::int64_t limit);
Result<FoundSources>
search_sources(db::ReadTransaction& tx, const std::string& words, std::int64_t limit);

Result<FoundSources>
search_sources_page(const Site& site, const std::string& words, const PageRequest& page);

struct SourceList {
    std::vector<SourceSummary> sources;
    std::int64_t total = 0;
    bool has_more = false;
};

Result<SourceList>
list_sources(const Site& site, storage::SourceOrder order, const PageRequest& page);

struct SourcePage {
    storage::SourceRecord record;
    bibliography::Reference reference;
    std::vector<std::string> aliases;
    std::vector<storage::LinkedSource> links;
    std::vector<storage::CitationOfSource> citations;
    std::int64_t citation_count = 0;
};

/// A source by any of its keys; `record.key` is the one it has today.
Result<SourcePage> read_source(const Site& site, const std::string& key, const PageRequest& page);

/// The reference alone, for exports and the edit form.
struct SourceReference {
    storage::SourceRecord record;
    bibliography::Reference reference;
};

Result<SourceReference> read_source_reference(const Site& site, const std::string& key);

struct SourceHistory {
    storage::SourceRecord record;
    std::vector<storage::SourceRevision> revisions;
};

Result<SourceHistory> list_source_revisions(const Site& site, const std::string& key);

struct LinkSources {
    std::string from;
    std::string to; ///< Key or alias, or a link to the source's page.
    domain::SourceLinkKind kind = domain::SourceLinkKind::derives;
};

/// "This repeats another source." `invalid` at "to".
Result<void> link_sources(const Site& site, const domain::Actor& actor, const LinkSources& form);

/// Whoever may edit sources may take a link back.
Result<void> unlink_sources(const Site& site, const domain::Actor& actor, const LinkSources& form);

struct MergeSources {
    std::string from;
    std::string into;
};

/// For those who may edit posts without review. Answers the key that both have now.
Result<std::string>
merge_sources(const Site& site, const domain::Actor& actor, const MergeSources& form);

struct DistrustSource {
    std::string key;
    std::string reason; ///< Public; empty takes the mark away.
};

/// Moderators only. `invalid` at "reason".
Result<void>
distrust_source(const Site& site, const domain::Actor& actor, const DistrustSource& form);

/// Whether the page shows the buttons.
bool may_edit_source(
    const Site& site, const domain::Actor& actor, const storage::SourceRecord& source
);
bool may_merge_sources(const Site& site, const domain::Actor& actor);

/// A reference as the library keeps it. What its CSL cannot say any more is a bug.
bibliography::Reference reference_of(const storage::SourceRecord& source);

/// The archive that holds it, and its shelfmark there; or ''.
std::string shelfmark_of(const bibliography::Reference& reference);

} // namespace attest::service
