// Reading tags: the index of tags and a tag's own page.
#pragma once

#include "service/questions.h"

namespace attest::service {

enum class TagOrder : std::uint8_t { popular, name, newest };

struct TagSummary {
    TagId id;
    std::string name;
    std::int64_t question_count = 0;
    std::string excerpt; ///< Plain text.
};

struct TagList {
    std::vector<TagSummary> tags;
    std::int64_t total = 0;
    bool has_more = false;
};

/// `filter` keeps tags whose names contain it, most used first. Then `total` is what is known so
/// far: the rows up to the end of this page.
Result<TagList>
list_tags(const Site& site, TagOrder order, const std::string& filter, PageRequest page);

struct TopUser {
    Byline user;
    std::int64_t post_count = 0;
    std::int64_t score = 0;
};

inline constexpr std::size_t related_tags_max = 12;

struct TagPage {
    TagSummary tag;
    std::optional<PostView> wiki;    ///< The tag wiki, with its excerpt in `tag`.
    std::vector<TagSummary> related; ///< Tags that often stand beside it, most often first.
};

Result<TagPage> read_tag(const Site& site, const std::string& name);

} // namespace attest::service
