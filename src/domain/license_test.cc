#include "domain/license.h"

#include <doctest/doctest.h>

namespace attest::domain {

TEST_CASE("The day of a contribution decides its licence") {
    const auto license_on = [](std::string_view day) {
        return license_at(parse_time(day).value());
    };

    CHECK(license_on("2008-09-15") == "CC BY-SA 2.5");
    CHECK(license_on("2011-04-07T23:59:59.999") == "CC BY-SA 2.5");
    CHECK(license_on("2011-04-08") == "CC BY-SA 3.0");
    CHECK(license_on("2018-05-01T23:59:59.999") == "CC BY-SA 3.0");
    CHECK(license_on("2018-05-02") == "CC BY-SA 4.0");
}

TEST_CASE("A licence has the address of its text") {
    CHECK(license_url("CC BY-SA 4.0") == "https://creativecommons.org/licenses/by-sa/4.0/");
    CHECK(license_url("All rights reserved").empty());
}

} // namespace attest::domain
