// The only place that writes the HTML of a body.
//
// A reader (of regular HTML, of gumbo's tree) reports elements and text in order; the writer lets
// pass what is allowed, and keeps a stack of open elements, so that what comes out is well nested
// whatever went in. It also keeps HTML's rules on what may stand in what, and mends where they are
// broken (a block ends a paragraph, text straight in a list becomes an item …). Hence every HTML5
// parser, a browser's or ours, reads the output as exactly the tree that was meant, nothing can
// break out of it, and reading it again changes nothing.
#pragma once

#include "markup/html_tag.h"
#include "markup/options.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace attest::markup {

/// The attributes that mean something to us, decoded. An absent one is empty.
struct Attributes {
    std::string_view href{};
    std::string_view title{};
    std::string_view class_name{};
    std::string_view id{};
    std::string_view start{};
    std::string_view align{};
    std::string_view style{};
    std::string_view src{};
    std::string_view alt{};
};

/// Every attribute that is read at all, by its name in HTML. One list, since two readers that
/// differed in it could be played off against each other.
struct AttributeMember {
    const char* name;
    std::string_view Attributes::* member;
};

inline constexpr auto attribute_members = std::to_array<AttributeMember>({
    {"href", &Attributes::href},
    {"title", &Attributes::title},
    {"class", &Attributes::class_name},
    {"id", &Attributes::id},
    {"start", &Attributes::start},
    {"align", &Attributes::align},
    {"style", &Attributes::style},
    {"src", &Attributes::src},
    {"alt", &Attributes::alt},
});

class SafeWriter {
public:
    /// What `close` is given back. An element that was not let pass has one too.
    using Mark = std::size_t;

    /// `options` must outlive the writer. `bytes_expected` is only for speed.
    SafeWriter(const Options& options, std::size_t bytes_expected);

    Mark open(Tag tag, const Attributes& attributes);
    void close(Mark mark);

    /// `text` is decoded UTF-8.
    void text(std::string_view text);

    /// Whether an element had to be moved, ended early, made up or left out: the tree may then not
    /// be the one that the tags alone would say.
    [[nodiscard]] bool has_mended() const { return has_mended_; }

    /// Ends what is open.
    [[nodiscard]] Rendered take() &&;

private:
    struct Element {
        Tag tag;
        bool is_implied;
    };

    Mark open_inline(Tag tag, const Attributes& attributes);
    Mark open_block(Tag tag, const Attributes& attributes);
    Mark open_part(Tag tag, const Attributes& attributes);
    Mark open_link(const Attributes& attributes);
    Mark open_maths(Tag tag, std::string_view class_name);
    Mark skip_block();
    Mark refuse_depth();
    void write_picture(const Attributes& attributes);
    void write_maths(Tag tag);
    void write_start(Tag tag, const Attributes& attributes);
    void write_attributes(Tag tag, const Attributes& attributes);
    void write_attribute(std::string_view name, std::string_view value);
    void write_code_class(std::string_view class_name);
    void write_text(std::string_view text);

    void push(Tag tag, bool is_implied = false);
    void push_implied(Tag tag);
    void pop();
    bool make_room_for_content();
    bool has_place_for_part(Tag tag);
    bool end_paragraph();
    [[nodiscard]] bool is_in_text_only_block() const;
    [[nodiscard]] Tag top() const;
    [[nodiscard]] std::string href_of(std::string_view url) const;
    [[nodiscard]] bool is_own_anchor(std::string_view id) const;
    void add_plain_text(std::string_view text);
    void end_plain_line();

    const Options& options_;
    std::string html_;
    std::string text_;
    std::vector<Element> stack_;
    std::string tex_;
    std::string code_language_; ///< from `<pre class="lang-x">`, for the `code` in it
    std::size_t links_open_ = 0;
    std::size_t pres_open_ = 0;
    std::size_t codes_open_ = 0; ///< pre and code, where direction controls are made visible
    bool is_in_maths_ = false;
    bool is_maths_container_ = false; ///< Stack Exchange's, whose TeX stands between dollar signs
    bool is_display_maths_ = false;
    bool is_after_pre_tag_ = false;
    bool has_mended_ = false;
};

/// Appends `text` as it may stand in HTML, in text and in attributes in double quotes: with `&`,
/// `<`, `>` and `"` escaped, and U+FFFD for controls.
void append_escaped(std::string& out, std::string_view text);

/// The same for text alone, where quotation marks may stay.
void append_escaped_text(std::string& out, std::string_view text);

} // namespace attest::markup
