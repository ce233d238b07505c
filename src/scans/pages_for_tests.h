// A book for tests: words with the frequencies of a language, set in lines; and what a poor machine
// reads on its pages.
#pragma once

#include <array>
#include <cmath>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace attest::scans {

class BookForTests {
public:
    explicit BookForTests(unsigned seed) : random_{seed} {
        for (std::size_t i = 0; i < 4'000; ++i) {
            words_.push_back(make_word());
        }
    }

    /// About 2,500 characters in lines of sixty, a word broken at the end of some.
    std::string make_page() {
        std::string page;
        std::size_t line = 0;
        while (page.size() < 2'500) {
            const std::string& word = words_[pick_word()];
            if (line + word.size() > 60) {
                page += line % 3 == 0 && word.size() > 5
                            ? " " + word.substr(0, 3) + "-\n" + word.substr(3)
                            : "\n" + word;
                line = word.size();
            } else {
                page += (page.empty() ? "" : " ") + word;
                line += word.size() + 1;
            }
        }
        return page;
    }

    /// With a probability for each letter of being read as another, left out, or doubled.
    std::string misread(std::string_view text, double wrong) {
        std::string out;
        for (const char c : text) {
            if (c == ' ' || c == '\n' || unit() >= wrong) {
                out += c;
                continue;
            }
            const double kind = unit();
            if (kind < 0.8) out += letter();
            if (kind >= 0.9) out += {c, letter()};
        }
        return out;
    }

    std::size_t below(std::size_t end) { return random_() % end; }

private:
    double unit() { return static_cast<double>(random_()) / 4294967296.0; }

    char letter() { return "etaoinshrdlucmfwypvbgkqjxz"[below(26)]; }

    std::string make_word() {
        static constexpr std::string_view consonants = "tnshrdlcmfwpgbvk";
        static constexpr std::string_view vowels = "eaoiuy";
        std::string word;
        const std::size_t syllables = 1 + below(4);
        for (std::size_t i = 0; i < syllables; ++i) {
            word += consonants[below(consonants.size())];
            word += vowels[below(vowels.size())];
            if (below(2) == 0) word += consonants[below(consonants.size())];
        }
        return word;
    }

    /// As in a language: the n-th word is about n times rarer than the first.
    std::size_t pick_word() {
        const double size = static_cast<double>(words_.size());
        return static_cast<std::size_t>(std::pow(size, unit())) % words_.size();
    }

    std::mt19937 random_;
    std::vector<std::string> words_;
};

} // namespace attest::scans
