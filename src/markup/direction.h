// Characters that turn the direction of writing are invisible, and can make code or an edit look
// like something else ("Trojan Source"). Prose needs some of them; in code and in diffs they are
// shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace attest::markup {

/// The length in bytes of the control at the front of `text`: U+200E, U+200F, U+202A–E, U+2066–9,
/// U+061C; 0 if there is none.
std::size_t direction_control_length(std::string_view text);

/// Appends `text`, escaped, with each such control in a `<span class="bidi" title="U+202E">`.
void append_with_visible_direction(std::string& out, std::string_view text);

} // namespace attest::markup
