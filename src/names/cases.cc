#include "names/cases.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace attest::names {

namespace {

struct Ending {
    std::string_view ending;
    std::string_view nominatives; ///< What stands in its place, with commas between.
};

/// The longest first: of a word only the first that it has is read. Plurals are left out but for
/// families, since people and places rarely have them.
constexpr auto endings = std::to_array<Ending>({
    {"ского", "ский,ской"}, // Керенского, Луначарского
    {"цкого", "цкий,цкой"}, // Троцкого, Трубецкого
    {"скому", "ский,ской"},
    {"цкому", "цкий,цкой"},
    {"ском", "ский,ск"}, // о Керенском, под Смоленском
    {"цком", "цкий,цк"},
    {"ским", "ский,ской"},
    {"цким", "цкий,цкой"},
    {"ской", "ская"}, // Крупской
    {"цкой", "цкая"},
    {"скую", "ская"},
    {"цкую", "цкая"},
    {"ого", "ой,ый,ий"}, // Толстого, Белого, Горького
    {"ому", "ой,ый,ий"},
    {"его", "ий"},
    {"ему", "ий"},
    {"ым", ",ой,ый"}, // Лениным, Толстым, Белым
    {"ых", ",ый"},    // Романовых
    {"им", "ий"},
    {"ом", ",ой"},  // Сталинградом, о Толстом
    {"ем", "й,ь"},  // Андреем, Кремлем
    {"ой", "а,ая"}, // Москвой
    {"ую", "ая"},
    {"а", ""},      // Ленина
    {"у", ",а"},    // Ленину, Москву
    {"е", ",а,ь"},  // о Ленине, в Москве, в Кремле
    {"ы", "а"},     // Москвы
    {"и", "а,ь,я"}, // Волги, Твери, Англии
    {"я", "й,ь"},   // Андрея, Кремля
    {"ю", "й,ь,я"},
});

/// Letters that must stand before an ending: Мао and Рим are themselves.
constexpr std::size_t stem_letters_min = 3;

} // namespace

std::vector<std::string> nominatives_of(std::string_view word) {
    const auto* const found = std::ranges::find_if(endings, [&](const Ending& ending) {
        return word.ends_with(ending.ending);
    });
    std::vector<std::string> nominatives;
    if (found == endings.end()) return nominatives;
    const std::string_view stem = word.substr(0, word.size() - found->ending.size());
    if (utf8_length(stem) < stem_letters_min) return nominatives;
    for (const std::string_view ending : split(found->nominatives, ',')) {
        std::string& whole = nominatives.emplace_back(stem);
        whole += ending;
    }
    return nominatives;
}

} // namespace attest::names
