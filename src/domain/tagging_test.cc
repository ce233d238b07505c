#include "domain/tagging.h"

#include <doctest/doctest.h>

using namespace attest::domain;
using Tags = std::vector<std::string>;

TEST_CASE("Tags are read in both syntaxes of the dumps") {
    CHECK(parse_tags("|tudor-england|c++|") == Tags{"tudor-england", "c++"});
    CHECK(parse_tags("<tudor-england><c++>") == Tags{"tudor-england", "c++"});
    CHECK(parse_tags("").empty());
    CHECK(parse_tags("|").empty());
    CHECK(parse_tags("alone") == Tags{"alone"});
}

TEST_CASE("Written tags are read back") {
    const Tags tags{"a", "b"};
    CHECK(format_tags(tags) == "|a|b|");
    CHECK(parse_tags(format_tags(tags)) == tags);
    CHECK(format_tags({}).empty());
}
