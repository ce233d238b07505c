// Every limit of mail, with its reason. What is refused is answered `invalid` and never sent.
#pragma once

#include "base/time.h"

#include <cstddef>

namespace attest::mail {

/// RFC 5321, 4.5.3.1: a path has 256 octets with its two brackets.
inline constexpr std::size_t address_bytes_max = 254;
inline constexpr std::size_t local_part_bytes_max = 64;
inline constexpr std::size_t domain_label_bytes_max = 63;

/// Ours are under 100; a folded header line must stay below 998 octets.
inline constexpr std::size_t message_id_bytes_max = 200;
inline constexpr std::size_t unsubscribe_url_bytes_max = 900;

/// A subject is a title of a post with a few words before it; a name is shorter. Longer ones are a
/// bug or an attack.
inline constexpr std::size_t header_text_bytes_max = 2'000;

/// One mail tells of one thing and quotes a little of it; the whole stands on the site.
inline constexpr std::size_t body_bytes_max = std::size_t{256} * 1024;

/// RFC 5322, 2.1.1: should; the octets of a line without its CRLF. 998 is the must.
inline constexpr std::size_t line_bytes_wanted = 78;

/// RFC 2047, 2: the characters of a header's line that holds encoded words.
inline constexpr std::size_t encoded_line_bytes_max = 76;

/// A longer name goes as encoded words, which can be folded; a quoted one cannot.
inline constexpr std::size_t plain_name_bytes_max = 36;

/// RFC 2045, 6.7: a line of quoted-printable with its soft line break.
inline constexpr std::size_t quoted_line_bytes_max = 76;

/// A mail server that has not taken a message after this time is asked again later: the thread
/// that sends has other mails waiting.
inline constexpr Duration smtp_time_max = seconds(30);

} // namespace attest::mail
