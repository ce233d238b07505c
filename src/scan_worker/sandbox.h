// The walls: after `enter_sandbox` this process can compute, read the file that it was given, and
// write to its pipe; nothing else.
//
// Memory, processor time and the size of files are limited by the kernel (setrlimit). An allow-list
// of system calls (seccomp) leaves no network, no other process, no new program and no file opened
// for writing. Landlock, where the kernel has it, leaves of the file system only the fonts that a
// PDF may need and does not bring along; without it nothing can be opened at all, and such a PDF
// loses those letters.
#pragma once

#include <string>

namespace attest::scan_worker {

/// Whether the walls stand; if not, nothing may be read.
bool enter_sandbox();

/// Tries to get out: names what could be done, separated by blanks, or nothing.
std::string find_holes();

} // namespace attest::scan_worker
