// names_keys_bench: what a name's keys and a comparison cost. Prints one JSON object of
// microseconds.
#include "names/keys.h"

#include "base/json.h"
#include "names/match.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace attest::names {

namespace {

struct Group {
    std::string_view name;
    std::vector<std::string_view> names;
};

constexpr int rounds = 4000;

double microseconds_each(std::chrono::steady_clock::duration spent, std::size_t count) {
    return std::chrono::duration<double, std::micro>{spent}.count() / static_cast<double>(count);
}

double measure_keys(const std::vector<std::string_view>& names) {
    std::size_t tokens = 0;
    for (const std::string_view name : names)
        tokens += keys_of(name).tokens.size(); // Makes the transliterators.
    const auto begin = std::chrono::steady_clock::now();
    for (int round = 0; round < rounds; ++round) {
        for (const std::string_view name : names)
            tokens += keys_of(name).tokens.size();
    }
    const auto spent = std::chrono::steady_clock::now() - begin;
    return tokens == 0 ? 0 : microseconds_each(spent, rounds * names.size());
}

double measure_match(const std::vector<std::string_view>& names) {
    std::vector<NameKeys> keys;
    for (const std::string_view name : names)
        keys.push_back(keys_of(name));
    std::size_t matches = 0;
    const auto begin = std::chrono::steady_clock::now();
    for (int round = 0; round < rounds; ++round) {
        for (const NameKeys& left : keys) {
            for (const NameKeys& right : keys)
                matches += is_match(match(left, right)) ? 1 : 0;
        }
    }
    const auto spent = std::chrono::steady_clock::now() - begin;
    return matches == 0 ? 0 : microseconds_each(spent, rounds * keys.size() * keys.size());
}

} // namespace

} // namespace attest::names

int main() {
    using namespace attest;
    using namespace attest::names;
    const std::array<Group, 4> groups{{
        {"latin", {"Leon Trotsky", "Winston Churchill", "Lev Davidovich Bronstein", "Petrograd"}},
        {"accents", {"Trot͡skiĭ", "Čajkovskij", "Dzierżyński", "Antonín Dvořák"}},
        {"cyrillic", {"Лев Троцкий", "Петръ Великій", "Михайло Грушевський", "Петроград"}},
        {"other", {"Κωνσταντίνος", "毛泽东", "محمد", "דוד בן־גוריון"}},
    }};
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    for (const Group& group : groups)
        json.field(fmt::format("key_{}_us", group.name), measure_keys(group.names));
    json.field("match_us", measure_match(groups[0].names));
    json.end_object();
    fmt::print("{}\n", out);
}
