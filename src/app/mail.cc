#include "app/mail.h"

#include "app/secret_file.h"
#include "base/text.h"
#include "endpoint/links.h"
#include "jobs/mail_jobs.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <utility>

namespace attest::app {

namespace {

/// "history.example.org" of "https://history.example.org:8443".
std::string host_of(std::string_view origin) {
    const std::size_t scheme = origin.find("://");
    if (scheme != std::string_view::npos) origin.remove_prefix(scheme + 3);
    return std::string{origin.substr(0, origin.find_first_of(":/"))};
}

std::string sender(const Settings& settings) {
    if (!settings.mail_from.empty()) return settings.mail_from;
    std::string host = "localhost";
    if (!settings.allowed_hosts.empty()) host = settings.allowed_hosts.front();
    if (!settings.public_url.empty()) host = host_of(settings.public_url);
    return fmt::format("attest@{}", host);
}

jobs::MailLinks mail_links(const Settings& settings, const OpenSite& site) {
    const std::string origin = origin_of(settings, site.record);
    const endpoint::Links links{site.record.path_prefix, origin};
    const std::string host = host_of(origin);
    return {
        .host = mail::is_message_id("a@" + host) ? host : "localhost",
        .item = [links](const domain::InboxItem& item
                ) { return links.absolute(links.inbox_target(item)).text(); },
        .unsubscribe = [links](std::string_view token
                       ) { return links.absolute(links.unsubscribe(token)).text(); },
        .choices = links.absolute(links.mail_choices()).text(),
    };
}

} // namespace

Result<mail::Post> open_post(
    const Settings& settings,
    const std::filesystem::path& data_folder,
    Clock clock,
    std::function<bool()> is_stopping
) {
    const std::string from = sender(settings);
    if (!mail::is_address(from)) {
        return fail(
            ErrorCode::invalid,
            fmt::format("“{}” is not an e-mail address: set mail.from in the settings.", from)
        );
    }
    if (settings.mail_transport != "smtp") {
        return mail::post_to_folder(
            {.folder = settings.mail_folder.empty() ? data_folder / "mail"
                                                    : std::filesystem::path{settings.mail_folder},
             .from_address = from,
             .clock = std::move(clock)}
        );
    }
    std::string password;
    if (!settings.mail_smtp_password_file.empty()) {
        password = TRY(read_secret(settings.mail_smtp_password_file, "the mail server's password"));
    }
    return mail::post_by_smtp({
        .url = settings.mail_smtp_url,
        .user = settings.mail_smtp_user,
        .password = std::move(password),
        .from_address = from,
        .clock = std::move(clock),
        .is_stopping = std::move(is_stopping),
    });
}

std::string origin_of(const Settings& settings, const storage::SiteRecord& site) {
    std::string_view origin = settings.public_url;
    while (origin.ends_with('/'))
        origin.remove_suffix(1);
    const std::string scheme{
        origin.empty() ? std::string_view{settings.tls_certificate.empty() ? "http" : "https"}
                       : origin.substr(0, origin.find(':'))
    };
    if (site.host) return fmt::format("{}://{}", scheme, *site.host);
    if (!origin.empty()) return std::string{origin};
    if (!settings.allowed_hosts.empty()) {
        return fmt::format("{}://{}", scheme, settings.allowed_hosts.front());
    }
    return fmt::format("{}://{}", scheme, settings.listen);
}

Result<std::unique_ptr<MailDelivery>> MailDelivery::start(
    const Settings& settings,
    const std::filesystem::path& data_folder,
    const OpenNetwork& network,
    std::span<OpenSite* const> sites
) {
    auto delivery = std::make_unique<MailDelivery>();
    const mail::Post post = TRY(open_post(
        settings,
        data_folder,
        network.network->clock,
        [stopping = &delivery->is_stopping_] { return stopping->load(); }
    ));
    // The network's first: who waits for a confirmation waits at the screen.
    std::vector<jobs::Job> queues{jobs::account_mail_job(*network.network, post)};
    for (const OpenSite* site : sites) {
        queues.push_back(jobs::inbox_mail_job(
            {.site = *site->site,
             .network = *network.network,
             .post = post,
             .links = mail_links(settings, *site)}
        ));
    }
    delivery->scheduler_ =
        std::make_unique<jobs::Scheduler>(network.network->clock, std::move(queues));
    delivery->scheduler_->listen_to(*network.mail_bell, std::string{jobs::account_mails});
    for (OpenSite* site : sites)
        delivery->scheduler_->listen_to(site->mail_bell, jobs::inbox_mails(*site->site));
    delivery->scheduler_->start();
    return delivery;
}

MailDelivery::~MailDelivery() {
    is_stopping_ = true;
}

} // namespace attest::app
