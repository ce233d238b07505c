// What a typed row still lacks: bodies made safe, rendered, with links to the old host turned to
// our own addresses. Pure, and run by several threads at once.
#pragma once

#include "dump/rows.h"
#include "markup/options.h"
#include "storage/bulk.h"

#include <optional>
#include <string_view>
#include <vector>

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
/// the Body itself, made safe (decisions.md, 5). The dump's text is kept, compressed.
void settle(storage::PostRow& row, std::optional<std::string_view> source, const Mapping& mapping);

/// A first revision for a post whose history the dump has not: title, body and tags as they are
/// now.
std::vector<storage::HistoryRow> make_up_history(const storage::PostRow& row);

} // namespace attest::dump
