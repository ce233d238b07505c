#include "search/words.h"

#include "base/text.h"
#include "base/verify.h"
#include "search/stopwords.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace attest::search {

namespace {

enum class CharacterClass : std::uint8_t { other, letter, digit, mark, ideogram, dictionary };

/// Below this stand the Latin, Greek, Cyrillic, Armenian and Hebrew letters, whose folding is
/// looked up. What is above goes through ICU, a word at a time.
constexpr char32_t table_size = 0x600;

/// Characters of a script without spaces that are cut into pairs at once.
constexpr std::size_t unspaced_chunk = 32;

/// A character's folding in UTF-8. The longest of the table is four bytes.
struct Folding {
    CharacterClass character_class = CharacterClass::other;
    std::string lowered;
    std::string folded;
};

struct Character {
    char32_t code = 0;
    std::size_t length = 0; ///< Bytes; 1 for a byte that is not UTF-8, whose code is then U+FFFD.
};

Character character_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return {};
    const auto byte = [&](std::size_t index) {
        return static_cast<unsigned char>(text[at + index]);
    };
    if (byte(0) < 0x80) return {byte(0), 1};
    const std::size_t length = utf8_sequence_length(text.substr(at, 4));
    if (length == 2) return {static_cast<char32_t>((byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU)), 2};
    if (length == 3) {
        return {
            static_cast<char32_t>(
                (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU)
            ),
            3
        };
    }
    if (length == 4) {
        return {
            static_cast<char32_t>(
                (byte(0) & 0x07U) << 18U | (byte(1) & 0x3FU) << 12U | (byte(2) & 0x3FU) << 6U
                | (byte(3) & 0x3FU)
            ),
            4
        };
    }
    return {0xFFFD, 1};
}

const icu::Normalizer2& casefold() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
    VERIFY(U_SUCCESS(status));
    return *normalizer;
}

const icu::Normalizer2& composition() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(status);
    VERIFY(U_SUCCESS(status));
    return *normalizer;
}

/// Marks that a reader takes for an accent. Those of Indic scripts are vowels, and stay.
bool is_accent(UChar32 code) {
    return (code >= 0x300 && code <= 0x36F) || (code >= 0x591 && code <= 0x5C7)
           || (code >= 0x64B && code <= 0x65F) || code == 0x670
           || (code >= 0x1AB0 && code <= 0x1AFF) || (code >= 0x1DC0 && code <= 0x1DFF)
           || (code >= 0xFE20 && code <= 0xFE2F);
}

/// Letters whose stroke Unicode does not call an accent.
std::string_view plain_letter(UChar32 code) {
    switch (code) {
    case 0xE6:
        return "ae";
    case 0xF0:
        return "d";
    case 0xF8:
        return "o";
    case 0xFE:
        return "th";
    case 0x111:
        return "d";
    case 0x127:
        return "h";
    case 0x131:
        return "i";
    case 0x142:
        return "l";
    case 0x153:
        return "oe";
    case 0x167:
        return "t";
    default:
        return {};
    }
}

icu::UnicodeString lower(const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString lowered = casefold().normalize(text, status);
    return U_SUCCESS(status) ? lowered : text;
}

std::string strip_accents(const icu::UnicodeString& lowered) {
    icu::UnicodeString plain;
    icu::UnicodeString decomposed;
    for (int32_t i = 0; i < lowered.length(); i = lowered.moveIndex32(i, 1)) {
        const UChar32 code = lowered.char32At(i);
        if (const std::string_view letter = plain_letter(code); !letter.empty()) {
            plain.append(
                icu::UnicodeString{letter.data(), static_cast<int32_t>(letter.size()), US_INV}
            );
        } else if (code < 0xAC00 && composition().getDecomposition(code, decomposed)) {
            for (int32_t j = 0; j < decomposed.length(); j = decomposed.moveIndex32(j, 1)) {
                if (!is_accent(decomposed.char32At(j))) plain.append(decomposed.char32At(j));
            }
        } else if (!is_accent(code)) {
            plain.append(code);
        }
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString composed = composition().normalize(plain, status);
    std::string folded;
    (U_SUCCESS(status) ? composed : plain).toUTF8String(folded);
    return folded;
}

bool in_range(char32_t code, char32_t first, char32_t last) {
    return code >= first && code <= last;
}

bool is_ideogram(char32_t code) {
    return in_range(code, 0x3400, 0x9FFF) || in_range(code, 0x3041, 0x30FF) || code == 0x3005
           || in_range(code, 0x31F0, 0x31FF) || in_range(code, 0xF900, 0xFAFF)
           || in_range(code, 0x20000, 0x3FFFF);
}

/// Thai, Lao, Burmese, Khmer: words without spaces, for which ICU has dictionaries.
bool needs_dictionary(char32_t code) {
    return in_range(code, 0x0E00, 0x0EFF) || in_range(code, 0x1000, 0x109F)
           || in_range(code, 0x1780, 0x17FF);
}

CharacterClass classify(char32_t code) {
    if (is_ideogram(code)) return CharacterClass::ideogram;
    if (needs_dictionary(code)) return CharacterClass::dictionary;
    const auto point = static_cast<UChar32>(code);
    const uint32_t mask = U_GET_GC_MASK(point);
    if ((mask & U_GC_L_MASK) != 0) return CharacterClass::letter;
    if ((mask & U_GC_N_MASK) != 0) return CharacterClass::digit;
    // A soft hyphen or a joiner inside a word does not part it.
    if ((mask & (U_GC_M_MASK | U_GC_CF_MASK)) != 0) return CharacterClass::mark;
    return CharacterClass::other;
}

std::array<Folding, table_size> make_foldings() {
    std::array<Folding, table_size> table;
    for (char32_t code = 0; code < table_size; ++code) {
        Folding& entry = table[code];
        entry.character_class = classify(code);
        const icu::UnicodeString lowered = lower(icu::UnicodeString{static_cast<UChar32>(code)});
        lowered.toUTF8String(entry.lowered);
        entry.folded = strip_accents(lowered);
    }
    return table;
}

/// ASCII letters, small, and digits; 0 for every other byte.
constexpr std::array<char, 256> make_plain_ascii() {
    std::array<char, 256> table{};
    for (char letter = 'a'; letter <= 'z'; ++letter) {
        table[static_cast<unsigned char>(letter)] = letter;
        table[static_cast<unsigned char>(letter - 'a' + 'A')] = letter;
    }
    for (char digit = '0'; digit <= '9'; ++digit)
        table[static_cast<unsigned char>(digit)] = digit;
    return table;
}

constexpr std::array<char, 256> plain_ascii = make_plain_ascii();

const Folding& folding_of(char32_t code) {
    static const std::array<Folding, table_size> table = make_foldings();
    return table[code];
}

CharacterClass class_of(char32_t code) {
    return code < table_size ? folding_of(code).character_class : classify(code);
}

bool starts_word(CharacterClass character_class) {
    return character_class != CharacterClass::other && character_class != CharacterClass::mark;
}

bool is_apostrophe(char32_t code) {
    return code == '\'' || code == 0x2019 || code == 0x2BC;
}

bool is_joiner(char32_t code) {
    return code == '-' || code == '_' || code == '.' || code == 0x2010 || code == 0x2011;
}

bool is_letter_or_digit(char32_t code) {
    const CharacterClass found = class_of(code);
    return found == CharacterClass::letter || found == CharacterClass::digit;
}

bool is_ascii_digit(std::string_view text, std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

} // namespace

WordReader::WordReader(std::string_view text) : text_{utf8_prefix(text, field_bytes_max)} {}

WordReader::~WordReader() = default;

bool WordReader::next(Word& word) {
    while (true) {
        if (take_pending(word)) return true;
        if (!read_word(word)) return false;
        if (word.folded.empty()) continue;
        return true;
    }
}

bool WordReader::take_pending(Word& word) {
    if (pending_at_ == pending_.size()) {
        pending_.clear();
        pending_at_ = 0;
        return false;
    }
    Pending& waiting = pending_[pending_at_++];
    pending_text_.swap(waiting.text);
    word = {
        .lowered = pending_text_,
        .folded = pending_text_,
        .position = waiting.position,
        .begin = waiting.begin,
        .end = waiting.end,
        .kind = waiting.kind,
    };
    return true;
}

/// Reads one word, or a run of a script without spaces into `pending_` (then `word` is left empty,
/// as it is for words that are too long). False at the end of the text.
bool WordReader::read_word(Word& word) {
    word = {};
    CharacterClass found = CharacterClass::other;
    while (at_ < text_.size()) {
        const auto byte = static_cast<unsigned char>(text_[at_]);
        if (byte < 0x80) {
            if (plain_ascii[byte] != 0) break;
            ++at_;
            continue;
        }
        const Character next = character_at(text_, at_);
        found = class_of(next.code);
        if (starts_word(found)) break;
        at_ += next.length;
    }
    if (at_ >= text_.size()) return false;

    if (found == CharacterClass::ideogram) {
        read_unspaced();
        return true;
    }
    if (found == CharacterClass::dictionary) {
        read_dictionary_run();
        return true;
    }

    word.begin = at_;
    read_letters();
    word.end = at_;
    word.position = position_++;
    word.kind = has_letter_ ? WordKind::plain : WordKind::number;
    word.joins_previous = in_compound_;

    const bool joins = joins_next();
    if (joins || in_compound_) {
        word.folded = folded_;
        note_part(word);
    }
    if (in_compound_ && !joins) close_compound();
    if (joins) at_ += character_at(text_, at_).length;
    in_compound_ = joins;

    const bool fits = folded_.size() <= word_bytes_max && lowered_.size() <= 2 * word_bytes_max;
    word.lowered = fits ? std::string_view{lowered_} : std::string_view{};
    word.folded = fits ? std::string_view{folded_} : std::string_view{};
    return true;
}

/// From a letter or digit to the end of the word; leaves it in `lowered_` and `folded_`.
void WordReader::read_letters() {
    lowered_.clear();
    folded_.clear();
    needs_icu_ = false;
    has_letter_ = false;
    const std::size_t begin = at_;
    do {
        read_ascii();
    } while (at_ < text_.size() && read_other());
    if (!needs_icu_) return;

    // The slow way, for the whole word: combining marks and scripts that are not in the table.
    std::string raw{text_.substr(begin, at_ - begin)};
    const icu::UnicodeString lowered = lower(icu::UnicodeString::fromUTF8(raw));
    lowered_.clear();
    lowered.toUTF8String(lowered_);
    folded_ = strip_accents(lowered);
}

/// Nearly all of nearly all texts: letters and digits of ASCII, up to something else.
void WordReader::read_ascii() {
    const std::size_t begin = folded_.size();
    while (at_ < text_.size()) {
        const char plain = plain_ascii[static_cast<unsigned char>(text_[at_])];
        if (plain == 0) break;
        has_letter_ |= plain >= 'a';
        folded_ += plain;
        ++at_;
    }
    lowered_.append(folded_, begin);
}

/// Any one character. True if the word goes on after it.
bool WordReader::read_other() {
    const Character next = character_at(text_, at_);
    if (next.code >= table_size) {
        const CharacterClass found = class_of(next.code);
        if (found == CharacterClass::letter || found == CharacterClass::digit
            || found == CharacterClass::mark) {
            needs_icu_ = true;
            has_letter_ |= found == CharacterClass::letter;
            at_ += next.length;
            return true;
        }
        return is_apostrophe(next.code) && read_apostrophe();
    }
    const Folding& folding = folding_of(next.code);
    switch (folding.character_class) {
    case CharacterClass::letter:
    case CharacterClass::digit:
        lowered_ += folding.lowered;
        folded_ += folding.folded;
        has_letter_ |= folding.character_class == CharacterClass::letter;
        at_ += next.length;
        return true;
    case CharacterClass::mark:
        needs_icu_ = true;
        at_ += next.length;
        return true;
    case CharacterClass::other:
    case CharacterClass::ideogram:
    case CharacterClass::dictionary:
        return is_apostrophe(next.code) ? read_apostrophe() : read_number_mark();
    }
    return false;
}

/// "Stalin's" is Stalin, "don't" is dont, "l'homme" is two words. True if the word goes on.
bool WordReader::read_apostrophe() {
    const std::size_t length = character_at(text_, at_).length;
    const Character after = character_at(text_, at_ + length);
    if (class_of(after.code) != CharacterClass::letter) return false;

    const bool is_elision = folded_.size() == 1 || folded_ == "qu";
    const bool is_s = after.code == 's' || after.code == 'S';
    if (is_s && !needs_icu_ && !is_letter_or_digit(character_at(text_, at_ + length + 1).code)) {
        at_ += length + 1;
        return false;
    }
    if (is_elision || needs_icu_) return false;
    at_ += length;
    return true;
}

/// What belongs to a number or a name of a language though it is no letter: 3.5, 1,000, C++, C#.
/// True if the word goes on.
bool WordReader::read_number_mark() {
    const char mark = text_[at_];
    if (mark == '.' && is_ascii_digit(text_, at_ - 1) && is_ascii_digit(text_, at_ + 1)) {
        if (folded_.find('.') != std::string::npos) return false;
        lowered_ += '.';
        folded_ += '.';
        ++at_;
        return true;
    }
    if (mark == ',' && is_ascii_digit(text_, at_ - 1) && is_ascii_digit(text_, at_ + 1)
        && is_ascii_digit(text_, at_ + 2) && is_ascii_digit(text_, at_ + 3)
        && !is_ascii_digit(text_, at_ + 4)) {
        ++at_;
        return true;
    }
    std::string_view tail;
    if (mark == '#' && folded_.size() == 1 && has_letter_) tail = "#";
    if (text_.substr(at_, 2) == "++" && has_letter_) tail = "++";
    if (tail.empty()) return false;
    const char32_t after = character_at(text_, at_ + tail.size()).code;
    if (after == '+' || after == '#' || is_letter_or_digit(after)) return false;
    lowered_ += tail;
    folded_ += tail;
    at_ += tail.size();
    return false;
}

bool WordReader::joins_next() const {
    const Character mark = character_at(text_, at_);
    if (mark.length == 0 || !is_joiner(mark.code)) return false;
    return is_letter_or_digit(character_at(text_, at_ + mark.length).code);
}

void WordReader::note_part(const Word& word) {
    if (!in_compound_) {
        compound_.clear();
        parts_ = 0;
        compound_begin_ = word.begin;
        compound_position_ = word.position;
        compound_has_letter_ = false;
    }
    ++parts_;
    if (compound_.size() <= word_bytes_max) compound_ += word.folded;
    compound_end_ = word.end;
    compound_has_letter_ |= word.kind == WordKind::plain;
}

void WordReader::close_compound() {
    if (parts_ > compound_parts_max || !compound_has_letter_ || compound_.size() > word_bytes_max)
        return;
    pending_.push_back(
        {compound_, compound_position_, compound_begin_, compound_end_, WordKind::compound}
    );
}

void WordReader::read_unspaced() {
    for (std::size_t count = 0; count < unspaced_chunk; ++count) {
        const Character here = character_at(text_, at_);
        if (here.length == 0 || class_of(here.code) != CharacterClass::ideogram) return;
        const std::size_t end = at_ + here.length;
        pending_.push_back(
            {std::string{text_.substr(at_, here.length)}, position_, at_, end, WordKind::ideogram}
        );
        const Character after = character_at(text_, end);
        if (after.length != 0 && class_of(after.code) == CharacterClass::ideogram) {
            const std::size_t both = here.length + after.length;
            pending_.push_back(
                {std::string{text_.substr(at_, both)}, position_, at_, at_ + both, WordKind::pair}
            );
        }
        ++position_;
        at_ = end;
    }
}

void WordReader::read_dictionary_run() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && at_ - begin < 4096) {
        const Character here = character_at(text_, at_);
        const CharacterClass found = class_of(here.code);
        if (found != CharacterClass::dictionary && found != CharacterClass::mark) break;
        at_ += here.length;
    }
    const std::string raw{text_.substr(begin, at_ - begin)};
    const icu::UnicodeString run = icu::UnicodeString::fromUTF8(raw);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::BreakIterator> breaks{
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status)
    };
    if (U_FAILURE(status)) return;
    breaks->setText(run);
    std::size_t from = begin;
    for (int32_t start = breaks->first(), stop = breaks->next(); stop != icu::BreakIterator::DONE;
         start = stop, stop = breaks->next()) {
        std::string piece;
        run.tempSubStringBetween(start, stop).toUTF8String(piece);
        const std::size_t to = from + piece.size();
        if (breaks->getRuleStatus() != UBRK_WORD_NONE && piece.size() <= word_bytes_max) {
            pending_.push_back({std::move(piece), position_++, from, to, WordKind::plain});
        }
        from = to;
    }
}

std::string fold(std::string_view text) {
    return strip_accents(lower(icu::UnicodeString::fromUTF8(clean_utf8(text))));
}

// ── Stems ──

struct Stems::State {
    std::vector<Xapian::Stem> latin;
    std::vector<Xapian::Stem> cyrillic;
    std::vector<Xapian::Stem> rest;
    std::unordered_set<std::string_view> stopwords;
    /// Stems already made: nine words of ten are among the same few thousand.
    std::unordered_map<std::string, std::vector<std::string>> known;
    std::string key;
};

namespace {

/// Words remembered with their stems; then the memory starts afresh.
constexpr std::size_t known_stems_max = 20'000;

enum class Script : std::uint8_t { latin, cyrillic, rest };

Script script_of_language(std::string_view language) {
    if (language == "ru") return Script::cyrillic;
    constexpr std::array<std::string_view, 4> others{"ar", "hy", "ta", "ne"};
    return std::ranges::find(others, language) == others.end() ? Script::latin : Script::rest;
}

Script script_of_word(std::string_view word) {
    for (std::size_t at = 0; at < word.size();) {
        const Character next = character_at(word, at);
        if (next.code >= 0x80) {
            if (next.code < 0x250 || in_range(next.code, 0x1E00, 0x1EFF)) return Script::latin;
            return in_range(next.code, 0x400, 0x52F) ? Script::cyrillic : Script::rest;
        }
        at += next.length;
    }
    return Script::latin;
}

void add_stem(std::vector<std::string>& stems, std::string stem) {
    if (stem.empty() || stem.size() > word_bytes_max) return;
    if (std::ranges::find(stems, stem) == stems.end()) stems.push_back(std::move(stem));
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char byte) {
        return static_cast<unsigned char>(byte) < 0x80;
    });
}

} // namespace

Stems::Stems(std::span<const std::string> languages) : state_{std::make_unique<State>()} {
    for (const std::string& language : languages) {
        const std::string_view words = stopwords_of(language);
        for (const std::string_view word : split(words, ' ')) {
            if (!word.empty()) state_->stopwords.insert(word);
        }
        try {
            Xapian::Stem stem{language};
            switch (script_of_language(language)) {
            case Script::latin:
                state_->latin.push_back(std::move(stem));
                break;
            case Script::cyrillic:
                state_->cyrillic.push_back(std::move(stem));
                break;
            case Script::rest:
                state_->rest.push_back(std::move(stem));
                break;
            }
        } catch (const Xapian::InvalidArgumentError&) {
            continue; // No stemmer for this language: its words are compared folded.
        }
    }
}

Stems::Stems(Stems&&) noexcept = default;
Stems& Stems::operator=(Stems&&) noexcept = default;
Stems::~Stems() = default;

const std::vector<std::string>& Stems::of(const Word& word) {
    state_->key.assign(word.lowered);
    if (const auto found = state_->known.find(state_->key); found != state_->known.end())
        return found->second;
    if (state_->known.size() >= known_stems_max) state_->known.clear();

    std::vector<std::string> stems;
    if (word.kind == WordKind::plain || word.kind == WordKind::compound) {
        std::vector<Xapian::Stem>* stemmers = &state_->rest;
        switch (script_of_word(word.lowered)) {
        case Script::latin:
            stemmers = &state_->latin;
            break;
        case Script::cyrillic:
            stemmers = &state_->cyrillic;
            break;
        case Script::rest:
            break;
        }
        const bool is_plain = is_ascii(word.lowered);
        for (Xapian::Stem& stemmer : *stemmers) {
            const std::string stem = stemmer(state_->key);
            add_stem(stems, is_plain ? stem : fold(stem));
            // Somebody without the accents on the keyboard means the same word.
            if (!is_plain) add_stem(stems, stemmer(std::string{word.folded}));
        }
    }
    if (stems.empty()) stems.emplace_back(word.folded);
    return state_->known.emplace(state_->key, std::move(stems)).first->second;
}

bool Stems::is_stopword(std::string_view folded) const {
    return state_->stopwords.contains(folded);
}

} // namespace attest::search
