#include "service/writing.h"

#include "base/text.h"
#include "domain/guid.h"
#include "markup/render.h"
#include "service/markup_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace attest::service {

namespace {

/// A tag's name stands in addresses, in lists and in searches as it is.
bool is_tag_name(std::string_view name) {
    constexpr std::string_view unfit = "|<>/\\?\"&,[]";
    return !name.empty() && is_utf8(name) && utf8_length(name) <= tag_length_max
           && std::ranges::none_of(name, [&](char letter) {
                  return static_cast<unsigned char>(letter) <= ' ' || unfit.contains(letter);
              });
}

} // namespace

void add_field_error(Error& error, const std::string& field, const std::string& message) {
    static_cast<void>(std::move(error).with_field(field, message));
}

std::unexpected<Error> refuse(const std::string& field, const std::string& message) {
    return std::unexpected{Error{ErrorCode::invalid, message}.with_field(field, message)};
}

Result<void> check_title(const std::string& title) {
    if (trim(title).empty()) return refuse("title", "Give the question a title.");
    if (utf8_length(title) > title_length_max) {
        return refuse(
            "title", fmt::format("Shorten the title to {} characters.", title_length_max)
        );
    }
    return {};
}

Result<void> check_tags(const std::vector<std::string>& tags) {
    if (tags.empty()) return refuse("tags", "Choose at least one tag.");
    if (tags.size() > tags_max) {
        return refuse("tags", fmt::format("Choose at most {} tags.", tags_max));
    }
    for (const std::string& tag : tags) {
        if (is_tag_name(tag)) continue;
        return refuse(
            "tags",
            fmt::format(
                "A tag is one word of at most {} letters, digits and hyphens.", tag_length_max
            )
        );
    }
    return {};
}

Result<storage::StoredBody> render_body(
    const Site& site, const std::string& markdown, std::optional<PostId> post, SeveralMeant several
) {
    if (trim(markdown).empty()) return refuse("body", "Write something first.");
    const PostId prefix =
        post ? *post : PostId{static_cast<std::int64_t>(random_number(site.random) >> 33U)};
    markup::Rendered rendered =
        TRY(markup::render_markdown(markdown, markup_options(site.settings, prefix)));
    if (rendered.html.contains("[[")) {
        TRY(site.database.read([&](db::ReadTransaction& tx) {
            return place_named_records(tx, site.settings, rendered, several);
        }));
    }
    return storage::StoredBody{
        .source = markdown,
        .format = domain::BodyFormat::markdown,
        .html = std::move(rendered.html),
        .text = std::move(rendered.text),
        .renderer_version = markup::renderer_version,
    };
}

storage::Act act_of(const Site& site, UserId actor) {
    std::string guid(domain::guid_bytes, '\0');
    site.random(std::as_writable_bytes(std::span{guid}));
    return {
        .actor = actor,
        .at = site.clock(),
        .guid = std::move(guid),
        .summary = {},
        .license = site.settings.license,
    };
}

} // namespace attest::service
