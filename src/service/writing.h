// What all use cases that write have in common: rendering a body, the act under which something
// stands in the history, and the rules of titles and tags.
#pragma once

#include "base/error.h"
#include "domain/ids.h"
#include "service/named_records.h"
#include "service/site.h"
#include "storage/posts.h"

#include <optional>
#include <string>
#include <vector>

namespace attest::service {

/// As on Stack Exchange.
inline constexpr std::size_t title_length_max = 150;
inline constexpr std::size_t tags_max = 5;

/// Characters of a tag's name: as in a dump.
inline constexpr std::size_t tag_length_max = 35;

/// `invalid` with the sentence at one field: `return refuse("title", "Shorten the title.");`
std::unexpected<Error> refuse(const std::string& field, const std::string& message);

/// One more field that is wrong: for forms that say all at once.
void add_field_error(Error& error, const std::string& field, const std::string& message);

/// `invalid` at "title".
Result<void> check_title(const std::string& title);

/// `invalid` at "tags".
Result<void> check_tags(const std::vector<std::string>& tags);

/// A body from Markdown, for storing; `invalid` at "body", also where a name means several records
/// and the writer has to say which. The footnotes of a new post are told apart by a number of its
/// own, since it has no id yet. Not to be called in a transaction.
Result<storage::StoredBody> render_body(
    const Site& site,
    const std::string& markdown,
    std::optional<PostId> post,
    SeveralMeant several = SeveralMeant::refused
);

/// Something that the actor does now, under a guid of its own and the site's licence.
storage::Act act_of(const Site& site, UserId actor);

} // namespace attest::service
