// The inbox: what a person has been told, and which of it also comes by mail.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "domain/inbox.h"
#include "service/network.h"
#include "service/site.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

struct Inbox {
    std::vector<domain::InboxItem> items; ///< Newest first.
    std::int64_t total = 0;               ///< As far as pages go.
    std::int64_t unread = 0;              ///< At most unread_shown_max + 1.
};

/// Pages count from 1. `not_found` for a page that no inbox has.
Result<Inbox> list_inbox(const Site& site, const domain::Actor& actor, std::int64_t page);

/// For the bar of every page: at most unread_shown_max + 1, which is shown as "99+".
Result<std::int64_t> count_unread(const Site& site, const domain::Actor& actor);

/// Marks an item read and answers it. `not_found` for another's and for what is gone.
Result<domain::InboxItem>
open_inbox_item(const Site& site, const domain::Actor& actor, InboxItemId item);

Result<void> mark_inbox_read(const Site& site, const domain::Actor& actor);

/// Which kinds come by mail too.
struct MailChoices {
    bool answers = false;
    bool comments = false;
    bool mentions = false;
    bool findings = false;
    bool objections = false;
    bool rewordings = false;
};

Result<MailChoices> read_mail_choices(const Site& site, const domain::Actor& actor);
Result<void> choose_mail(const Site& site, const domain::Actor& actor, const MailChoices& choices);

/// What a link in a mail ends.
struct Subscription {
    UserId user;
    domain::InboxKind kind = domain::InboxKind::answer;
};

/// Signed, so that nothing is stored and nobody ends another's mails. Good for ever: a mail may be
/// old.
std::string
unsubscribe_token(const Network& network, const Site& site, const Subscription& subscription);

/// `not_found` for a token that is not ours.
Result<Subscription>
check_unsubscribe_token(const Network& network, const Site& site, std::string_view token);

/// Mails of this kind end; the inbox goes on.
Result<void> unsubscribe(const Site& site, const Subscription& subscription);

} // namespace attest::service
