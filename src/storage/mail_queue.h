// Mails that are worded already and wait to be sent: those about one's own account. They stand in
// the queue of the database whose transaction caused them, under the kind "mail".
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"

#include <string>
#include <string_view>

namespace attest::storage {

inline constexpr std::string_view mail_job = "mail";

struct QueuedMail {
    std::string to_address;
    std::string to_name = {};
    std::string from_name = {}; ///< The site's title; may be empty.
    std::string subject;
    std::string text;
    std::string html = {};
    /// "reset-12-4f…@example.org": the same however often it is sent, and no other mail's.
    std::string message_id;
    std::string unsubscribe_url = {};
};

/// Sent at least once after the commit; tried again for about three days where it cannot be.
Result<void> enqueue_mail(db::Transaction& tx, const QueuedMail& mail, Time now);

/// `internal` for what `enqueue_mail` has not written.
Result<QueuedMail> parse_queued_mail(std::string_view payload);

} // namespace attest::storage
