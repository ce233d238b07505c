// Other names of tags. Whoever has earned it suggests one, moderators approve it; from then on what
// is typed becomes what is meant, in new questions, in edits and in addresses.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/actor.h"
#include "service/site.h"
#include "storage/tag_synonyms.h"
#include "storage/tags.h"

#include <string>
#include <vector>

namespace attest::service {

struct TagSynonyms {
    std::string tag;
    std::vector<storage::TagSynonym> synonyms; ///< Those that wait, too.
};

Result<TagSynonyms> list_tag_synonyms(const Site& site, const std::string& tag);

struct SynonymForm {
    std::string tag;
    std::string name;
};

/// `invalid` at "name" for what cannot be a synonym: the tag itself, a name that questions carry.
/// A moderator's is approved at once.
Result<void> suggest_synonym(const Site& site, const domain::Actor& actor, const SynonymForm& form);

/// Moderators only, as is the next.
Result<void> approve_synonym(const Site& site, const domain::Actor& actor, const SynonymForm& form);
Result<void> remove_synonym(const Site& site, const domain::Actor& actor, const SynonymForm& form);

/// The tags that are meant, each once, in the order in which they were typed.
Result<std::vector<std::string>>
resolve_synonyms(db::ReadTransaction& tx, const std::vector<std::string>& typed);

/// The tag of that name; where no question carries it, the tag that the name is a synonym of.
Result<storage::TagRecord> find_meant_tag(db::ReadTransaction& tx, const std::string& name);

} // namespace attest::service
