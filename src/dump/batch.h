// One transaction of the file that is being built: committed if the work goes well, undone if not.
#pragma once

#include "base/error.h"
#include "db/bulk.h"

#include <type_traits>
#include <utility>

namespace attest::dump {

template <typename Work>
auto in_batch(db::BulkConnection& connection, const Work& work)
    -> std::invoke_result_t<const Work&, db::Transaction&> {
    TRY(connection.begin());
    auto outcome = work(connection.transaction());
    if (!outcome) {
        connection.roll_back();
        return outcome;
    }
    TRY(connection.commit());
    return outcome;
}

} // namespace attest::dump
