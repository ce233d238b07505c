// In two passes. The first folds letters and cuts: words, numbers, signs. The second looks words
// up, the longest run of words first, and settles what depends on the neighbours ("в" is "in" or
// "century", a dot is a separator only between numbers). Nothing here knows a grammar.
#include "dates/tokens.h"

#include "base/text.h"
#include "dates/limits.h"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace attest::dates {

namespace {

struct Meaning {
    Word word = Word::unknown;
    std::int16_t value = 0;
};

/// All forms of all languages. Keys are words joined by spaces.
class Lexicon {
public:
    Lexicon() {
        for (const Language* language : languages()) {
            for (const Entry& entry : language->entries) {
                add_forms(entry, language->adjective_endings);
            }
            for (const std::string_view ending : split(language->ordinal_endings, '|')) {
                if (!ending.empty()) endings_[std::string{ending}] |= ordinal_ending;
            }
            for (const std::string_view ending : split(language->decade_endings, '|')) {
                if (!ending.empty()) endings_[std::string{ending}] |= decade_ending;
            }
        }
    }

    static constexpr std::uint8_t ordinal_ending = 1;
    static constexpr std::uint8_t decade_ending = 2;

    [[nodiscard]] const Meaning* find(std::string_view words) const {
        const auto found = meanings_.find(words);
        return found == meanings_.end() ? nullptr : &found->second;
    }

    /// How many words the longest form has that begins with this one.
    [[nodiscard]] std::size_t words_max(std::string_view first) const {
        const auto found = words_max_.find(first);
        return found == words_max_.end() ? 0 : found->second;
    }

    [[nodiscard]] std::uint8_t ending(std::string_view text) const {
        const auto found = endings_.find(text);
        return found == endings_.end() ? 0 : found->second;
    }

private:
    struct Hash {
        using is_transparent = void; // NOLINT(readability-identifier-naming): the standard's

        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>{}(text);
        }
    };

    template <typename T>
    using Map = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

    void add_forms(const Entry& entry, std::string_view adjective_endings) {
        for (const std::string_view form : split(entry.forms, '|')) {
            const std::size_t plus = form.find('+');
            if (plus == std::string_view::npos) {
                add(std::string{form}, entry);
                continue;
            }
            std::string_view endings = form.substr(plus + 1);
            if (endings == "@") endings = adjective_endings;
            for (const std::string_view ending : split(endings, ',')) {
                add(std::string{form.substr(0, plus)}.append(ending), entry);
            }
        }
    }

    void add(const std::string& words, const Entry& entry) {
        meanings_.try_emplace(words, Meaning{entry.meaning, entry.value});
        const std::size_t count = 1 + static_cast<std::size_t>(std::ranges::count(words, ' '));
        std::size_t& most = words_max_[words.substr(0, words.find(' '))];
        most = std::max(most, count);
    }

    Map<Meaning> meanings_;
    Map<std::size_t> words_max_;
    Map<std::uint8_t> endings_;
};

const Lexicon& lexicon() {
    static const Lexicon all;
    return all;
}

// ── Letters ──

/// One code point of well-formed UTF-8, taken from the front.
char32_t take_code_point(std::string_view& text) {
    const std::size_t length = std::max<std::size_t>(utf8_sequence_length(text), 1);
    constexpr std::array<unsigned, 5> masks{0, 0x7F, 0x1F, 0x0F, 0x07};
    auto point = static_cast<char32_t>(static_cast<unsigned char>(text[0]) & masks.at(length));
    for (std::size_t i = 1; i < length; ++i) {
        point = (point << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    text.remove_prefix(length);
    return point;
}

void append_utf8(std::string& out, char32_t point) {
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else {
        out += static_cast<char>(0xC0U | (point >> 6U));
        out += static_cast<char>(0x80U | (point & 0x3FU));
    }
}

bool is_letter(char32_t point) {
    // Anything beyond Latin-1 that is no sign counts as a letter: an unknown word must stay whole
    // to be named in the refusal.
    return (point >= U'a' && point <= U'z') || (point >= U'A' && point <= U'Z')
           || (point >= 0xC0 && point < 0x2000 && point != 0xD7 && point != 0xF7)
           || point >= 0x3040;
}

constexpr char32_t combining_breve = 0x306;
constexpr char32_t combining_diaeresis = 0x308;

/// Lower case, and spellings that differ only in their age made one. Only ASCII and Cyrillic, which
/// the tables are written in; another alphabet adds its range here.
char32_t fold(char32_t point) {
    if (point >= U'A' && point <= U'Z') return point + 0x20;
    if (point >= 0x410 && point <= 0x42F) return point + 0x20; // А to Я
    switch (point) {
    case 0x401: // Ё
    case 0x451:
    case 0x462: // Ѣ
    case 0x463:
    case 0x404: // Є
    case 0x454:
        return 0x435; // е
    case 0x406:       // І
    case 0x456:
    case 0x407: // Ї
    case 0x457:
        return 0x438; // и
    case 0x472:       // Ѳ
    case 0x473:
        return 0x444; // ф
    default:
        return point;
    }
}

/// The Latin letter of a Roman numeral, also where a Russian keyboard wrote it; 0 for any other.
char roman_letter(char32_t point) {
    switch (point) {
    case 0x406: // І
    case 0x456:
        return 'I';
    case 0x425: // Х
    case 0x445:
        return 'X';
    case 0x421: // С
        return 'C';
    case 0x41C: // М
        return 'M';
    default:
        break;
    }
    if (point >= 0x80) return 0;
    const char upper = static_cast<char>(point >= U'a' ? point - 0x20 : point);
    return std::string_view{"IVXLCDM"}.contains(upper) ? upper : char{0};
}

std::int32_t roman_digit(char letter) {
    switch (letter) {
    case 'I':
        return 1;
    case 'V':
        return 5;
    case 'X':
        return 10;
    case 'L':
        return 50;
    case 'C':
        return 100;
    case 'D':
        return 500;
    default:
        return 1000;
    }
}

/// The value if the letters are the numeral that one writes for it; 0 for "IIX" and the like.
std::int32_t read_roman(std::string_view letters) {
    struct Step {
        std::int32_t value;
        std::string_view letters;
    };

    constexpr std::array<Step, 13> steps{{
        {1000, "M"},
        {900, "CM"},
        {500, "D"},
        {400, "CD"},
        {100, "C"},
        {90, "XC"},
        {50, "L"},
        {40, "XL"},
        {10, "X"},
        {9, "IX"},
        {5, "V"},
        {4, "IV"},
        {1, "I"},
    }};
    std::int32_t total = 0;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const std::int32_t digit = roman_digit(letters[i]);
        const bool subtracts = i + 1 < letters.size() && digit < roman_digit(letters[i + 1]);
        total += subtracts ? -digit : digit;
    }
    if (total < 1 || total > year_max) return 0;
    std::int32_t rest = total;
    std::size_t at = 0;
    for (const Step& step : steps) {
        while (rest >= step.value) {
            if (!letters.substr(at).starts_with(step.letters)) return 0;
            at += step.letters.size();
            rest -= step.value;
        }
    }
    return at == letters.size() ? total : 0;
}

// ── First pass ──

struct Piece {
    enum class Kind : std::uint8_t { word, number, sign };

    Kind kind = Kind::sign;
    Word sign = Word::unknown;
    std::int32_t value = 0; // of a number; of a dash 1 if it is long
    std::uint8_t digits = 0;
    bool space_before = false;
    bool is_capital = false;
    std::size_t letters = 0;
    std::uint16_t begin = 0;
    std::uint16_t end = 0;
    std::uint16_t folded_begin = 0;
    std::uint16_t folded_end = 0;
    std::int32_t roman = 0;
};

class Cutter {
public:
    explicit Cutter(std::string_view phrase) : phrase_{phrase}, rest_{phrase} {
        pieces_.reserve(16);
        folded_.reserve(phrase.size());
    }

    void run() {
        bool space = false;
        while (!rest_.empty()) {
            const std::uint16_t begin = at();
            std::string_view ahead = rest_;
            const char32_t point = take_code_point(ahead);
            if (is_space(point)) {
                rest_ = ahead;
                space = true;
                continue;
            }
            Piece& piece = pieces_.emplace_back();
            piece.begin = begin;
            piece.space_before = space;
            space = false;
            if (point >= U'0' && point <= U'9') {
                cut_number(piece);
            } else if (is_letter(point)) {
                cut_word(piece);
            } else {
                rest_ = ahead;
                cut_sign(piece, point);
            }
            piece.end = at();
        }
    }

    [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }

    [[nodiscard]] std::string_view folded(const Piece& piece) const {
        return std::string_view{folded_}.substr(
            piece.folded_begin, piece.folded_end - piece.folded_begin
        );
    }

private:
    [[nodiscard]] std::uint16_t at() const {
        return static_cast<std::uint16_t>(phrase_.size() - rest_.size());
    }

    static bool is_space(char32_t point) {
        return point <= U' ' || point == 0xA0 || (point >= 0x2000 && point <= 0x200B)
               || point == 0x202F || point == 0x3000 || point == 0xFEFF;
    }

    void cut_number(Piece& piece) {
        piece.kind = Piece::Kind::number;
        while (!rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9') {
            // Six digits are as much too many as sixty.
            if (piece.digits < 6) {
                piece.value = piece.value * 10 + (rest_[0] - '0');
                ++piece.digits;
            }
            rest_.remove_prefix(1);
        }
    }

    void cut_word(Piece& piece) {
        piece.kind = Piece::Kind::word;
        piece.folded_begin = static_cast<std::uint16_t>(folded_.size());
        std::array<char, 16> roman{};
        std::size_t letters = 0;
        bool may_be_roman = true;
        std::string_view ahead = rest_;
        while (!ahead.empty()) {
            const char32_t point = take_code_point(ahead);
            if (point == combining_breve || point == combining_diaeresis) {
                // й written as и and a breve; ё as е and two dots.
                if (point == combining_breve && folded_.ends_with("и")) {
                    folded_.replace(folded_.size() - 2, 2, "й");
                }
                rest_ = ahead;
                continue;
            }
            if (!is_letter(point)) break;
            const char letter = roman_letter(point);
            may_be_roman = may_be_roman && letter != 0 && letters < roman.size();
            if (may_be_roman) roman.at(letters) = letter;
            if (letters == 0) piece.is_capital = point != fold(point);
            ++letters;
            append_folded(fold(point), rest_.substr(0, rest_.size() - ahead.size()));
            rest_ = ahead;
        }
        piece.letters = letters;
        drop_hard_sign(piece.folded_begin);
        piece.folded_end = static_cast<std::uint16_t>(folded_.size());
        if (may_be_roman) piece.roman = read_roman({roman.data(), letters});
    }

    void append_folded(char32_t point, std::string_view as_written) {
        if (point < 0x800) {
            append_utf8(folded_, point);
        } else {
            folded_ += as_written;
        }
    }

    void drop_hard_sign(std::size_t begin) {
        constexpr std::string_view hard_sign = "ъ";
        if (folded_.size() - begin > hard_sign.size() && folded_.ends_with(hard_sign)) {
            folded_.resize(folded_.size() - hard_sign.size());
        }
    }

    void cut_sign(Piece& piece, char32_t point) {
        switch (point) {
        case U'-':
        case 0x2010:
        case 0x2011:
            piece.sign = Word::dash;
            if (piece.space_before && !rest_.empty() && rest_[0] == ' ') piece.value = 1;
            // "--" is a dash of the typewriter.
            while (point == U'-' && rest_.starts_with('-')) {
                rest_.remove_prefix(1);
                piece.value = 1;
            }
            break;
        case 0x2012:
        case 0x2013:
        case 0x2014:
        case 0x2015:
        case 0x2212:
            piece.sign = Word::dash;
            piece.value = 1;
            break;
        case U'/':
            piece.sign = Word::slash;
            break;
        case U'.':
            piece.sign = Word::dot;
            break;
        case U',':
        case U';':
            piece.sign = Word::comma;
            break;
        case U'(':
        case U'[':
            piece.sign = Word::open;
            piece.value = point == U'[';
            break;
        case U')':
        case U']':
            piece.sign = Word::close;
            piece.value = point == U']';
            break;
        case U'?':
            piece.sign = Word::question;
            break;
        case U'~':
        case 0x2248: // ≈
        case 0xB1:   // ±
            piece.sign = Word::tilde;
            break;
        case U'&':
            piece.sign = Word::conjunction;
            break;
        case U'<':
            piece.sign = Word::before;
            break;
        case U'>':
            piece.sign = Word::after;
            break;
        case U'\'':
        case 0x2019:
            // "the 1920's", "the '20s": it says nothing of its own.
            piece.sign = Word::filler;
            break;
        default:
            break;
        }
    }

    std::string_view phrase_;
    std::string_view rest_;
    std::vector<Piece> pieces_;
    std::string folded_;
};

// ── Second pass ──

class Interpreter {
public:
    Interpreter(std::string_view phrase, const Cutter& cut)
        : phrase_{phrase}, cut_{cut}, pieces_{cut.pieces()} {
        result_.all.reserve(pieces_.size());
    }

    Tokens run() {
        while (i_ < pieces_.size()) {
            const Piece& piece = pieces_[i_];
            switch (piece.kind) {
            case Piece::Kind::number:
                take_number();
                break;
            case Piece::Kind::word:
                take_word();
                break;
            case Piece::Kind::sign:
                take_sign();
                break;
            }
        }
        result_.too_many = result_.all.size() > tokens_max;
        return std::move(result_);
    }

private:
    [[nodiscard]] bool is_word(std::size_t i) const {
        return i < pieces_.size() && pieces_[i].kind == Piece::Kind::word;
    }

    [[nodiscard]] bool is_sign(std::size_t i, Word sign) const {
        return i < pieces_.size() && pieces_[i].kind == Piece::Kind::sign
               && pieces_[i].sign == sign;
    }

    [[nodiscard]] Word last() const {
        return result_.all.empty() ? Word::unknown : result_.all.back().word;
    }

    void push(Word word, std::int32_t value, const Piece& from, const Piece& to) {
        result_.all.push_back(
            {.word = word, .value = value, .digits = from.digits, .begin = from.begin, .end = to.end
            }
        );
    }

    /// Where an ending of the number at i_ stands, as in "4th", "1920s", "1920's", "1-я"; 0 if
    /// none.
    [[nodiscard]] std::size_t find_ending() const {
        std::size_t at = i_ + 1;
        if ((is_sign(at, Word::filler) || is_sign(at, Word::dash)) && !pieces_[at].space_before
            && is_word(at + 1) && !pieces_[at + 1].space_before) {
            ++at;
        }
        if (!is_word(at) || pieces_[at].space_before) return 0;
        return lexicon().ending(cut_.folded(pieces_[at])) == 0 ? 0 : at;
    }

    [[nodiscard]] bool are_years_named(std::size_t i) const {
        const Meaning* meaning = is_word(i) ? lexicon().find(cut_.folded(pieces_[i])) : nullptr;
        return meaning != nullptr && meaning->word == Word::years_mark;
    }

    [[nodiscard]] bool is_decade(const Piece& number, std::uint8_t kinds, std::size_t at) const {
        if ((kinds & Lexicon::decade_ending) == 0 || number.value % 10 != 0) return false;
        if (kinds == Lexicon::decade_ending) return true;
        // "1920-м году" is a year, "1920-м годам" ten of them; "1920-е" is ten, "20-е мая" a day.
        if (are_years_named(at + 1)) return true;
        return number.digits >= 3 && cut_.folded(pieces_[at]) != "м";
    }

    void take_number() {
        const Piece& number = pieces_[i_];
        const std::size_t at = find_ending();
        if (at == 0) {
            push(Word::number, number.value, number, number);
            ++i_;
            return;
        }
        const std::uint8_t kinds = lexicon().ending(cut_.folded(pieces_[at]));
        const Word word = is_decade(number, kinds, at) ? Word::decade : Word::ordinal;
        push(word, number.value, number, pieces_[at]);
        i_ = at + 1;
    }

    /// The longest form that begins at i_. Dots and hyphens within it do not matter: "O.S.", "O.
    /// S.", "twenty-first".
    [[nodiscard]] const Meaning* find_longest(std::size_t& end) const {
        const std::string_view first = cut_.folded(pieces_[i_]);
        const std::size_t words_max = lexicon().words_max(first);
        const Meaning* found = lexicon().find(first);
        end = i_ + 1;
        if (words_max < 2) return found;
        std::string words{first};
        std::size_t at = i_ + 1;
        for (std::size_t count = 2; count <= words_max; ++count) {
            while (is_sign(at, Word::dot) || (is_sign(at, Word::dash) && pieces_[at].value == 0)) {
                ++at;
            }
            if (!is_word(at)) break;
            words += ' ';
            words += cut_.folded(pieces_[at]);
            ++at;
            if (const Meaning* longer = lexicon().find(words)) {
                found = longer;
                end = at;
            }
        }
        return found;
    }

    void take_word() {
        const Piece& piece = pieces_[i_];
        std::size_t end = i_ + 1;
        const Meaning* meaning = find_longest(end);
        // In lower case a single letter is a word; "XVIII", "xviii" and "V" are numerals.
        // "1560X" is EDTF gone wrong, and no October.
        const bool is_glued =
            i_ > 0 && pieces_[i_ - 1].kind == Piece::Kind::number && !piece.space_before;
        const bool is_numeral =
            !is_glued && piece.roman > 0 && (piece.is_capital || piece.letters > 1);
        const Piece& last_piece = pieces_[end - 1];
        if (meaning == nullptr && is_numeral) {
            push(Word::roman, piece.roman, piece, piece);
            skip_roman_ending(end);
        } else if (meaning != nullptr) {
            push_meaning(*meaning, piece, last_piece);
        } else {
            push(Word::unknown, 0, piece, piece);
            if (result_.unknown_word.empty()) {
                result_.unknown_word = phrase_.substr(piece.begin, piece.end - piece.begin);
            }
        }
        i_ = end;
    }

    /// "XIX-го века".
    void skip_roman_ending(std::size_t& end) {
        if (is_sign(end, Word::dash) && pieces_[end].value == 0 && is_word(end + 1)
            && lexicon().ending(cut_.folded(pieces_[end + 1])) != 0) {
            end += 2;
        }
    }

    void push_meaning(const Meaning& meaning, const Piece& from, const Piece& to) {
        const bool after_numeral = last() == Word::ordinal || last() == Word::roman
                                   || (last() == Word::number && result_.all.back().digits <= 2);
        switch (meaning.word) {
        case Word::in_or_century:
            push(after_numeral ? Word::century : Word::filler, 0, from, to);
            break;
        case Word::on_or_to:
            push(is_between_numbers() ? Word::to : Word::filler, 0, from, to);
            break;
        case Word::about_or_century:
            push(
                after_numeral && (!from.is_capital || last() == Word::ordinal) ? Word::century
                                                                               : Word::about,
                0,
                from,
                to
            );
            break;
        default:
            push(meaning.word, meaning.value, from, to);
        }
    }

    /// Only where a span begins: "с 16 на 17 июля".
    [[nodiscard]] bool is_between_numbers() const {
        const auto& all = result_.all;
        return all.size() >= 2 && all[all.size() - 2].word == Word::from && last() == Word::number
               && is_numeral_next();
    }

    [[nodiscard]] bool is_numeral_next() const {
        if (i_ + 1 >= pieces_.size()) return false;
        const Piece& next = pieces_[i_ + 1];
        return next.kind == Piece::Kind::number
               || (next.kind == Piece::Kind::word && next.roman > 0
                   && (next.is_capital || next.letters > 1))
               || is_sign(i_ + 1, Word::open);
    }

    /// A dot separates where numerals stand at both sides; elsewhere it ends an abbreviation.
    [[nodiscard]] bool is_separator() const {
        return is_numeral_next()
               && (last() == Word::number || last() == Word::roman || last() == Word::close);
    }

    [[nodiscard]] bool is_unit(std::size_t i) const {
        const Meaning* meaning = is_word(i) ? lexicon().find(cut_.folded(pieces_[i])) : nullptr;
        return meaning != nullptr
               && (meaning->word == Word::century || meaning->word == Word::millennium
                   || meaning->word == Word::ten_years);
    }

    /// "mid-March", "post-1945", "third-century": the hyphen belongs to the word before.
    [[nodiscard]] bool is_joint() const {
        if (pieces_[i_].value != 0) return false;
        return last() == Word::portion || last() == Word::before || last() == Word::after
               || last() == Word::about || last() == Word::to
               || (last() == Word::ordinal && is_unit(i_ + 1));
    }

    void take_sign() {
        const Piece& piece = pieces_[i_];
        if (piece.sign == Word::dot && !is_separator()) {
            ++i_;
            return;
        }
        if (piece.sign == Word::dash && is_joint()) {
            ++i_;
            return;
        }
        if (piece.sign == Word::unknown && result_.unknown_word.empty()) {
            result_.unknown_word = phrase_.substr(piece.begin, piece.end - piece.begin);
        }
        push(piece.sign, piece.value, piece, piece);
        ++i_;
    }

    std::string_view phrase_;
    const Cutter& cut_;
    const std::vector<Piece>& pieces_;
    std::size_t i_ = 0;
    Tokens result_;
};

} // namespace

Tokens read_tokens(std::string_view phrase) {
    Cutter cut{phrase};
    cut.run();
    return Interpreter{phrase, cut}.run();
}

} // namespace attest::dates
