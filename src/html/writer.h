// The typed writer every page is made with.
//
//   out.put<R"(<a href="{}">{}</a>)">(question.url, question.title);
//
// The literal is checked while compiling: as many `{}` as arguments; a `{}` stands in text or in a
// quoted attribute, never in a tag's or attribute's name; one that begins `href`, `src`, `action`
// or `formaction` takes only a Url (or one of our paths after a literal beginning with "/"); Html
// goes only into text. Text is escaped by its type: std::string and string_view are, Html is not.
// Attributes that a tag has or has not are put together as `Attributes` and stand in the tag
// itself:
//
//   out.put<R"(<input name="{}"{}>)">(name, Attributes{}.flag("required", is_required));
#pragma once

#include "html/html.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace attest::html {

void append_escaped(std::string& out, std::string_view text);

/// How many bytes the text has when it is escaped.
std::size_t count_escaped(std::string_view text);

/// Writes the escaped text to where `count_escaped` bytes have room; where it ends.
char* copy_escaped(std::string_view text, char* to);

/// A literal as template argument.
template <std::size_t N>
struct Literal {
    std::array<char, N> characters{};

    // NOLINTNEXTLINE(google-explicit-constructor): a literal stands for itself
    consteval Literal(const char (&text)[N]) {
        for (std::size_t index = 0; index < N; ++index)
            characters[index] = text[index];
    }

    [[nodiscard]] constexpr std::string_view view() const { return {characters.data(), N - 1}; }
};

/// Where a placeholder stands.
enum class Place : std::uint8_t { text, attribute, address, tag };

struct Piece {
    std::size_t begin = 0; ///< Of the literal text before the placeholder.
    std::size_t end = 0;
    Place place = Place::text;
};

/// How many `{}` the literal has.
consteval std::size_t count_placeholders(std::string_view literal) {
    std::size_t count = 0;
    for (std::size_t at = 0; at + 1 < literal.size(); ++at) {
        if (literal[at] == '{' && literal[at + 1] == '}') {
            ++count;
            ++at;
        }
    }
    return count;
}

namespace detail {

constexpr bool ends_with_address_attribute(std::string_view before_quote) {
    for (const std::string_view name : {" href=", " src=", " action=", " formaction="}) {
        if (before_quote.ends_with(name)) return true;
    }
    return false;
}

/// Follows the literal through text, tags and quoted attributes. Stops the compiler where a
/// placeholder stands in a place that escaping cannot make safe.
template <std::size_t Count>
consteval std::array<Piece, Count + 1> cut(std::string_view literal) {
    std::array<Piece, Count + 1> pieces{};
    bool in_tag = false;
    bool in_quotes = false;
    std::size_t quote_at = 0;
    std::size_t piece = 0;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < literal.size(); ++at) {
        const char c = literal[at];
        if (c == '{' && at + 1 < literal.size() && literal[at + 1] == '}') {
            const bool after_value = at > 0 && literal[at - 1] == '"';
            if (in_tag && !in_quotes && !after_value) {
                throw "a placeholder must stand in text, between quotes or behind an attribute";
            }
            Place place = in_tag ? Place::tag : Place::text;
            if (in_quotes) {
                const bool whole =
                    ends_with_address_attribute(literal.substr(0, quote_at)) && at == quote_at + 1;
                place = whole ? Place::address : Place::attribute;
            }
            pieces[piece++] = {begin, at, place};
            begin = at + 2;
            ++at;
        } else if (in_quotes) {
            if (c == '"') in_quotes = false;
        } else if (in_tag) {
            if (c == '"') {
                in_quotes = true;
                quote_at = at;
            }
            if (c == '>') in_tag = false;
        } else if (c == '<') {
            in_tag = true;
        }
    }
    if (in_tag || in_quotes) throw "a literal ends inside a tag; begin and end tags in one literal";
    pieces[piece] = {begin, literal.size(), Place::text};
    return pieces;
}

// An argument on its way into a page: how much room it needs, and then its bytes.

/// HTML that is there already.
class Plain {
public:
    explicit Plain(std::string_view html) : html_{html} {}

    [[nodiscard]] std::size_t room() const { return html_.size(); }

    char* copy(char* to) const { return std::ranges::copy(html_, to).out; }

private:
    std::string_view html_;
};

/// Text; most of it has nothing to escape and is copied as it is.
class Escaped {
public:
    explicit Escaped(std::string_view text) : text_{text}, bytes_{count_escaped(text)} {}

    [[nodiscard]] std::size_t room() const { return bytes_; }

    char* copy(char* to) const {
        return bytes_ == text_.size() ? Plain{text_}.copy(to) : copy_escaped(text_, to);
    }

private:
    std::string_view text_;
    std::size_t bytes_ = 0;
};

class Digits {
public:
    explicit Digits(std::int64_t number) : number_{number} {}

    [[nodiscard]] static std::size_t room() { return bytes_max; }

    char* copy(char* to) const { return std::to_chars(to, to + bytes_max, number_).ptr; }

private:
    static constexpr std::size_t bytes_max = 20; ///< Of the smallest number, with its sign.

    std::int64_t number_ = 0;
};

} // namespace detail

/// The name of an attribute, checked while compiling: small letters and hyphens, and none that
/// takes an address or a script.
struct AttributeName {
    std::string_view text;

    // NOLINTNEXTLINE(google-explicit-constructor): a literal stands for itself
    consteval AttributeName(const char* literal) : text{literal} {
        for (const char c : text) {
            if ((c < 'a' || c > 'z') && c != '-') throw "an attribute is named with small letters";
        }
        for (const std::string_view unfit :
             {"href", "src", "action", "formaction", "style", "srcdoc"}) {
            if (text == unfit) throw "this attribute takes an address or a style";
        }
        if (text.starts_with("on")) throw "this attribute takes a script";
    }
};

/// Attributes that a tag has or has not.
class Attributes {
public:
    /// `name="value"`, if it is wanted.
    Attributes& with(AttributeName name, std::string_view value, bool is_wanted = true) {
        if (!is_wanted) return *this;
        text_ += ' ';
        text_ += name.text;
        text_ += "=\"";
        append_escaped(text_, value);
        text_ += '"';
        return *this;
    }

    /// A name alone: `required`, `checked`.
    Attributes& flag(AttributeName name, bool is_wanted = true) {
        if (!is_wanted) return *this;
        text_ += ' ';
        text_ += name.text;
        return *this;
    }

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

class Writer {
public:
    /// Most writers make one element; who makes a page says how long it will be.
    explicit Writer(std::size_t bytes_expected = element_bytes) { out_.reserve(bytes_expected); }

    template <Literal literal, typename... Arguments>
    Writer& put(const Arguments&... arguments) {
        constexpr std::size_t count = count_placeholders(literal.view());
        static_assert(count == sizeof...(Arguments), "as many arguments as placeholders");
        static constexpr auto pieces = detail::cut<count>(literal.view());
        put_all<literal, pieces>(std::make_index_sequence<count>{}, arguments...);
        return *this;
    }

    Writer& put(const Html& html) {
        out_ += html.text();
        return *this;
    }

    /// HTML that is there already, for which the caller vouches as with Html::trusted.
    Writer& trusted(std::string_view html) {
        out_ += html;
        return *this;
    }

    /// Text, escaped.
    Writer& text(std::string_view words) {
        append_escaped(out_, words);
        return *this;
    }

    /// What was written so far; the writer is empty afterwards.
    Html take() { return Html::trusted(std::exchange(out_, {})); }

    [[nodiscard]] std::size_t size() const { return out_.size(); }

    /// What was written so far, until more is.
    [[nodiscard]] std::string_view view() const { return out_; }

private:
    /// An element with its text fits into this, which malloc has at hand.
    static constexpr std::size_t element_bytes = 480;

    /// Room for all is made once, and each piece and argument put down behind the other.
    template <Literal literal, const auto& pieces, std::size_t... Index, typename... Arguments>
    void put_all(std::index_sequence<Index...>, const Arguments&... arguments) {
        constexpr std::size_t count = sizeof...(Index);
        const std::tuple parts{part_of<pieces[Index].place>(arguments)...};
        constexpr std::size_t literal_bytes = literal.view().size() - (2 * count);
        const std::size_t begin = out_.size();
        const std::size_t room = (literal_bytes + ... + std::get<Index>(parts).room());
        out_.resize_and_overwrite(begin + room, [&](char* bytes, std::size_t) {
            char* at = bytes + begin;
            ((at = std::get<Index>(parts).copy(copy<literal, pieces[Index]>(at))), ...);
            at = copy<literal, pieces[count]>(at);
            return static_cast<std::size_t>(at - bytes);
        });
    }

    template <Place place, typename Argument>
    static auto part_of(const Argument& argument) {
        if constexpr (place == Place::tag) {
            static_assert(std::same_as<Argument, Attributes>, "a tag takes Attributes");
            return detail::Plain{argument.text()};
        } else if constexpr (std::same_as<Argument, Url>) {
            return detail::Escaped{argument.text()};
        } else {
            static_assert(place != Place::address, "an address takes a Url");
            return part_of_value<place>(argument);
        }
    }

    template <Place place, typename Argument>
    static auto part_of_value(const Argument& argument) {
        if constexpr (std::same_as<Argument, Html>) {
            static_assert(place == Place::text, "HTML does not go into an attribute");
            return detail::Plain{argument.text()};
        } else if constexpr (std::integral<Argument> && !std::same_as<Argument, bool>
                             && !std::same_as<Argument, char>) {
            return detail::Digits{static_cast<std::int64_t>(argument)};
        } else {
            static_assert(
                std::convertible_to<const Argument&, std::string_view>,
                "text, a number, Html or Url"
            );
            return detail::Escaped{std::string_view{argument}};
        }
    }

    /// A piece's length is known while compiling: it becomes a few moves.
    template <Literal literal, Piece piece>
    static char* copy(char* to) {
        constexpr std::size_t bytes = piece.end - piece.begin;
        std::memcpy(to, literal.characters.data() + piece.begin, bytes);
        return to + bytes;
    }

    std::string out_;
};

} // namespace attest::html
