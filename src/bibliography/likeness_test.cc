#include "bibliography/likeness.h"

#include "bibliography/folding.h"
#include "bibliography/limits.h"
#include "bibliography/origins.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace attest;
using namespace attest::bibliography;

namespace {

Reference book(const std::string& author, const std::string& title, int year) {
    return {
        .type = "book",
        .title = title,
        .authors = {parse_person(author)},
        .issued = {.first = {.year = year}},
    };
}

bool are_likely_same(const Reference& left, const Reference& right) {
    const bool there = is_likely_same(likeness_of(left), likeness_of(right));
    CHECK(there == is_likely_same(likeness_of(right), likeness_of(left)));
    return there;
}

} // namespace

TEST_CASE("Keys are made of the container or the author, the year and the issue") {
    Reference article{
        .type = "article-magazine",
        .title = "Приказ",
        .issued = {.first = {.year = 1990}},
        .container_title = "Военно-исторический журнал",
        .issue = "1",
    };
    CHECK(make_key(article) == "voyenno-istoricheskii-zhurnal-1990-1");
    CHECK(make_key(book("Deutscher, Isaac", "The Prophet Armed", 1954)) == "deutscher-1954");
    CHECK(make_key(book("Caesar", "The Gallic War", -49)) == "caesar-bc50");
    CHECK(make_key({.title = "Ordre du jour, été"}) == "ordre-du-jour-ete");
    CHECK(make_key({}) == "source");
    article.container_title = std::string(500, 'a');
    CHECK(make_key(article).size() <= key_bytes_max);
    CHECK(is_key(make_key(article)));
    CHECK(make_key({.title = "毛泽东选集"}) != "source");
}

TEST_CASE("Keys of one's own library become aliases") {
    CHECK(alias_of("Volkogonov:1990") == "volkogonov-1990");
    CHECK(alias_of("deutscher_prophet_1954") == "deutscher-prophet-1954");
    CHECK(alias_of("http://zotero.org/users/1/items/ABCD") == "http-zotero-org-users-1-items-abcd");
    CHECK(alias_of("Троцкий") == std::nullopt);
    CHECK(!is_key("a"));
    CHECK(!is_key("-ab"));
    CHECK(!is_key("Ab"));
}

TEST_CASE("The same work is found by its numbers, else by author, title and year") {
    const Reference english = book("Deutscher, Isaac", "The Prophet Armed", 1954);
    CHECK(are_likely_same(english, book("I. Deutscher", "The prophet armed.", 1954)));
    CHECK(!are_likely_same(english, book("Deutscher, Isaac", "The Prophet Armed", 1970)));
    CHECK(!are_likely_same(english, book("Deutscher, Isaac", "The Prophet Unarmed", 1954)));
    // Across scripts: the author's skeleton is the same.
    CHECK(are_likely_same(
        book("Троцкий, Лев", "Моя жизнь", 1930), book("Trotsky, Leon", "Моя жизнь", 1930)
    ));

    Reference one = english;
    Reference two = book("Somebody", "Other words", 1960);
    one.doi = "10.1000/ABC";
    two.doi = "https://doi.org/10.1000/abc";
    CHECK(are_likely_same(one, two));
    two = english;
    two.doi = "10.1000/other";
    CHECK(!are_likely_same(one, two));
}

TEST_CASE("Chapters of one book are not the same for its ISBN") {
    Reference one{.type = "chapter", .title = "First", .isbn = "9780306406157"};
    Reference two{.type = "chapter", .title = "Second", .isbn = "0-306-40615-2"};
    CHECK(!are_likely_same(one, two));
    two.title = "FIRST";
    CHECK(are_likely_same(one, two));
    two.title.clear();
    CHECK(are_likely_same(one, two));
}

TEST_CASE("Articles are the same by serial, volume, issue and first page") {
    Reference one{
        .type = "article-journal",
        .title = "A",
        .volume = "3",
        .issue = "7",
        .page = "12-40",
        .issn = "0378-5955"
    };
    Reference two = one;
    two.title = "Another title, as the index prints it";
    two.page = "12";
    CHECK(are_likely_same(one, two));
    two.page = "13";
    CHECK(!are_likely_same(one, two));
}

TEST_CASE("What tells nothing of its kind is taken for the least") {
    CHECK(guess_kind({.title = "Something"}) == domain::SourceKind::retold);
    CHECK(
        guess_kind({.archive_location = "f. 2, op. 1, d. 44"})
        == domain::SourceKind::document_of_the_time
    );
    CHECK(guess_kind({.type = "interview"}) == domain::SourceKind::witness_later);
    CHECK(is_single_item({.type = "personal_communication"}));
    CHECK(!is_single_item({.type = "book"}));
}

TEST_CASE("Origins join through every link but a part of a volume") {
    using enum domain::SourceLinkKind;
    const std::array links{
        OriginLink{SourceId{5}, SourceId{9}, translation},
        OriginLink{SourceId{9}, SourceId{2}, reprint},
        OriginLink{SourceId{7}, SourceId{2}, part_of},
        OriginLink{SourceId{8}, SourceId{6}, executes},
    };
    const auto groups = origin_groups(links);
    CHECK(groups.at(SourceId{5}) == SourceId{2});
    CHECK(groups.at(SourceId{9}) == SourceId{2});
    CHECK(groups.at(SourceId{2}) == SourceId{2});
    CHECK(groups.at(SourceId{8}) == SourceId{6});
    CHECK(!groups.contains(SourceId{7}));
}
