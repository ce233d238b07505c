#include "storage/sql.h"

#include <doctest/doctest.h>

using namespace attest::storage;

TEST_CASE("Pieces of SQL are joined with a space after each") {
    static constexpr SqlPiece columns = "a, b";
    static constexpr std::string_view sql = joined<"SELECT", columns, "FROM t">;
    CHECK(sql == "SELECT a, b FROM t ");
    CHECK(joined<"x">.data()[joined<"x">.size()] == '\0');
}
