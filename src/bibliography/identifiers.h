// The numbers that works carry: DOI, ISBN, ISSN. Found in whatever was pasted (a link to a
// resolver, a line copied from a catalogue), checked by their check digits, and kept in one form.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace attest::bibliography {

/// The first DOI in a text, in small letters and without the resolver: "10.1038/nphys1170".
std::optional<std::string> find_doi(std::string_view text);

/// The first ISBN in a text whose check digit is right, as 13 digits.
std::optional<std::string> find_isbn(std::string_view text);

/// The first ISSN in a text whose check digit is right: "0317-8471".
std::optional<std::string> find_issn(std::string_view text);

/// Whether the text is nothing but the number, with or without its name, hyphens and a resolver
/// before it: "ISBN 978-0-306-40615-7".
bool is_only_doi(std::string_view text);
bool is_only_isbn(std::string_view text);
bool is_only_issn(std::string_view text);

/// Whether a text may be linked: http or https, a host, no white space, not endless.
bool is_web_address(std::string_view text);

} // namespace attest::bibliography
