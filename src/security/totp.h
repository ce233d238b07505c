// The six digits that an authenticator app shows (RFC 6238).
#pragma once

#include "base/error.h"
#include "base/random.h"
#include "base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace attest::security {

/// Twenty random bytes: what the app and the server share.
std::string new_totp_secret(const Random& random);

/// As it is typed into an app that reads no picture: base32 in groups of four ("JBSW Y3DP …").
std::string format_totp_secret(std::string_view secret);

struct TotpAccount {
    std::string_view site;    ///< Whose code it is, as the app shows it.
    std::string_view account; ///< Whose account: name or e-mail address.
    std::string_view secret;
};

/// "otpauth://totp/…": what the picture holds.
std::string totp_uri(const TotpAccount& account);

/// The code of one step of thirty seconds since 1970.
std::string totp_code(std::string_view secret, std::int64_t step);

std::int64_t totp_step(Time now);

/// The step whose code was typed: the present one or a neighbour, and later than `last_step`. The
/// caller stores it as the new `last_step` in the same transaction, so that a code that somebody
/// read over a shoulder is worth nothing. Nothing if the code is wrong, too old, or used.
std::optional<std::int64_t> match_totp(
    std::string_view secret, std::string_view typed, Time now, std::optional<std::int64_t> last_step
);

/// A QR code as the path of an SVG picture: black squares of size 1 on a square of `modules` by
/// `modules`, without the white border of four modules that must stand around it.
struct QrCode {
    int modules = 0;
    std::string path; ///< Letters, digits and spaces only.
};

/// `invalid` for a text that is too long for a QR code.
Result<QrCode> make_qr_code(const std::string& text);

} // namespace attest::security
