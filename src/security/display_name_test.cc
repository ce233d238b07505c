#include "security/display_name.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace attest;
using namespace attest::security;

namespace {

bool is_name(std::string_view text) {
    return check_display_name(text).has_value();
}

} // namespace

TEST_CASE("Names of all the world are names") {
    for (const std::string name :
         {"Jane Doe",
          "José",
          "Nguyễn Thị Minh",
          "O'Hara",
          "J. R. R. Tolkien",
          "Мария Кюри",
          "Ελένη",
          "李明",
          "山田たろう",
          "김민수",
          "מרים",
          "فاطمة",
          "अनिता",
          "user1234",
          "Jean-Luc",
          "snake_case_99"}) {
        CAPTURE(name);
        CHECK(is_name(name));
    }
    CHECK(check_display_name("  Jane   Doe ").value() == "Jane Doe");
    CHECK(check_display_name("Jose\u0301").value() == "Jos\u00E9");
}

// Guards D17, D18
TEST_CASE("What is invisible, mixed, piled up or no name at all is refused") {
    for (const std::string& name : {
             std::string{""},
             std::string{"J"},
             std::string{"Ψ"},
             std::string{"12345"},
             std::string{"---"},
             std::string{"Jane\nDoe"},
             std::string{"Jane\tDoe"},
             std::string{"Jane\0Doe", 8},
             std::string{"Jane\u200BDoe"},
             std::string{"Jane\u202Eeod"},
             std::string{"Jane\u00ADDoe"},
             std::string{"Jane\u3000Doe"},
             std::string{"Jane 😀"},
             std::string{"Jane <b>"},
             std::string{"@jane"},
             std::string{"jane@example.org"},
             std::string{"Jаne"},  // a Cyrillic а
             std::string{"Αlice"}, // a Greek Α
             std::string{"Jane\xFF"},
             std::string{"J\u0301\u0302\u0303\u0304ane"},
             std::string{"Jane \u0661\u0031"},
             std::string(31, 'a'),
         }) {
        CAPTURE(name);
        CHECK_FALSE(is_name(name));
    }
    CHECK(is_name(std::string(30, 'a')));
}

TEST_CASE("Nobody passes for the staff") {
    for (const std::string name :
         {"admin",
          "Admin",
          "ADMIN",
          "adm1n",
          "a.d.m.i.n",
          "Site Admin",
          "moderator",
          "Moderat0r",
          "rnoderator",
          "Attest",
          "attest-moderator",
          "Community",
          "Deleted user",
          "админ",
          "Модератор",
          "АДМИН"}) {
        CAPTURE(name);
        CHECK_FALSE(is_name(name));
    }
    CHECK_FALSE(is_name("аdmin"));
    CHECK(is_name("Administer"));
    CHECK(is_name("Modesty"));

    constexpr auto reserved = std::to_array<std::string_view>({"Beer, Wine & Spirits"});
    CHECK(is_name("BeerWineSpirits"));
    constexpr auto site = std::to_array<std::string_view>({"History"});
    CHECK_FALSE(check_display_name("hist0ry", site).has_value());
    CHECK(check_display_name("hist0ry", reserved).has_value());
}

TEST_CASE("Names that look alike have one skeleton, and names that do not have two") {
    constexpr auto alike = std::to_array<std::array<const char*, 2>>({
        {"Jane Doe", "jane doe"},
        {"Jane Doe", "JaneDoe"},
        {"Jane Doe", "Jane_Doe"},
        {"paypal", "paypaI"},
        {"paypal", "paypa1"},
        {"modern", "modem"},
        {"ADMIN", "admin"},
        {"scope", "ѕсоре"},
        {"SCOPE", "ЅСОРЕ"},
        {"Вася", "вася"},
        {"Google", "G00gle"},
        {"Jose\u0301", "JOS\u00C9"},
        {"alpha", "\u0251lph\u0251"},
        {"fina", "\uFB01na"},
    });
    for (const auto& [left, right] : alike) {
        CAPTURE(left);
        CAPTURE(right);
        CHECK(skeleton(left) == skeleton(right));
    }
    constexpr auto different = std::to_array<std::array<const char*, 2>>({
        {"Jane", "Joan"},
        {"Jose", "Jos\u00E9"},
        {"Мария", "Марина"},
        {"Anna", "Hanna"},
        {"李明", "李朋"},
    });
    for (const auto& [left, right] : different) {
        CAPTURE(left);
        CAPTURE(right);
        CHECK(skeleton(left) != skeleton(right));
    }
}

TEST_CASE("The twin of a Latin name in Cyrillic or Greek letters has the same skeleton") {
    // The letters that have a twin in Cyrillic, capital and small.
    constexpr auto twins = std::to_array<std::array<std::string_view, 2>>({
        {"a", "а"}, {"c", "с"}, {"e", "е"}, {"o", "о"}, {"p", "р"}, {"x", "х"}, {"y", "у"},
        {"i", "і"}, {"j", "ј"}, {"s", "ѕ"}, {"A", "А"}, {"B", "В"}, {"C", "С"}, {"E", "Е"},
        {"H", "Н"}, {"K", "К"}, {"M", "М"}, {"O", "О"}, {"P", "Р"}, {"T", "Т"}, {"X", "Х"},
    });
    // A thousand names, counted up from syllables of such letters.
    constexpr auto syllables = std::to_array<std::string_view>(
        {"cop", "sea", "pay", "jix", "Hex", "Tac", "Pop", "Max", "Koa", "Bee"}
    );
    int refused = 0;
    for (int number = 0; number < 1'000; ++number) {
        std::string name;
        for (const int digit : {number / 100, number / 10 % 10, number % 10})
            name += syllables[static_cast<std::size_t>(digit)];
        std::string twin = name;
        for (const auto& [latin, cyrillic] : twins) {
            for (std::size_t at = 0; (at = twin.find(latin, at)) != std::string::npos;)
                twin.replace(at, 1, cyrillic), at += cyrillic.size();
        }
        const bool is_taken = skeleton(twin) == skeleton(name);
        refused += twin != name && (is_taken || !is_name(twin)) ? 1 : 0;
    }
    CHECK(refused == 1'000);
}
