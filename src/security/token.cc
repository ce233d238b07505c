#include "security/token.h"

#include "base/verify.h"
#include "security/limits.h"

#include <sodium.h>

#include <array>
#include <span>

namespace attest::security {

namespace {

/// Crockford's: no I, L, O and U.
constexpr std::string_view code_letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

} // namespace

std::string base64url(std::string_view bytes) {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    // With room for the zero that libsodium puts behind it.
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
    text.pop_back();
    return text;
}

Result<std::string> parse_base64url(std::string_view text) {
    std::string bytes(text.size(), '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    const int failed = sodium_base642bin(
        bytes_of(bytes),
        bytes.size(),
        text.data(),
        text.size(),
        nullptr,
        &length,
        &end,
        sodium_base64_VARIANT_URLSAFE_NO_PADDING
    );
    if (failed != 0 || end != text.data() + text.size()) {
        return fail(ErrorCode::invalid, "This is not base64url.");
    }
    bytes.resize(length);
    return bytes;
}

std::string sha256(std::string_view bytes) {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(bytes_of(hash), bytes_of(bytes), bytes.size());
    return hash;
}

std::string lower_hex(std::string_view bytes) {
    std::string text((bytes.size() * 2) + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes_of(bytes), bytes.size());
    text.pop_back();
    return text;
}

NewToken new_token(const Random& random) {
    std::array<std::byte, token_bytes> raw{};
    random(raw);
    std::string secret = base64url({reinterpret_cast<const char*>(raw.data()), raw.size()});
    std::string hash = hash_token(secret);
    return {.secret = std::move(secret), .hash = std::move(hash)};
}

std::string hash_token(std::string_view secret) {
    return lower_hex(sha256(secret));
}

bool is_token(std::string_view text) {
    return text.size() == token_characters && parse_base64url(text).has_value();
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size()
           && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string keyed_hash(std::string_view key, std::string_view purpose, std::string_view text) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
    // The zero between them: no purpose holds one, so no two pairs run together.
    VERIFY(!purpose.contains('\0'));
    crypto_auth_hmacsha256_update(&state, bytes_of(purpose), purpose.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(""), 1);
    crypto_auth_hmacsha256_update(&state, bytes_of(text), text.size());
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256_final(&state, bytes_of(mac));
    return mac;
}

std::string csrf_token(std::string_view session_secret) {
    return base64url(keyed_hash(session_secret, "csrf", ""));
}

bool is_csrf_token(std::string_view session_secret, std::string_view given) {
    return !session_secret.empty() && equal_in_constant_time(csrf_token(session_secret), given);
}

std::string new_recovery_code(const Random& random) {
    std::array<std::byte, recovery_code_characters> raw{};
    random(raw);
    std::string code;
    for (std::size_t index = 0; index < raw.size(); ++index) {
        if (index > 0 && index % recovery_code_group == 0) code += '-';
        code += code_letters[std::to_integer<std::size_t>(raw[index]) % code_letters.size()];
    }
    return code;
}

std::vector<std::string> new_recovery_codes(const Random& random) {
    std::vector<std::string> codes;
    codes.reserve(recovery_codes_count);
    for (std::size_t count = 0; count < recovery_codes_count; ++count) {
        codes.push_back(new_recovery_code(random));
    }
    return codes;
}

std::string hash_recovery_code(std::string_view typed) {
    std::string code;
    for (char c : typed) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == ' ' || c == '-') continue;
        if (c == 'O') c = '0';
        if (c == 'I' || c == 'L') c = '1';
        code += c;
    }
    return hash_token(code);
}

} // namespace attest::security
