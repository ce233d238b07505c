// A reference: what is known of a work, in the variables of CSL, the Citation Style Language. They
// are what every reference manager can give and take, and what the printer of citations reads.
//
// A reference may be poor. A title alone is one, and nothing here refuses it.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::bibliography {

struct PersonName {
    std::string family = {};
    std::string given = {};
    std::string particle = {}; ///< "van der", part of the family name.
    std::string suffix = {};   ///< "Jr."
    std::string literal = {};  ///< An institution, or a name that nobody should take apart.

    bool operator==(const PersonName&) const = default;
};

/// As much of a day as is known. Without `year` only `literal` speaks.
struct Day {
    std::optional<int> year = {}; ///< 0 is 1 BC.
    int month = 0;                ///< 0: not known.
    int day = 0;

    bool operator==(const Day&) const = default;
};

struct DateOf {
    Day first = {};
    Day last = {}; ///< Of a stretch of time.
    bool is_circa = false;
    std::string literal = {}; ///< As it stood, where that says more: "26 October 1879 (O.S.)".

    [[nodiscard]] bool empty() const { return !first.year && literal.empty(); }

    bool operator==(const DateOf&) const = default;
};

struct Reference {
    std::string type =
        "document"; ///< One of CSL's: book, article-journal, personal_communication …
    std::string title = {};
    std::vector<PersonName> authors = {};
    std::vector<PersonName> editors = {};
    std::vector<PersonName> translators = {};
    DateOf issued = {};
    DateOf accessed = {};
    std::string container_title = {}; ///< The journal, the newspaper, the volume of papers.
    std::string collection_title = {};
    std::string volume = {};
    std::string issue = {};
    std::string page = {};
    std::string edition = {};
    std::string publisher = {};
    std::string publisher_place = {};
    std::string doi = {};
    std::string isbn = {};
    std::string issn = {};
    std::string url = {};
    std::string archive = {};          ///< The repository that holds it.
    std::string archive_location = {}; ///< The shelfmark.
    std::string call_number = {};
    std::string language = {};
    std::string genre = {};
    std::string note = {};
    /// Other variables of text, by CSL's names, kept so that they come out again.
    std::map<std::string, std::string> other = {};

    bool operator==(const Reference&) const = default;
};

/// A variable that is one text.
struct TextVariable {
    std::string_view name; ///< As in CSL-JSON.
    std::string Reference::* text;
};

inline constexpr std::array<TextVariable, 19> text_variables{{
    {"title", &Reference::title},
    {"container-title", &Reference::container_title},
    {"collection-title", &Reference::collection_title},
    {"volume", &Reference::volume},
    {"issue", &Reference::issue},
    {"page", &Reference::page},
    {"edition", &Reference::edition},
    {"publisher", &Reference::publisher},
    {"publisher-place", &Reference::publisher_place},
    {"DOI", &Reference::doi},
    {"ISBN", &Reference::isbn},
    {"ISSN", &Reference::issn},
    {"URL", &Reference::url},
    {"archive", &Reference::archive},
    {"archive_location", &Reference::archive_location},
    {"call-number", &Reference::call_number},
    {"language", &Reference::language},
    {"genre", &Reference::genre},
    {"note", &Reference::note},
}};

/// The types of CSL 1.0.2.
bool is_csl_type(std::string_view type);

/// One line of text: valid UTF-8, white space as single spaces, none at the ends, cut to the bytes
/// that a variable may have.
std::string tidy_text(std::string_view text);

/// "Family, Given", "Family, Jr., Given", "Given van der Family"; words in braces or one alone are
/// a literal name.
PersonName parse_person(std::string_view text);

/// "Given van der Family, Jr."
std::string format_person(const PersonName& person);

/// "van der Family, Jr., Given": what BibTeX, RIS and our forms read again.
std::string format_person_inverted(const PersonName& person);

/// "1990", "1990-01-05", "1990/01/05", "05.01.1990", "Jan 1990", "1990/1992", "ca. 1879", "-0043";
/// anything else stays a literal, with the year if one can be made out.
DateOf parse_date(std::string_view text);

/// What was written if that was kept, else "1990", "5 January 1990", "1990–1992".
std::string format_date(const DateOf& date);

/// "1990-01-05", a stretch with a slash: Level 1 of EDTF. Empty where no year is known.
std::string format_edtf(const DateOf& date);

/// The first author's name for lists; the first editor's where there is no author; else "".
std::string first_author(const Reference& reference);

/// 1 to 12, from the first three letters in English, or 0.
int month_of(std::string_view word);

} // namespace attest::bibliography
