// What tells one import from another: a digest over the dump's files and what was asked of the
// import.
#pragma once

#include "base/error.h"
#include "dump/archive.h"
#include "dump/progress.h"

#include <string>
#include <string_view>

namespace attest::dump {

/// BLAKE2b (256 bits, as hexadecimal digits) over `asked` and every table's name, size and digest,
/// two files at a time.
/// It has the strength of SHA-256 at four times its speed, and an import waits for it.
Result<std::string>
digest_dump(const TableFiles& files, std::string_view asked, Progress& progress);

} // namespace attest::dump
