#include "dump/illegal_characters.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace attest::dump {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD"; // U+FFFD

/// `&#1114111;` and `&#x10FFFF;` with some zeros: a longer reference is none.
constexpr std::size_t reference_bytes_max = 16;

struct Reference {
    std::uint32_t code;
    std::size_t bytes;
};

/// Bytes that a fast loop may pass over: everything but `&`, controls, and what is not ASCII.
constexpr std::array<bool, 256> make_plain() {
    std::array<bool, 256> plain{};
    for (unsigned byte = 0; byte < 256; ++byte) {
        plain[byte] = byte < 0x80 && byte != '&'
                      && (byte >= 0x20 || byte == '\t' || byte == '\n' || byte == '\r');
    }
    return plain;
}

constexpr std::array<bool, 256> is_plain = make_plain();

std::size_t plain_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() && is_plain[static_cast<unsigned char>(text[length])])
        ++length;
    return length;
}

/// A numeric reference at the front of `text`, if a whole one stands there.
std::optional<Reference> read_reference(std::string_view text) {
    if (!text.starts_with("&#")) return std::nullopt;
    const std::size_t end = text.substr(0, reference_bytes_max).find(';');
    if (end == std::string_view::npos) return std::nullopt;

    std::string_view digits = text.substr(2, end - 2);
    const bool is_hexadecimal = digits.starts_with('x');
    if (is_hexadecimal) digits.remove_prefix(1);
    std::uint32_t code = 0;
    const auto [stop, error] = std::from_chars(
        digits.data(), digits.data() + digits.size(), code, is_hexadecimal ? 16 : 10
    );
    if (error != std::errc{} || stop != digits.data() + digits.size()) return std::nullopt;
    return Reference{code, end + 1};
}

bool may_be_cut_reference(std::string_view text) {
    const std::string_view start = text.substr(0, 2);
    return text.size() < reference_bytes_max && std::string_view{"&#"}.starts_with(start)
           && text.find(';') == std::string_view::npos;
}

bool is_high_surrogate(std::uint32_t code) {
    return code >= 0xD800 && code <= 0xDBFF;
}

bool is_low_surrogate(std::uint32_t code) {
    return code >= 0xDC00 && code <= 0xDFFF;
}

bool is_xml_code(std::uint32_t code) {
    if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
    return code <= 0x10FFFF && !is_high_surrogate(code) && !is_low_surrogate(code) && code != 0xFFFE
           && code != 0xFFFF;
}

std::string utf8_of_pair(std::uint32_t high, std::uint32_t low) {
    const std::uint32_t code = 0x10000U + ((high - 0xD800U) << 10U) + (low - 0xDC00U);
    return {
        static_cast<char>(0xF0U | (code >> 18U)),
        static_cast<char>(0x80U | ((code >> 12U) & 0x3FU)),
        static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)),
        static_cast<char>(0x80U | (code & 0x3FU)),
    };
}

} // namespace

void CharacterFilter::filter(std::string_view piece, bool is_last, std::string& out) {
    std::string joined;
    if (!held_.empty()) {
        joined = std::exchange(held_, {}).append(piece);
        piece = joined;
    }
    while (!piece.empty()) {
        const std::size_t plain = plain_length(piece);
        out.append(piece.substr(0, plain));
        taken_ += static_cast<std::int64_t>(plain);
        mended_ += static_cast<std::int64_t>(plain);
        piece.remove_prefix(plain);
        if (piece.empty()) break;

        const std::size_t used = mend_at(piece, is_last, out);
        if (used == 0) {
            held_ = piece;
            break;
        }
        piece.remove_prefix(used);
    }
}

/// Answers how many bytes it has judged; none if more must come first.
std::size_t CharacterFilter::mend_at(std::string_view rest, bool is_last, std::string& out) {
    return rest.front() == '&' ? mend_reference(rest, is_last, out)
                               : mend_bytes(rest, is_last, out);
}

std::size_t CharacterFilter::mend_reference(std::string_view rest, bool is_last, std::string& out) {
    const std::optional<Reference> reference = read_reference(rest);
    if (!reference) {
        if (!is_last && may_be_cut_reference(rest)) return 0;
        put("&", 1, out);
        return 1;
    }
    if (is_xml_code(reference->code)) {
        put(rest.substr(0, reference->bytes), reference->bytes, out);
        return reference->bytes;
    }
    if (is_high_surrogate(reference->code)) {
        const std::string_view after = rest.substr(reference->bytes);
        if (!is_last && may_be_cut_reference(after)) return 0;
        const std::optional<Reference> second = read_reference(after);
        if (second && is_low_surrogate(second->code)) {
            put(utf8_of_pair(reference->code, second->code), reference->bytes + second->bytes, out);
            return reference->bytes + second->bytes;
        }
    }
    ++replaced_;
    put(replacement, reference->bytes, out);
    return reference->bytes;
}

std::size_t CharacterFilter::mend_bytes(std::string_view rest, bool is_last, std::string& out) {
    const std::size_t length = utf8_sequence_length(rest);
    if (length == 0 && !is_last && rest.size() < 4) return 0;

    const std::string_view sequence = rest.substr(0, length);
    const bool is_legal = length > 1 && sequence != "\xEF\xBF\xBE" && sequence != "\xEF\xBF\xBF";
    if (is_legal) {
        put(sequence, length, out);
        return length;
    }
    const std::size_t bad = std::max<std::size_t>(1, length);
    ++replaced_;
    put(replacement, bad, out);
    return bad;
}

void CharacterFilter::put(std::string_view text, std::size_t replaces, std::string& out) {
    out += text;
    taken_ += static_cast<std::int64_t>(replaces);
    mended_ += static_cast<std::int64_t>(text.size());
    if (text.size() != replaces) shifts_.push_back({.mended = mended_, .shift = taken_ - mended_});
}

std::int64_t CharacterFilter::original_offset(std::int64_t mended_offset) const {
    const auto after = std::ranges::upper_bound(shifts_, mended_offset, {}, &Shift::mended);
    return after == shifts_.begin() ? mended_offset : mended_offset + std::prev(after)->shift;
}

void CharacterFilter::forget_before(std::int64_t mended_offset) {
    const auto after = std::ranges::upper_bound(shifts_, mended_offset, {}, &Shift::mended);
    if (after - shifts_.begin() > 1) shifts_.erase(shifts_.begin(), std::prev(after));
}

} // namespace attest::dump
