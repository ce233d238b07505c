#include "security/totp.h"

#include "base/text.h"
#include "base/verify.h"
#include "security/limits.h"
#include "security/token.h"

#include <fmt/format.h>
#include <liboath/oath.h>
#include <qrencode.h>

#include <array>
#include <cstddef>
#include <iterator>
#include <memory>
#include <span>

namespace attest::security {

namespace {

constexpr std::string_view base32_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t bits_per_letter = 5;
constexpr std::size_t letters_per_group = 4;

/// RFC 4648, 6, without padding; 20 bytes are 32 letters exactly.
std::string base32(std::string_view bytes) {
    std::string text;
    std::uint32_t bits = 0;
    std::size_t bit_count = 0;
    const auto put = [&] {
        text += base32_letters[(bits >> (bit_count - bits_per_letter)) & 31U];
        bit_count -= bits_per_letter;
    };
    for (const char byte : bytes) {
        bits = (bits << 8U) | static_cast<unsigned char>(byte);
        bit_count += 8;
        while (bit_count >= bits_per_letter)
            put();
    }
    if (bit_count > 0) {
        bits <<= bits_per_letter - bit_count;
        bit_count = bits_per_letter;
        put();
    }
    return text;
}

std::string without_spaces(std::string_view typed) {
    std::string code;
    for (const char c : trim(typed)) {
        if (c != ' ') code += c;
    }
    return code;
}

struct FreeQrCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

} // namespace

std::string new_totp_secret(const Random& random) {
    std::array<std::byte, totp_secret_bytes> raw{};
    random(raw);
    return {reinterpret_cast<const char*>(raw.data()), raw.size()};
}

std::string format_totp_secret(std::string_view secret) {
    std::string text;
    std::size_t count = 0;
    for (const char letter : base32(secret)) {
        if (count > 0 && count % letters_per_group == 0) text += ' ';
        text += letter;
        ++count;
    }
    return text;
}

std::string totp_uri(const TotpAccount& account) {
    // A colon parts the site from the account, so neither holds one of its own.
    return fmt::format(
        "otpauth://totp/{0}:{1}?secret={2}&issuer={0}",
        percent_encode(account.site),
        percent_encode(account.account),
        base32(account.secret)
    );
}

std::string totp_code(std::string_view secret, std::int64_t step) {
    std::array<char, totp_digits + 1> code{};
    const int outcome = oath_hotp_generate(
        secret.data(),
        secret.size(),
        static_cast<std::uint64_t>(step),
        totp_digits,
        false,
        OATH_HOTP_DYNAMIC_TRUNCATION,
        code.data()
    );
    VERIFY(outcome == OATH_OK);
    return {code.data(), totp_digits};
}

std::int64_t totp_step(Time now) {
    return now.milliseconds / (totp_step_seconds * 1'000);
}

std::optional<std::int64_t> match_totp(
    std::string_view secret, std::string_view typed, Time now, std::optional<std::int64_t> last_step
) {
    const std::string code = without_spaces(typed);
    const std::int64_t present = totp_step(now);
    std::optional<std::int64_t> matched;
    // All steps are looked at, whichever fits, so that the time tells nothing.
    for (std::int64_t offset = -totp_window_steps; offset <= totp_window_steps; ++offset) {
        const std::int64_t step = present + offset;
        const bool is_right = equal_in_constant_time(totp_code(secret, step), code);
        if (is_right && (!last_step || step > *last_step)) matched = step;
    }
    return matched;
}

Result<QrCode> make_qr_code(const std::string& text) {
    const std::unique_ptr<QRcode, FreeQrCode> code{
        QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M)
    };
    if (!code) return fail(ErrorCode::invalid, "This text is too long for a QR code.");

    const auto width = static_cast<std::size_t>(code->width);
    const std::span<const unsigned char> modules{code->data, width * width};
    QrCode picture{.modules = code->width, .path = {}};
    for (std::size_t y = 0; y < width; ++y) {
        const std::span<const unsigned char> row = modules.subspan(y * width, width);
        for (std::size_t x = 0; x < width;) {
            std::size_t end = x;
            while (end < width && (row[end] & 1U) != 0)
                ++end;
            if (end > x) {
                const std::size_t run = end - x;
                fmt::format_to(std::back_inserter(picture.path), "M{} {}h{}v1H{}z", x, y, run, x);
            }
            x = end + 1;
        }
    }
    return picture;
}

} // namespace attest::security
