// Attributes of a dump's <row> to a typed row, and back. Pure.
//
// Nothing is lost on the way in: every attribute is read into its member and formatted again; where
// that does not give the same text back, and where we have no member for it, the text itself is
// kept in the row's `original`. So `format_x(parse_x(attributes))` is always the same set of
// attributes, and that the export is right can be tested without a database.
#pragma once

#include "base/error.h"
#include "domain/tags.h"
#include "storage/bulk.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attest::dump {

/// An attribute as the XML reader gives it: unescaped, UTF-8.
struct Attribute {
    std::string_view name;
    std::string_view value;
};

using Attributes = std::span<const Attribute>;

/// Attributes on the way out, in the order of the dump's schema; unknown ones last.
using Formatted = std::vector<std::pair<std::string, std::string>>;

struct RowRules {
    /// How most lists of tags of this dump are written; the others are kept as originals.
    domain::TagSyntax tag_syntax = domain::TagSyntax::angles;
    /// Take rows that cannot be true as long as they can be stored.
    bool keeps_all = false;
};

/// "Posts", as in "Posts.xml"; the root element is the same in lower case.
std::string_view table_name(storage::Table table);

// Each answers `invalid` with the reason for a row that has to be rejected: a member that must be
// there is missing or cannot be read, or the row cannot be true (a watermark).

Result<storage::UserRow> parse_user(Attributes attributes, const RowRules& rules);
Result<storage::BadgeRow> parse_badge(Attributes attributes, const RowRules& rules);
Result<storage::TagRow> parse_tag(Attributes attributes, const RowRules& rules);
Result<storage::HistoryRow> parse_history(Attributes attributes, const RowRules& rules);
Result<storage::PostRow> parse_post(Attributes attributes, const RowRules& rules);
Result<storage::LinkRow> parse_link(Attributes attributes, const RowRules& rules);
Result<storage::CommentRow> parse_comment(Attributes attributes, const RowRules& rules);
Result<storage::VoteRow> parse_vote(Attributes attributes, const RowRules& rules);

Formatted format_user(const storage::UserRow& row);
Formatted format_badge(const storage::BadgeRow& row);
Formatted format_tag(const storage::TagRow& row);
Formatted format_history(const storage::HistoryRow& row);
Formatted format_post(const storage::PostRow& row, domain::TagSyntax syntax);
Formatted format_link(const storage::LinkRow& row);
Formatted format_comment(const storage::CommentRow& row);
Formatted format_vote(const storage::VoteRow& row);

/// `original` with one attribute more: its text, or that it was absent.
std::string with_original(
    std::string_view original, std::string_view name, std::optional<std::string_view> value
);

} // namespace attest::dump
