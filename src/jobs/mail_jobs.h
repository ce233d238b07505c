// The mails that leave: those worded already (about one's account) and those about an inbox item,
// worded when they go. A mail is sent first and its job deleted after, so it goes at least once; a
// second copy has the same Message-ID.
#pragma once

#include "base/error.h"
#include "domain/inbox.h"
#include "jobs/queue.h"
#include "jobs/scheduler.h"
#include "mail/post.h"
#include "messages/texts.h"
#include "service/network.h"
#include "service/site.h"

#include <functional>
#include <string>
#include <string_view>

namespace attest::jobs {

/// Addresses for mails, each whole: made by the one class that makes addresses, which jobs/ does
/// not see.
struct MailLinks {
    std::string host; ///< Behind the "@" of a Message-ID.
    std::function<std::string(const domain::InboxItem&)> item;
    std::function<std::string(std::string_view token)> unsubscribe;
    std::string choices; ///< The page where one chooses one's mails.
};

/// A mail about an item, in the site's language.
mail::Message write_inbox_mail(
    const Site& site,
    const domain::InboxItem& item,
    const mail::Mailbox& to,
    const MailLinks& links,
    std::string_view unsubscribe_token
);

/// Names of the scheduler's jobs.
inline constexpr std::string_view account_mails = "account_mails";
std::string inbox_mails(const Site& site);

/// All must outlive the jobs.
struct MailWork {
    const Site& site;
    const Network& network;
    mail::Post post;
    MailLinks links;
};

/// Mails about a site's inbox items.
Job inbox_mail_job(MailWork work);

/// Worded mails in the network's queue.
Job account_mail_job(const Network& network, mail::Post post);

} // namespace attest::jobs
