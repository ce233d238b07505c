// What an edit changed, word by word.
//
// Both texts are cut into words of any script; the shortest edit between the two rows of words is
// found by Myers's algorithm in its linear-space form (find where the paths from both ends meet,
// then do the same on either side). Its time grows with length times difference, which is nothing
// for an honest edit and far too much for two long texts with nothing in common; so all steps draw
// on one budget, and what is still undecided when it is spent counts as wholly replaced. Long texts
// are first compared line by line.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::markup {

enum class DiffKind : std::uint8_t { equal, removed, inserted };

/// A stretch of text. Parts in order: without the inserted ones they are the old text, without the
/// removed ones the new text.
struct DiffPart {
    DiffKind kind;
    std::string_view text; ///< in the old text if removed, else in the new one

    bool operator==(const DiffPart&) const = default;
};

/// The texts must outlive the result.
std::vector<DiffPart> diff_words(std::string_view old_text, std::string_view new_text);

/// The parts as one text, escaped, with `<del>` and `<ins>`; line breaks in them are shown as ¶
/// too, and characters that turn the direction of writing are made visible. To be shown with white
/// space kept.
std::string render_diff_inline(std::span<const DiffPart> parts);

/// One row of the two columns of a diff.
struct DiffRow {
    std::string old_html;
    std::string new_html;
    bool is_changed;
};

/// The parts side by side: a row for each line that both sides share the end of.
std::vector<DiffRow> render_diff_rows(std::span<const DiffPart> parts);

} // namespace attest::markup
