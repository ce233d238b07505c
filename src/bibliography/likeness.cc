#include "bibliography/likeness.h"

#include "base/text.h"
#include "bibliography/folding.h"
#include "bibliography/identifiers.h"
#include "bibliography/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace attest::bibliography {

namespace {

using domain::SourceKind;

bool is_key_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/// "12-15" gives "12"; letters of a page label count.
std::string first_page(std::string_view page) {
    const std::size_t end = page.find_first_of("-, ");
    return ascii_lower(page.substr(0, end));
}

/// Words to a part of a key, cut at a word's end.
std::string slug_of(std::string_view words, std::size_t bytes_max) {
    std::string slug;
    for (const std::string_view word : split(words, ' ')) {
        std::string letters;
        std::ranges::copy_if(word, std::back_inserter(letters), is_key_character);
        if (letters.empty()) continue;
        if (slug.size() + letters.size() + 1 > bytes_max) {
            if (slug.empty()) slug = letters.substr(0, bytes_max);
            break;
        }
        if (!slug.empty()) slug += '-';
        slug += letters;
    }
    return slug;
}

std::string_view family_of(const PersonName& person) {
    return person.literal.empty() ? person.family : person.literal;
}

/// The container, else the first author, else the title.
std::string name_of(const Reference& reference, std::size_t bytes_max) {
    const std::vector<PersonName>& people =
        reference.authors.empty() ? reference.editors : reference.authors;
    const std::array<std::string_view, 3> candidates{
        reference.container_title,
        people.empty() ? std::string_view{} : family_of(people.front()),
        reference.title,
    };
    for (const std::string_view candidate : candidates) {
        std::string slug = slug_of(latin_words(candidate), bytes_max);
        if (!slug.empty()) return slug;
    }
    return "source";
}

struct KindOf {
    std::string_view type;
    SourceKind kind;
};

constexpr auto kinds = std::to_array<KindOf>({
    {"article", SourceKind::research},
    {"article-journal", SourceKind::research},
    {"article-newspaper", SourceKind::document_of_the_time},
    {"bill", SourceKind::document_of_the_time},
    {"book", SourceKind::research},
    {"chapter", SourceKind::research},
    {"classic", SourceKind::later_tradition},
    {"collection", SourceKind::document_of_the_time},
    {"figure", SourceKind::document_of_the_time},
    {"graphic", SourceKind::document_of_the_time},
    {"hearing", SourceKind::document_of_the_time},
    {"interview", SourceKind::witness_later},
    {"legal_case", SourceKind::document_of_the_time},
    {"legislation", SourceKind::document_of_the_time},
    {"manuscript", SourceKind::document_of_the_time},
    {"map", SourceKind::document_of_the_time},
    {"musical_score", SourceKind::document_of_the_time},
    {"paper-conference", SourceKind::research},
    {"patent", SourceKind::document_of_the_time},
    {"personal_communication", SourceKind::document_of_the_time},
    {"regulation", SourceKind::document_of_the_time},
    {"report", SourceKind::research},
    {"speech", SourceKind::document_of_the_time},
    {"thesis", SourceKind::research},
    {"treaty", SourceKind::document_of_the_time},
});

} // namespace

Likeness likeness_of(const Reference& reference) {
    Likeness likeness{
        .doi = find_doi(reference.doi).value_or(""),
        .isbn = find_isbn(reference.isbn).value_or(""),
        .author_key = author_skeleton(reference),
        .title_key = fold_words(reference.title),
        .year = reference.issued.first.year,
    };
    const std::string page = first_page(reference.page);
    const auto issn = find_issn(reference.issn);
    if (issn && !page.empty() && !(reference.volume.empty() && reference.issue.empty())) {
        likeness.issn = fmt::format(
            "{}/{}/{}/{}", *issn, ascii_lower(reference.volume), ascii_lower(reference.issue), page
        );
    }
    return likeness;
}

bool is_likely_same(const Likeness& left, const Likeness& right) {
    if (!left.doi.empty() && !right.doi.empty()) return left.doi == right.doi;
    const bool is_same_title = !left.title_key.empty() && left.title_key == right.title_key;
    // Two chapters of one book carry its ISBN.
    if (!left.isbn.empty() && left.isbn == right.isbn) {
        return is_same_title || left.title_key.empty() || right.title_key.empty();
    }
    if (!left.issn.empty() && left.issn == right.issn) return true;
    return is_same_title && left.author_key == right.author_key && left.year == right.year;
}

std::string make_key(const Reference& reference) {
    std::string tail;
    if (reference.issued.first.year) {
        const int year = *reference.issued.first.year;
        tail = year > 0 ? fmt::format("-{}", year) : fmt::format("-bc{}", 1 - year);
    }
    const std::string issue = slug_of(latin_words(reference.issue), 12);
    if (!issue.empty()) tail += "-" + issue;
    std::string key = name_of(reference, key_bytes_max - tail.size()) + tail;
    // The grammar wants two characters.
    if (key.size() < 2) key += "-1";
    return key;
}

bool is_key(std::string_view text) {
    return text.size() >= 2 && text.size() <= key_bytes_max + 1 && text.front() != '-'
           && std::ranges::all_of(text, is_key_character);
}

std::optional<std::string> alias_of(std::string_view key) {
    std::string alias;
    for (const char c : ascii_lower(utf8_prefix(key, key_bytes_max))) {
        if (is_key_character(c) && c != '-') {
            alias += c;
        } else if (!alias.empty() && alias.back() != '-') {
            alias += '-';
        }
    }
    while (alias.ends_with('-'))
        alias.pop_back();
    return is_key(alias) ? std::optional{alias} : std::nullopt;
}

domain::SourceKind guess_kind(const Reference& reference) {
    const auto* found = std::ranges::find(kinds, reference.type, &KindOf::type);
    if (found != kinds.end()) return found->kind;
    const bool is_of_an_archive =
        !reference.archive_location.empty() || !reference.call_number.empty();
    return is_of_an_archive ? SourceKind::document_of_the_time : SourceKind::retold;
}

bool is_single_item(const Reference& reference) {
    return reference.type == "personal_communication" || reference.type == "graphic"
           || reference.type == "figure" || reference.type == "map";
}

} // namespace attest::bibliography
