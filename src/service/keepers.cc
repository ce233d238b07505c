#include "service/keepers.h"

#include "security/email.h"
#include "security/password.h"
#include "security/token.h"
#include "service/limits.h"
#include "service/memberships.h"
#include "service/writing.h"
#include "storage/account_events.h"
#include "storage/account_tokens.h"
#include "storage/accounts.h"

#include <array>
#include <utility>

namespace attest::service {

Result<std::optional<std::string>> offer_first_keeper(const Network& network) {
    security::NewToken token = security::new_token(network.random);
    const Time now = network.clock();
    const bool is_offered = TRY(network.database.write([&](db::Transaction& tx) -> Result<bool> {
        if (TRY(storage::count_keepers(tx)) > 0) return false;
        TRY(storage::replace_account_token(
            tx,
            token.hash,
            {.kind = storage::TokenKind::first_keeper,
             .account = {},
             .created_at = now,
             .expires_at = now + first_keeper_age_max}
        ));
        return true;
    }));
    if (!is_offered) return std::optional<std::string>{};
    return std::optional{std::move(token.secret)};
}

namespace {

Result<storage::AccountRecord>
check_first_keeper(const Network& network, const Site& site, const FirstKeeper& form) {
    Error error{ErrorCode::invalid, "Look at the fields named below."};
    const auto email = security::parse_email(form.email);
    const auto name = check_free_name(site, form.display_name, {});
    const std::array<std::string_view, 2> own_words = {form.email, form.display_name};
    const auto password = security::check_password(
        form.password,
        {.characters_min = security::staff_password_characters_min, .own_words = own_words}
    );
    if (!name) add_field_error(error, "display_name", name.error().message());
    if (!email) add_field_error(error, "email", email.error().message());
    if (!password) add_field_error(error, "password", password.error().message());
    if (!error.fields().empty()) return std::unexpected{std::move(error)};
    const Time now = network.clock();
    return storage::AccountRecord{
        .email = *email,
        .email_key = security::email_key(*email),
        .display_name = *name,
        .password_hash = TRY(network.passwords->hash(form.password)),
        .is_keeper = true,
        .created_at = now,
        .confirmed_at = now,
    };
}

} // namespace

Result<AccountId>
make_first_keeper(const Network& network, const Site& site, const FirstKeeper& form) {
    // Nobody without the link makes the server hash.
    if (!TRY(is_link_good(network, LinkKind::first_keeper, form.token))) {
        return fail(
            ErrorCode::not_found, "This link works no more. Start the server again for a new one."
        );
    }
    const storage::AccountRecord account = TRY(check_first_keeper(network, site, form));
    return network.database.write([&](db::Transaction& tx) -> Result<AccountId> {
        const auto token = TRY(storage::find_account_token(
            tx,
            security::hash_token(form.token),
            storage::TokenKind::first_keeper,
            account.created_at
        ));
        if (!token || TRY(storage::count_keepers(tx)) > 0) {
            return fail(ErrorCode::conflict, "There is a keeper already.");
        }
        TRY(storage::delete_account_tokens(tx, storage::TokenKind::first_keeper, {}));
        if (TRY(storage::find_account_by_email(tx, account.email_key))) {
            return refuse("email", "This address has an account already. Take another one.");
        }
        const AccountId id = TRY(storage::insert_account(tx, account));
        TRY(storage::insert_account_event(
            tx, {.account = id, .kind = "confirmed", .created_at = account.created_at}
        ));
        return id;
    });
}

} // namespace attest::service
