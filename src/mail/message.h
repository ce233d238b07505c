// One mail, and its bytes as they go over the wire (RFC 5322, MIME).
//
// Whatever stands in a name, a subject or a body was written by a stranger, and must not become a
// header, a recipient or a second message (guards.md, D16). So no text reaches the bytes as it is:
// names and subjects lose their control characters and are encoded unless they are plain; bodies
// get CRLF line ends and are quoted-printable unless they are plain; addresses, Message-IDs and
// links must have a strict form, or the message is refused.
#pragma once

#include "base/error.h"
#include "base/time.h"

#include <string>
#include <string_view>

namespace attest::mail {

struct Mailbox {
    std::string name; ///< May be empty.
    std::string address;
};

struct Message {
    Mailbox to;
    std::string from_name; ///< Before the sender's address: the site's title. May be empty.
    std::string subject;
    std::string text;
    std::string html = {}; ///< The same for those who like it set; empty: text alone.
    /// "inbox-12.history@example.org", without brackets. The same message sent again has the same,
    /// so that the recipient's server can drop the second.
    std::string message_id;
    /// Ends such mails with one POST (RFC 8058), without signing in; empty for mails about one's
    /// own account, which cannot be ended.
    std::string unsubscribe_url = {};
};

/// Whether we send to such an address: `local@domain` with an unquoted local part, in ASCII.
bool is_address(std::string_view text);

/// "local-part@domain" of letters, digits, ".", "-" and "_".
bool is_message_id(std::string_view text);

/// The whole message, every line ended by CRLF and none longer than 998 octets. `invalid` if an
/// address, the Message-ID or the link has not the form it must have, or something is too long.
Result<std::string> compose(const Message& message, std::string_view from_address, Time now);

/// A header's text: as it is if it is short, printable ASCII that cannot be mistaken; else as
/// encoded words (RFC 2047), folded. Control characters become spaces.
std::string encode_header_text(std::string_view text);

/// A body as quoted-printable (RFC 2045, 6.7); line ends become CRLF, NUL becomes U+FFFD.
std::string encode_quoted_printable(std::string_view text);

} // namespace attest::mail
