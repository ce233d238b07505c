// How many SQL statements a request has cost, for the development header.
#pragma once

#include "db/database.h"

#include <cstdint>

namespace attest::service {

/// Statements that this thread has run since it began; the difference over a request is its cost.
inline std::int64_t statements_run() {
    return db::statements_run_on_this_thread();
}

} // namespace attest::service
