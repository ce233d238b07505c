#include "names/transliterate.h"

#include "base/text.h"
#include "base/verify.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

namespace attest::names {

namespace {

/// In the order of Romanization; the last two are not romanizations.
constexpr auto transforms = std::to_array<const char*>({
    "Any-Latin",           "Russian-Latin/BGN",  "Ukrainian-Latin/BGN",    "Belarusian-Latin/BGN",
    "Bulgarian-Latin/BGN", "Serbian-Latin/BGN",  "Macedonian-Latin/BGN",   "Mongolian-Latin/BGN",
    "Kazakh-Latin/BGN",    "Greek-Latin/UNGEGN", "Armenian-Latin/BGN",     "Georgian-Latin/BGN",
    "Arabic-Latin",        "Persian-Latin/BGN",  "Hebrew-Latin",           "Han-Latin/Names",
    "Korean-Latin/BGN",    "Latin-ASCII",        "Traditional-Simplified",
});

constexpr std::size_t latin_ascii = transforms.size() - 2;
constexpr std::size_t traditional_simplified = transforms.size() - 1;

struct LanguageRow {
    std::string_view language;
    Romanization romanization;
};

constexpr auto languages = std::to_array<LanguageRow>({
    {"ru", Romanization::russian},
    {"uk", Romanization::ukrainian},
    {"be", Romanization::belarusian},
    {"bg", Romanization::bulgarian},
    {"sr", Romanization::serbian},
    {"mk", Romanization::macedonian},
    {"mn", Romanization::mongolian},
    {"kk", Romanization::kazakh},
    {"el", Romanization::greek},
    {"hy", Romanization::armenian},
    {"ka", Romanization::georgian},
    {"ar", Romanization::arabic},
    {"fa", Romanization::persian},
    {"he", Romanization::hebrew},
    {"zh", Romanization::chinese},
    {"ko", Romanization::korean},
});

struct LetterRow {
    char16_t letter;
    std::u16string_view latin;
};

/// Letters whose accent is part of the sound, which Latin-ASCII would take off.
///
/// č and ć are written tch, since a plain ch can also be read as h.
constexpr auto sounding_letters = std::to_array<LetterRow>({
    {u'č', u"tch"}, {u'ć', u"tch"}, {u'š', u"sh"},   {u'ś', u"sh"}, {u'ž', u"zh"},
    {u'ż', u"zh"},  {u'ź', u"z"},   {u'ŝ', u"shch"}, {u'ř', u"r"},  {u'ł', u"l"},
    {u'đ', u"dj"},  {u'þ', u"th"},  {u'ð', u"d"},    {u'æ', u"ae"}, {u'œ', u"oe"},
    {u'ø', u"oe"},  {u'å', u"aa"},  {u'ő', u"oe"},   {u'ű', u"ue"},
});

std::unique_ptr<icu::Transliterator> make_transliterator(std::size_t number) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made{icu::Transliterator::createInstance(
        icu::UnicodeString{transforms.at(number), -1, US_INV}, UTRANS_FORWARD, status
    )};
    VERIFY(U_SUCCESS(status)); // All are part of ICU 72's data.
    return made;
}

std::unique_ptr<icu::Transliterator> copy_transliterator(std::size_t number) {
    static std::mutex mutex;
    static std::array<std::unique_ptr<icu::Transliterator>, transforms.size()> originals;
    const std::scoped_lock lock{mutex};
    std::unique_ptr<icu::Transliterator>& original = originals.at(number);
    if (!original) original = make_transliterator(number);
    return std::unique_ptr<icu::Transliterator>{original->clone()};
}

void transform(icu::UnicodeString& text, std::size_t number) {
    thread_local std::array<std::unique_ptr<icu::Transliterator>, transforms.size()> own;
    std::unique_ptr<icu::Transliterator>& transliterator = own.at(number);
    if (!transliterator) transliterator = copy_transliterator(number);
    transliterator->transliterate(text);
}

icu::UnicodeString from_utf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
}

const icu::Normalizer2& nfkc() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCInstance(status);
    VERIFY(U_SUCCESS(status));
    return *normalizer;
}

const icu::Normalizer2& nfd() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFDInstance(status);
    VERIFY(U_SUCCESS(status));
    return *normalizer;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

icu::UnicodeString normalized(const icu::UnicodeString& text, const icu::Normalizer2& normalizer) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString result = normalizer.normalize(text, status);
    VERIFY(U_SUCCESS(status));
    return result;
}

UScriptCode first_script(std::string_view text) {
    const icu::UnicodeString wide = from_utf8(text);
    for (std::int32_t at = 0; at < wide.length(); at = wide.moveIndex32(at, 1)) {
        UErrorCode status = U_ZERO_ERROR;
        const UScriptCode script = uscript_getScript(wide.char32At(at), &status);
        if (script != USCRIPT_COMMON && script != USCRIPT_INHERITED) return script;
    }
    return USCRIPT_LATIN;
}

icu::UnicodeString with_sounds(const icu::UnicodeString& text) {
    icu::UnicodeString sounded;
    for (std::int32_t at = 0; at < text.length(); ++at) {
        const char16_t letter = text.charAt(at);
        const auto* const row = std::ranges::find(sounding_letters, letter, &LetterRow::letter);
        if (row == sounding_letters.end()) {
            sounded.append(letter);
        } else {
            sounded.append(row->latin.data(), static_cast<std::int32_t>(row->latin.size()));
        }
    }
    return sounded;
}

/// The letter that an accented one is made from; itself where it is made from none.
UChar32 without_marks(UChar32 c) {
    static const icu::Normalizer2& normalizer = nfd();
    constexpr UChar32 first_accented = 0xC0;
    constexpr UChar32 first_hangul =
        0xAC00; // Syllables, which come apart into sounds, not into accents.
    constexpr UChar32 last_hangul = 0xD7A3;
    icu::UnicodeString parts;
    if (c >= first_hangul && c <= last_hangul) return c;
    if (c < first_accented || normalizer.getDecomposition(c, parts) == 0) return c;
    return parts.char32At(0);
}

/// Without accents, one character after the other: a third of the time of normalizing the whole.
icu::UnicodeString bare_letters(const icu::UnicodeString& text) {
    icu::UnicodeString bare;
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        const UChar32 c = text.char32At(at);
        if (u_charType(c) != U_NON_SPACING_MARK) bare.append(without_marks(c));
    }
    return bare;
}

bool is_ascii(const icu::UnicodeString& text) {
    for (std::int32_t at = 0; at < text.length(); ++at) {
        if (text.charAt(at) >= 0x80) return false;
    }
    return true;
}

/// Letters and digits. What Latin-ASCII leaves beyond ASCII (a letter of an undeciphered script) is
/// kept: two such words still differ. Signs that only look like letters (the ʿ of Arabic) are not.
icu::UnicodeString letters_and_digits(const icu::UnicodeString& text) {
    icu::UnicodeString kept;
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        const UChar32 c = text.char32At(at);
        if (u_isalnum(c) != 0 && u_charType(c) != U_MODIFIER_LETTER) kept.append(u_tolower(c));
    }
    return kept;
}

} // namespace

Script script_of(std::string_view text) {
    if (is_ascii(text)) return Script::latin;
    switch (first_script(text)) {
    case USCRIPT_LATIN:
        return Script::latin;
    case USCRIPT_CYRILLIC:
        return Script::cyrillic;
    case USCRIPT_GREEK:
        return Script::greek;
    case USCRIPT_ARABIC:
        return Script::arabic;
    case USCRIPT_HEBREW:
        return Script::hebrew;
    case USCRIPT_HAN:
        return Script::han;
    default:
        return Script::other;
    }
}

std::optional<Romanization> romanization_of_language(std::string_view language) {
    const std::string_view tongue = language.substr(0, language.find_first_of("-_"));
    const auto* const row = std::ranges::find(languages, tongue, &LanguageRow::language);
    if (row == languages.end()) return std::nullopt;
    return row->romanization;
}

Romanization romanization_of_script(std::string_view text) {
    switch (first_script(text)) {
    case USCRIPT_GREEK:
        return Romanization::greek;
    case USCRIPT_ARMENIAN:
        return Romanization::armenian;
    case USCRIPT_GEORGIAN:
        return Romanization::georgian;
    case USCRIPT_ARABIC:
        return Romanization::arabic;
    case USCRIPT_HEBREW:
        return Romanization::hebrew;
    case USCRIPT_HAN:
        return Romanization::chinese;
    case USCRIPT_HANGUL:
        return Romanization::korean;
    default:
        return Romanization::any;
    }
}

std::string compose(std::string_view text) {
    if (is_ascii(text)) return std::string{text};
    return to_utf8(normalized(from_utf8(text), nfkc()));
}

bool is_word_character(std::string_view character) {
    const UChar32 c = is_ascii(character) ? character.front() : from_utf8(character).char32At(0);
    return u_isalnum(c) != 0 || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

std::string normalize(std::string_view text) {
    if (is_ascii(text)) return ascii_lower(text);
    icu::UnicodeString wide = normalized(from_utf8(text), nfkc());
    wide.toLower(icu::Locale::getRoot());
    wide.findAndReplace(icu::UnicodeString{u"ς"}, icu::UnicodeString{u"σ"});
    // Lowering may leave what is not NFKC: İ becomes i with a dot.
    return to_utf8(normalized(wide, nfkc()));
}

std::string without_accents(std::string_view normalized_text) {
    if (is_ascii(normalized_text)) return std::string{normalized_text};
    icu::UnicodeString bare = bare_letters(from_utf8(normalized_text));
    std::string folded = to_utf8(bare);
    if (is_ascii(folded) || script_of(folded) != Script::latin) return folded;
    transform(bare, latin_ascii);
    return to_utf8(letters_and_digits(bare));
}

std::string simplify_han(std::string_view text) {
    icu::UnicodeString wide = from_utf8(text);
    transform(wide, traditional_simplified);
    return to_utf8(wide);
}

std::string romanize(std::string_view normalized_text, Romanization romanization) {
    if (is_ascii(normalized_text)) return std::string{normalized_text};
    icu::UnicodeString wide = from_utf8(normalized_text);
    if (script_of(normalized_text) != Script::latin) {
        // ICU reads Korean by its sounds, not by its syllables.
        if (romanization == Romanization::korean) wide = normalized(wide, nfd());
        transform(wide, std::to_underlying(romanization));
        wide.toLower(icu::Locale::getRoot());
        // The feminine ending of Arabic, mostly not written in Latin letters.
        if (romanization == Romanization::arabic && wide.endsWith(u"ẗ", 1)) {
            wide.truncate(wide.length() - 1);
        }
        wide = normalized(wide, nfkc());
    }
    wide = letters_and_digits(bare_letters(with_sounds(wide)));
    if (!is_ascii(wide)) {
        transform(wide, latin_ascii);
        wide = letters_and_digits(wide);
    }
    return to_utf8(wide);
}

} // namespace attest::names
