// Other names of tags: what is typed, and what is meant.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

struct TagSynonym {
    std::string name;
    bool is_approved = false;
    Time created_at;
};

/// In order of name.
Result<std::vector<TagSynonym>> list_tag_synonyms(db::ReadTransaction& tx, TagId tag);

/// The tag that an approved synonym means; nothing for other names.
Result<std::optional<std::string>>
find_tag_of_synonym(db::ReadTransaction& tx, std::string_view name);

struct NewTagSynonym {
    std::string name;
    TagId tag;
    UserId suggested_by;
    Time at;
    bool is_approved = false;
};

/// `conflict` if the name is a synonym already, of this tag or another.
Result<void> insert_tag_synonym(db::Transaction& tx, const NewTagSynonym& synonym);

struct SynonymOfTag {
    std::string name;
    TagId tag;
};

/// `not_found` if there is no such suggestion.
Result<void> approve_tag_synonym(db::Transaction& tx, const SynonymOfTag& synonym, Time at);

/// Takes it away, approved or not; `not_found` if there is none.
Result<void> delete_tag_synonym(db::Transaction& tx, const SynonymOfTag& synonym);

} // namespace attest::storage
