#include "search/words.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace attest::search {

namespace {

using Texts = std::vector<std::string>;

Texts words_of(std::string_view text) {
    Texts words;
    WordReader reader{text};
    Word word;
    while (reader.next(word))
        words.emplace_back(word.folded);
    return words;
}

Texts stems_of(Stems& stems, std::string_view text) {
    WordReader reader{text};
    Word word;
    REQUIRE(reader.next(word));
    return stems.of(word);
}

bool share_a_stem(Stems& stems, std::string_view left, std::string_view right) {
    const Texts others = stems_of(stems, right);
    return std::ranges::any_of(stems_of(stems, left), [&](const std::string& stem) {
        return std::ranges::find(others, stem) != others.end();
    });
}

} // namespace

TEST_CASE("Words are runs of letters and digits, without case") {
    CHECK(words_of("").empty());
    CHECK(words_of(" ,;– ").empty());
    CHECK(
        words_of("Why did Stalin exile Trotsky?")
        == Texts{"why", "did", "stalin", "exile", "trotsky"}
    );
    CHECK(words_of("a1b2, 42") == Texts{"a1b2", "42"});
    CHECK(words_of("bad \xFF\xC3 bytes") == Texts{"bad", "bytes"});
}

TEST_CASE("Accents, ligatures and letter variants do not count") {
    CHECK(
        words_of("Ærøskøbing Łódź naïve Straße ﬁnd")
        == Texts{"aeroskobing", "lodz", "naive", "strasse", "find"}
    );
    CHECK(words_of("ёлка Старый") == Texts{"елка", "старыи"});
    CHECK(words_of("e\xCC\x81te\xCC\x81") == Texts{"ete"}); // combining acute accents
    CHECK(words_of("ＦＵＬＬ") == Texts{"full"});
    CHECK(words_of("co\xC2\xADoperate") == Texts{"cooperate"}); // soft hyphen
    CHECK(words_of("Ἀθῆναι") == Texts{"αθηναι"});
    CHECK(words_of("한국어") == Texts{"한국어"});
    CHECK(words_of("हिन्दी") == Texts{"हिन्दी"}); // vowel signs stay
}

TEST_CASE("An apostrophe drops a possessive, parts an elision, and else vanishes") {
    CHECK(
        words_of("Stalin's don't l'homme Stalin’s qu'il")
        == Texts{"stalin", "dont", "l", "homme", "stalin", "qu", "il"}
    );
    CHECK(words_of("Stalin's") == Texts{"stalin"}); // at the very end
    CHECK(words_of("the boys' 'quoted'") == Texts{"the", "boys", "quoted"});
}

TEST_CASE("A compound gives its parts and itself") {
    CHECK(words_of("birch-bark box") == Texts{"birch", "bark", "birchbark", "box"});
    CHECK(
        words_of("node.js snake_case")
        == Texts{"node", "js", "nodejs", "snake", "case", "snakecase"}
    );
    CHECK(words_of("a-b-c-d") == Texts{"a", "b", "c", "d"}); // a path, not a compound
    CHECK(words_of("1914-1918") == Texts{"1914", "1918"});
    CHECK(words_of("end.") == Texts{"end"});
}

TEST_CASE("Numbers and names of languages keep their marks") {
    CHECK(
        words_of("3.5 and 1,000 of C++ or C#, 1,2")
        == Texts{"3.5", "and", "1000", "of", "c++", "or", "c#", "1", "2"}
    );
    CHECK(words_of("03.04.2012") == Texts{"03.04", "2012"});
}

TEST_CASE("Scripts without spaces give characters and pairs, or ICU's words") {
    CHECK(words_of("漢字学") == Texts{"漢", "漢字", "字", "字学", "学"});
    CHECK(words_of("水") == Texts{"水"});
    const Texts thai = words_of("ภาษาไทย");
    CHECK(thai == Texts{"ภาษา", "ไทย"});
}

TEST_CASE("A word knows its place") {
    WordReader reader{"Лев Trotsky-like end"};
    Word word;
    REQUIRE(reader.next(word));
    CHECK(word.begin == 0);
    CHECK(word.end == 6);
    REQUIRE(reader.next(word));
    CHECK(word.position == 1);
    CHECK(word.begin == 7);
    CHECK_FALSE(word.joins_previous);
    REQUIRE(reader.next(word));
    CHECK(word.joins_previous);
    REQUIRE(reader.next(word));
    CHECK(word.kind == WordKind::compound);
    CHECK(word.position == 1);
    CHECK(word.end == 19);
    REQUIRE(reader.next(word));
    CHECK(word.position == 3);
}

TEST_CASE("A word that nobody would type is left out, and counts a position") {
    const std::string text = "a " + std::string(200, 'x') + " b";
    WordReader reader{text};
    Word word;
    REQUIRE(reader.next(word));
    REQUIRE(reader.next(word));
    CHECK(word.folded == "b");
    CHECK(word.position == 2);
}

TEST_CASE("Stems join the forms of a word, in each language of the site") {
    const Texts languages{"en", "ru", "de"};
    Stems stems{languages};
    CHECK(share_a_stem(stems, "deleting", "Deleted"));
    CHECK(share_a_stem(stems, "старый", "старого"));
    CHECK(share_a_stem(stems, "Häuser", "Haus"));
    CHECK_FALSE(share_a_stem(stems, "deleting", "старого"));
    CHECK(stems_of(stems, "42") == Texts{"42"});
    CHECK(
        stems_of(stems, "deleting").size() == 2
    ); // English and German stems differ, and a word has both
    CHECK(stems.is_stopword("the"));
    CHECK(stems.is_stopword("старыи") == false);
    CHECK(stems.is_stopword("которыи"));
}

TEST_CASE("A language without a stemmer is no failure") {
    const Texts languages{"xx", "ja"};
    Stems stems{languages};
    CHECK(stems_of(stems, "Deleting") == Texts{"deleting"});
}

} // namespace attest::search
