#include "bibliography/paste.h"

#include "bibliography/bibtex.h"
#include "bibliography/identifiers.h"
#include "bibliography/limits.h"
#include "bibliography/ris.h"

#include <doctest/doctest.h>

#include <string>

using namespace attest;
using namespace attest::bibliography;

namespace {

Reference one(std::string_view text, PasteForm form) {
    const Result<Paste> paste = parse_paste(text);
    REQUIRE_MESSAGE(paste.has_value(), text);
    CHECK(paste->form == form);
    REQUIRE(paste->references.size() == 1);
    return paste->references.front().reference;
}

PersonName person(std::string family, std::string given) {
    return {.family = std::move(family), .given = std::move(given)};
}

constexpr std::string_view magazine_json = R"([{
    "id": "vizh1990", "type": "article-magazine", "title": "Приказ № 1",
    "author": [{"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
               {"literal": "Institut für Zeitgeschichte"}],
    "container-title": "Военно-исторический журнал", "issued": {"date-parts": [["1990", 1, 5]]},
    "volume": 52, "issue": "1", "page": "78-80", "ISSN": "0321-0626", "original-title": "Order"
}])";

} // namespace

TEST_CASE("CSL-JSON is read, with what has no place of its own") {
    const Reference reference = one(magazine_json, PasteForm::csl_json);
    CHECK(reference.type == "article-magazine");
    CHECK(reference.title == "Приказ № 1");
    REQUIRE(reference.authors.size() == 2);
    CHECK(format_person(reference.authors[0]) == "Ludwig van Beethoven");
    CHECK(reference.authors[1].literal == "Institut für Zeitgeschichte");
    CHECK(format_date(reference.issued) == "5 January 1990");
    CHECK(reference.volume == "52");
    CHECK(reference.other.at("original-title") == "Order");
}

TEST_CASE("What is written as CSL-JSON is read as the same") {
    const Reference reference = one(magazine_json, PasteForm::csl_json);
    CHECK(one(format_csl_json(reference, "k"), PasteForm::csl_json) == reference);

    const Reference ancient{
        .title = "On the Gallic War",
        .issued = {.first = {.year = -49}, .last = {.year = -47}, .is_circa = true},
    };
    const std::string text = format_csl_json(ancient, "k");
    CHECK(text.contains(R"("date-parts":[[-50],[-48]])"));
    CHECK(text.contains(R"("custom":{"edtf":"-0049~/-0047~"})"));
    CHECK(one(text, PasteForm::csl_json) == ancient);
}

TEST_CASE("Broken JSON says what to do, at the field") {
    const Result<Paste> paste = parse_paste(R"([{"title": "Cut of)");
    REQUIRE(!paste);
    CHECK(paste.error().code() == ErrorCode::invalid);
    REQUIRE(paste.error().fields().size() == 1);
    CHECK(paste.error().fields()[0].field == "paste");
    CHECK(!parse_paste("{}"));
    CHECK(!parse_paste(std::string(2'000, '[') + "{"));
}

TEST_CASE("RIS is read, with or without its last line") {
    const Reference reference =
        one("TY  - JOUR\r\nAU  - Volkogonov, Dmitri\r\nA1  - Rogovin, V. Z.\r\nTI  - Trotsky\r\n"
            "JO  - Voprosy istorii\r\nPY  - 1990\r\nDA  - 1990/03//\r\nVL  - 3\r\nSP  - 12\r\nEP  "
            "- 40\r\n"
            "SN  - 0042-8779\r\nDO  - https://doi.org/10.1000/ABC.12\r\nXX  - unknown\r\n",
            PasteForm::ris);
    CHECK(reference.type == "article-journal");
    CHECK(
        reference.authors == std::vector{person("Volkogonov", "Dmitri"), person("Rogovin", "V. Z.")}
    );
    CHECK(reference.page == "12-40");
    CHECK(reference.issn == "0042-8779");
    CHECK(reference.doi == "10.1000/abc.12");
    CHECK(format_date(reference.issued) == "March 1990");
    CHECK(one(format_ris(reference, "key"), PasteForm::ris) == reference);
}

TEST_CASE("Two references pasted at once are two") {
    const auto paste =
        parse_paste("TY  - BOOK\nTI  - One\nER  - \n\nTY  - BOOK\nTI  - Two\nER  - \n");
    REQUIRE(paste.has_value());
    REQUIRE(paste->references.size() == 2);
    CHECK(paste->references[1].reference.title == "Two");
}

TEST_CASE("BibTeX: strings, joins, nested braces, accents, names") {
    const auto paste = parse_paste(R"(% from somebody's library
@string{vi = "Voprosy " # istorii}
@string(pub = {Nauka})
@comment{not this @one}
@Article{Volkogonov:1990,
  author = "Ludwig van Beethoven and {Institut f{\"u}r Zeitgeschichte} and de la Vall{\'e}e Poussin, Charles and Dupont, Jr, {\'E}mile",
  title  = {The {USSR} --- \emph{a {long} history}, \v{S}kvoreck{\'y}'s {\ss}},
  journal = vi,
  publisher = pub,
  year = 1990, month = mar, volume = {3}, number = 7, pages = {12--40},
  doi = {10.1000/a\_b}, issn = {0042-8779},
})");
    REQUIRE(paste.has_value());
    CHECK(paste->form == PasteForm::bibtex);
    REQUIRE(paste->references.size() == 1);
    CHECK(paste->references[0].key == "Volkogonov:1990");
    const Reference& reference = paste->references[0].reference;
    REQUIRE(reference.authors.size() == 4);
    CHECK(reference.authors[0].family == "Beethoven");
    CHECK(reference.authors[0].particle == "van");
    CHECK(reference.authors[1].literal == "Institut für Zeitgeschichte");
    CHECK(reference.authors[2].family == "Vallée Poussin");
    CHECK(reference.authors[2].particle == "de la");
    CHECK(reference.authors[3].suffix == "Jr");
    CHECK(reference.authors[3].given == "Émile");
    CHECK(reference.title == "The USSR — a long history, Škvorecký's ß");
    CHECK(reference.container_title == "Voprosy istorii");
    CHECK(reference.publisher == "Nauka");
    CHECK(reference.issued.first == Day{.year = 1990, .month = 3});
    CHECK(reference.page == "12-40");
    CHECK(reference.doi == "10.1000/a_b");
}

TEST_CASE("BibTeX that does not end says in which line") {
    const auto paste = parse_paste("@book{a,\n title = {One {two}");
    REQUIRE(!paste);
    CHECK(paste.error().message().contains("a brace is not closed"));
    CHECK(!parse_paste("@book{a, title = " + std::string(100, '{') + std::string(100, '}') + "}"));
    // Each name doubles the one before.
    std::string bomb = "@string{a0 = {aaaaaaaaaaaaaaaaaaaa}}\n";
    for (int index = 1; index < 60; ++index) {
        const std::string before = "a" + std::to_string(index - 1);
        bomb += "@string{a" + std::to_string(index) + " = " + before + " # " + before + "}\n";
    }
    CHECK(!parse_paste(bomb + "@book{x, title = a59}"));
}

TEST_CASE("What is written as BibTeX is read as the same") {
    const Reference reference{
        .type = "book",
        .title = "Моя жизнь: 50 % & more_",
        .authors = {person("Троцкий", "Лев"), {.literal = "Academy of Sciences"}},
        .issued = {.first = {.year = 1930, .month = 5}},
        .publisher = "Гранит",
        .publisher_place = "Берлин",
        .isbn = "9780306406157",
        .url = "https://example.org/a_b%20c",
        .language = "ru",
    };
    CHECK(one(format_bibtex(reference, "trotskii-1930"), PasteForm::bibtex) == reference);
}

TEST_CASE("Numbers are recognised by themselves and in a line copied with them") {
    CHECK(one("10.1038/NPHYS1170", PasteForm::doi).doi == "10.1038/nphys1170");
    CHECK(one("https://doi.org/10.1038/nphys1170", PasteForm::doi).title.empty());
    const Reference cited = one("Measured measurement. doi:10.1038/nphys1170.", PasteForm::doi);
    CHECK(cited.title == "Measured measurement");
    CHECK(cited.doi == "10.1038/nphys1170");
    CHECK(one("ISBN 0-306-40615-2", PasteForm::isbn).isbn == "9780306406157");
    CHECK(one("978-0-306-40615-7", PasteForm::isbn).title.empty());
    CHECK(
        one("The Prophet Armed, ISBN: 9780306406157", PasteForm::isbn).title == "The Prophet Armed"
    );
    CHECK(one("ISSN 0317-8471", PasteForm::issn).issn == "0317-8471");
    CHECK(one("978-0-306-40615-8", PasteForm::text).isbn.empty());
}

TEST_CASE("Check digits are looked at") {
    CHECK(find_isbn("080442957X") == "9780804429573");
    CHECK(find_isbn("0804429570") == std::nullopt);
    CHECK(find_isbn("99780306406157") == std::nullopt);
    CHECK(find_issn("0378-5955") == "0378-5955");
    CHECK(find_issn("0378-5954") == std::nullopt);
    CHECK(find_issn("03785955") == std::nullopt);
    CHECK(find_doi("(doi:10.1000/182)") == "10.1000/182");
    CHECK(find_doi("10.1016/S0140-6736(05)66944-X,") == "10.1016/s0140-6736(05)66944-x");
    CHECK(find_doi("110.1000/182") == std::nullopt);
}

TEST_CASE("Links to archives keep their item, others their host") {
    const Reference book =
        one("https://archive.org/details/mylife1930trot/page/n5/mode/2up", PasteForm::archive_link);
    CHECK(book.archive == "Internet Archive");
    CHECK(book.archive_location == "mylife1930trot");
    CHECK(
        one("https://iiif.example.org/iiif/ms-5/manifest.json", PasteForm::archive_link).archive
        == "iiif.example.org"
    );
    const Reference page = one("https://www.example.org/a/Leon_Trotsky.html?x=1", PasteForm::link);
    CHECK(page.type == "webpage");
    CHECK(page.title == "Leon Trotsky");
    CHECK(page.container_title == "www.example.org");
    CHECK(one("http://example.org", PasteForm::link).title == "example.org");
}

TEST_CASE("Free text is a title, and never an obstacle") {
    const Reference letter =
        one("  Letter of Ioffe to Trotsky,\n16 November 1927 ", PasteForm::text);
    CHECK(letter.title == "Letter of Ioffe to Trotsky, 16 November 1927");
    CHECK(letter.type == "document");
    CHECK(letter.issued.first.year == 1927);
    CHECK(!parse_paste("   "));
    CHECK(!parse_paste(std::string(paste_bytes_max + 1, 'a')));
    CHECK(one("someone@example.org (mail)", PasteForm::text).title == "someone@example.org (mail)");
}

TEST_CASE("Dates are read as they are written, and what is not understood is kept") {
    CHECK(parse_date("1990-01-05").first == Day{.year = 1990, .month = 1, .day = 5});
    CHECK(parse_date("05.01.1990").first == Day{.year = 1990, .month = 1, .day = 5});
    CHECK(parse_date("January 5, 1990").first == Day{.year = 1990, .month = 1, .day = 5});
    CHECK(parse_date("ca. 1879").is_circa);
    CHECK(parse_date("1990–1992").last == Day{.year = 1992});
    CHECK(parse_date("-0043").first == Day{.year = -43});
    const DateOf old_style = parse_date("26 октября 1879 (ст. ст.)");
    CHECK(old_style.literal == "26 октября 1879 (ст. ст.)");
    CHECK(old_style.first.year == 1879);
    CHECK(parse_date("spring").first.year == std::nullopt);
    CHECK(format_date(parse_date("spring")) == "spring");
    CHECK(format_edtf(parse_date("1990-01-05")) == "1990-01-05");
}

TEST_CASE("A name printed in order of the family name is read as the same") {
    for (const PersonName& name : std::vector<PersonName>{
             person("Trotsky", "Leon"),
             {.family = "Beethoven", .given = "Ludwig", .particle = "van"},
             {.family = "King", .given = "Martin Luther", .suffix = "Jr."},
             {.literal = "Academy of Sciences"},
             {.literal = "Plato"},
             person("Vallée Poussin", "Charles"),
         }) {
        CHECK(parse_person(format_person_inverted(name)) == name);
    }
    CHECK(parse_person("Leon Trotsky") == person("Trotsky", "Leon"));
    CHECK(parse_person("  ") == PersonName{});
}
