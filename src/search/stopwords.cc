#include "search/stopwords.h"

#include <array>
#include <utility>

namespace attest::search {

namespace {

// Written by hand from the grammar of each language: closed word classes only, so that no subject
// of a site is ever among them. Contractions stand as the word reader folds them ("don't" is
// "dont").
constexpr std::string_view english =
    "a an the this that these those such same "
    "i me my mine myself you your yours yourself he him his himself she her hers herself it its "
    "itself "
    "we us our ours ourselves they them their theirs themselves one ones "
    "who whom whose which what when where why how whether "
    "am is are was were be been being do does did doing done have has had having "
    "can could may might must shall should will would ought cannot "
    "not no nor neither either and or but if then else than so as because while although though "
    "until unless "
    "of in on at by for with without from to into onto upon about above below over under between "
    "among "
    "through during before after against within per via off out up down "
    "there here again once very too also just only even still yet ever rather quite "
    "some any each every all both few more most other another much many own "
    "im ive youre youve hes shes its were theyre id ill dont doesnt didnt isnt arent wasnt werent "
    "cant "
    "couldnt wont wouldnt shouldnt hasnt havent hadnt "
    "please thanks";

constexpr std::string_view russian = "и в во не что он на я с со как а то все она так его но да ты "
                                     "к у же вы за бы по ее мне было вот от меня "
                                     "еще нет о из ему теперь когда даже ну ли если уже или ни "
                                     "быть был него до вас нибудь опять уж вам ведь "
                                     "там потом себя ничего ей они тут где есть надо ней для мы "
                                     "тебя их чем была сам чтоб без будто чего тоже "
                                     "себе под будет ж тогда кто этот того потому этого какои "
                                     "совсем ним здесь этом почти мои тем чтобы нее "
                                     "были куда зачем всех при об другои хоть после над тот через "
                                     "эти нас про них какая много разве эту моя "
                                     "свою этои перед чуть том такои им более всю между это почему "
                                     "какие который которыи которая которые";

constexpr std::string_view german =
    "der die das den dem des ein eine einen einem einer eines und oder aber denn weil wenn als ob "
    "dass so wie "
    "ich mich mir mein du dich dir dein er ihn ihm sein sie ihr ihnen es wir uns unser euch euer "
    "wer wen wem wessen was wann wo warum welche welcher welches dieser diese dieses jener jene "
    "bin bist ist sind seid war waren wird werden wurde wurden habe hat haben hatte hatten kann "
    "konnen konnte "
    "muss mussen soll sollen will wollen darf durfen mag mogen "
    "nicht kein keine in im an am auf aus bei beim mit nach von vom vor zu zum zur fur uber unter "
    "durch gegen "
    "ohne um bis seit zwischen auch nur noch schon sehr hier da dort dann";

constexpr std::string_view french =
    "le la les un une des du de au aux ce cet cette ces et ou mais donc or ni car si que qui quoi "
    "dont "
    "je me moi mon ma mes tu te toi ton ta tes il elle lui son sa ses nous notre nos vous votre "
    "vos ils elles "
    "leur leurs se soi on y en comment pourquoi quand quel quelle quels quelles "
    "suis es est sommes etes sont etait etaient ai as a avons avez ont avait avaient etre avoir "
    "peut peuvent "
    "ne pas plus non dans sur sous avec sans pour par entre vers chez apres avant depuis c d j l m "
    "n s t qu";

constexpr std::string_view spanish =
    "el la los las un una unos unas lo al del de y e o u pero si no ni que quien quienes cual "
    "cuales cuando "
    "donde como porque por para con sin sobre entre hasta desde en a ante bajo tras yo me mi mis "
    "tu te ti tus "
    "se su sus nos nuestro nuestra ellos ellas ella este esta estos estas ese esa eso esto aquel "
    "es son era eran fue ser soy esta estan estaba hay he ha han habia puede pueden muy mas ya "
    "tambien";

constexpr std::string_view italian =
    "il lo la i gli le un uno una di a da in con su per tra fra e o ma se che chi cui non piu come "
    "quando dove "
    "perche quale quali io mi me tu ti te lui lei noi ci voi vi loro si mio tuo suo nostro vostro "
    "questo questa "
    "questi queste quello quella del dello della dei degli delle al allo alla ai agli alle nel "
    "nella "
    "e sono sei siamo siete era erano essere ho ha hanno aveva avere puo possono anche";

constexpr std::string_view portuguese = "o a os as um uma uns umas de do da dos das em no na nos "
                                        "nas por pelo pela para com sem sobre entre ate e ou "
                                        "mas se que quem qual quais quando onde como porque nao eu "
                                        "me meu minha tu te teu ele ela eles elas nos vos "
                                        "seu sua seus suas este esta isto esse essa isso aquele "
                                        "sou e sao era eram foi ser estar esta ha tem ter "
                                        "pode podem ja tambem muito mais";

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> lists{{
    {"en", english},
    {"ru", russian},
    {"de", german},
    {"fr", french},
    {"es", spanish},
    {"it", italian},
    {"pt", portuguese},
}};

} // namespace

std::string_view stopwords_of(std::string_view language) {
    for (const auto& [code, words] : lists) {
        if (code == language) return words;
    }
    return {};
}

} // namespace attest::search
