#include "service/invitations.h"

#include "security/email.h"
#include "security/password.h"
#include "security/token.h"
#include "service/limits.h"
#include "service/memberships.h"
#include "service/writing.h"
#include "storage/account_events.h"
#include "storage/account_tokens.h"
#include "storage/accounts.h"
#include "storage/mail_queue.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace attest::service {

namespace {

/// Wrong addresses that are named; more than a few are another kind of file.
constexpr std::size_t wrong_named_max = 5;

Result<void> check_may_invite(const Network& network) {
    if (network.settings.registration != Registration::closed) return {};
    return fail(
        ErrorCode::forbidden,
        "Nobody can sign up here at present. Set `registration` to \"invitation\" first."
    );
}

/// Each address once.
Result<std::vector<std::string>> read_addresses(std::string_view text) {
    constexpr std::string_view between = " \t\r\n,;";
    std::vector<std::string> addresses;
    std::vector<std::string> keys;
    std::string wrong;
    std::size_t wrong_count = 0;
    for (std::size_t begin = text.find_first_not_of(between); begin != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(between, begin), text.size());
        const std::string typed{text.substr(begin, end - begin)};
        begin = text.find_first_not_of(between, end);
        const Result<std::string> address = security::parse_email(typed);
        if (!address) {
            if (++wrong_count <= wrong_named_max) wrong += (wrong.empty() ? "" : ", ") + typed;
            continue;
        }
        std::string key = security::email_key(*address);
        if (std::ranges::find(keys, key) != keys.end()) continue;
        keys.push_back(std::move(key));
        addresses.push_back(*address);
    }
    if (wrong_count > 0) {
        return refuse(
            "addresses",
            fmt::format("{} no address: {}.", wrong_count == 1 ? "This is" : "These are", wrong)
        );
    }
    if (addresses.empty()) return refuse("addresses", "Write an address, or several.");
    if (addresses.size() > invitations_at_once_max) {
        return refuse(
            "addresses", fmt::format("Invite at most {} at once.", invitations_at_once_max)
        );
    }
    return addresses;
}

/// One person's invitation; made ready before the transaction, which may run twice.
struct Prepared {
    std::string email;
    security::NewToken token;
};

Result<void> store_invitation(
    db::Transaction& tx,
    const Prepared& prepared,
    const std::optional<AccountId>& by,
    const WriteLetter& write,
    Time now
) {
    TRY(storage::delete_open_invitations(tx, prepared.email));
    TRY(storage::insert_invitation(
        tx,
        prepared.token.hash,
        {.email = prepared.email,
         .invited_by = by,
         .created_at = now,
         .expires_at = now + invitation_age_max}
    ));
    return storage::enqueue_mail(
        tx,
        write(
            {.kind = AccountMailKind::invitation,
             .to_address = prepared.email,
             .token = prepared.token.secret}
        ),
        now
    );
}

Result<Invitation>
find_open(const Network& network, db::ReadTransaction& tx, std::string_view token) {
    std::optional<Invitation> invitation;
    if (security::is_token(token)) {
        invitation =
            TRY(storage::find_invitation(tx, security::hash_token(token), network.clock()));
    }
    if (!invitation) {
        return fail(
            ErrorCode::not_found,
            "This invitation was used already or is too old. Ask the keeper for another."
        );
    }
    return std::move(*invitation);
}

} // namespace

Result<Invited> invite(const Network& network, const Invite& form, const WriteLetter& write) {
    TRY(check_may_invite(network));
    std::vector<Prepared> prepared;
    for (std::string& address : TRY(read_addresses(form.addresses)))
        prepared.push_back({std::move(address), security::new_token(network.random)});
    const Time now = network.clock();
    return network.database.write([&](db::Transaction& tx) -> Result<Invited> {
        Invited invited;
        for (const Prepared& one : prepared) {
            const auto known =
                TRY(storage::find_account_by_email(tx, security::email_key(one.email)));
            if (known && known->confirmed_at) {
                invited.already_here.push_back(one.email);
                continue;
            }
            TRY(store_invitation(tx, one, form.by, write, now));
            invited.addresses.push_back(one.email);
        }
        return invited;
    });
}

Result<std::vector<Invitation>> list_invitations(const Network& network) {
    return network.database.read([](db::ReadTransaction& tx) {
        return storage::list_invitations(tx, keeper_list_max);
    });
}

Result<void> withdraw_invitation(const Network& network, InvitationId invitation) {
    return network.database.write([&](db::Transaction& tx) {
        return storage::delete_invitation(tx, invitation);
    });
}

Result<std::optional<std::string>>
find_invited_address(const Network& network, std::string_view token) {
    const Result<Invitation> invitation = network.database.read([&](db::ReadTransaction& tx) {
        return find_open(network, tx, token);
    });
    if (invitation) return std::optional{invitation->email};
    if (invitation.error().code() == ErrorCode::not_found) return std::optional<std::string>{};
    return std::unexpected{invitation.error()};
}

namespace {

struct CheckedAcceptance {
    std::string email;
    std::string display_name;
    std::string password_hash;
};

Result<CheckedAcceptance> check_acceptance(
    const Network& network, const Site& site, const AcceptInvitation& form, const std::string& email
) {
    Error error{ErrorCode::invalid, "Look at the fields named below."};
    const auto name = check_free_name(site, form.display_name, {});
    const std::array<std::string_view, 2> own_words = {email, form.display_name};
    const auto password = security::check_password(form.password, {.own_words = own_words});
    if (!name) add_field_error(error, "display_name", name.error().message());
    if (!password) add_field_error(error, "password", password.error().message());
    if (!error.fields().empty()) return std::unexpected{std::move(error)};
    return CheckedAcceptance{
        .email = email,
        .display_name = *name,
        .password_hash = TRY(network.passwords->hash(form.password)),
    };
}

/// A new account, or one whose address was never confirmed: now it is.
Result<AccountId> store_account(
    db::Transaction& tx,
    const CheckedAcceptance& checked,
    const std::optional<storage::AccountRecord>& known,
    Time now
) {
    if (known) {
        TRY(storage::update_credentials(
            tx,
            {.account = known->id,
             .display_name = checked.display_name,
             .password_hash = checked.password_hash}
        ));
        TRY(storage::confirm_account(tx, known->id, now));
        TRY(storage::delete_all_account_tokens(tx, known->id));
        return known->id;
    }
    return storage::insert_account(
        tx,
        {.email = checked.email,
         .email_key = security::email_key(checked.email),
         .display_name = checked.display_name,
         .password_hash = checked.password_hash,
         .created_at = now,
         .confirmed_at = now}
    );
}

} // namespace

Result<AccountId> accept_invitation(
    const Network& network, const Site& site, const AcceptInvitation& form, const Whence& whence
) {
    TRY(check_may_invite(network));
    // Nobody without a link makes the server hash.
    const Invitation invitation = TRY(network.database.read([&](db::ReadTransaction& tx) {
        return find_open(network, tx, form.token);
    }));
    const CheckedAcceptance checked = TRY(check_acceptance(network, site, form, invitation.email));
    const Time now = network.clock();
    return network.database.write([&](db::Transaction& tx) -> Result<AccountId> {
        const Invitation open = TRY(find_open(network, tx, form.token));
        const auto known = TRY(storage::find_account_by_email(tx, security::email_key(open.email)));
        if (known && known->confirmed_at) {
            return fail(
                ErrorCode::conflict,
                "This address has an account already. Sign in with it, or ask for a new password."
            );
        }
        const AccountId account = TRY(store_account(tx, checked, known, now));
        TRY(storage::accept_invitation(tx, open.id, account, now));
        TRY(storage::insert_account_event(
            tx,
            {.account = account,
             .kind = "invitation_accepted",
             .address = whence.address,
             .created_at = now}
        ));
        return account;
    });
}

} // namespace attest::service
