// A form sent twice makes one thing. The key that a form carries is stored in the transaction of
// what it made, so that a retry after a lost answer, or a double click, gets the first result and
// writes nothing (decisions.md, 21). The writer runs one work after the other, so two requests with
// one key at the same moment are a first and a second too.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace attest::storage {

struct IdempotencyKey {
    UserId user;
    std::string key;       ///< From the form; empty: the form has none, and is taken as new.
    std::string_view kind; ///< Of what is made: "question", "answer", "comment", "edit" …
    Time at;
};

/// What was made under the key before; nothing if it is new. `invalid` for a key that no form of
/// ours carries, `conflict` if it made something of another kind.
Result<std::optional<std::int64_t>>
find_idempotent_result(db::ReadTransaction& tx, const IdempotencyKey& key);

/// Notes what was made under a key that is new, and forgets a few keys that are too old.
Result<void>
insert_idempotent_result(db::Transaction& tx, const IdempotencyKey& key, std::int64_t result);

/// The result that was stored under the key, or else that of `make`, which is then stored. `make`
/// answers a Result of an Id; limits and rules that a first sending may meet belong into it, so
/// that the second is not refused for what the first has used up.
///
///     return site.database.write([&](db::Transaction& tx) -> Result<AnswerId> {
///         return storage::find_or_insert(tx, key, [&]() -> Result<AnswerId> { … });
///     });
template <typename Make>
std::invoke_result_t<Make&>
find_or_insert(db::Transaction& tx, const IdempotencyKey& key, Make&& make) {
    using MadeId = typename std::invoke_result_t<Make&>::value_type;
    const std::optional<std::int64_t> before = TRY(find_idempotent_result(tx, key));
    if (before) return MadeId{*before};
    const MadeId made = TRY(make());
    TRY(insert_idempotent_result(tx, key, made.value));
    return made;
}

} // namespace attest::storage
