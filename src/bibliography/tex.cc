#include "base/text.h"
#include "bibliography/bibtex.h"

#include <algorithm>
#include <array>

namespace attest::bibliography {

namespace {

/// An accent as TeX writes it, and the combining mark that Unicode has for it.
struct Accent {
    char command;
    std::string_view mark;
};

constexpr auto accents = std::to_array<Accent>({
    {'`', "\u0300"},
    {'\'', "\u0301"},
    {'^', "\u0302"},
    {'~', "\u0303"},
    {'=', "\u0304"},
    {'u', "\u0306"},
    {'.', "\u0307"},
    {'"', "\u0308"},
    {'r', "\u030A"},
    {'H', "\u030B"},
    {'v', "\u030C"},
    {'d', "\u0323"},
    {'c', "\u0327"},
    {'k', "\u0328"},
    {'b', "\u0331"},
});

struct Sign {
    std::string_view command;
    std::string_view text;
};

constexpr auto signs = std::to_array<Sign>({
    {"ss", "ß"},
    {"ae", "æ"},
    {"AE", "Æ"},
    {"oe", "œ"},
    {"OE", "Œ"},
    {"o", "ø"},
    {"O", "Ø"},
    {"aa", "å"},
    {"AA", "Å"},
    {"l", "ł"},
    {"L", "Ł"},
    {"i", "ı"},
    {"j", "ȷ"},
    {"dh", "ð"},
    {"DH", "Ð"},
    {"th", "þ"},
    {"TH", "Þ"},
    {"dj", "đ"},
    {"DJ", "Đ"},
    {"textendash", "–"},
    {"textemdash", "—"},
    {"textquoteleft", "‘"},
    {"textquoteright", "’"},
    {"textquotedblleft", "“"},
    {"textquotedblright", "”"},
    {"guillemotleft", "«"},
    {"guillemotright", "»"},
    {"S", "§"},
    {"P", "¶"},
    {"dots", "…"},
    {"ldots", "…"},
    {"copyright", "©"},
    {"textdegree", "°"},
    {"pounds", "£"},
    {"textbackslash", "\\"},
    {"textasciitilde", "~"},
});

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Reads TeX from front to back. Combining marks are composed by whoever folds or prints; a browser
/// draws them as well as it draws é.
class TexReader {
public:
    explicit TexReader(std::string_view tex) : rest_{tex} {}

    std::string read() {
        std::string out;
        while (!rest_.empty())
            read_one(out);
        return out;
    }

private:
    void read_one(std::string& out) {
        const char c = rest_.front();
        if (c == '\\') {
            read_command(out);
        } else if (c == '{' || c == '}' || c == '$') {
            rest_.remove_prefix(1);
        } else if (c == '~') {
            out += ' ';
            rest_.remove_prefix(1);
        } else if (!take("---", "—", out) && !take("--", "–", out) && !take("``", "“", out)
                   && !take("''", "”", out)) {
            out += c;
            rest_.remove_prefix(1);
        }
    }

    bool take(std::string_view tex, std::string_view text, std::string& out) {
        if (!rest_.starts_with(tex)) return false;
        out += text;
        rest_.remove_prefix(tex.size());
        return true;
    }

    void read_command(std::string& out) {
        rest_.remove_prefix(1);
        if (rest_.empty()) return;
        if (!is_letter(rest_.front())) {
            const char command = rest_.front();
            rest_.remove_prefix(1);
            if (const Accent* accent = find_accent(command)) {
                put_accented(*accent, out);
            } else {
                out += command == '\\' ? ' ' : command;
            }
            return;
        }
        std::size_t length = 1;
        while (length < rest_.size() && is_letter(rest_[length]))
            ++length;
        const std::string_view command = rest_.substr(0, length);
        rest_.remove_prefix(length);
        const auto* sign = std::ranges::find(signs, command, &Sign::command);
        if (sign != signs.end()) {
            skip_space();
            if (rest_.starts_with("{}")) rest_.remove_prefix(2);
            out += sign->text;
        } else if (const Accent* accent = length == 1 ? find_accent(command[0]) : nullptr) {
            skip_space();
            put_accented(*accent, out);
        } else {
            // \emph, \textit, \url …: their argument is what matters.
            skip_space();
        }
    }

    static const Accent* find_accent(char command) {
        const auto* found = std::ranges::find(accents, command, &Accent::command);
        return found == accents.end() ? nullptr : found;
    }

    void skip_space() {
        while (rest_.starts_with(' '))
            rest_.remove_prefix(1);
    }

    /// The letter that follows, in braces or not, or \i and \j which lose their dot for it.
    void put_accented(const Accent& accent, std::string& out) {
        const bool is_braced = rest_.starts_with('{');
        if (is_braced) rest_.remove_prefix(1);
        if (rest_.starts_with("\\i") || rest_.starts_with("\\j")) {
            out += rest_[1];
            rest_.remove_prefix(2);
            skip_space();
        } else {
            const std::size_t length = utf8_sequence_length(rest_);
            const bool is_text = length > 0 && rest_.front() != '}' && rest_.front() != '\\';
            if (!is_text) return;
            out += rest_.substr(0, length);
            rest_.remove_prefix(length);
        }
        out += accent.mark;
        if (is_braced && rest_.starts_with('}')) rest_.remove_prefix(1);
    }

    std::string_view rest_;
};

} // namespace

std::string text_from_tex(std::string_view tex) {
    return TexReader{tex}.read();
}

} // namespace attest::bibliography
