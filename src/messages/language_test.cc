#include "messages/texts.h"

#include <doctest/doctest.h>

#include <set>

using namespace attest;
using messages::Language;
using messages::Plural;
using messages::Texts;

TEST_CASE("Russian counts by CLDR's rules") {
    const Texts texts{Language::ru};
    CHECK(texts.questions(1) == "1 вопрос");
    CHECK(texts.questions(3) == "3 вопроса");
    CHECK(texts.questions(5) == "5 вопросов");
    CHECK(texts.questions(11) == "11 вопросов");
    CHECK(texts.questions(13) == "13 вопросов");
    CHECK(texts.questions(21) == "21 вопрос");
    CHECK(texts.questions(0) == "0 вопросов");
    CHECK(texts.questions(1'104) == "1\u00A0104 вопроса");
    CHECK(messages::plural_of("ru", -21) == Plural::one);
    CHECK(messages::plural_of("xx", 1) == Plural::other);
}

TEST_CASE("English counts one and many") {
    const Texts texts{Language::en};
    CHECK(texts.answers(1) == "1 answer");
    CHECK(texts.answers(0) == "0 answers");
    CHECK(texts.views(71'204) == "71,204 views");
}

TEST_CASE("Numbers are grouped and carry a true minus sign") {
    const Texts texts{Language::en};
    CHECK(texts.number(0) == "0");
    CHECK(texts.number(999) == "999");
    CHECK(texts.number(1'000'000) == "1,000,000");
    CHECK(texts.number(-1'234) == "−1,234");
    CHECK(texts.number(INT64_MIN) == "−9,223,372,036,854,775,808");
}

TEST_CASE("Dates are written as the language writes them and do not break") {
    const Time time = time_of({2013, 4, 3, 14, 5, 0, 0});
    CHECK(Texts{Language::en}.date(time) == "3\u00A0April\u00A02013");
    CHECK(Texts{Language::ru}.date(time) == "3\u00A0апреля\u00A02013\u00A0г.");
    CHECK(Texts{Language::en}.date_time(time) == "3\u00A0April\u00A02013 at\u00A014:05\u00A0UTC");
}

TEST_CASE("A share is rounded down, so that 100% means all of it") {
    CHECK(Texts{Language::en}.percent(0.999) == "99%");
    CHECK(Texts{Language::ru}.percent(1.0) == "100\u00A0%");
}

TEST_CASE("A pattern names every slot in every language") {
    for (const Language language : {Language::en, Language::ru}) {
        std::set<int> slots;
        for (const messages::Piece& piece : Texts{language}.asked_by().pieces)
            slots.insert(piece.slot);
        CHECK(slots == std::set<int>{-1, 0, 1});
    }
}

TEST_CASE("Languages are named in the language of the page") {
    CHECK(Texts{Language::en}.language_name("ru") == "Russian");
    CHECK(Texts{Language::ru}.language_name("la") == "латинский");
    CHECK(Texts{Language::en}.language_name("qqx") == "qqx");
}
