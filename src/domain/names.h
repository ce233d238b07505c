// How people look for a name: by its beginning, without a thought for capitals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace attest::domain {

/// A stretch of names in code point order: from `first` up to, not including, `end`.
struct NameStretch {
    std::string first;
    std::string end;

    bool operator==(const NameStretch&) const = default;
};

/// The stretches of names that begin with `start`: as it is written, and where it begins with a
/// small or a capital letter of Latin-1, Greek or Cyrillic, also with the other. (An index compares
/// ASCII letters without case by itself, other letters exactly.) Nothing for an empty start.
std::vector<NameStretch> stretches_of_names(std::string_view start);

} // namespace attest::domain
