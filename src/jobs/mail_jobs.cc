#include "jobs/mail_jobs.h"

#include "base/text.h"
#include "html/writer.h"
#include "jobs/limits.h"
#include "markup/claim_words.h"
#include "messages/inbox_words.h"
#include "service/inbox.h"
#include "service/notices.h"
#include "storage/accounts.h"
#include "storage/inbox.h"
#include "storage/mail_queue.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace attest::jobs {

namespace {

messages::Texts texts_of(const Site& site) {
    const std::string code = site.settings.languages.empty() ? "en" : site.settings.languages[0];
    const auto languages = messages::all_languages();
    for (std::size_t index = 0; index < languages.size(); ++index) {
        if (languages[index].code == code) {
            return messages::Texts{static_cast<messages::Language>(index)};
        }
    }
    return messages::Texts{messages::Language::en};
}

std::string opening_line(const messages::Texts& texts, const domain::InboxItem& item) {
    return messages::inbox_words(
        texts, item, item.actor.name.empty() ? std::string{texts.inbox_somebody()} : item.actor.name
    );
}

std::string quoted(const std::string& excerpt) {
    std::string_view text = trim(excerpt);
    if (text.size() <= quoted_length_max) return std::string{text};
    return std::string{utf8_prefix(text, quoted_length_max)} + "…";
}

/// Each line with "> " before it.
std::string quoted_lines(const std::string& text) {
    std::string lines;
    for (const std::string_view line : split(text, '\n'))
        lines += fmt::format("> {}\n", line);
    return lines;
}

struct Letter {
    std::string opening;
    std::string title;
    std::string excerpt;
    std::string url;
    std::string choices_url;
    std::string unsubscribe_url;
};

std::string write_text(const messages::Texts& texts, const Letter& letter) {
    return fmt::format(
        "{}\n\n{}\n\n{}\n{}\n\n-- \n{}\n{}\n",
        letter.opening,
        letter.title,
        quoted_lines(letter.excerpt),
        letter.url,
        texts.mail_why(letter.choices_url),
        texts.mail_unsubscribe(letter.unsubscribe_url)
    );
}

html::Url address(const std::string& url) {
    // Ours: origin and path.
    const std::size_t path = url.find('/', url.find("//") + 2);
    return html::Url::absolute(url.substr(0, path), url.substr(path));
}

std::string write_html(const messages::Texts& texts, const Letter& letter) {
    html::Writer out;
    out.put<R"(<!DOCTYPE html><html lang="{}"><meta charset="utf-8"><title>{}</title><body>)">(
        texts.facts().code, letter.title
    );
    out.put<R"(<p>{}</p><p><a href="{}">{}</a></p><blockquote><p>{}</p></blockquote>)">(
        letter.opening, address(letter.url), letter.title, letter.excerpt
    );
    out.put<R"(<hr><p><small><a href="{}">{}</a> · <a href="{}">{}</a></small></p></body></html>)">(
        address(letter.choices_url),
        texts.mail_choices_link(),
        address(letter.unsubscribe_url),
        texts.mail_unsubscribe_link()
    );
    return out.take().text();
}

/// What an inbox mail needs to know; nothing if it need not go.
struct Outgoing {
    domain::InboxItem item;
    AccountId account;
    std::string display_name;
};

Result<std::optional<Outgoing>> find_outgoing(const Site& site, InboxItemId id) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<std::optional<Outgoing>> {
        std::optional<domain::InboxItem> item = TRY(storage::find_inbox_item(tx, id));
        if (!item || !TRY(storage::wants_mail(tx, item->owner, item->kind))) return std::nullopt;
        std::optional<storage::MailRecipient> recipient =
            TRY(storage::find_mail_recipient(tx, item->owner));
        if (!recipient) return std::nullopt;
        return Outgoing{
            .item = *std::move(item),
            .account = recipient->account,
            .display_name = std::move(recipient->display_name),
        };
    });
}

Result<std::optional<std::string>> find_address(const Network& network, AccountId id) {
    return network.database.read(
        [&](db::ReadTransaction& tx) -> Result<std::optional<std::string>> {
            const std::optional<storage::AccountRecord> account =
                TRY(storage::find_account(tx, id));
            if (!account || account->email.empty() || !account->confirmed_at) return std::nullopt;
            return account->email;
        }
    );
}

Result<void> end_job(db::Database& database, JobId job) {
    return database.write([&](db::Transaction& tx) { return storage::delete_job(tx, job); });
}

Result<void> send_inbox_mail(const MailWork& work, InboxItemId id) {
    const std::optional<Outgoing> outgoing = TRY(find_outgoing(work.site, id));
    if (!outgoing) return {};
    const std::optional<std::string> email = TRY(find_address(work.network, outgoing->account));
    if (!email) return {};
    const std::string token = service::unsubscribe_token(
        work.network, work.site, {.user = outgoing->item.owner, .kind = outgoing->item.kind}
    );
    return work.post(write_inbox_mail(
        work.site,
        outgoing->item,
        {.name = outgoing->display_name, .address = *email},
        work.links,
        token
    ));
}

Result<void> send_queued_mail(const mail::Post& post, const storage::QueuedJob& job) {
    storage::QueuedMail queued = TRY(storage::parse_queued_mail(job.payload));
    return post({
        .to = {.name = std::move(queued.to_name), .address = std::move(queued.to_address)},
        .from_name = std::move(queued.from_name),
        .subject = std::move(queued.subject),
        .text = std::move(queued.text),
        .html = std::move(queued.html),
        .message_id = std::move(queued.message_id),
        .unsubscribe_url = std::move(queued.unsubscribe_url),
    });
}

} // namespace

mail::Message write_inbox_mail(
    const Site& site,
    const domain::InboxItem& item,
    const mail::Mailbox& to,
    const MailLinks& links,
    std::string_view unsubscribe_token
) {
    const messages::Texts texts = texts_of(site);
    const Letter letter{
        .opening = opening_line(texts, item),
        .title = item.question_title,
        .excerpt = quoted(item.claim ? markup::claim_words(item.excerpt) : item.excerpt),
        .url = links.item(item),
        .choices_url = links.choices,
        .unsubscribe_url = links.unsubscribe(unsubscribe_token),
    };
    return {
        .to = to,
        .from_name = site.settings.title,
        .subject = texts.mail_subject(letter.title),
        .text = write_text(texts, letter),
        .html = write_html(texts, letter),
        // Not the item's id, which a later item may have once this one is erased.
        .message_id = fmt::format(
            "{}-{}-{}-{}@{}",
            site.settings.name,
            domain::format_inbox_kind(item.kind),
            item.object,
            item.owner.value,
            links.host
        ),
        .unsubscribe_url = letter.unsubscribe_url,
    };
}

std::string inbox_mails(const Site& site) {
    return "inbox_mails_" + site.settings.name;
}

Job inbox_mail_job(MailWork work) {
    Queue queue{
        .name = inbox_mails(work.site),
        .kind = service::inbox_mail_job,
        .database = work.site.database,
        .clock = work.site.clock,
        .run = [work](const storage::QueuedJob& job) -> Result<void> {
            TRY(send_inbox_mail(work, TRY(service::parse_inbox_mail(job.payload))));
            return end_job(work.site.database, job.id);
        },
    };
    return queue_job(std::move(queue));
}

Job account_mail_job(const Network& network, mail::Post post) {
    return queue_job({
        .name = std::string{account_mails},
        .kind = storage::mail_job,
        .database = network.database,
        .clock = network.clock,
        .run = [&network, post = std::move(post)](const storage::QueuedJob& job) -> Result<void> {
            TRY(send_queued_mail(post, job));
            return end_job(network.database, job.id);
        },
    });
}

} // namespace attest::jobs
