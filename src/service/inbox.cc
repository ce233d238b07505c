#include "service/inbox.h"

#include "base/text.h"
#include "security/token.h"
#include "service/limits.h"
#include "service/paging.h"
#include "storage/inbox.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace attest::service {

namespace {

using ChoiceOfKind = std::pair<domain::InboxKind, bool MailChoices::*>;

constexpr std::array<ChoiceOfKind, 6> choices_by_kind{{
    {domain::InboxKind::answer, &MailChoices::answers},
    {domain::InboxKind::comment, &MailChoices::comments},
    {domain::InboxKind::mention, &MailChoices::mentions},
    {domain::InboxKind::finding, &MailChoices::findings},
    {domain::InboxKind::objection, &MailChoices::objections},
    {domain::InboxKind::reworded, &MailChoices::rewordings},
}};

std::string signature(const Network& network, const Site& site, const Subscription& subscription) {
    const std::string hash = security::keyed_hash(
        network.secret_key,
        "unsubscribe",
        fmt::format(
            "{}.{}.{}",
            site.id.value,
            subscription.user.value,
            domain::format_inbox_kind(subscription.kind)
        )
    );
    // Half of it is more than anybody can guess, and keeps the link short.
    return security::base64url(std::string_view{hash}.substr(0, 16));
}

std::unexpected<Error> no_such_item() {
    return fail(ErrorCode::not_found, "There is no such message in your inbox.");
}

} // namespace

Result<Inbox> list_inbox(const Site& site, const domain::Actor& actor, std::int64_t page) {
    const Window window = TRY(window_of({.number = page, .size = inbox_page_size}));
    return site.database.read([&](db::ReadTransaction& tx) -> Result<Inbox> {
        Inbox inbox;
        inbox.items = TRY(storage::list_inbox(
            tx, {.user = actor.user, .limit = window.size, .offset = window.offset}
        ));
        inbox.total = TRY(storage::count_inbox(tx, actor.user, inbox_shown_max));
        inbox.unread = TRY(storage::count_unread(tx, actor.user, unread_shown_max + 1));
        return inbox;
    });
}

Result<std::int64_t> count_unread(const Site& site, const domain::Actor& actor) {
    return site.database.read([&](db::ReadTransaction& tx) {
        return storage::count_unread(tx, actor.user, unread_shown_max + 1);
    });
}

Result<domain::InboxItem>
open_inbox_item(const Site& site, const domain::Actor& actor, InboxItemId item) {
    const Time now = site.clock();
    return site.database.write([&](db::Transaction& tx) -> Result<domain::InboxItem> {
        std::optional<domain::InboxItem> found = TRY(storage::find_inbox_item(tx, item));
        if (!found || found->owner != actor.user) return no_such_item();
        TRY(storage::mark_read(tx, item, now));
        return *found;
    });
}

Result<void> mark_inbox_read(const Site& site, const domain::Actor& actor) {
    const Time now = site.clock();
    return site.database.write([&](db::Transaction& tx) {
        return storage::mark_all_read(tx, actor.user, now);
    });
}

Result<MailChoices> read_mail_choices(const Site& site, const domain::Actor& actor) {
    return site.database.read([&](db::ReadTransaction& tx) -> Result<MailChoices> {
        MailChoices choices;
        for (const auto& [kind, choice] : choices_by_kind)
            choices.*choice = TRY(storage::wants_mail(tx, actor.user, kind));
        return choices;
    });
}

Result<void> choose_mail(const Site& site, const domain::Actor& actor, const MailChoices& choices) {
    return site.database.write([&](db::Transaction& tx) -> Result<void> {
        for (const auto& [kind, choice] : choices_by_kind) {
            TRY(storage::choose_mail(tx, actor.user, {.kind = kind, .wants_mail = choices.*choice})
            );
        }
        return {};
    });
}

std::string
unsubscribe_token(const Network& network, const Site& site, const Subscription& subscription) {
    return fmt::format(
        "{}.{}.{}",
        subscription.user.value,
        domain::format_inbox_kind(subscription.kind),
        signature(network, site, subscription)
    );
}

Result<Subscription>
check_unsubscribe_token(const Network& network, const Site& site, std::string_view token) {
    const auto refuse = [] {
        return fail(
            ErrorCode::not_found,
            "This link is not complete. Copy it whole from the mail, or choose your mails under "
            "your account."
        );
    };
    const std::vector<std::string_view> parts = split(token, '.');
    if (parts.size() != 3) return refuse();
    const std::optional<std::int64_t> user = parse_number<std::int64_t>(parts[0]);
    const std::optional<domain::InboxKind> kind = domain::parse_inbox_kind(parts[1]);
    if (!user || !kind) return refuse();
    const Subscription subscription{.user = UserId{*user}, .kind = *kind};
    if (!security::equal_in_constant_time(signature(network, site, subscription), parts[2])) {
        return refuse();
    }
    return subscription;
}

Result<void> unsubscribe(const Site& site, const Subscription& subscription) {
    return site.database.write([&](db::Transaction& tx) {
        return storage::choose_mail(
            tx, subscription.user, {.kind = subscription.kind, .wants_mail = false}
        );
    });
}

} // namespace attest::service
