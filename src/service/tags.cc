#include "service/tags.h"

#include "base/lower.h"
#include "base/text.h"
#include "service/paging.h"
#include "service/tag_synonyms.h"
#include "storage/excerpts.h"
#include "storage/posts.h"
#include "storage/tag_synonyms.h"
#include "storage/tags.h"
#include "storage/totals.h"

#include <utility>

namespace attest::service {

namespace {

storage::TagKey key_of(TagOrder order) {
    switch (order) {
    case TagOrder::popular:
        return storage::TagKey::popular;
    case TagOrder::name:
        return storage::TagKey::name;
    case TagOrder::newest:
        return storage::TagKey::newest;
    }
    std::unreachable();
}

std::vector<TagSummary> to_summaries(std::vector<storage::ListedTag>&& tags) {
    std::vector<TagSummary> summaries;
    summaries.reserve(tags.size());
    for (storage::ListedTag& tag : tags) {
        summaries.push_back({
            .id = tag.id,
            .name = std::move(tag.name),
            .question_count = tag.question_count,
            .excerpt = std::move(tag.excerpt),
        });
    }
    return summaries;
}

} // namespace

Result<TagList>
list_tags(const Site& site, TagOrder order, const std::string& filter, PageRequest page) {
    const Window window = TRY(window_of(page));
    const std::string part = unicode_lower(trim(filter));
    return site.database.read([&](db::ReadTransaction& tx) -> Result<TagList> {
        TagList list;
        list.tags = to_summaries(TRY(storage::list_tags(
            tx,
            {.key = key_of(order), .part = part, .limit = window.limit(), .offset = window.offset}
        )));
        list.has_more = cut_to(list.tags, window);
        list.total = part.empty() ? TRY(storage::find_total(tx, "tags"))
                                  : window.offset + std::ssize(list.tags);
        return list;
    });
}

Result<TagPage> read_tag(const Site& site, const std::string& name) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<TagPage> {
        storage::TagRecord tag = TRY(find_meant_tag(tx, name));
        TagPage page{
            .tag =
                {.id = tag.id,
                 .name = std::move(tag.name),
                 .question_count = tag.question_count,
                 .excerpt = {}},
            .wiki = std::nullopt,
            .related = {},
        };
        if (tag.excerpt) {
            page.tag.excerpt =
                storage::make_excerpt(TRY(storage::find_body_text(tx, *tag.excerpt)));
        }
        if (tag.wiki) page.wiki = TRY(storage::find_wiki(tx, *tag.wiki));
        if (page.wiki && page.wiki->license.empty()) page.wiki->license = site.settings.license;
        page.related = to_summaries(TRY(storage::list_neighbours(tx, tag.id, related_tags_max)));
        return page;
    });
}

} // namespace attest::service
