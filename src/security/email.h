// E-mail addresses: the ones that mail programs of today take, not all that RFC 5322 allows.
#pragma once

#include "base/error.h"

#include <string>
#include <string_view>

namespace attest::security {

/// The address to write to: the part before the @ as it was typed, the domain in small letters and
/// in ASCII (IDNA, UTS 46). `invalid`, with a sentence, for what is none. The result holds no
/// control character, space, quote, comma or angle bracket, so it may stand in a mail's header.
Result<std::string> parse_email(std::string_view text);

/// What is unique about a parsed address: in small letters throughout, since no mail server in use
/// tells "Jane@" from "jane@" apart.
std::string email_key(std::string_view email);

} // namespace attest::security
