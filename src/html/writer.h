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

#include <array>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace attest::html {

void append_escaped(std::string& out, std::string_view text);
void append_number(std::string& out, std::int64_t number);

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
        [[maybe_unused]] std::size_t index = 0;
        put_all<literal, pieces>(std::make_index_sequence<count>{}, arguments...);
        append(literal.view(), pieces[count]);
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

    template <Literal literal, const auto& pieces, std::size_t... Index, typename... Arguments>
    void put_all(std::index_sequence<Index...>, const Arguments&... arguments) {
        (put_one<pieces[Index].place>(literal.view(), pieces[Index], arguments), ...);
    }

    template <Place place, typename Argument>
    void put_one(std::string_view literal, const Piece& piece, const Argument& argument) {
        append(literal, piece);
        if constexpr (place == Place::tag) {
            static_assert(std::same_as<Argument, Attributes>, "a tag takes Attributes");
            out_ += argument.text();
        } else if constexpr (std::same_as<Argument, Url>) {
            static_assert(
                place == Place::address || place == Place::attribute || place == Place::text
            );
            append_escaped(out_, argument.text());
        } else {
            static_assert(place != Place::address, "an address takes a Url");
            put_value<place>(argument);
        }
    }

    template <Place place, typename Argument>
    void put_value(const Argument& argument) {
        if constexpr (std::same_as<Argument, Html>) {
            static_assert(place == Place::text, "HTML does not go into an attribute");
            out_ += argument.text();
        } else if constexpr (std::integral<Argument> && !std::same_as<Argument, bool>
                             && !std::same_as<Argument, char>) {
            append_number(out_, static_cast<std::int64_t>(argument));
        } else {
            static_assert(
                std::convertible_to<const Argument&, std::string_view>,
                "text, a number, Html or Url"
            );
            append_escaped(out_, std::string_view{argument});
        }
    }

    void append(std::string_view literal, const Piece& piece) {
        out_.append(literal.data() + piece.begin, piece.end - piece.begin);
    }

    std::string out_;
};

} // namespace attest::html
