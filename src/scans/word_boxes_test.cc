#include "scans/word_boxes.h"

#include <doctest/doctest.h>

using namespace attest::scans;

namespace {

const std::vector<WordBox> two_lines = {
    {.begin = 0, .length = 3, .box = {100, 100, 200, 120}},
    {.begin = 4, .length = 5, .box = {210, 102, 300, 121}},
    {.begin = 10, .length = 4, .box = {100, 130, 180, 150}},
};

} // namespace

TEST_CASE("Word boxes come back as they were packed") {
    const std::string packed = pack_word_boxes(two_lines);
    CHECK(packed.size() == 30);
    CHECK(parse_word_boxes(packed, 14) == two_lines);
    CHECK(parse_word_boxes("", 0) == std::vector<WordBox>{});
}

TEST_CASE("Word boxes that cannot be are refused") {
    const std::string packed = pack_word_boxes(two_lines);
    CHECK(!parse_word_boxes(packed, 13));
    CHECK(!parse_word_boxes(packed.substr(0, 29), 14));
    CHECK(!parse_word_boxes(pack_word_boxes({{0, 1, {20, 0, 10, 5}}}), 1));
    CHECK(!parse_word_boxes(pack_word_boxes({{0, 1, {0, 0, 10, 1001}}}), 1));
}

TEST_CASE("A quote over two lines gets two boxes") {
    const std::vector<Box> whole = boxes_of(two_lines, 0, 14);
    REQUIRE(whole.size() == 2);
    CHECK(whole[0] == Box{100, 100, 300, 121});
    CHECK(whole[1] == Box{100, 130, 180, 150});
    CHECK(boxes_of(two_lines, 4, 9).size() == 1);
    CHECK(boxes_of(two_lines, 3, 4).empty());
}
