#include "service/accounts.h"

#include "base/log.h"
#include "security/display_name.h"
#include "security/email.h"
#include "security/password.h"
#include "security/token.h"
#include "service/limits.h"
#include "service/memberships.h"
#include "service/writing.h"
#include "storage/account_events.h"
#include "storage/account_tokens.h"
#include "storage/accounts.h"
#include "storage/job_queue.h"
#include "storage/sessions.h"
#include "storage/standing.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace attest::service {

namespace {

/// Nobody's account: what is written in its name does the work that somebody's would.
constexpr AccountId nobody{0};

constexpr std::string_view decoy_job = "decoy";

/// The fields that are wrong, each with its sentence.
class FieldErrors {
public:
    /// Notes what a check says of a field.
    template <typename T>
    std::optional<T> take(const std::string& field, Result<T> outcome) {
        if (outcome) return std::move(*outcome);
        add_field_error(error_, field, outcome.error().message());
        return std::nullopt;
    }

    void take(const std::string& field, const Result<void>& outcome) {
        if (!outcome) add_field_error(error_, field, outcome.error().message());
    }

    [[nodiscard]] Result<void> outcome() const {
        if (error_.fields().empty()) return {};
        return std::unexpected{error_};
    }

private:
    Error error_{ErrorCode::invalid, "Look at the fields named below."};
};

/// `rate_limited` with a way out.
Result<void> take_or_say(
    const Network& network,
    const std::string& key,
    const security::RateLimit& limit,
    std::string_view instead
) {
    const std::optional<Duration> wait = network.throttle->take_or_wait(key, limit);
    if (!wait) return {};
    return fail(
        ErrorCode::rate_limited,
        fmt::format("That was too often. Try again {}{}.", security::format_wait(*wait), instead)
    );
}

Result<void>
check_new_password(const std::string& password, const std::string& email, const std::string& name) {
    const std::array<std::string_view, 2> own_words = {email, name};
    return security::check_password(password, {.own_words = own_words});
}

/// Whoever looks after others' accounts and posts has a longer one.
Result<void> check_changed_password(
    const Site& site, const storage::AccountRecord& account, const std::string& password
) {
    const auto standing = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::find_standing(tx, account.id);
    }));
    const bool is_staff = account.is_keeper || (standing && standing->is_moderator);
    const std::array<std::string_view, 2> own_words = {account.email, account.display_name};
    return security::check_password(
        password,
        {.characters_min =
             is_staff ? security::staff_password_characters_min : security::password_characters_min,
         .own_words = own_words}
    );
}

/// Whether mails about an address may go: to a stranger the answer looks the same.
bool may_mail(const Network& network, std::string_view email_key, const Whence& whence) {
    const std::string to = fmt::format("account_mail address {}", email_key);
    const std::string from = fmt::format("account_mail network {}", whence.network);
    return !network.throttle->take_or_wait(from, account_mail_network_limit)
           && !network.throttle->take_or_wait(to, account_mail_limit);
}

/// The statements that a mail takes, and no mail.
Result<void> leave_decoy(db::Transaction& tx, Time now) {
    return storage::enqueue_job(
        tx, {.kind = decoy_job, .payload = "{}", .created_at = now, .delay = days(36'500)}
    );
}

Result<storage::AccountRecord> find_existing(db::ReadTransaction& tx, AccountId id) {
    std::optional<storage::AccountRecord> account = TRY(storage::find_account(tx, id));
    if (!account) return fail(ErrorCode::not_found, "There is no such account.");
    return std::move(*account);
}

std::unexpected<Error> refuse_link() {
    return fail(
        ErrorCode::not_found, "This link was used already or is too old. Ask for a new one."
    );
}

Result<storage::AccountToken> find_token(
    const Network& network,
    db::ReadTransaction& tx,
    storage::TokenKind kind,
    std::string_view secret
) {
    if (!security::is_token(secret)) return refuse_link();
    std::optional<storage::AccountToken> token =
        TRY(storage::find_account_token(tx, security::hash_token(secret), kind, network.clock()));
    if (!token) return refuse_link();
    return std::move(*token);
}

} // namespace

// ── Signing up ──

namespace {

struct NewAccount {
    std::string email;
    std::string email_key;
    std::string display_name;
    std::string password_hash;
};

/// A new account, or one that nobody has confirmed yet: then the last one to sign up counts.
Result<void> store_sign_up(
    db::Transaction& tx,
    const NewAccount& form,
    const std::optional<storage::AccountRecord>& known,
    const std::string& token_hash,
    Time now
) {
    const bool is_known = known && known->confirmed_at;
    AccountId account = nobody;
    if (known) {
        account = known->id;
        // Does nothing to a confirmed account.
        TRY(storage::update_credentials(
            tx,
            {.account = account,
             .display_name = form.display_name,
             .password_hash = form.password_hash}
        ));
    } else {
        account = TRY(storage::insert_account(
            tx,
            {.email = form.email,
             .email_key = form.email_key,
             .display_name = form.display_name,
             .password_hash = form.password_hash,
             .created_at = now,
             .confirmed_at = {}}
        ));
    }
    return storage::replace_account_token(
        tx,
        token_hash,
        {.kind =
             is_known ? storage::TokenKind::reset_password : storage::TokenKind::confirm_address,
         .account = account,
         .created_at = now,
         .expires_at = now + (is_known ? reset_age_max : confirmation_age_max)}
    );
}

Result<void> check_registration(const Network& network) {
    switch (network.settings.registration) {
    case Registration::open:
        return {};
    case Registration::by_invitation:
        return fail(
            ErrorCode::forbidden,
            "One signs up here by invitation only. Ask the keeper of the site for one."
        );
    case Registration::closed:
        return fail(ErrorCode::forbidden, "Nobody can sign up here at present.");
    }
    std::unreachable();
}

} // namespace

Result<void> sign_up(
    const Network& network,
    const Site& site,
    const SignUp& form,
    const Whence& whence,
    const WriteLetter& write
) {
    TRY(check_registration(network));
    FieldErrors errors;
    const auto email = errors.take("email", security::parse_email(form.email));
    const auto name = errors.take("display_name", check_free_name(site, form.display_name, {}));
    errors.take("password", check_new_password(form.password, form.email, form.display_name));
    TRY(errors.outcome());
    TRY(take_or_say(network, fmt::format("sign_up network {}", whence.network), sign_up_limit, ""));

    const NewAccount account{
        .email = *email,
        .email_key = security::email_key(*email),
        .display_name = *name,
        .password_hash = TRY(network.passwords->hash(form.password)),
    };
    const security::NewToken token = security::new_token(network.random);
    const bool mails = may_mail(network, account.email_key, whence);
    const Time now = network.clock();
    return network.database.write([&](db::Transaction& tx) -> Result<void> {
        const auto known = TRY(storage::find_account_by_email(tx, account.email_key));
        TRY(store_sign_up(tx, account, known, token.hash, now));
        if (!mails) return leave_decoy(tx, now);
        const bool is_known = known && known->confirmed_at;
        return storage::enqueue_mail(
            tx,
            write(
                {.kind =
                     is_known ? AccountMailKind::already_here : AccountMailKind::confirm_address,
                 .to_address = is_known ? known->email : account.email,
                 .to_name = is_known ? known->display_name : account.display_name,
                 .token = token.secret}
            ),
            now
        );
    });
}

Result<AccountId>
confirm_sign_up(const Network& network, const TokenAndPassword& form, const Whence& whence) {
    const Time now = network.clock();
    const auto account =
        TRY(network.database.read([&](db::ReadTransaction& tx) -> Result<storage::AccountRecord> {
            const auto token =
                TRY(find_token(network, tx, storage::TokenKind::confirm_address, form.token));
            return find_existing(tx, token.account.value_or(nobody));
        }));
    TRY(take_or_say(network, fmt::format("confirm account {}", account.id.value), proof_limit, ""));
    if (!TRY(network.passwords->verify(account.password_hash.value_or(""), form.password))) {
        return refuse(
            "password",
            "This is not the password you chose. If you have forgotten it, sign up once more."
        );
    }
    TRY(network.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(find_token(network, tx, storage::TokenKind::confirm_address, form.token));
        TRY(storage::confirm_account(tx, account.id, now));
        TRY(storage::delete_all_account_tokens(tx, account.id));
        return storage::insert_account_event(
            tx,
            {.account = account.id,
             .kind = "confirmed",
             .address = whence.address,
             .created_at = now}
        );
    }));
    return account.id;
}

// ── Signing in ──

namespace {

struct SignInKeys {
    std::string pair;
    std::string network;
    std::string strangers;
};

SignInKeys sign_in_keys(std::string_view email_key, const Whence& whence) {
    return {
        .pair = fmt::format("sign_in account {} network {}", email_key, whence.network),
        .network = fmt::format("sign_in network {}", whence.network),
        .strangers = fmt::format("sign_in account {} strangers", email_key),
    };
}

Result<void> throttle_sign_in(const Network& network, const SignInKeys& keys, bool is_known) {
    constexpr std::string_view instead =
        ", or follow “Forgot your password?”: the link in the mail always lets you in";
    TRY(take_or_say(network, keys.pair, sign_in_limit, instead));
    TRY(take_or_say(network, keys.network, sign_in_network_limit, instead));
    if (is_known) return {};
    return take_or_say(network, keys.strangers, sign_in_stranger_limit, instead);
}

/// Only wrong passwords count.
void forgive(const Network& network, const SignInKeys& keys, bool is_known) {
    network.throttle->give_back(keys.pair, sign_in_limit);
    network.throttle->give_back(keys.network, sign_in_network_limit);
    if (!is_known) network.throttle->give_back(keys.strangers, sign_in_stranger_limit);
}

/// The right password of an account whose address was never confirmed: the mail goes once more.
Result<AccountId> send_confirmation_again(
    const Network& network,
    const storage::AccountRecord& account,
    const Whence& whence,
    const WriteLetter& write
) {
    const security::NewToken token = security::new_token(network.random);
    const Time now = network.clock();
    if (may_mail(network, account.email_key, whence)) {
        TRY(network.database.write([&](db::Transaction& tx) -> Result<void> {
            TRY(storage::replace_account_token(
                tx,
                token.hash,
                {.kind = storage::TokenKind::confirm_address,
                 .account = account.id,
                 .created_at = now,
                 .expires_at = now + confirmation_age_max}
            ));
            return storage::enqueue_mail(
                tx,
                write(
                    {.kind = AccountMailKind::confirm_address,
                     .to_address = account.email,
                     .to_name = account.display_name,
                     .token = token.secret}
                ),
                now
            );
        }));
    }
    return fail(
        ErrorCode::invalid,
        "Your address is not confirmed yet. Follow the link in the mail that we have sent you."
    );
}

Result<void> store_new_hash(const Network& network, AccountId account, std::string_view password) {
    const std::string hash = TRY(network.passwords->hash(password));
    return network.database.write([&](db::Transaction& tx) {
        return storage::update_password(tx, account, hash);
    });
}

} // namespace

Result<AccountId> sign_in(
    const Network& network, const SignIn& form, const Whence& whence, const WriteLetter& write
) {
    // What is no address has no account, and is answered like one that has none.
    const Result<std::string> email = security::parse_email(form.email);
    const std::string key = security::email_key(email ? *email : form.email);
    bool is_known = false;
    const auto account = TRY(network.database.read(
        [&](db::ReadTransaction& tx) -> Result<std::optional<storage::AccountRecord>> {
            auto found = TRY(storage::find_account_by_email(tx, key));
            is_known =
                TRY(storage::has_signed_in_from(tx, found ? found->id : nobody, whence.address));
            return found;
        }
    ));
    const SignInKeys keys = sign_in_keys(key, whence);
    TRY(throttle_sign_in(network, keys, is_known));

    const bool has_password = account && account->password_hash;
    const bool is_right =
        has_password ? TRY(network.passwords->verify(*account->password_hash, form.password))
                     : TRY(network.passwords->verify_decoy(form.password));
    if (!is_right) {
        log_event(LogLevel::info, "sign_in_refused", {{"address", whence.address}});
        return fail(
            ErrorCode::invalid, "Address and password do not belong together. Look at both again."
        );
    }
    forgive(network, keys, is_known);
    if (!account->confirmed_at) return send_confirmation_again(network, *account, whence, write);
    if (network.passwords->needs_rehash(*account->password_hash)) {
        TRY(store_new_hash(network, account->id, form.password));
    }
    return account->id;
}

Result<std::string> enter(const Network& network, AccountId account, const Whence& whence) {
    std::string token = TRY(start_session(
        network, {.account = account, .device = whence.device, .address = whence.address}
    ));
    TRY(note_happening(network, account, "signed_in", whence));
    log_event(
        LogLevel::info, "signed_in", {{"account", account.value}, {"address", whence.address}}
    );
    return token;
}

// ── A forgotten password ──

Result<void> request_reset(
    const Network& network, std::string_view email, const Whence& whence, const WriteLetter& write
) {
    const Result<std::string> parsed = security::parse_email(email);
    if (!parsed) return refuse("email", parsed.error().message());
    const std::string key = security::email_key(*parsed);
    const security::NewToken token = security::new_token(network.random);
    const Time now = network.clock();
    const bool mails = may_mail(network, key, whence);
    return network.database.write([&](db::Transaction& tx) -> Result<void> {
        const auto account = TRY(storage::find_account_by_email(tx, key));
        TRY(storage::replace_account_token(
            tx,
            token.hash,
            {.kind = storage::TokenKind::reset_password,
             .account = account ? account->id : nobody,
             .created_at = now,
             .expires_at = now + reset_age_max}
        ));
        if (!account || !mails) return leave_decoy(tx, now);
        return storage::enqueue_mail(
            tx,
            write(
                {.kind = AccountMailKind::reset_password,
                 .to_address = account->email,
                 .to_name = account->display_name,
                 .token = token.secret}
            ),
            now
        );
    });
}

namespace {

struct ChangedPassword {
    const storage::AccountRecord& account;
    std::string hash;
    std::string number; ///< Of the mail.
    std::string_view event;
    Time at;
};

/// What every new password does: it ends the other links and sessions, and the owner hears of it.
Result<void> store_password(
    db::Transaction& tx,
    const ChangedPassword& changed,
    std::optional<SessionId> kept,
    const NewPasswordFrom& from
) {
    TRY(storage::update_password(tx, changed.account.id, changed.hash));
    TRY(storage::delete_all_account_tokens(tx, changed.account.id));
    TRY(storage::delete_sessions(tx, changed.account.id, kept));
    TRY(storage::insert_account_event(
        tx,
        {.account = changed.account.id,
         .kind = std::string{changed.event},
         .address = from.whence.address,
         .created_at = changed.at}
    ));
    return storage::enqueue_mail(
        tx,
        from.write(
            {.kind = AccountMailKind::password_changed,
             .to_address = changed.account.email,
             .to_name = changed.account.display_name,
             .number = changed.number}
        ),
        changed.at
    );
}

} // namespace

Result<AccountId>
reset_password(const Network& network, const TokenAndPassword& form, const NewPasswordFrom& from) {
    const auto account =
        TRY(network.database.read([&](db::ReadTransaction& tx) -> Result<storage::AccountRecord> {
            const auto token =
                TRY(find_token(network, tx, storage::TokenKind::reset_password, form.token));
            // Nobody's link looks like one that was used.
            auto found = TRY(storage::find_account(tx, token.account.value_or(nobody)));
            if (!found) return refuse_link();
            return std::move(*found);
        }));
    const auto checked = check_changed_password(from.site, account, form.password);
    if (!checked) return refuse("password", checked.error().message());
    const ChangedPassword changed{
        .account = account,
        .hash = TRY(network.passwords->hash(form.password)),
        .number = random_hex(network.random, 8),
        .event = "password_reset",
        .at = network.clock(),
    };
    TRY(network.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(find_token(network, tx, storage::TokenKind::reset_password, form.token));
        // Who read the mail has shown that the address is theirs.
        TRY(storage::confirm_account(tx, account.id, changed.at));
        return store_password(tx, changed, std::nullopt, from);
    }));
    return account.id;
}

Result<bool> is_link_good(const Network& network, LinkKind kind, std::string_view token) {
    constexpr std::array kinds = {
        storage::TokenKind::confirm_address,
        storage::TokenKind::reset_password,
        storage::TokenKind::change_address,
        storage::TokenKind::first_keeper,
    };
    const auto found = network.database.read([&](db::ReadTransaction& tx) {
        return find_token(network, tx, kinds.at(std::to_underlying(kind)), token);
    });
    if (found) return found->account != nobody;
    if (found.error().code() == ErrorCode::not_found) return false;
    return std::unexpected{found.error()};
}

Result<std::string> make_reset_token(const Network& network, AccountId account) {
    security::NewToken token = security::new_token(network.random);
    const Time now = network.clock();
    TRY(network.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(find_existing(tx, account));
        return storage::replace_account_token(
            tx,
            token.hash,
            {.kind = storage::TokenKind::reset_password,
             .account = account,
             .created_at = now,
             .expires_at = now + reset_age_max}
        );
    }));
    return std::move(token.secret);
}

// ── The owner's own ──

Result<Account> read_account(const Network& network, AccountId id) {
    storage::AccountRecord account =
        TRY(network.database.read([&](db::ReadTransaction& tx) { return find_existing(tx, id); }));
    return Account{
        .id = account.id,
        .email = std::move(account.email),
        .display_name = std::move(account.display_name),
        .has_password = account.password_hash.has_value(),
        .is_keeper = account.is_keeper,
        .created_at = account.created_at,
    };
}

bool has_fresh_proof(const Network& network, const Session& session) {
    return network.clock() - session.proved_at <= proof_age_max;
}

Result<void> check_fresh_proof(const Network& network, const Session& session) {
    if (has_fresh_proof(network, session)) return {};
    return fail(
        ErrorCode::forbidden,
        "Show once more that it is you: open the page again and sign in there."
    );
}

Result<void> note_proof(const Network& network, const Session& session) {
    return network.database.write([&](db::Transaction& tx) {
        return storage::prove_session(tx, session.id, network.clock());
    });
}

namespace {

/// `invalid` at the field for a wrong password of somebody who is signed in.
Result<void> check_own_password(
    const Network& network,
    const storage::AccountRecord& account,
    const std::string& field,
    std::string_view password
) {
    TRY(take_or_say(network, fmt::format("prove account {}", account.id.value), proof_limit, ""));
    if (!TRY(network.passwords->verify(account.password_hash.value_or(""), password))) {
        return refuse(field, "This is not your password.");
    }
    return {};
}

} // namespace

Result<void> prove(
    const Network& network, const Session& session, std::string_view password, const Whence& whence
) {
    const auto account = TRY(network.database.read([&](db::ReadTransaction& tx) {
        return find_existing(tx, session.account);
    }));
    TRY(check_own_password(network, account, "password", password));
    log_event(
        LogLevel::info, "proved", {{"account", account.id.value}, {"address", whence.address}}
    );
    return note_proof(network, session);
}

Result<void> change_password(
    const Network& network,
    const Session& session,
    const PasswordChange& form,
    const NewPasswordFrom& from
) {
    TRY(check_fresh_proof(network, session));
    const auto account = TRY(network.database.read([&](db::ReadTransaction& tx) {
        return find_existing(tx, session.account);
    }));
    const auto checked = check_changed_password(from.site, account, form.new_password);
    if (!checked) return refuse("new_password", checked.error().message());
    if (account.password_hash) {
        TRY(check_own_password(network, account, "old_password", form.old_password));
    }
    const ChangedPassword changed{
        .account = account,
        .hash = TRY(network.passwords->hash(form.new_password)),
        .number = random_hex(network.random, 8),
        .event = "password_changed",
        .at = network.clock(),
    };
    return network.database.write([&](db::Transaction& tx) {
        return store_password(tx, changed, session.id, from);
    });
}

Result<void> request_new_address(
    const Network& network, const Session& session, std::string_view email, const WriteLetter& write
) {
    TRY(check_fresh_proof(network, session));
    const Result<std::string> parsed = security::parse_email(email);
    if (!parsed) return refuse("email", parsed.error().message());
    const std::string key = security::email_key(*parsed);
    TRY(take_or_say(network, fmt::format("account_mail address {}", key), account_mail_limit, ""));
    const security::NewToken token = security::new_token(network.random);
    const Time now = network.clock();
    return network.database.write([&](db::Transaction& tx) -> Result<void> {
        const auto own = TRY(find_existing(tx, session.account));
        const auto other = TRY(storage::find_account_by_email(tx, key));
        const bool is_taken = other && other->id != own.id;
        TRY(storage::replace_account_token(
            tx,
            token.hash,
            {.kind = storage::TokenKind::change_address,
             .account = is_taken ? nobody : own.id,
             .email = *parsed,
             .created_at = now,
             .expires_at = now + address_change_age_max}
        ));
        if (is_taken) return leave_decoy(tx, now);
        return storage::enqueue_mail(
            tx,
            write(
                {.kind = AccountMailKind::change_address,
                 .to_address = *parsed,
                 .to_name = own.display_name,
                 .token = token.secret}
            ),
            now
        );
    });
}

Result<void>
confirm_new_address(const Network& network, std::string_view secret, const WriteLetter& write) {
    const std::string number = random_hex(network.random, 8);
    const Time now = network.clock();
    return network.database.write([&](db::Transaction& tx) -> Result<void> {
        const auto token = TRY(find_token(network, tx, storage::TokenKind::change_address, secret));
        const auto account = TRY(storage::find_account(tx, token.account.value_or(nobody)));
        if (!account) return refuse_link();
        const std::string email = token.email.value_or("");
        TRY(storage::update_email(
            tx, {.account = account->id, .email = email, .email_key = security::email_key(email)}
        ));
        TRY(storage::delete_all_account_tokens(tx, account->id));
        TRY(storage::insert_account_event(
            tx,
            {.account = account->id, .kind = "address_changed", .detail = email, .created_at = now}
        ));
        return storage::enqueue_mail(
            tx,
            write(
                {.kind = AccountMailKind::address_changed,
                 .to_address = account->email,
                 .to_name = account->display_name,
                 .new_email = email,
                 .number = number}
            ),
            now
        );
    });
}

Result<std::vector<OpenSession>> list_sessions(const Network& network, AccountId account) {
    std::vector<storage::SessionRecord> records =
        TRY(network.database.read([&](db::ReadTransaction& tx) {
            return storage::list_sessions(tx, account, network.clock());
        }));
    std::vector<OpenSession> sessions;
    sessions.reserve(records.size());
    for (storage::SessionRecord& record : records) {
        sessions.push_back({
            .id = record.id,
            .device = std::move(record.device),
            .address = std::move(record.address),
            .created_at = record.created_at,
            .seen_at = record.seen_at,
        });
    }
    return sessions;
}

Result<void> end_other_sessions(const Network& network, const Session& session) {
    return network.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(storage::delete_sessions(tx, session.account, session.id));
        return {};
    });
}

Result<std::vector<AccountHappening>> list_happenings(const Network& network, AccountId account) {
    std::vector<storage::AccountEvent> events =
        TRY(network.database.read([&](db::ReadTransaction& tx) {
            return storage::list_account_events(tx, account, account_events_shown);
        }));
    std::vector<AccountHappening> happenings;
    happenings.reserve(events.size());
    for (storage::AccountEvent& event : events) {
        happenings.push_back({
            .kind = std::move(event.kind),
            .detail = std::move(event.detail),
            .address = std::move(event.address),
            .at = event.created_at,
        });
    }
    return happenings;
}

Result<void> note_happening(
    const Network& network, AccountId account, std::string_view kind, const Whence& whence
) {
    return network.database.write([&](db::Transaction& tx) {
        return storage::insert_account_event(
            tx,
            {.account = account,
             .kind = std::string{kind},
             .address = whence.address,
             .created_at = network.clock()}
        );
    });
}

Result<void> delete_stale_accounts(const Network& network) {
    const Time now = network.clock();
    return network.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(storage::delete_expired_sessions(tx, now));
        TRY(storage::delete_expired_account_tokens(tx, now));
        TRY(storage::delete_old_account_events(tx, now - account_event_age_max));
        TRY(storage::delete_jobs(tx, decoy_job));
        return storage::delete_unconfirmed_accounts(tx, now - unconfirmed_age_max);
    });
}

} // namespace attest::service
