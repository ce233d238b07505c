#include "markup/direction.h"

#include "markup/safe_writer.h"

#include <fmt/format.h>

namespace attest::markup {

namespace {

unsigned code_point(std::string_view control) {
    const auto byte = [&](std::size_t index) {
        return static_cast<unsigned>(static_cast<unsigned char>(control[index]));
    };
    if (control.size() == 2) return ((byte(0) & 0x1FU) << 6U) | (byte(1) & 0x3FU);
    return ((byte(0) & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
}

} // namespace

std::size_t direction_control_length(std::string_view text) {
    if (text.starts_with("\u061C")) return 2;
    if (text.size() < 3 || text[0] != '\xE2') return 0;
    const unsigned point = code_point(text.substr(0, 3));
    const bool is_control = point == 0x200E || point == 0x200F
                            || (point >= 0x202A && point <= 0x202E)
                            || (point >= 0x2066 && point <= 0x2069);
    return is_control ? 3 : 0;
}

void append_with_visible_direction(std::string& out, std::string_view text) {
    std::size_t run = 0;
    for (std::size_t at = text.find_first_of("\xD8\xE2"); at != std::string_view::npos;
         at = text.find_first_of("\xD8\xE2", at)) {
        const std::size_t length = direction_control_length(text.substr(at));
        if (length == 0) {
            ++at;
            continue;
        }
        append_escaped_text(out, text.substr(run, at - run));
        const std::string_view control = text.substr(at, length);
        out += fmt::format(
            "<span class=\"bidi\" title=\"U+{:04X}\">{}</span>", code_point(control), control
        );
        at += length;
        run = at;
    }
    append_escaped_text(out, text.substr(run));
}

} // namespace attest::markup
