#include "names/cases.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace attest::names {

TEST_CASE("A name in another case is brought back to its nominative") {
    const std::vector<std::pair<std::string, std::string>> forms{
        {"троцкого", "троцкий"},  {"троцкому", "троцкий"},       {"троцким", "троцкий"},
        {"троцком", "троцкий"},   {"керенского", "керенский"},   {"трубецкого", "трубецкой"},
        {"толстого", "толстой"},  {"горького", "горький"},       {"белым", "белый"},
        {"крупской", "крупская"}, {"крупскую", "крупская"},      {"ленина", "ленин"},
        {"ленину", "ленин"},      {"лениным", "ленин"},          {"ленине", "ленин"},
        {"романовых", "романов"}, {"москвы", "москва"},          {"москве", "москва"},
        {"москвой", "москва"},    {"сталинграда", "сталинград"}, {"андрея", "андрей"},
        {"руси", "русь"},         {"кремля", "кремль"},          {"англии", "англия"},
    };
    for (const auto& [form, nominative] : forms) {
        CAPTURE(form);
        const std::vector<std::string> guesses = nominatives_of(form);
        CHECK(guesses.size() <= 3);
        CHECK(std::ranges::find(guesses, nominative) != guesses.end());
    }
    CHECK(nominatives_of("сталин").empty());
    CHECK(nominatives_of("мао").empty());
    CHECK(nominatives_of("").empty());
    CHECK(nominatives_of("trotsky").empty());
}

} // namespace attest::names
