// Authority records, their names and the keys under which names are found.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/authorities.h"
#include "domain/ids.h"
#include "domain/people.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace attest::storage {

struct AuthorityRecord {
    AuthorityId id{};
    domain::AuthorityKind kind = domain::AuthorityKind::person;
    std::string label = {};
    std::string note = {};
    std::string active_from = {};
    std::string active_to = {};
    std::optional<domain::Coordinates> coordinates = {};
    std::optional<AuthorityId> merged_into = {};
};

/// `not_found` if there is none.
Result<AuthorityRecord> find_authority(db::ReadTransaction& tx, AuthorityId id);

struct AuthorityStretch {
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

/// Those that are not merged into others, by label. `kinds` holds one or two.
Result<std::vector<AuthorityRecord>> list_authorities(
    db::ReadTransaction& tx, std::span<const domain::AuthorityKind> kinds, AuthorityStretch stretch
);

Result<std::int64_t>
count_authorities(db::ReadTransaction& tx, std::span<const domain::AuthorityKind> kinds);

/// What was merged into a record.
Result<std::vector<AuthorityRecord>>
list_merged_authorities(db::ReadTransaction& tx, AuthorityId into);

/// Names of a record and of those merged into it, the main name first.
Result<std::vector<domain::AuthorityName>>
list_authority_names(db::ReadTransaction& tx, AuthorityId id);

/// A name with the record that bears it now: that which its own was merged into.
struct FoundName {
    std::string name;
    std::string language;
    AuthorityRecord record;
};

/// Names that have one of the keys, in no order, each once.
Result<std::vector<FoundName>>
find_authority_names(db::ReadTransaction& tx, std::span<const std::string> keys);

/// Names of several records and of those merged into them; `record` is the one that bears them now.
Result<std::vector<domain::AuthorityName>>
list_names_of_authorities(db::ReadTransaction& tx, std::span<const AuthorityId> ids);

struct AuthorityEvent {
    domain::AuthorityChange change = domain::AuthorityChange::made;
    std::string detail;      ///< The name or note concerned.
    std::string other_label; ///< Of the record that it was merged into.
    Time at;
    domain::Byline user;
};

/// Newest first.
Result<std::vector<AuthorityEvent>>
list_authority_events(db::ReadTransaction& tx, AuthorityId id, std::int64_t limit);

/// Who does something to records, and when.
struct RecordAct {
    UserId user;
    Time at;
};

Result<AuthorityId>
insert_authority(db::Transaction& tx, const AuthorityRecord& record, RecordAct act);

/// Note, dates and coordinates.
Result<void> describe_authority(db::Transaction& tx, const AuthorityRecord& record, RecordAct act);

/// A main name becomes the label, and the main name before becomes another name.
Result<AuthorityNameId> insert_authority_name(
    db::Transaction& tx,
    const domain::AuthorityName& name,
    std::span<const std::string> keys,
    RecordAct act
);

/// `not_found` if the record has no such name.
Result<void>
delete_authority_name(db::Transaction& tx, const domain::AuthorityName& name, RecordAct act);

struct Merge {
    AuthorityId from;
    AuthorityId into;
};

/// What had been merged into `from` goes along.
Result<void> merge_authorities(db::Transaction& tx, const Merge& merge, RecordAct act);

Result<void> unmerge_authority(db::Transaction& tx, AuthorityId id, RecordAct act);

} // namespace attest::storage
