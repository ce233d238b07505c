// Writing about tags. Excerpt and wiki are posts, edited, suggested, compared and rolled back like
// others (editing.h); what is here finds them, and makes them when somebody first writes one.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "service/editing.h"
#include "service/site.h"

#include <optional>
#include <string>

namespace attest::service {

/// Characters of an excerpt: it stands in lists.
inline constexpr std::size_t tag_excerpt_length_max = 600;

enum class TagText : std::uint8_t { excerpt, wiki };

/// Both editors of a tag; nothing where nobody has written yet.
struct TagEditors {
    std::string tag;
    std::optional<Editor> excerpt;
    std::optional<Editor> wiki;
    domain::EditRight right = domain::EditRight::suggests;
};

Result<TagEditors>
read_tag_editors(const Site& site, const domain::Actor& actor, const std::string& tag);

struct EditTag {
    std::string tag;
    TagText text = TagText::wiki;
    EditPost edit; ///< Its post is filled in here.
};

/// As edit_post. A first text is written on top of an empty one.
Result<EditOutcome>
edit_tag_wiki(const Site& site, const domain::Actor& actor, const EditTag& form);

/// The tag whose excerpt or wiki the post is; `not_found` for other posts.
Result<std::string> find_tag_of_wiki(const Site& site, PostId post);

} // namespace attest::service
