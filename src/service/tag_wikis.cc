#include "service/tag_wikis.h"

#include "base/text.h"
#include "service/standing_post.h"
#include "service/writing.h"
#include "storage/tag_wikis.h"

#include <fmt/format.h>

#include <utility>

namespace attest::service {

namespace {

Result<std::optional<Editor>>
read_if_there(const Site& site, const domain::Actor& actor, const std::optional<PostId>& post) {
    if (!post) return std::nullopt;
    return TRY(read_editor(site, actor, *post));
}

Result<storage::TagRecord> find_tag(const Site& site, const std::string& name) {
    return site.database.read([&](db::ReadTransaction& tx) { return storage::find_tag(tx, name); });
}

const std::optional<PostId>& post_of(const storage::TagRecord& tag, TagText text) {
    return text == TagText::excerpt ? tag.excerpt : tag.wiki;
}

/// An empty post for the tag's first text, unless somebody was quicker.
MakeEmptyPost make_empty_post(const Site& site, const EditTag& form) {
    return [&form, act = act_of(site, community_user)](db::Transaction& tx) -> Result<PostId> {
        const storage::TagRecord newest = TRY(storage::find_tag(tx, form.tag));
        if (post_of(newest, form.text)) return *post_of(newest, form.text);
        return storage::insert_tag_wiki(
            tx,
            {.tag = newest,
             .kind = form.text == TagText::excerpt ? domain::PostKind::tag_excerpt
                                                   : domain::PostKind::tag_wiki,
             .act = act}
        );
    };
}

} // namespace

Result<TagEditors>
read_tag_editors(const Site& site, const domain::Actor& actor, const std::string& name) {
    const storage::TagRecord tag = TRY(find_tag(site, name));
    return TagEditors{
        .tag = tag.name,
        .excerpt = TRY(read_if_there(site, actor, tag.excerpt)),
        .wiki = TRY(read_if_there(site, actor, tag.wiki)),
        .right = domain::tag_wiki_right(actor, site.settings.thresholds),
    };
}

Result<EditOutcome>
edit_tag_wiki(const Site& site, const domain::Actor& actor, const EditTag& form) {
    TRY(domain::check_not_suspended(actor, site.clock()));
    const std::string text = form.edit.markdown.value_or("");
    if (trim(text).empty()) return refuse("body", "Write something first.");
    if (form.text == TagText::excerpt && utf8_length(text) > tag_excerpt_length_max) {
        return refuse(
            "body", fmt::format("Shorten the excerpt to {} characters.", tag_excerpt_length_max)
        );
    }
    EditPost edit = form.edit;
    const storage::TagRecord tag = TRY(find_tag(site, form.tag));
    const std::optional<PostId>& post = post_of(tag, form.text);
    if (!post) return edit_first_text(site, actor, edit, make_empty_post(site, form));
    edit.post = *post;
    // Who found nothing there wrote on an empty text; if somebody else was first, that is seen.
    if (edit.base && edit.base->empty()) {
        const Editor editor = TRY(read_editor(site, actor, edit.post));
        if (editor.source.empty()) edit.base = editor.base;
    }
    return edit_post(site, actor, edit);
}

Result<std::string> find_tag_of_wiki(const Site& site, PostId post) {
    std::optional<std::string> tag = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::find_tag_of_wiki(tx, post);
    }));
    if (!tag) return fail(ErrorCode::not_found, "There is no such tag wiki here.");
    return std::move(*tag);
}

} // namespace attest::service
