// Small letters of every script, for what is compared as people write it: tags.
#pragma once

#include <string>
#include <string_view>

namespace attest {

/// The text in small letters, composed (NFC): "ÉCOLE" and "École" are one tag, as "История" and
/// "история" are. No language's own rules hold (a Turkish "I" is an "i"). Text that is not UTF-8
/// comes back with its ASCII letters small.
std::string unicode_lower(std::string_view text);

} // namespace attest
