#include "markup/sanitize.h"

#include "base/text.h"
#include "markup/html_reader.h"
#include "markup/safe_writer.h"

#include <utility>

namespace attest::markup {

namespace {

bool is_clean(std::string_view source) {
    for (std::size_t at = 0; at < source.size();) {
        const auto byte = static_cast<unsigned char>(source[at]);
        if (byte < 0x80) {
            if (byte < 0x20 && byte != '\n' && byte != '\t') return false;
            ++at;
            continue;
        }
        const std::size_t length = utf8_sequence_length(source.substr(at, 4));
        if (length == 0) return false;
        if (byte == 0xEF && static_cast<unsigned char>(source[at + 1]) == 0xBF
            && static_cast<unsigned char>(source[at + 2]) >= 0xBE) {
            return false; // U+FFFE, U+FFFF
        }
        at += length;
    }
    return true;
}

/// CR LF and CR become LF.
void unify_line_breaks(std::string& text) {
    std::size_t kept = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\r') {
            text[kept++] = text[at];
        } else if (at + 1 == text.size() || text[at + 1] != '\n') {
            text[kept++] = '\n';
        }
    }
    text.resize(kept);
}

} // namespace

std::string_view clean_source(std::string_view source, std::string& storage) {
    if (is_clean(source)) return source;
    storage = clean_utf8(source);
    unify_line_breaks(storage);
    return storage;
}

Rendered sanitize_html(std::string_view html, const Options& options) {
    std::string storage;
    const std::string_view clean = clean_source(html, storage);

    SafeWriter quick{options, clean.size()};
    if (read_html(clean, Strictness::regular, quick)) return std::move(quick).take();

    SafeWriter exact{options, clean.size()};
    if (read_html_with_gumbo(clean, exact)) return std::move(exact).take();

    SafeWriter lenient{options, clean.size()};
    read_html(clean, Strictness::lenient, lenient);
    return std::move(lenient).take();
}

} // namespace attest::markup
