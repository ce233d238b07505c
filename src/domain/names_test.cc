#include "domain/names.h"

#include <doctest/doctest.h>

using namespace attest::domain;

TEST_CASE("Names are sought by their beginning in either case") {
    const auto stretches = stretches_of_names("иван");
    REQUIRE(stretches.size() == 2);
    CHECK(stretches[0].first == "иван");
    CHECK(stretches[1].first == "Иван");
    CHECK(stretches[1].end > "Иванов");
    CHECK(stretches[1].end < "Игорь");

    CHECK(stretches_of_names("Émile")[1].first == "émile");
    CHECK(stretches_of_names("jane").size() == 1);
    CHECK(stretches_of_names("日本").size() == 1);
    CHECK(stretches_of_names("").empty());
}
