// Whether two references are of one work, and what a source is called.
#pragma once

#include "bibliography/reference.h"
#include "domain/evidence.h"

#include <cstdint>
#include <optional>
#include <string>

namespace attest::bibliography {

/// By what the same work is found again (evidence.md, B3). Empty where a reference does not say.
struct Likeness {
    std::string doi = {};
    std::string isbn = {};
    std::string issn = {}; ///< "0317-8471/12/3/45": with volume, issue and first page, else empty.
    std::string author_key = {};
    std::string title_key = {};
    std::optional<int> year = {};

    bool operator==(const Likeness&) const = default;
};

Likeness likeness_of(const Reference& reference);

/// One of the rules holds: DOI; ISBN, unless both are different parts of the book; ISSN with
/// volume, issue and first page; author, title and year. Where both have a DOI and they differ,
/// they are two.
bool is_likely_same(const Likeness& left, const Likeness& right);

/// fold(container or first author)-year-issue in [a-z0-9-], at most key_bytes_max: the key that a
/// new source gets, unless it is taken. Never empty.
std::string make_key(const Reference& reference);

/// Whether a text may be a key or an alias: [a-z0-9] and then 1 to 60 of [a-z0-9-].
bool is_key(std::string_view text);

/// A key of somebody's own library as an alias: small, other characters as hyphens; nothing if
/// nothing is left.
std::optional<std::string> alias_of(std::string_view key);

/// What the site takes a source for until somebody says better. Where the type tells nothing it is
/// the least that it can be, since that never makes a claim corroborated.
domain::SourceKind guess_kind(const Reference& reference);

/// A letter, a photograph, a map: a citation of it needs no page.
bool is_single_item(const Reference& reference);

} // namespace attest::bibliography
