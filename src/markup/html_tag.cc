#include "markup/html_tag.h"

#include "base/verify.h"

#include <algorithm>
#include <array>

namespace attest::markup {

namespace {

struct NamedTag {
    std::string_view name;
    Tag tag;
};

// Sorted by name. Every Tag that is an element comes first under its own name; `tfoot` and a few
// old ones have a fellow that means the same.
constexpr auto named_tags = std::to_array<NamedTag>({
    {"a", Tag::a},
    {"abbr", Tag::abbr},
    {"acronym", Tag::abbr},
    {"address", Tag::unwrapped_block},
    {"article", Tag::unwrapped_block},
    {"aside", Tag::unwrapped_block},
    {"b", Tag::b},
    {"blockquote", Tag::blockquote},
    {"br", Tag::br},
    {"caption", Tag::unwrapped_block},
    {"center", Tag::unwrapped_block},
    {"code", Tag::code},
    {"dd", Tag::dd},
    {"del", Tag::del},
    {"details", Tag::details},
    {"div", Tag::div},
    {"dl", Tag::dl},
    {"dt", Tag::dt},
    {"em", Tag::em},
    {"fieldset", Tag::unwrapped_block},
    {"figcaption", Tag::unwrapped_block},
    {"figure", Tag::unwrapped_block},
    {"footer", Tag::unwrapped_block},
    {"form", Tag::unwrapped_block},
    {"h1", Tag::h1},
    {"h2", Tag::h2},
    {"h3", Tag::h3},
    {"h4", Tag::h4},
    {"h5", Tag::h5},
    {"h6", Tag::h6},
    {"header", Tag::unwrapped_block},
    {"hr", Tag::hr},
    {"i", Tag::i},
    {"iframe", Tag::dropped},
    {"img", Tag::img},
    {"kbd", Tag::kbd},
    {"li", Tag::li},
    {"main", Tag::unwrapped_block},
    {"math", Tag::dropped},
    {"nav", Tag::unwrapped_block},
    {"noembed", Tag::dropped},
    {"noframes", Tag::dropped},
    {"noscript", Tag::dropped},
    {"object", Tag::dropped},
    {"ol", Tag::ol},
    {"option", Tag::dropped},
    {"p", Tag::p},
    {"plaintext", Tag::dropped},
    {"pre", Tag::pre},
    {"s", Tag::s},
    {"script", Tag::dropped},
    {"section", Tag::unwrapped_block},
    {"select", Tag::dropped},
    {"small", Tag::small},
    {"span", Tag::span},
    {"strike", Tag::strike},
    {"strong", Tag::strong},
    {"style", Tag::dropped},
    {"sub", Tag::sub},
    {"summary", Tag::summary},
    {"sup", Tag::sup},
    {"svg", Tag::dropped},
    {"table", Tag::table},
    {"tbody", Tag::tbody},
    {"td", Tag::td},
    {"template", Tag::dropped},
    {"textarea", Tag::dropped},
    {"tfoot", Tag::tbody},
    {"th", Tag::th},
    {"thead", Tag::thead},
    {"title", Tag::dropped},
    {"tr", Tag::tr},
    {"ul", Tag::ul},
    {"xmp", Tag::dropped},
});

static_assert(std::ranges::is_sorted(named_tags, {}, &NamedTag::name));

} // namespace

Tag find_tag(std::string_view name) {
    const auto* const found = std::ranges::lower_bound(named_tags, name, {}, &NamedTag::name);
    return found != named_tags.end() && found->name == name ? found->tag : Tag::unwrapped;
}

std::string_view tag_name(Tag tag) {
    static const auto names = [] {
        std::array<std::string_view, static_cast<std::size_t>(Tag::dropped)> by_tag{};
        for (const NamedTag& named : named_tags) {
            const auto index = static_cast<std::size_t>(named.tag);
            if (index < by_tag.size() && by_tag[index].empty()) by_tag[index] = named.name;
        }
        return by_tag;
    }();
    VERIFY(static_cast<std::size_t>(tag) < names.size());
    return names[static_cast<std::size_t>(tag)];
}

TagKind tag_kind(Tag tag) {
    switch (tag) {
    case Tag::a:
    case Tag::abbr:
    case Tag::b:
    case Tag::br:
    case Tag::code:
    case Tag::del:
    case Tag::em:
    case Tag::i:
    case Tag::img:
    case Tag::kbd:
    case Tag::s:
    case Tag::small:
    case Tag::span:
    case Tag::strike:
    case Tag::strong:
    case Tag::sub:
    case Tag::sup:
    case Tag::unwrapped:
        return TagKind::phrase;
    case Tag::blockquote:
    case Tag::details:
    case Tag::div:
    case Tag::dl:
    case Tag::h1:
    case Tag::h2:
    case Tag::h3:
    case Tag::h4:
    case Tag::h5:
    case Tag::h6:
    case Tag::hr:
    case Tag::ol:
    case Tag::p:
    case Tag::pre:
    case Tag::table:
    case Tag::ul:
    case Tag::unwrapped_block:
        return TagKind::block;
    case Tag::dd:
    case Tag::dt:
    case Tag::li:
    case Tag::summary:
    case Tag::tbody:
    case Tag::td:
    case Tag::th:
    case Tag::thead:
    case Tag::tr:
        return TagKind::part;
    case Tag::dropped:
        return TagKind::dropped;
    }
    return TagKind::dropped;
}

} // namespace attest::markup
