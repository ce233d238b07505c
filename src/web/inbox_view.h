// The inbox, the choice of mails, and the end of mails from a link in one.
#pragma once

#include "domain/inbox.h"
#include "service/inbox.h"
#include "web/parts.h"

#include <cstdint>
#include <string>

namespace attest::web {

struct InboxView {
    service::Inbox inbox;
    std::int64_t page = 1;
};

http::Response inbox_page(const RequestContext& request, const InboxView& view);

struct MailChoicesView {
    service::MailChoices choices;
    bool is_saved = false;
};

http::Response mail_choices_page(const RequestContext& request, const MailChoicesView& view);

/// For whoever holds the mail, signed in or not.
struct UnsubscribeView {
    std::string token;
    domain::InboxKind kind = domain::InboxKind::answer;
    bool is_done = false;
};

http::Response unsubscribe_page(const RequestContext& request, const UnsubscribeView& view);

} // namespace attest::web
