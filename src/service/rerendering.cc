#include "service/rerendering.h"

#include "markup/render.h"
#include "markup/sanitize.h"
#include "service/claim_facts.h"
#include "service/markup_options.h"
#include "service/named_records.h"
#include "storage/post_history.h"
#include "storage/posts.h"

#include <utility>
#include <vector>

namespace attest::service {

namespace {

/// What a body is made from.
struct Source {
    PostId post;
    std::string text;
    domain::BodyFormat format = domain::BodyFormat::markdown;
};

/// Markdown comes from the history. HTML comes from the dump as it was, so that a later allow-list
/// can let more through than an earlier one; otherwise from the body itself.
Result<Source> find_source(db::ReadTransaction& tx, PostId id) {
    const storage::PostRecord post = TRY(storage::find_post(tx, id));
    if (post.body_format == domain::BodyFormat::markdown) {
        std::optional<storage::BodySource> source = TRY(storage::find_body_source(tx, id));
        if (source && source->format == domain::BodyFormat::markdown) {
            return Source{
                .post = id, .text = std::move(source->text), .format = domain::BodyFormat::markdown
            };
        }
    }
    std::optional<std::string> original = TRY(storage::find_original_body(tx, id));
    return Source{
        .post = id,
        .text = original ? std::move(*original) : TRY(storage::find_body_html(tx, id)),
        .format = domain::BodyFormat::html,
    };
}

std::optional<markup::Rendered> render(const SiteSettings& settings, const Source& source) {
    const markup::Options options = markup_options(settings, source.post);
    if (source.format == domain::BodyFormat::html) {
        return markup::sanitize_html(source.text, options);
    }
    Result<markup::Rendered> rendered = markup::render_markdown(source.text, options);
    return rendered ? std::optional{std::move(*rendered)} : std::nullopt;
}

struct Slice {
    storage::StaleBodies stale;
    std::vector<Source> sources;
};

Result<Slice> read_slice(db::ReadTransaction& tx, PostId after) {
    Slice slice;
    slice.stale =
        TRY(storage::list_stale_bodies(tx, after, markup::renderer_version, rerendered_at_once));
    for (const PostId post : slice.stale.posts) {
        slice.sources.push_back(TRY(find_source(tx, post)));
    }
    return slice;
}

} // namespace

Result<Rerendering> rerender_some(const Site& site, const Rerendering& so_far) {
    const Slice slice =
        TRY(site.database.read([&](db::ReadTransaction& tx) { return read_slice(tx, so_far.next); })
        );
    std::vector<storage::RenderedBody> bodies;
    for (const Source& source : slice.sources) {
        std::optional<markup::Rendered> rendered = render(site.settings, source);
        if (!rendered) continue;
        if (source.format == domain::BodyFormat::markdown && rendered->html.contains("[[")) {
            TRY(site.database.read([&](db::ReadTransaction& tx) {
                return place_named_records(tx, site.settings, *rendered, SeveralMeant::shown);
            }));
        }
        bodies.push_back({
            .id = source.post,
            .html = std::move(rendered->html),
            .text = std::move(rendered->text),
            .renderer_version = markup::renderer_version,
        });
    }
    if (!bodies.empty()) {
        TRY(site.database.write([&](db::Transaction& tx) -> Result<void> {
            for (const storage::RenderedBody& body : bodies) {
                TRY(storage::update_rendered_body(tx, body));
                // What a name means may be another record than when it was written.
                if (body.html.contains("/names/")) TRY(sync_claim_facts(tx, body.id));
            }
            return {};
        }));
    }
    return Rerendering{
        .next = slice.stale.next,
        .is_done = slice.stale.is_done,
        .rendered = so_far.rendered + std::ssize(bodies),
    };
}

} // namespace attest::service
