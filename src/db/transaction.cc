#include "db/transaction.h"

#include "db/connection.h"
#include "db/costs.h"

namespace attest::db {

namespace {

thread_local std::int64_t statements_run = 0;

} // namespace

std::int64_t statements_run_on_this_thread() {
    return statements_run;
}

void count_statements_on_this_thread(std::int64_t count) {
    statements_run += count;
}

namespace {

std::span<const Parameter> span_of(std::initializer_list<Parameter> parameters) {
    return {parameters.begin(), parameters.size()};
}

} // namespace

Result<std::int64_t> ReadTransaction::run_statement(
    const Query& query,
    std::span<const Parameter> parameters,
    const std::function<void(const Row&)>& take
) {
    // A full disk or an I/O error ends the transaction by itself. A work that went on regardless
    // would write outside of any, and could not be undone.
    if (!connection_.in_transaction()) {
        return fail(
            ErrorCode::unavailable,
            "The database is not available at present. Try again in a minute."
        );
    }
    count_statements_on_this_thread(1);
    return connection_.run(query, parameters, take);
}

Result<void> ReadTransaction::each(
    const Query& query,
    std::initializer_list<Parameter> parameters,
    const std::function<void(const Row&)>& take
) {
    TRY(run_statement(query, span_of(parameters), take));
    return {};
}

Result<std::int64_t>
Transaction::execute(const Query& query, std::initializer_list<Parameter> parameters) {
    return run_statement(query, span_of(parameters), {});
}

Result<std::int64_t>
Transaction::execute(const Query& query, std::span<const Parameter> parameters) {
    return run_statement(query, parameters, {});
}

} // namespace attest::db
