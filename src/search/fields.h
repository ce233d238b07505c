// What a post's document in the index is made of. Its number is the post's id. Terms are told apart
// by their first letter, as is usual with Xapian; words are in small letters, so a capital is ours.
#pragma once

#include <fmt/format.h>
#include <xapian.h>

#include <string>
#include <string_view>

namespace attest::search {

/// Raised when documents change their make-up: an index of another format is built anew.
inline constexpr std::string_view index_format = "2";

namespace prefix {

inline constexpr std::string_view stem = "Z";        ///< A stem of title, tags or body.
inline constexpr std::string_view title_word = "S";  ///< A word of the title, with its position.
inline constexpr std::string_view title_stem = "ZS"; ///< Stems are in small letters too.
/// A stem that stands in the title and not in the body, so that `body:` can do without terms of its
/// own.
inline constexpr std::string_view only_title = "XO";
inline constexpr std::string_view tag = "XT:";
inline constexpr std::string_view author = "A";
inline constexpr std::string_view kind = "K";
inline constexpr std::string_view question = "Q"; ///< Of a question and of its answers.
inline constexpr std::string_view flag = "F";
inline constexpr std::string_view host = "H"; ///< Of a link, and every domain above it.
inline constexpr std::string_view url = "U";

} // namespace prefix

namespace slot {

inline constexpr Xapian::valueno question = 0;
inline constexpr Xapian::valueno score = 1;
inline constexpr Xapian::valueno created = 2; ///< Milliseconds, as the next.
inline constexpr Xapian::valueno active = 3;
inline constexpr Xapian::valueno answers = 4;
inline constexpr Xapian::valueno views = 5; ///< As of the post's last indexing.
inline constexpr Xapian::valueno tags = 6;  ///< "|a|b|"
/// What answers take from their question: while it is unchanged they need not be indexed again.
inline constexpr Xapian::valueno inherited = 7;

} // namespace slot

namespace metadata {

inline constexpr const char* format = "format";
inline constexpr const char* languages = "languages";
inline constexpr const char* incarnation = "incarnation";
inline constexpr const char* sequence = "sequence";
/// Begin the keys of name_words.h, behind which stand a skeleton or the consonants of a name.
inline constexpr std::string_view sound = "S";
inline constexpr std::string_view consonants = "C";

} // namespace metadata

inline std::string term(std::string_view prefix, std::string_view rest) {
    std::string joined;
    joined.reserve(prefix.size() + rest.size());
    joined.append(prefix);
    joined.append(rest);
    return joined;
}

inline std::string id_term(std::string_view prefix, std::int64_t id) {
    return fmt::format("{}{}", prefix, id);
}

} // namespace attest::search
