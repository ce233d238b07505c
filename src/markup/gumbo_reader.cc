#include "markup/arena.h"
#include "markup/html_reader.h"
#include "markup/limits.h"
#include "markup/sanitize.h"

#include <gumbo.h>

#include <array>
#include <utility>

namespace attest::markup {

namespace {

bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// How many elements may be open at once at most. An end tag closes only what was opened under its
/// name, so this errs upwards.
std::size_t estimate_depth(std::string_view html) {
    std::array<std::uint32_t, 256> open_by_name{
    }; // by a hash of the name: a collision errs upwards too
    std::size_t depth = 0;
    std::size_t deepest = 0;
    for (std::size_t at = html.find('<'); at != std::string_view::npos;
         at = html.find('<', at + 1)) {
        const bool is_end = html.substr(at + 1).starts_with('/');
        std::size_t name_at = at + (is_end ? 2 : 1);
        if (name_at >= html.size() || !is_alpha(html[name_at])) continue;
        std::uint32_t hash = 0;
        for (; name_at < html.size() && html[name_at] != '>' && html[name_at] != ' '
               && html[name_at] != '/';
             ++name_at) {
            hash = (hash * 31) + (static_cast<unsigned char>(html[name_at]) | 0x20U);
        }
        std::uint32_t& open = open_by_name[(hash ^ (hash >> 8U)) & 0xFFU];
        if (!is_end) {
            ++open;
            deepest = std::max(deepest, ++depth);
        } else if (open > 0) {
            --open;
            --depth;
        }
    }
    return deepest;
}

struct Run {
    std::string_view html;
    GumboOutput* output;
};

void parse(void* context) {
    auto* run = static_cast<Run*>(context);
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = [](void* arena, std::size_t size) {
        return static_cast<Arena*>(arena)->allocate(size);
    };
    options.deallocator = [](void* /*arena*/, void* /*memory*/) {};
    options.userdata = &thread_arena();
    options.max_errors = 0;
    options.fragment_context = GUMBO_TAG_BODY;
    run->output = gumbo_parse_with_options(&options, run->html.data(), run->html.size());
}

Tag tag_of(const GumboElement& element) {
    if (element.tag_namespace != GUMBO_NAMESPACE_HTML) return Tag::dropped;
    if (element.tag == GUMBO_TAG_UNKNOWN) return Tag::unwrapped;
    return find_tag(gumbo_normalized_tagname(element.tag));
}

/// Walks the tree without recursion: how deep it is was decided by a stranger.
class TreeReader {
public:
    explicit TreeReader(SafeWriter& writer) : writer_{writer} {}

    void read(const GumboNode& root) {
        path_.push_back({&root.v.element.children, 0, 0});
        while (!path_.empty()) {
            Place& place = path_.back();
            if (place.next == place.children->length) {
                const SafeWriter::Mark mark = place.mark;
                path_.pop_back();
                if (!path_.empty()) writer_.close(mark);
                continue;
            }
            visit(*static_cast<const GumboNode*>(place.children->data[place.next++]));
        }
    }

private:
    struct Place {
        const GumboVector* children;
        unsigned next;
        SafeWriter::Mark mark;
    };

    void visit(const GumboNode& node) {
        switch (node.type) {
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_WHITESPACE:
        case GUMBO_NODE_CDATA:
            writer_.text(clean_source(node.v.text.text, text_));
            return;
        case GUMBO_NODE_ELEMENT:
            visit_element(node.v.element);
            return;
        case GUMBO_NODE_DOCUMENT:
        case GUMBO_NODE_COMMENT:
        case GUMBO_NODE_TEMPLATE:
            return;
        }
    }

    void visit_element(const GumboElement& element) {
        const Tag tag = tag_of(element);
        if (tag == Tag::dropped) return;
        const SafeWriter::Mark mark = writer_.open(tag, attributes_of(element));
        if (!is_void(tag)) path_.push_back({&element.children, 0, mark});
    }

    Attributes attributes_of(const GumboElement& element) {
        Attributes attributes;
        for (std::size_t index = 0; index < attribute_members.size(); ++index) {
            const GumboAttribute* attribute =
                gumbo_get_attribute(&element.attributes, attribute_members[index].name);
            if (attribute == nullptr) continue;
            // References may have given characters that no text may hold.
            attributes.*attribute_members[index].member =
                clean_source(attribute->value, values_[index]);
        }
        return attributes;
    }

    SafeWriter& writer_;
    std::vector<Place> path_;
    std::string text_;
    std::array<std::string, attribute_members.size()> values_;
};

} // namespace

bool read_html_with_gumbo(std::string_view html, SafeWriter& writer) {
    if (html.size() > gumbo_bytes_max || estimate_depth(html) > gumbo_depth_max) return false;
    Arena& arena = thread_arena();
    Run run{.html = html, .output = nullptr};
    const std::size_t budget = gumbo_memory_base + (html.size() * gumbo_memory_per_byte);
    const bool has_parsed = arena.run_with_budget(budget, parse, &run);
    if (has_parsed) TreeReader{writer}.read(*run.output->root);
    arena.reset();
    return has_parsed;
}

} // namespace attest::markup
