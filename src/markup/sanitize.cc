#include "markup/sanitize.h"

#include "base/text.h"
#include "markup/html_reader.h"
#include "markup/safe_writer.h"

#include <algorithm>
#include <utility>

namespace attest::markup {

namespace {

/// Length of the character at the front of `text` if a body may hold it; 0 for what is not UTF-8,
/// for controls but tab and line feed, and for code points that stand for nothing.
std::size_t clean_length(std::string_view text) {
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    if (byte(0) < 0x80)
        return (byte(0) >= 0x20 && byte(0) != 0x7F) || text[0] == '\n' || text[0] == '\t' ? 1 : 0;
    const std::size_t length = utf8_sequence_length(text.substr(0, 4));
    const bool is_control = length == 2 && byte(0) == 0xC2 && byte(1) < 0xA0;
    const bool is_arabic_nonletter =
        length == 3 && byte(0) == 0xEF && byte(1) == 0xB7 && byte(2) >= 0x90 && byte(2) <= 0xAF;
    const bool is_last_of_plane = length >= 3 && byte(length - 1) >= 0xBE
                                  && byte(length - 2) == 0xBF
                                  && (length == 3 ? byte(0) == 0xEF : (byte(1) & 0x0FU) == 0x0F);
    return is_control || is_arabic_nonletter || is_last_of_plane ? 0 : length;
}

bool is_clean(std::string_view source) {
    for (std::size_t at = 0; at < source.size();) {
        const auto byte = static_cast<unsigned char>(source[at]);
        const std::size_t length =
            byte >= 0x20 && byte < 0x7F ? 1 : clean_length(source.substr(at));
        if (length == 0) return false;
        at += length;
    }
    return true;
}

/// CR LF and CR become LF, and each byte or character that no body may hold U+FFFD.
std::string cleaned(std::string_view source) {
    std::string text;
    text.reserve(source.size());
    for (std::size_t at = 0; at < source.size();) {
        const std::size_t length = clean_length(source.substr(at));
        if (length > 0) {
            text += source.substr(at, length);
            at += length;
        } else if (source[at] == '\r') {
            text += '\n';
            at += source.substr(at + 1).starts_with('\n') ? 2 : 1;
        } else {
            text += "\uFFFD";
            at += std::max<std::size_t>(utf8_sequence_length(source.substr(at, 4)), 1);
        }
    }
    return text;
}

} // namespace

std::string_view clean_source(std::string_view source, std::string& storage) {
    if (is_clean(source)) return source;
    storage = cleaned(source);
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
