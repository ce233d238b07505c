// Two readers that report HTML to a SafeWriter; sanitize.cc chooses between them.
//
// Nearly every body of a dump, and all that our Markdown gives, is regular HTML: allowed elements,
// properly nested and closed, plain attributes. For that the tree is what the tags say, and a
// scanner of our own reads it at several hundred megabytes a second. Whatever is not regular goes
// to gumbo, which knows HTML5's rules for every mistake. A test holds the two to each other: what
// the scanner takes, gumbo reads in the same way.
#pragma once

#include "markup/safe_writer.h"

#include <cstdint>
#include <string_view>

namespace attest::markup {

enum class Strictness : std::uint8_t {
    regular, ///< Stop at the first thing that HTML5 has a rule of its own for.
    lenient, ///< Make the best of it, in linear time: for what gumbo cannot be trusted with.
};

/// Reads `html`, which must be clean (sanitize.h). False if it is not regular and ought to be; the
/// writer has then seen part of it.
bool read_html(std::string_view html, Strictness strictness, SafeWriter& writer);

/// Reads `html` with gumbo. False if it is too large, too deep or too costly for it.
bool read_html_with_gumbo(std::string_view html, SafeWriter& writer);

} // namespace attest::markup
