// `attest names`: whether two names match by folding, and by which keys.
#include "app/commands.h"
#include "base/json.h"
#include "base/text.h"
#include "names/keys.h"
#include "names/match.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace attest::app {

namespace {

void write_keys(JsonWriter& json, const names::NameKeys& keys) {
    json.begin_object().field("fold", keys.fold);
    json.key("skeletons").begin_array();
    for (const names::NameToken& token : keys.tokens) {
        json.begin_array();
        for (const std::string& skeleton : token.skeletons)
            json.value(skeleton);
        json.end_array();
    }
    json.end_array();
    json.key("consonants").begin_array();
    for (const names::NameToken& token : keys.tokens)
        json.value(token.consonants);
    json.end_array();
    json.end_object();
}

std::string format_pair(std::string_view line) {
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    const std::vector<std::string_view> parts = split(line, '\t');
    if (parts.size() != 2 || trim(parts[0]).empty() || trim(parts[1]).empty()) {
        json.field("line", line);
        json.field("error", "Write two names with a tab between them.");
        json.end_object();
        return out;
    }
    const names::NameKeys left = names::keys_of(parts[0]);
    const names::NameKeys right = names::keys_of(parts[1]);
    const names::NameMatch agreement = names::match(left, right);
    json.field("left", trim(parts[0])).field("right", trim(parts[1]));
    json.field("match", names::is_match(agreement));
    json.field("by", names::format_match(agreement));
    json.key("left_keys");
    write_keys(json, left);
    json.key("right_keys");
    write_keys(json, right);
    json.end_object();
    return out;
}

Result<void> print_matches() {
    for (std::string line; std::getline(std::cin, line);) {
        if (trim(line).empty()) continue;
        fmt::print("{}\n", format_pair(line));
    }
    return {};
}

} // namespace

void add_names(Commands& commands) {
    commands.add(
        "names",
        "Read two names a line, with a tab between, and print whether they match and by which keys",
        print_matches
    );
}

} // namespace attest::app
