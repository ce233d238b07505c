// Makes the bytes of a dump's file well-formed for an XML reader. Dumps hold characters that
// XML 1.0 does not allow: control characters written as references (`&#x1F;`), halves of surrogate
// pairs
// (`&#xD83D;&#xDE00;`), and now and then a byte that is not UTF-8. An XML reader refuses the whole
// file for one of them. A pair of surrogates becomes the character that it means, everything else
// U+FFFD, and is counted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attest::dump {

class CharacterFilter {
public:
    /// Appends the next piece of the file, mended, to `out`. What cannot be judged before more has
    /// come is held back until then.
    void filter(std::string_view piece, bool is_last, std::string& out);

    /// The place in the file of a place in the mended text.
    [[nodiscard]] std::int64_t original_offset(std::int64_t mended_offset) const;

    /// Forgets what is only needed for places before this one.
    void forget_before(std::int64_t mended_offset);

    [[nodiscard]] std::int64_t replaced() const { return replaced_; }

private:
    /// From `mended` on, places in the file are `shift` further.
    struct Shift {
        std::int64_t mended;
        std::int64_t shift;
    };

    std::size_t mend_at(std::string_view rest, bool is_last, std::string& out);
    std::size_t mend_reference(std::string_view rest, bool is_last, std::string& out);
    std::size_t mend_bytes(std::string_view rest, bool is_last, std::string& out);
    void put(std::string_view text, std::size_t replaces, std::string& out);

    std::string held_;
    std::vector<Shift> shifts_;
    std::int64_t taken_ = 0;  ///< Bytes of the file that have been judged.
    std::int64_t mended_ = 0; ///< Bytes given out.
    std::int64_t replaced_ = 0;
};

} // namespace attest::dump
