#include "markup/markdown_parser.h"

#include "base/verify.h"
#include "markup/limits.h"
#include "markup/markdown_source.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>

#include <cstring>

namespace attest::markup {

namespace {

cmark_mem arena_memory{
    .calloc = [](std::size_t count,
                 std::size_t size) { return thread_arena().allocate_zeroed(count * size); },
    .realloc = [](void* old, std::size_t size) { return thread_arena().reallocate(old, size); },
    .free = [](void* /*memory*/) {},
};

bool is_space(unsigned char c) {
    return c == ' ' || c == '\t' || c == '\n';
}

/// A formula found: its bytes from `start` to `end`, and where the text goes on.
struct Formula {
    int start;
    int end;
    int next;
    CodeMeaning meaning;
};

// The functions below run inside cmark and may be left at any allocation, so they own nothing. The
// text of a paragraph ends with a NUL, which no clean source holds.

constexpr int limit = static_cast<int>(formula_bytes_max);

unsigned char peek(cmark_inline_parser* parser, int at) {
    return cmark_inline_parser_peek_at(parser, at);
}

/// From `at` to the next pair of bytes; -1 if it does not come within the limit, or nothing but
/// blanks does.
int find_pair(cmark_inline_parser* parser, int at, unsigned char first, unsigned char second) {
    bool is_blank = true;
    for (int index = at; index < at + limit && peek(parser, index) != 0; ++index) {
        if (peek(parser, index) == first && peek(parser, index + 1) == second)
            return is_blank ? -1 : index;
        is_blank = is_blank && is_space(peek(parser, index));
    }
    return -1;
}

/// The dollar that ends a formula: after something that is no blank, and not before a digit ("$5 or
/// $6").
int find_closing_dollar(cmark_inline_parser* parser, int at) {
    const unsigned char first = peek(parser, at);
    if (first == 0 || is_space(first) || first == '$') return -1;
    for (int index = at + 1; index < at + limit && peek(parser, index) != 0; ++index) {
        if (peek(parser, index) != '$' || peek(parser, index - 1) == '\\') continue;
        const unsigned char after = peek(parser, index + 1);
        const bool is_after_blank = is_space(peek(parser, index - 1));
        return is_after_blank || (after >= '0' && after <= '9') ? -1 : index;
    }
    return -1;
}

bool find_formula(
    cmark_inline_parser* parser, unsigned char character, bool dollars, Formula& found
) {
    const int at = cmark_inline_parser_get_offset(parser);
    if (character == static_cast<unsigned char>(formula_mark)) {
        if (peek(parser, at + 1) != '(') return false;
        const int end = find_pair(parser, at + 2, static_cast<unsigned char>(formula_mark), ')');
        found = {
            .start = at + 2, .end = end, .next = end + 2, .meaning = CodeMeaning::inline_formula
        };
        return end >= 0;
    }
    if (character != '$') return false;
    if (peek(parser, at + 1) == '$') {
        const int end = find_pair(parser, at + 2, '$', '$');
        found = {
            .start = at + 2, .end = end, .next = end + 2, .meaning = CodeMeaning::display_formula
        };
        return end >= 0;
    }
    if (!dollars) return false;
    const int end = find_closing_dollar(parser, at + 1);
    found = {.start = at + 1, .end = end, .next = end + 1, .meaning = CodeMeaning::inline_formula};
    return end >= 0;
}

cmark_node* make_node(const char* literal, CodeMeaning meaning) {
    cmark_node* node = cmark_node_new_with_mem(CMARK_NODE_CODE, &arena_memory);
    cmark_node_set_literal(node, literal);
    // NOLINTNEXTLINE(performance-no-int-to-ptr): user data is a number here
    cmark_node_set_user_data(node, reinterpret_cast<void*>(static_cast<std::uintptr_t>(meaning)));
    return node;
}

/// Two tildes, no more and no fewer, beside a word. The writer of the tree pairs them, since cmark
/// finds the extension of a delimiter only by the characters that it must not name
/// (set_up_extensions).
cmark_node* match_strike(cmark_inline_parser* parser) {
    const int at = cmark_inline_parser_get_offset(parser);
    const unsigned char before = at == 0 ? ' ' : peek(parser, at - 1);
    if (peek(parser, at + 1) != '~' || before == '~' || peek(parser, at + 2) == '~') return nullptr;
    const unsigned char after = peek(parser, at + 2);
    const bool may_open = after != 0 && !is_space(after);
    const bool may_close = !is_space(before);
    if (!may_open && !may_close) return nullptr;
    cmark_inline_parser_set_offset(parser, at + 2);
    if (may_open && may_close) return make_node("~~", CodeMeaning::strike_either);
    return make_node("~~", may_open ? CodeMeaning::strike_opener : CodeMeaning::strike_closer);
}

cmark_node* make_formula(cmark_inline_parser* parser, const Formula& found) {
    const auto length = static_cast<std::size_t>(found.end - found.start);
    auto* tex = static_cast<char*>(thread_arena().allocate(length + 1));
    for (std::size_t index = 0; index < length; ++index) {
        tex[index] = static_cast<char>(peek(parser, found.start + static_cast<int>(index)));
    }
    tex[length] = '\0';
    cmark_inline_parser_set_offset(parser, found.next);
    return make_node(tex, found.meaning);
}

template <bool dollars>
cmark_node* match_inline(
    cmark_syntax_extension* /*self*/,
    cmark_parser* /*parser*/,
    cmark_node* /*parent*/,
    unsigned char character,
    cmark_inline_parser* inline_parser
) {
    if (character == '~') return match_strike(inline_parser);
    Formula found{};
    if (!find_formula(inline_parser, character, dollars, found)) return nullptr;
    return make_formula(inline_parser, found);
}

struct Extensions {
    cmark_syntax_extension* table;
    cmark_syntax_extension* inlines;
    cmark_syntax_extension* inlines_with_dollars;
};

/// Declares `characters` special to cmark's inline parser, for the whole process.
void declare_special(const char* characters) {
    cmark_mem* memory = cmark_get_default_mem_allocator();
    cmark_syntax_extension* extension = cmark_syntax_extension_new("attest_special");
    cmark_llist* list = nullptr;
    for (const char* at = characters; *at != '\0'; ++at) {
        // NOLINTNEXTLINE(performance-no-int-to-ptr): cmark keeps characters in a list of pointers
        list = cmark_llist_append(
            memory, list, reinterpret_cast<void*>(static_cast<std::uintptr_t>(*at))
        );
    }
    cmark_syntax_extension_set_special_inline_chars(extension, list);
    // cmark asks only extensions that could match something.
    cmark_syntax_extension_set_match_inline_func(extension, match_inline<false>);
    cmark_parser* parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(parser, extension);
    cmark_manage_extensions_special_characters(parser, 1);
    cmark_parser_free(parser);
    cmark_syntax_extension_free(memory, extension);
}

/// cmark-gfm keeps the special characters of extensions in a table that all threads share, and puts
/// them in and takes them out around each document: with two threads, one takes out what the other
/// still needs. So they are put in once and for all here, and no extension that a parser is given
/// names any.
Extensions set_up_extensions() {
    cmark_gfm_core_extensions_ensure_registered();
    declare_special("~$\x02");
    Extensions made{
        .table = cmark_find_syntax_extension("table"),
        .inlines = cmark_syntax_extension_new("attest_inlines"),
        .inlines_with_dollars = cmark_syntax_extension_new("attest_inlines_with_dollars"),
    };
    VERIFY(made.table != nullptr);
    cmark_syntax_extension_set_match_inline_func(made.inlines, match_inline<false>);
    cmark_syntax_extension_set_match_inline_func(made.inlines_with_dollars, match_inline<true>);
    return made;
}

struct Run {
    const std::string* text;
    MarkdownDialect dialect;
    const Extensions* extensions;
    cmark_node* root;
};

void parse_in_arena(void* context) {
    auto* run = static_cast<Run*>(context);
    const bool is_plain = run->dialect == MarkdownDialect::commonmark;
    cmark_parser* parser = cmark_parser_new_with_mem(
        is_plain ? CMARK_OPT_DEFAULT : CMARK_OPT_FOOTNOTES, &arena_memory
    );
    if (!is_plain) {
        const bool dollars = run->dialect == MarkdownDialect::ours_with_dollars;
        cmark_parser_attach_syntax_extension(parser, run->extensions->table);
        cmark_parser_attach_syntax_extension(
            parser, dollars ? run->extensions->inlines_with_dollars : run->extensions->inlines
        );
    }
    cmark_parser_feed(parser, run->text->data(), run->text->size());
    run->root = cmark_parser_finish(parser);
}

} // namespace

Result<MarkdownDocument> MarkdownDocument::parse(const std::string& text, MarkdownDialect dialect) {
    static const Extensions extensions = set_up_extensions();
    Arena& arena = thread_arena();
    Run run{.text = &text, .dialect = dialect, .extensions = &extensions, .root = nullptr};
    const std::size_t budget = markdown_memory_base + (text.size() * markdown_memory_per_byte);
    if (!arena.run_with_budget(budget, parse_in_arena, &run)) {
        arena.reset();
        return fail(
            ErrorCode::invalid,
            "This text is too tangled to be shown; please use fewer marks and links."
        );
    }
    return MarkdownDocument{run.root};
}

} // namespace attest::markup
