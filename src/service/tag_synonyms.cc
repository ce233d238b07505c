#include "service/tag_synonyms.h"

#include "base/lower.h"
#include "base/text.h"
#include "domain/privileges.h"
#include "service/writing.h"
#include "storage/tags.h"

#include <algorithm>
#include <utility>

namespace attest::service {

namespace {

Result<void> check_moderator(const Site& site, const domain::Actor& actor) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    if (actor.is_moderator()) return {};
    return fail(ErrorCode::forbidden, "Only moderators decide on synonyms.");
}

/// A name in use would leave its questions behind: that is for merging tags.
Result<void> check_free(db::ReadTransaction& tx, const std::string& name) {
    const Result<storage::TagRecord> tag = storage::find_tag(tx, name);
    if (!tag && tag.error().code() != ErrorCode::not_found) return std::unexpected{tag.error()};
    if (!tag || tag->question_count == 0) return {};
    return refuse("name", "Questions carry a tag of that name. Give them the other tag first.");
}

} // namespace

Result<TagSynonyms> list_tag_synonyms(const Site& site, const std::string& name) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<TagSynonyms> {
        storage::TagRecord tag = TRY(storage::find_tag(tx, name));
        return TagSynonyms{
            .tag = std::move(tag.name),
            .synonyms = TRY(storage::list_tag_synonyms(tx, tag.id)),
        };
    });
}

Result<void>
suggest_synonym(const Site& site, const domain::Actor& actor, const SynonymForm& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    TRY(domain::check_privilege(actor, domain::Privilege::suggest_synonym, site.settings.thresholds)
    );
    const std::string name = unicode_lower(trim(form.name));
    if (const Result<void> fits = check_tags({name}); !fits) {
        return refuse("name", fits.error().message());
    }
    if (name == form.tag) return refuse("name", "That is the tag itself.");
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::TagRecord tag = TRY(storage::find_tag(tx, form.tag));
        TRY(check_free(tx, name));
        if (TRY(storage::find_tag_of_synonym(tx, form.tag))) {
            return refuse("name", "This tag is itself a synonym of another.");
        }
        return storage::insert_tag_synonym(
            tx,
            {.name = name,
             .tag = tag.id,
             .suggested_by = actor.user,
             .at = site.clock(),
             .is_approved = actor.is_moderator()}
        );
    });
}

Result<void>
approve_synonym(const Site& site, const domain::Actor& actor, const SynonymForm& form) {
    TRY(check_moderator(site, actor));
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::TagRecord tag = TRY(storage::find_tag(tx, form.tag));
        TRY(check_free(tx, form.name));
        return storage::approve_tag_synonym(tx, {.name = form.name, .tag = tag.id}, site.clock());
    });
}

Result<void> remove_synonym(const Site& site, const domain::Actor& actor, const SynonymForm& form) {
    TRY(check_moderator(site, actor));
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        const storage::TagRecord tag = TRY(storage::find_tag(tx, form.tag));
        return storage::delete_tag_synonym(tx, {.name = form.name, .tag = tag.id});
    });
}

Result<std::vector<std::string>>
resolve_synonyms(db::ReadTransaction& tx, const std::vector<std::string>& typed) {
    std::vector<std::string> tags;
    for (const std::string& name : typed) {
        std::string meant = TRY(storage::find_tag_of_synonym(tx, name)).value_or(name);
        if (std::ranges::find(tags, meant) == tags.end()) tags.push_back(std::move(meant));
    }
    return tags;
}

Result<storage::TagRecord> find_meant_tag(db::ReadTransaction& tx, const std::string& name) {
    Result<storage::TagRecord> tag = storage::find_tag(tx, name);
    const bool may_be_synonym =
        tag ? tag->question_count == 0 : tag.error().code() == ErrorCode::not_found;
    if (!may_be_synonym) return tag;
    const std::optional<std::string> meant =
        TRY(storage::find_tag_of_synonym(tx, unicode_lower(name)));
    return meant ? storage::find_tag(tx, *meant) : tag;
}

} // namespace attest::service
