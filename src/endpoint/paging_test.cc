#include "endpoint/paging.h"

#include "service/questions.h"

#include <doctest/doctest.h>

using namespace attest;
using namespace attest::endpoint;

TEST_CASE("Pages are counted as far as numbers go") {
    CHECK(count_pages(0, 30) == 1);
    CHECK(count_pages(30, 30) == 1);
    CHECK(count_pages(31, 30) == 2);
    CHECK(count_pages(1'000'000, 30) == service::offset_max / 30 + 1);
}

TEST_CASE("The first page is always there, a page beyond the last never") {
    CHECK(check_page(1, 30, 0).has_value());
    CHECK(check_page(2, 30, 31).has_value());
    CHECK_FALSE(check_page(2, 30, 30).has_value());
    CHECK_FALSE(check_page(0, 30, 100).has_value());
    CHECK_FALSE(check_page(-1, 30, 100).has_value());
    CHECK_FALSE(check_page(35, 30, 1'000'000).has_value());
}
