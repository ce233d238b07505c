// What the header of a `.7z` says of the memory that unpacking takes. libarchive allocates whatever
// dictionary an archive asks for (up to 4 GB) and does not tell beforehand, so the header is read
// here.
#pragma once

#include "base/error.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace attest::dump {

/// `size` bytes of the archive from `offset` on; fewer if it ends before.
using ReadBytes = std::function<std::string(std::uint64_t offset, std::size_t size)>;

/// The largest dictionary that any stream of the archive asks for, the packed header's own
/// included. `invalid` if this is not a `.7z` or its header cannot be read.
Result<std::uint64_t> largest_dictionary(const ReadBytes& read);

} // namespace attest::dump
