// What the interface says, by language. The texts stand in en.toml, ru.toml …, which a person can
// edit; tools/messages.py makes one typed function of each (texts.h, in the build folder), so a
// misspelt key does not compile and a language that lacks one stops the build.
//
// A text that is filled with pieces of a page ("asked {date:html} by {author:html}") is given as a
// Pattern, since its order is the language's business and its escaping the writer's.
#pragma once

#include "base/time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace attest::messages {

/// A stretch of literal text and the placeholder after it; -1 at the end.
struct Piece {
    std::string_view literal;
    int slot;
};

/// A text with `Slots` places for pieces of a page, numbered as in the declaration's comment.
template <std::size_t Slots>
struct Pattern {
    std::span<const Piece> pieces;
};

struct LanguageFacts {
    std::string_view code;
    std::string_view name;
    std::string_view direction; ///< "ltr" or "rtl".
    std::string_view group_separator;
    std::string_view decimal_separator;
    std::array<std::string_view, 12> months; ///< As they stand in a date.
    std::string_view date;
    std::string_view date_time;
    std::string_view quote_open;
    std::string_view quote_close;
};

/// In the order of enum Language.
std::span<const LanguageFacts> all_languages();

/// CLDR's categories of whole numbers, in the order of the tables.
enum class Plural : std::uint8_t { one, few, many, other };

inline constexpr std::size_t plural_count = 4;

/// Which form a number takes in the language; `other` where we know no rule.
Plural plural_of(std::string_view language_code, std::int64_t count);

class TextsBase {
public:
    [[nodiscard]] const LanguageFacts& facts() const { return all_languages()[index_]; }

    /// A language by its name in this one: "Russian", «русский»; the code itself if it is unknown.
    [[nodiscard]] std::string language_name(const std::string& code) const;

    /// "71,204"; "71 204" with a no-break space; "−3" with a minus sign.
    [[nodiscard]] std::string number(std::int64_t value) const;

    /// 0.4 → "40%"; rounded down, so that 100% means all.
    [[nodiscard]] std::string percent(double share) const;

    /// "3 April 2013", held together by no-break spaces; UTC.
    [[nodiscard]] std::string date(Time time) const;

    /// "3 April 2013 at 14:05 UTC".
    [[nodiscard]] std::string date_time(Time time) const;

protected:
    explicit TextsBase(std::size_t index) : index_{index} {}

    [[nodiscard]] std::size_t index() const { return index_; }

    [[nodiscard]] std::size_t plural(std::int64_t count) const;

    static std::string fill(std::span<const Piece> pieces, std::span<const std::string> values);

private:
    std::size_t index_;
};

} // namespace attest::messages
