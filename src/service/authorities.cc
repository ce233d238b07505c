#include "service/authorities.h"

#include "base/text.h"
#include "names/keys.h"
#include "service/paging.h"
#include "service/writing.h"
#include "storage/claim_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace attest::service {

namespace {

/// A page shows so much of a record's history; older changes are kept.
constexpr std::int64_t events_shown = 50;

/// The keys under which a name is found. A word of several readings has several.
std::vector<std::string> keys_to_store(const names::NameKeys& keys) {
    std::vector<std::string> stored;
    const auto add = [&](std::string_view level, const std::string& key) {
        std::string whole = fmt::format("{}:{}", level, key);
        if (!key.empty() && std::ranges::find(stored, whole) == stored.end()) {
            stored.push_back(std::move(whole));
        }
    };
    for (const names::NameToken& token : keys.tokens) {
        if (token.is_numeral || token.is_particle || token.is_initial) continue;
        add("f", token.fold);
        for (const std::string& skeleton : token.skeletons)
            add("s", skeleton);
        // Where nobody writes vowels they are all that there is, and elsewhere what it is found by.
        add("c", token.consonants);
    }
    for (const std::string& joined : keys.joined)
        add("j", joined);
    return stored;
}

void keep_best(std::vector<FoundAuthority>& found, FoundAuthority candidate) {
    const auto same = std::ranges::find_if(found, [&](const FoundAuthority& other) {
        return other.record.id == candidate.record.id;
    });
    if (same == found.end()) {
        found.push_back(std::move(candidate));
    } else if (candidate.agreement > same->agreement) {
        *same = std::move(candidate);
    }
}

storage::RecordAct act_now(const Site& site, const domain::Actor& actor) {
    return {.user = actor.user, .at = site.clock()};
}

Result<void> check_may_keep(const Site& site, const domain::Actor& actor) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    return domain::check_keeps_records(actor, site.settings.thresholds);
}

Result<AuthorityRecord> read_form(const AuthorityForm& form) {
    AuthorityRecord record{
        .kind = form.kind,
        .note = form.note,
        .active_from = form.active_from,
        .active_to = form.active_to,
    };
    if (utf8_length(form.note) > domain::authority_note_length_max) {
        return refuse(
            "note", fmt::format("Shorten this to {} characters.", domain::authority_note_length_max)
        );
    }
    for (const auto& [field, text] :
         {std::pair{"active_from", &form.active_from}, std::pair{"active_to", &form.active_to}}) {
        if (utf8_length(*text) > domain::name_phrase_length_max) {
            return refuse(
                field, fmt::format("Shorten this to {} characters.", domain::name_phrase_length_max)
            );
        }
        TRY(domain::check_date_phrase(field, *text));
    }
    if (form.coordinates.empty()) return record;
    record.coordinates = domain::parse_coordinates(form.coordinates);
    if (!record.coordinates) {
        return refuse("coordinates", "Write degrees north and east, such as 59.94, 30.31.");
    }
    return record;
}

/// For who makes a record of a name that another has.
Result<void> check_is_another(db::ReadTransaction& tx, const MakeAuthority& form) {
    if (form.is_another) return {};
    for (const FoundAuthority& found : TRY(find_authorities(tx, form.name.name))) {
        if (found.record.kind != form.record.kind || !names::is_match(found.agreement)) continue;
        return std::unexpected{Error{
            ErrorCode::conflict,
            fmt::format(
                "There is a record “{}” already. Add the name there; or say below that this is "
                "somebody or something else.",
                found.record.label
            )
        }};
    }
    return {};
}

Result<void> check_open(const AuthorityRecord& record) {
    if (!record.merged_into) return {};
    return fail(ErrorCode::conflict, "This record was merged into another. Change that one.");
}

bool is_same_name(const domain::AuthorityName& left, const domain::AuthorityName& right) {
    return left.name == right.name && left.language == right.language;
}

/// A name made main that the record has as another kind takes that one's place.
Result<void>
make_room(db::Transaction& tx, const domain::AuthorityName& name, storage::RecordAct act) {
    const std::vector<domain::AuthorityName> present =
        TRY(storage::list_authority_names(tx, name.record));
    if (present.size() >= domain::names_of_record_max) {
        return refuse(
            "name", fmt::format("A record has at most {} names.", domain::names_of_record_max)
        );
    }
    for (const domain::AuthorityName& other : present) {
        if (!is_same_name(other, name)) continue;
        const bool is_replaced = name.kind != other.kind && other.kind != domain::NameKind::main
                                 && other.record == name.record;
        if (!is_replaced) return fail(ErrorCode::conflict, "The record has that name already.");
        TRY(storage::delete_authority_name(tx, other, act));
    }
    return {};
}

} // namespace

std::vector<std::string> name_keys_to_ask(const names::NameKeys& keys) {
    std::vector<std::string> asked = keys_to_store(keys);
    const bool has_abjad = std::ranges::any_of(keys.tokens, [](const names::NameToken& token) {
        return names::is_abjad(token.script);
    });
    if (has_abjad) return asked;
    std::erase_if(asked, [](const std::string& key) {
        // One or two consonants are those of half the names there are.
        constexpr std::size_t length_min = std::string_view{"c:"}.size() + 3;
        return key.starts_with("c:") && key.size() < length_min;
    });
    return asked;
}

Result<AuthorityList>
list_authorities(const Site& site, std::span<const domain::AuthorityKind> kinds, PageRequest page) {
    const Window window = TRY(window_of(page));
    return site.database.read([&](db::ReadTransaction& tx) -> Result<AuthorityList> {
        return AuthorityList{
            .records = TRY(storage::list_authorities(
                tx, kinds, {.limit = window.size, .offset = window.offset}
            )),
            .total = TRY(storage::count_authorities(tx, kinds)),
        };
    });
}

Result<std::vector<FoundAuthority>>
find_authorities(db::ReadTransaction& tx, std::string_view name) {
    const names::NameKeys wanted = names::keys_of(name);
    const std::vector<std::string> keys = name_keys_to_ask(wanted);
    std::vector<FoundAuthority> found;
    if (keys.empty()) return found;
    for (storage::FoundName& other : TRY(storage::find_authority_names(tx, keys))) {
        const names::NameKeys theirs = names::keys_of(other.name, other.language);
        const names::NameMatch agreement = names::match(wanted, theirs);
        // A query of fewer words finds a name; a name of fewer words is not what was asked for.
        const bool is_part =
            agreement == names::NameMatch::candidate && theirs.tokens.size() < wanted.tokens.size();
        if (agreement == names::NameMatch::none || is_part) continue;
        keep_best(found, {std::move(other.record), std::move(other.name), agreement});
    }
    std::ranges::sort(found, [](const FoundAuthority& left, const FoundAuthority& right) {
        if (left.agreement != right.agreement) return left.agreement > right.agreement;
        return std::tie(left.record.label, left.record.id)
               < std::tie(right.record.label, right.record.id);
    });
    return found;
}

Result<std::vector<FoundAuthority>> find_authorities(const Site& site, std::string_view name) {
    return site.database.read([&](db::ReadTransaction& tx) { return find_authorities(tx, name); });
}

Result<AuthorityPage> read_authority(const Site& site, AuthorityId id) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<AuthorityPage> {
        return AuthorityPage{
            .record = TRY(storage::find_authority(tx, id)),
            .names = TRY(storage::list_authority_names(tx, id)),
            .merged = TRY(storage::list_merged_authorities(tx, id)),
            .events = TRY(storage::list_authority_events(tx, id, events_shown)),
        };
    });
}

Result<AuthorityId>
make_authority(const Site& site, const domain::Actor& actor, const MakeAuthority& form) {
    TRY(check_may_keep(site, actor));
    AuthorityRecord record = TRY(read_form(form.record));
    record.label = form.name.name;
    domain::AuthorityName name = form.name;
    name.kind = domain::NameKind::main;
    TRY(domain::check_name(name));
    const names::NameKeys keys = names::keys_of(name.name, name.language);
    if (keys.tokens.empty()) return refuse("name", "Write the name in letters.");
    const storage::RecordAct act = act_now(site, actor);
    return site.database.write([&](db::Transaction& tx) -> Result<AuthorityId> {
        TRY(check_is_another(tx, form));
        name.record = TRY(storage::insert_authority(tx, record, act));
        TRY(storage::insert_authority_name(tx, name, keys_to_store(keys), act));
        return name.record;
    });
}

Result<void> describe_authority(
    const Site& site, const domain::Actor& actor, AuthorityId id, const AuthorityForm& form
) {
    TRY(check_may_keep(site, actor));
    AuthorityRecord record = TRY(read_form(form));
    record.id = id;
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(check_open(TRY(storage::find_authority(tx, id))));
        return storage::describe_authority(tx, record, act_now(site, actor));
    });
}

Result<void> add_authority_name(
    const Site& site, const domain::Actor& actor, const domain::AuthorityName& name
) {
    TRY(check_may_keep(site, actor));
    TRY(domain::check_name(name));
    const names::NameKeys keys = names::keys_of(name.name, name.language);
    if (keys.tokens.empty()) return refuse("name", "Write the name in letters.");
    const storage::RecordAct act = act_now(site, actor);
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(check_open(TRY(storage::find_authority(tx, name.record))));
        TRY(make_room(tx, name, act));
        TRY(storage::insert_authority_name(tx, name, keys_to_store(keys), act));
        return {};
    });
}

Result<void> remove_authority_name(
    const Site& site, const domain::Actor& actor, const domain::AuthorityName& name
) {
    TRY(check_may_keep(site, actor));
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(check_open(TRY(storage::find_authority(tx, name.record))));
        for (const domain::AuthorityName& present :
             TRY(storage::list_authority_names(tx, name.record))) {
            if (present.id != name.id) continue;
            if (present.kind == domain::NameKind::main) {
                return fail(
                    ErrorCode::conflict, "Make another name the main one before you remove this."
                );
            }
            return storage::delete_authority_name(tx, present, act_now(site, actor));
        }
        return fail(ErrorCode::not_found, "The record has no such name.");
    });
}

Result<void>
merge_authorities(const Site& site, const domain::Actor& actor, const storage::Merge& merge) {
    TRY(check_may_keep(site, actor));
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const AuthorityRecord from = TRY(storage::find_authority(tx, merge.from));
        TRY(check_open(from));
        const Result<AuthorityRecord> into = storage::find_authority(tx, merge.into);
        if (!into && into.error().code() == ErrorCode::not_found) {
            return refuse("into", "There is no record of that number.");
        }
        if (!into) return std::unexpected{into.error()};
        if (merge.from == merge.into) return refuse("into", "That is this record itself.");
        if (into->merged_into) {
            return refuse("into", "That record was itself merged. Name the one it leads to.");
        }
        if (into->kind != from.kind) {
            return refuse("into", "Only records of one kind can be the same.");
        }
        TRY(storage::merge_authorities(tx, merge, act_now(site, actor)));
        return storage::follow_merges(tx, merge.from);
    });
}

Result<void> unmerge_authority(const Site& site, const domain::Actor& actor, AuthorityId id) {
    TRY(check_may_keep(site, actor));
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(storage::unmerge_authority(tx, id, act_now(site, actor)));
        return storage::follow_merges(tx, id);
    });
}

} // namespace attest::service
