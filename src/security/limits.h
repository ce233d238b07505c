// Every limit of the security layer, with its reason.
#pragma once

#include "base/time.h"

#include <cstddef>
#include <cstdint>

namespace attest::security {

// Passwords.

/// Characters of a password at least. NIST asks for 8 (SP 800-63B, 5.1.1.2) and advises 15 where
/// nothing else is asked for; 12 random small letters hold 56 bits, which Argon2id makes costly
/// enough.
inline constexpr std::size_t password_characters_min = 12;

/// The same for moderators and keepers, whose accounts are worth more trouble to an attacker.
inline constexpr std::size_t staff_password_characters_min = 15;

/// Characters of a password at most: longer than any sentence that a person types, and short enough
/// that normalising it costs nothing.
inline constexpr std::size_t password_characters_max = 256;

/// Bytes of a password at most: characters are up to four bytes long.
inline constexpr std::size_t password_bytes_max = 4 * password_characters_max;

/// Different characters in a password at least: "aaaaaaaaaaaa" is twelve long and one wide.
inline constexpr std::size_t password_distinct_characters_min = 5;

/// Things to guess in a password at least, where a common word or a row of keys is one thing
/// (password.cc). "Password2024!" has four.
inline constexpr std::size_t password_guesses_min = 6;

/// Characters of an e-mail's or a display name's part below which it is not looked for in the
/// password: "Jo" is in half of all sentences.
inline constexpr std::size_t password_own_word_characters_min = 4;

/// Memory and passes of one Argon2id hash. OWASP's floor is 19 MiB with two passes; 32 MiB make the
/// thousands of cores of a graphics card wait for memory, and cost us twice that while people sign
/// in, and 30 to 50 ms a hash on the two cores that this was measured on (64 MiB: 100 ms).
inline constexpr std::size_t argon2_bytes = std::size_t{32} * 1024 * 1024;
inline constexpr std::uint64_t argon2_passes = 2;

/// Threads that hash. More would take the cores from the readers during a flood of sign-ins.
inline constexpr std::size_t hash_threads = 2;

/// Passwords that wait for a thread; one more is refused. 32 waiting are 0.8 s, about as long as a
/// person waits without a second thought.
inline constexpr std::size_t hash_queue_max = 32;

// Tokens and codes.

/// Random bytes of a token: 256 bits, never to be guessed, and as many as SHA-256 gives back.
inline constexpr std::size_t token_bytes = 32;

/// Characters of a token's text that are looked at; 32 bytes are 43 characters in base64url.
inline constexpr std::size_t token_characters = 43;

/// Letters and digits of a recovery code: 16 of 5 bits are 80 bits, so that not even a thief of the
/// hashes can try them all; four groups of four can be copied by hand.
inline constexpr std::size_t recovery_code_characters = 16;
inline constexpr std::size_t recovery_code_group = 4;

/// Recovery codes of one person: a set on one sheet of paper.
inline constexpr std::size_t recovery_codes_count = 10;

// Codes of an authenticator app (RFC 6238). The three values that every app supports.

inline constexpr std::int64_t totp_step_seconds = 30;
inline constexpr unsigned totp_digits = 6;

/// Bytes of a secret: as many as SHA-1 gives, which RFC 4226, 4, advises.
inline constexpr std::size_t totp_secret_bytes = 20;

/// Steps before and after the present one whose codes are taken too: half a minute for a clock
/// that is off and for slow fingers (RFC 6238, 5.2).
inline constexpr std::int64_t totp_window_steps = 1;

// Passkeys (WebAuthn). What comes from a browser is small; what is longer is not looked at.

/// Bytes of the client's data: type, challenge and origin, some 150 bytes.
inline constexpr std::size_t client_data_bytes_max = std::size_t{4} * 1024;

/// Bytes of an attestation object: with the certificates of a TPM some 6 KB.
inline constexpr std::size_t attestation_object_bytes_max = std::size_t{32} * 1024;

/// Bytes of an authenticator's data in an assertion: 37, and what extensions add.
inline constexpr std::size_t authenticator_data_bytes_max = std::size_t{4} * 1024;

/// Bytes of a signature: 256 for RSA with 2,048 bits, less for the others.
inline constexpr std::size_t passkey_signature_bytes_max = 1024;

/// Bytes of a credential's id (WebAuthn, 7.1, step 25 of the second edition).
inline constexpr std::size_t credential_id_bytes_max = 1023;

/// How deep CBOR may be nested; WebAuthn allows four levels.
inline constexpr int cbor_depth_max = 8;

// OpenID Connect. What another site sends is read up to these lengths and no further.

/// Bytes of a discovery document or a key set: the largest in use are some 10 KB.
inline constexpr std::size_t openid_document_bytes_max = std::size_t{64} * 1024;

/// Bytes of a token endpoint's answer and of the ID token in it: a kilobyte, and some claims.
inline constexpr std::size_t openid_token_bytes_max = std::size_t{32} * 1024;

/// Keys of a set that are looked at: an old and a new one of each kind, for several services.
inline constexpr std::size_t openid_keys_max = 32;

/// Bits of an RSA key: fewer can be broken, more only cost time (NIST SP 800-131A; providers of
/// today use 2,048).
inline constexpr int rsa_bits_min = 2048;
inline constexpr int rsa_bits_max = 8192;

/// Bytes of an address, and of a code, that another site may give us.
inline constexpr std::size_t openid_url_bytes_max = 2048;
inline constexpr std::size_t openid_code_bytes_max = 2048;

/// Bytes of a subject (OpenID Connect Core, 2).
inline constexpr std::size_t openid_subject_bytes_max = 255;

/// How far the other site's clock may be off, and how long ago it may have made an ID token that
/// we get straight from it.
inline constexpr Duration openid_clock_leeway = minutes(1);
inline constexpr Duration openid_token_age_max = minutes(10);

// The throttle.

/// Buckets that the throttle remembers, each of 16 bytes: room for a million addresses in half of
/// the 64 MB that they may take. Beyond that the bucket nearest to being empty is forgotten.
inline constexpr std::size_t throttle_buckets_max = std::size_t{1} << 21U;

/// Parts of the throttle with a lock of their own, so that threads seldom meet.
inline constexpr std::size_t throttle_shards = 64;

// Names and addresses of people.

/// Characters of a display name: "Li Na" and 李明 are names, and a byline has room for thirty.
inline constexpr std::size_t display_name_characters_min = 2;
inline constexpr std::size_t display_name_characters_max = 30;

/// Bytes of a display name that are looked at at all; thirty characters with their marks need less.
inline constexpr std::size_t display_name_bytes_max = 240;

/// Marks on one letter at most. Vietnamese and polytonic Greek need two, pointed Hebrew three;
/// more are decoration that runs over the neighbouring lines.
inline constexpr std::size_t marks_on_a_letter_max = 3;

/// Bytes of an e-mail address: the path of RFC 5321, 4.5.3.1.3, without its brackets.
inline constexpr std::size_t email_bytes_max = 254;

/// Bytes before the @ (RFC 5321, 4.5.3.1.1), and of the domain after it (RFC 1035, 2.3.4).
inline constexpr std::size_t email_local_bytes_max = 64;
inline constexpr std::size_t email_domain_bytes_max = 253;

} // namespace attest::security
