// The elements that a body may hold (docs/decisions, allowed HTML), and how they may stand in one
// another.
#pragma once

#include <cstdint>
#include <string_view>

namespace attest::markup {

enum class Tag : std::uint8_t {
    a,
    abbr,
    b,
    blockquote,
    br,
    code,
    dd,
    del,
    details,
    div,
    dl,
    dt,
    em,
    h1,
    h2,
    h3,
    h4,
    h5,
    h6,
    hr,
    i,
    img,
    kbd,
    li,
    ol,
    p,
    pre,
    s,
    small,
    span,
    strike,
    strong,
    sub,
    summary,
    sup,
    table,
    tbody,
    td,
    th,
    thead,
    tr,
    ul,
    dropped,
    unwrapped,
    unwrapped_block,
};

enum class TagKind : std::uint8_t {
    phrase,  ///< Stands in a line of text.
    block,   ///< Ends a paragraph.
    part,    ///< Has its place in a list, table or `details` only.
    dropped, ///< Goes with its content: script, style …
};

/// The element of that name in lower case. Elements that are not allowed are `unwrapped` (their
/// content stays), `unwrapped_block` (it stays apart from what is around it), or `dropped`.
Tag find_tag(std::string_view name);

std::string_view tag_name(Tag tag);

TagKind tag_kind(Tag tag);

constexpr bool is_void(Tag tag) {
    return tag == Tag::br || tag == Tag::hr || tag == Tag::img;
}

constexpr bool is_heading(Tag tag) {
    return tag >= Tag::h1 && tag <= Tag::h6;
}

/// Blocks whose content is a line of text, so that no block may stand in them.
constexpr bool holds_text_only(Tag tag) {
    return tag == Tag::p || tag == Tag::pre || tag == Tag::summary || is_heading(tag);
}

/// Lists and tables: they hold their parts and nothing else.
constexpr bool holds_parts_only(Tag tag) {
    return tag == Tag::ul || tag == Tag::ol || tag == Tag::dl || tag == Tag::table
           || tag == Tag::thead || tag == Tag::tbody || tag == Tag::tr;
}

constexpr bool is_cell(Tag tag) {
    return tag == Tag::td || tag == Tag::th;
}

} // namespace attest::markup
