#include "storage/carry_over.h"

#include "db/database.h"
#include "db/transaction.h"

namespace attest::storage {

constexpr db::Query has_posts_query{.name = "has_posts", .sql = "SELECT 1 FROM posts LIMIT 1"};

Result<bool> has_posts(db::ReadTransaction& tx) {
    const auto found = TRY(tx.first(has_posts_query, {}, [](const db::Row&) { return true; }));
    return found.has_value();
}

Result<CarriedOver> carry_over(db::Database& /*live*/, db::Transaction& /*built*/) {
    return CarriedOver{};
}

} // namespace attest::storage
