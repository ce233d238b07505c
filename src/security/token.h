// Secrets that the server hands out and later knows again: session tokens, links in mails,
// invitations, recovery codes. The database holds only their hashes, so that who reads a backup
// cannot sign in with it. A plain SHA-256 is enough, since nobody can guess 256 random bits.
#pragma once

#include "base/error.h"
#include "base/random.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::security {

/// Without padding (RFC 4648, 5): fit for addresses, cookies and forms.
std::string base64url(std::string_view bytes);

/// `invalid` for anything but base64url without padding, white space or stray bits at the end.
Result<std::string> parse_base64url(std::string_view text);

/// The 32 bytes of a SHA-256.
std::string sha256(std::string_view bytes);

std::string lower_hex(std::string_view bytes);

struct NewToken {
    std::string secret; ///< For its owner only: 43 characters of base64url.
    std::string hash;   ///< To store: `hash_token(secret)`.
};

NewToken new_token(const Random& random);

/// SHA-256 as 64 hexadecimal digits. A row is found by it, so the look-up needs no comparison in
/// constant time: what could be learnt from its timing are digits of a hash.
std::string hash_token(std::string_view secret);

/// Whether a text has the form of a token; what has not needs no look-up.
bool is_token(std::string_view text);

/// Equality in a time that depends on the lengths only.
bool equal_in_constant_time(std::string_view left, std::string_view right);

/// HMAC-SHA256, 32 bytes. `purpose` keeps signatures of different things apart.
std::string keyed_hash(std::string_view key, std::string_view purpose, std::string_view text);

/// The CSRF token of a browser's session: derived from the session's own secret, so that nothing
/// is stored, and one-way, so that a page which shows it does not show the session. Before a
/// sign-in the same is made from the secret of the form's cookie.
std::string csrf_token(std::string_view session_secret);

bool is_csrf_token(std::string_view session_secret, std::string_view given);

/// "K7QD-20XM-…": 16 characters that nobody mistakes for one another when copying by hand.
std::string new_recovery_code(const Random& random);

std::vector<std::string> new_recovery_codes(const Random& random);

/// The hash to store and to look for, of a code as a person types it: without regard to capitals,
/// spaces and hyphens, with O read as 0, and I and L as 1.
std::string hash_recovery_code(std::string_view typed);

} // namespace attest::security
