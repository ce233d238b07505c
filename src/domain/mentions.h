// Who is meant by "@Name" in a comment: somebody who takes part under the post, named by the
// beginning of the name without its spaces, as on Stack Exchange. Capitals and accents do not
// count.
#pragma once

#include "domain/ids.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::domain {

/// Fewer letters name only somebody whose whole name is as short.
inline constexpr std::size_t mention_length_min = 3;

/// A comment names no more people: beyond, it is a crowd that is called, not somebody.
inline constexpr std::size_t mentions_max = 5;

/// Somebody who wrote the post, commented under it or edited it.
struct Participant {
    UserId id;
    std::string name;
};

/// A name without its case and accents; search::fold is one.
using Fold = std::function<std::string(std::string_view)>;

/// The people that a comment's source names, each once, in the order in which they are named.
/// `participants`: those who took part last stand first. A whole name goes before a beginning, and
/// among equals the first participant is meant. What stands in `code` names nobody, nor does an
/// "@" within an address.
std::vector<UserId> find_mentioned(
    std::string_view source, std::span<const Participant> participants, const Fold& fold
);

/// What is typed after "@" for a participant: the name without spaces.
std::string mention_name(std::string_view name);

} // namespace attest::domain
