// cmark-gfm run in an arena with a budget, with our inline extension for maths and strikethrough.
#pragma once

#include "base/error.h"
#include "markup/arena.h"

#include <cmark-gfm.h>

#include <cstdint>
#include <string>
#include <utility>

namespace attest::markup {

/// What a code node really is: our extension tells it by the node's user data.
enum class CodeMeaning : std::uintptr_t {
    code,
    inline_formula,
    display_formula,
    strike_opener, ///< `~~` before a word
    strike_closer, ///< `~~` after a word
    strike_either,
};

inline CodeMeaning code_meaning(cmark_node* node) {
    return static_cast<CodeMeaning>(reinterpret_cast<std::uintptr_t>(cmark_node_get_user_data(node))
    );
}

enum class MarkdownDialect : std::uint8_t {
    commonmark,        ///< nothing but its specification
    ours,              ///< with tables, strikethrough, footnotes and maths
    ours_with_dollars, ///< `$…$` is a formula too
};

/// A parsed document. The tree lives in the thread's arena until this goes; one at a time per
/// thread.
class MarkdownDocument {
public:
    /// `invalid` if cmark would need more memory than an honest text of this length does.
    static Result<MarkdownDocument> parse(const std::string& text, MarkdownDialect dialect);

    MarkdownDocument(MarkdownDocument&& other) noexcept
        : root_{std::exchange(other.root_, nullptr)} {}

    MarkdownDocument& operator=(MarkdownDocument&&) = delete;
    MarkdownDocument(const MarkdownDocument&) = delete;
    MarkdownDocument& operator=(const MarkdownDocument&) = delete;

    ~MarkdownDocument() {
        if (root_ != nullptr) thread_arena().reset();
    }

    [[nodiscard]] cmark_node* root() const { return root_; }

private:
    explicit MarkdownDocument(cmark_node* root) : root_{root} {}

    cmark_node* root_;
};

} // namespace attest::markup
