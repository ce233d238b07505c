// What has happened, in a line: in the inbox as in the mail about it.
#pragma once

#include "domain/inbox.h"
#include "messages/texts.h"

#include <string>

namespace attest::messages {

/// `name`: of who did it, as it is shown there.
std::string inbox_words(const Texts& texts, const domain::InboxItem& item, const std::string& name);

} // namespace attest::messages
