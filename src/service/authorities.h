// Authority records: finding who is meant by a name, and keeping the records (evidence.md, D).
//
// A spelling only finds candidates; which record is meant is the reader's or the writer's choice,
// and nothing is merged but by somebody who says so.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "domain/authorities.h"
#include "names/match.h"
#include "service/questions.h"
#include "service/site.h"
#include "storage/authorities.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

using storage::AuthorityRecord;

struct AuthorityList {
    std::vector<AuthorityRecord> records;
    std::int64_t total = 0;
};

Result<AuthorityList>
list_authorities(const Site& site, std::span<const domain::AuthorityKind> kinds, PageRequest page);

/// A record by one of its names.
struct FoundAuthority {
    AuthorityRecord record;
    std::string name; ///< The one that agrees best.
    names::NameMatch agreement = names::NameMatch::none;
};

/// The records that a name may mean, the best first; candidates last.
Result<std::vector<FoundAuthority>> find_authorities(const Site& site, std::string_view name);

/// The same in a snapshot that is open.
Result<std::vector<FoundAuthority>>
find_authorities(db::ReadTransaction& tx, std::string_view name);

/// The keys under which a name is looked up. Consonants are asked for only where they tell enough:
/// all of a name in an abjad, else three and more.
std::vector<std::string> name_keys_to_ask(const names::NameKeys& keys);

struct AuthorityPage {
    AuthorityRecord record;
    std::vector<domain::AuthorityName> names = {};
    std::vector<AuthorityRecord> merged = {};
    std::vector<storage::AuthorityEvent> events = {}; ///< Newest first.
};

/// `not_found` if there is none. A merged record is read as such: the page redirects.
Result<AuthorityPage> read_authority(const Site& site, AuthorityId id);

struct AuthorityForm {
    domain::AuthorityKind kind = domain::AuthorityKind::person;
    std::string note = {};
    std::string active_from = {};
    std::string active_to = {};
    std::string coordinates = {};
};

struct MakeAuthority {
    AuthorityForm record = {};
    domain::AuthorityName name = {}; ///< The main one.
    /// There is a record of that name, and this is another.
    bool is_another = false;
};

/// `conflict` if a record of that kind has such a name and the form does not say that this is
/// another.
Result<AuthorityId>
make_authority(const Site& site, const domain::Actor& actor, const MakeAuthority& form);

Result<void> describe_authority(
    const Site& site, const domain::Actor& actor, AuthorityId id, const AuthorityForm& form
);

/// `name.record` gets it. `conflict` if it has it already.
Result<void>
add_authority_name(const Site& site, const domain::Actor& actor, const domain::AuthorityName& name);

/// `conflict` for the main name: another has to be made main first.
Result<void> remove_authority_name(
    const Site& site, const domain::Actor& actor, const domain::AuthorityName& name
);

/// Redirects `from`; its names find `into` from then on.
Result<void>
merge_authorities(const Site& site, const domain::Actor& actor, const storage::Merge& merge);

Result<void> unmerge_authority(const Site& site, const domain::Actor& actor, AuthorityId id);

} // namespace attest::service
