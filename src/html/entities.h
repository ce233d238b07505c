// Reads back what append_escaped, and the other writers of safe HTML, have escaped.
#pragma once

#include <string>
#include <string_view>

namespace attest::html {

/// The text with the signs that its entities stand for, each once: "&amp;lt;" is "&lt;". Knows the
/// five that our own HTML has; any other stays as it is.
std::string unescaped(std::string_view text);

} // namespace attest::html
