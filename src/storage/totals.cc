#include "storage/totals.h"

#include <array>

namespace attest::storage {

namespace {

constexpr db::Query find_totals_query{
    .name = "find_totals",
    .sql = "SELECT name, value FROM totals",
};

struct NamedTotal {
    std::string_view name;
    std::int64_t Totals::* member;
};

constexpr auto named_totals = std::to_array<NamedTotal>({
    {.name = "questions", .member = &Totals::questions},
    {.name = "answers", .member = &Totals::answers},
    {.name = "unanswered", .member = &Totals::unanswered},
    {.name = "comments", .member = &Totals::comments},
    {.name = "users", .member = &Totals::users},
    {.name = "tags", .member = &Totals::tags},
    {.name = "badges", .member = &Totals::badges},
});

constexpr db::Query find_total_query{
    .name = "find_total",
    .sql = "SELECT value FROM totals WHERE name = $1",
};

constexpr db::Query count_total_query{
    .name = "count_total",
    .sql = R"sql(
        INSERT INTO totals (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = totals.value + excluded.value
    )sql",
};

} // namespace

Result<Totals> find_totals(db::ReadTransaction& tx) {
    Totals totals;
    TRY(tx.each(find_totals_query, {}, [&](const db::Row& row) {
        for (const NamedTotal& total : named_totals) {
            if (row.text(0) == total.name) totals.*total.member = row.integer(1);
        }
    }));
    return totals;
}

Result<std::int64_t> find_total(db::ReadTransaction& tx, std::string_view name) {
    const std::optional<std::int64_t> value =
        TRY(tx.first(find_total_query, {name}, [](const db::Row& row) { return row.integer(0); }));
    return value.value_or(0);
}

Result<void> count_total(db::Transaction& tx, std::string_view name, std::int64_t change) {
    if (change == 0) return {};
    TRY(tx.execute(count_total_query, {name, change}));
    return {};
}

} // namespace attest::storage
