#include "dump/mapper.h"

#include "base/compress.h"
#include "markup/body.h"
#include "markup/comment.h"
#include "markup/sanitize.h"
#include "security/display_name.h"

#include <fmt/format.h>

namespace attest::dump {

void settle(storage::UserRow& row, const Mapping& mapping) {
    if (row.display_name.empty()) {
        if (!row.original.contains("\"DisplayName\""))
            row.original = with_original(row.original, "DisplayName", "");
        row.display_name = fmt::format("user{}", row.id.value);
    }
    row.name_key = security::skeleton(row.display_name);
    if (!row.about_html) return;

    std::string safe = markup::sanitize_html(*row.about_html, mapping.markup).html;
    if (safe != *row.about_html)
        row.original = with_original(row.original, "AboutMe", *row.about_html);
    row.about_html = std::move(safe);
}

void settle(storage::CommentRow& row, const Mapping& mapping) {
    row.body_html = markup::render_comment(row.body_source, mapping.markup).html;
}

void settle(storage::PostRow& row, std::optional<std::string_view> source, const Mapping& mapping) {
    markup::Options options = mapping.markup;
    options.footnote_prefix = fmt::format("{}", row.id.value);
    markup::ImportedBody settled = markup::settle_body(row.body, source, options);
    row.body_format = settled.format == markup::BodyFormat::markdown ? domain::BodyFormat::markdown
                                                                     : domain::BodyFormat::html;
    row.renderer_version = markup::renderer_version;
    row.body_html = std::move(settled.html);
    row.body_text = std::move(settled.text);
    if (row.body != row.body_html) row.packed_body = compress(row.body);

    // A guess that is nearly always right; the recount at the end mends the others.
    row.is_unanswered =
        row.kind == domain::PostKind::question && !row.accepted_answer_id && row.answer_count == 0;
}

} // namespace attest::dump
