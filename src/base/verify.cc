#include "base/verify.h"

#include <cstdio>
#include <cstdlib>

namespace attest {

void verify_failed(const char* condition, std::source_location where) {
    std::fprintf(
        stderr,
        "Attest stopped: a thing that is always so was not: %s (%s:%u)\n",
        condition,
        where.file_name(),
        where.line()
    );
    std::abort();
}

} // namespace attest
