// The way mail leaves, as the settings say.
#pragma once

#include "app/open_network.h"
#include "app/open_site.h"
#include "app/settings.h"
#include "base/error.h"
#include "base/time.h"
#include "jobs/scheduler.h"
#include "mail/post.h"
#include "storage/sites.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace attest::app {

/// `invalid` with what to mend in the settings, also if anybody but the owner may read the file
/// with the password.
Result<mail::Post> open_post(
    const Settings& settings,
    const std::filesystem::path& data_folder,
    Clock clock,
    std::function<bool()> is_stopping = {}
);

/// Scheme and host of a site, for links in mails.
std::string origin_of(const Settings& settings, const storage::SiteRecord& site);

/// Sends what the queues of the network and of the sites hold, on a thread of its own, as long as
/// it lives.
class MailDelivery {
public:
    /// All that it is given must outlive it.
    static Result<std::unique_ptr<MailDelivery>> start(
        const Settings& settings,
        const std::filesystem::path& data_folder,
        const OpenNetwork& network,
        std::span<OpenSite* const> sites
    );

    MailDelivery() = default;
    MailDelivery(const MailDelivery&) = delete;
    MailDelivery& operator=(const MailDelivery&) = delete;

    /// Breaks off a conversation under way: its mail is sent at the next start.
    ~MailDelivery();

private:
    std::atomic<bool> is_stopping_ = false;
    std::unique_ptr<jobs::Scheduler> scheduler_;
};

} // namespace attest::app
