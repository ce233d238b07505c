#include "domain/mentions.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace attest::domain {

namespace {

constexpr std::string_view no_break_space = "\xC2\xA0";

/// "@" may follow these, and nothing else: after a letter or "/" it is part of an address.
bool may_precede(std::string_view before) {
    constexpr std::array<std::string_view, 9> signs{
        no_break_space,
        "\xC2\xAB",     // «
        "\xE2\x80\x9C", // “
        "\xE2\x80\x9E", // „
        "\xE2\x80\x98", // ‘
        "\xE2\x80\x93", // –
        "\xE2\x80\x94", // —
        "\xE2\x80\xA6", // …
        "\xE3\x80\x80", // ideographic space
    };
    if (before.empty()) return true;
    if (std::string_view{" \t\r\n([{\"'*_,;:!?>-."}.contains(before.back())) return true;
    return std::ranges::any_of(signs, [&](std::string_view sign) {
        return before.ends_with(sign);
    });
}

/// Up to the first sign that stands in no name, without the signs that end a sentence.
std::string_view named_after(std::string_view rest) {
    constexpr std::array<std::string_view, 5> ends{
        no_break_space, "\xC2\xBB", "\xE2\x80\x9D", "\xE2\x80\x94", "\xE2\x80\xA6"
    };
    std::size_t size = std::min(rest.find_first_of(" \t\r\n,;:!?()[]{}<>\"/\\*`@|"), rest.size());
    for (const std::string_view end : ends)
        size = std::min(size, rest.find(end));
    std::string_view name = rest.substr(0, size);
    while (!name.empty() && std::string_view{".'_-"}.contains(name.back()))
        name.remove_suffix(1);
    return name;
}

/// "Jane's" may be Jane; nobody's name is looked for with an apostrophe first.
std::string_view without_genitive(std::string_view name) {
    for (const std::string_view ending : {"'s", "\xE2\x80\x99s"}) {
        if (name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
    }
    return name;
}

/// The source with what stands in code blanked out.
std::string without_code(std::string_view source) {
    std::string text{source};
    for (std::size_t open = text.find('`'); open != std::string::npos;
         open = text.find('`', open)) {
        const std::size_t close = text.find('`', open + 1);
        if (close == std::string::npos) break;
        std::fill(
            text.begin() + static_cast<std::ptrdiff_t>(open),
            text.begin() + static_cast<std::ptrdiff_t>(close) + 1,
            ' '
        );
    }
    return text;
}

struct Key {
    UserId id;
    std::string key;
};

std::optional<UserId> find_named(std::string_view wanted, std::span<const Key> keys) {
    if (wanted.empty()) return std::nullopt;
    const auto whole = std::ranges::find(keys, wanted, &Key::key);
    if (whole != keys.end()) return whole->id;
    if (utf8_length(wanted) < mention_length_min) return std::nullopt;
    const auto begun =
        std::ranges::find_if(keys, [&](const Key& key) { return key.key.starts_with(wanted); });
    return begun == keys.end() ? std::nullopt : std::optional{begun->id};
}

} // namespace

std::string mention_name(std::string_view name) {
    std::string joined;
    while (!name.empty()) {
        if (name.starts_with(no_break_space)) {
            name.remove_prefix(no_break_space.size());
            continue;
        }
        if (static_cast<unsigned char>(name.front()) > ' ') joined += name.front();
        name.remove_prefix(1);
    }
    return joined;
}

std::vector<UserId> find_mentioned(
    std::string_view source, std::span<const Participant> participants, const Fold& fold
) {
    std::vector<Key> keys;
    keys.reserve(participants.size());
    for (const Participant& participant : participants)
        keys.push_back({.id = participant.id, .key = fold(mention_name(participant.name))});

    std::vector<UserId> mentioned;
    const std::string text = without_code(source);
    for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
        if (mentioned.size() == mentions_max) break;
        if (!may_precede(std::string_view{text}.substr(0, at))) continue;
        const std::string_view name = named_after(std::string_view{text}.substr(at + 1));
        std::optional<UserId> user = find_named(fold(name), keys);
        if (!user) user = find_named(fold(without_genitive(name)), keys);
        if (user && std::ranges::find(mentioned, *user) == mentioned.end()) {
            mentioned.push_back(*user);
        }
    }
    return mentioned;
}

} // namespace attest::domain
