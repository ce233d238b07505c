// Names that people show to each other, and how alike two of them look (Unicode's technical
// standard 39).
//
// A name that cannot be told from another's is as good as a stolen signature. So a name is of one
// script, without anything invisible in it, and its skeleton, which is the same for all names that
// look the same, is stored and unique. Imported people keep the names they came with.
#pragma once

#include "base/error.h"

#include <span>
#include <string>
#include <string_view>

namespace attest::security {

/// The name to store: composed (NFC), without spaces at its ends and with single ones between.
/// `invalid`, with a sentence, for what must not be a name. `reserved` adds names that nobody may
/// take, such as the site's own, to those of the staff.
Result<std::string>
check_display_name(std::string_view text, std::span<const std::string_view> reserved = {});

/// The same text for all names that could be taken for one another: capitals, spaces and hyphens
/// do not count, "1" is "l", and a Cyrillic "а" is a Latin one. For comparing only, never to show.
std::string skeleton(std::string_view name);

} // namespace attest::security
