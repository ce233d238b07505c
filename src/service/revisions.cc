#include "service/revisions.h"

#include "domain/guid.h"
#include "domain/revisions.h"
#include "domain/tagging.h"
#include "markup/render.h"
#include "markup/sanitize.h"
#include "markup/word_diff.h"
#include "service/markup_options.h"
#include "service/visible_posts.h"
#include "storage/post_history.h"
#include "storage/posts.h"
#include "storage/tag_wikis.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

namespace attest::service {

namespace {

/// A post with all that was done to it, read in one snapshot. Rendering and comparing come after
/// it.
struct PostWithHistory {
    PostAddress address;
    std::string tag; ///< Of a tag wiki, which has no address.
    PostId post;
    domain::PostKind kind = domain::PostKind::question;
    domain::PostStanding standing;
    std::string question_title;
    std::vector<domain::Revision> revisions; ///< Oldest first.
};

Result<PostWithHistory>
read_history(db::ReadTransaction& tx, const Site& site, PostId id, const Reader& reader) {
    std::string tag = TRY(storage::find_tag_of_wiki(tx, id)).value_or("");
    storage::PostPlace place;
    if (tag.empty()) place = TRY(find_visible_place(tx, site, id, reader));
    const storage::PostRecord post = TRY(storage::find_post(tx, id));
    std::vector<domain::HistoryRow> rows = TRY(storage::list_history(tx, id));

    const bool has_body = std::ranges::any_of(rows, [](const domain::HistoryRow& row) {
        return domain::touches_body(row.kind);
    });
    domain::PostAsItStands as_it_stands{
        .created_at = post.created_at,
        .author = TRY(storage::find_author(tx, id)),
        .license = post.license.value_or(""),
        .title = post.title,
        .tags = post.tags,
        .body_html = has_body ? std::string{} : TRY(storage::find_body_html(tx, id)),
    };
    return PostWithHistory{
        .address = {.question = place.question, .slug = {}, .answer = place.answer},
        .tag = tag,
        .post = id,
        .kind = post.kind,
        .standing =
            {.author = post.author,
             .is_community_wiki = post.community_at.has_value(),
             .is_locked = post.locked_at.has_value()},
        .question_title = tag.empty() ? place.title : tag,
        .revisions = domain::group_revisions(std::move(rows), as_it_stands),
    };
}

/// Empty for a source beyond the renderer's limits: then the page shows the source alone.
std::string render(const SiteSettings& settings, PostId post, const domain::Revision& revision) {
    const markup::Options options = markup_options(settings, post);
    if (revision.format == domain::BodyFormat::html) {
        return markup::sanitize_html(revision.source, options).html;
    }
    Result<markup::Rendered> rendered = markup::render_markdown(revision.source, options);
    return rendered ? std::move(rendered->html) : std::string{};
}

std::string list_tags_in_words(const std::string& tags) {
    std::string words;
    for (const std::string& tag : domain::parse_tags(tags)) {
        if (!words.empty()) words += ' ';
        words += tag;
    }
    return words;
}

std::string render_diff(std::string_view before, std::string_view after) {
    return markup::render_diff_inline(markup::diff_words(before, after));
}

/// One of the two columns of a comparison: all but what only the other holds.
std::string
render_side(const std::vector<markup::DiffPart>& parts, markup::DiffKind only_on_other_side) {
    std::vector<markup::DiffPart> side;
    std::ranges::copy_if(parts, std::back_inserter(side), [&](const markup::DiffPart& part) {
        return part.kind != only_on_other_side;
    });
    return markup::render_diff_inline(side);
}

/// What changed since the revision before.
void add_diffs(RevisionView& view, const domain::Revision& before, const domain::Revision& after) {
    if (after.title != before.title) {
        view.title_diff_html = render_diff(before.title, after.title);
    }
    const std::string tags_before = list_tags_in_words(before.tags);
    const std::string tags_after = list_tags_in_words(after.tags);
    if (tags_after != tags_before) view.tags_diff_html = render_diff(tags_before, tags_after);
    if (after.source == before.source) return;

    const std::vector<markup::DiffPart> parts = markup::diff_words(before.source, after.source);
    view.body_diff_html = markup::render_diff_inline(parts);
    view.body_diff_before_html = render_side(parts, markup::DiffKind::inserted);
    view.body_diff_after_html = render_side(parts, markup::DiffKind::removed);
}

RevisionView to_view(const SiteSettings& settings, PostId post, const domain::Revision& revision) {
    RevisionView view{
        .number = revision.number,
        .guid = domain::format_guid(revision.guid),
        .created_at = revision.created_at,
        .author = revision.author,
        .summary = revision.summary,
        .kind = revision.kind,
        .is_rollback = revision.is_rollback,
        .license = revision.license.empty() ? settings.license : revision.license,
        .format = revision.format,
        .title = revision.title,
        .tags = domain::parse_tags(revision.tags),
        .source = revision.source,
        .body_html = {},
        .title_diff_html = {},
        .tags_diff_html = {},
        .body_diff_html = {},
        .body_diff_before_html = {},
        .body_diff_after_html = {},
    };
    if (revision.number > 0) view.body_html = render(settings, post, revision);
    return view;
}

/// Views of the revisions [first, last) of `all`, newest first; what each is compared with may
/// stand before `first`.
std::vector<RevisionView>
to_views(const Site& site, PostId post, std::span<const domain::Revision> all, std::size_t first) {
    std::vector<RevisionView> views;
    const domain::Revision* before = nullptr;
    for (std::size_t place = 0; place < all.size(); ++place) {
        const domain::Revision& revision = all[place];
        if (place >= first) {
            views.push_back(to_view(site.settings, post, revision));
            const bool can_compare = revision.number > 0 && before != nullptr;
            if (can_compare) add_diffs(views.back(), *before, revision);
        }
        if (revision.number > 0) before = &revision;
    }
    std::ranges::reverse(views);
    return views;
}

RevisionsPage to_page(PostWithHistory&& history) {
    return {
        .address = std::move(history.address),
        .tag = std::move(history.tag),
        .post = history.post,
        .post_kind = history.kind,
        .standing = history.standing,
        .question_title = std::move(history.question_title),
        .revisions = {},
        .has_more = false,
    };
}

/// A dump's sources end their lines as the browser sent them, with CR LF; ours do with LF. What is
/// compared and shown is the text, not how it came.
void unify_line_ends(std::string& text) {
    std::erase(text, '\r');
}

Result<PostWithHistory>
read_post_with_history(const Site& site, PostId post, const Reader& reader) {
    PostWithHistory history = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return read_history(tx, site, post, reader);
    }));
    if (history.tag.empty()) history.address = TRY(find_post_address(site, post, reader));
    for (domain::Revision& revision : history.revisions)
        unify_line_ends(revision.source);
    return history;
}

} // namespace

Result<RevisionsPage>
list_revisions(const Site& site, PostId post, std::int64_t page, const Reader& reader) {
    PostWithHistory history = TRY(read_post_with_history(site, post, reader));
    const auto count = std::ssize(history.revisions);
    const bool is_there =
        page >= 1 && page <= (count + revisions_per_page - 1) / revisions_per_page;
    if (!is_there) return fail(ErrorCode::not_found, "This history has no such page.");

    const std::int64_t last = count - (page - 1) * revisions_per_page;
    const std::int64_t first = std::max<std::int64_t>(0, last - revisions_per_page);
    const std::vector<domain::Revision> revisions = std::move(history.revisions);
    RevisionsPage view = to_page(std::move(history));
    view.revisions = to_views(
        site,
        post,
        std::span{revisions}.first(static_cast<std::size_t>(last)),
        static_cast<std::size_t>(first)
    );
    view.has_more = first > 0;
    return view;
}

Result<RevisionsPage>
read_revision(const Site& site, const std::string& guid, const Reader& reader) {
    const std::optional<std::string> bytes = domain::parse_guid(guid);
    if (!bytes) return fail(ErrorCode::not_found, "There is no such revision here.");
    const std::optional<PostId> post = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::find_post_of_guid(tx, *bytes);
    }));
    if (!post) return fail(ErrorCode::not_found, "There is no such revision here.");

    PostWithHistory history = TRY(read_post_with_history(site, *post, reader));
    const std::vector<domain::Revision> revisions = std::move(history.revisions);
    const auto wanted = std::ranges::find(revisions, *bytes, &domain::Revision::guid);
    if (wanted == revisions.end()) {
        return fail(ErrorCode::not_found, "There is no such revision here.");
    }
    const auto place = static_cast<std::size_t>(wanted - revisions.begin());
    RevisionsPage view = to_page(std::move(history));
    view.revisions = to_views(site, *post, std::span{revisions}.first(place + 1), place);
    return view;
}

} // namespace attest::service
