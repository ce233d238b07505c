// What a typed row still lacks: bodies made safe, rendered, with links to the old host turned to
// our own addresses. Pure, and run by several threads at once.
#pragma once

#include "dump/rows.h"
#include "markup/options.h"
#include "storage/bulk.h"

#include <optional>
#include <string_view>

namespace attest::dump {

struct Mapping {
    RowRules rules;
    markup::Options markup;
};

/// Makes "about me" safe.
void settle(storage::UserRow& row, const Mapping& mapping);

/// Renders the comment.
void settle(storage::CommentRow& row, const Mapping& mapping);

/// Settles the body: Markdown where the last source of its history renders to the dump's Body, else
/// the Body itself, made safe (decisions.md, 5). The dump's text is kept, compressed. Where there
/// is no source at all, readers are shown a first revision made up from the body
/// (domain/revisions.h).
void settle(storage::PostRow& row, std::optional<std::string_view> source, const Mapping& mapping);

} // namespace attest::dump
