// Accounts: signing up, confirming an address, signing in, a forgotten password, and what the owner
// changes.
//
// Whether an address has an account is nobody's business but its owner's. So every use case that a
// stranger can ask does the same work and answers the same in both cases, and the difference stands
// in the mail: as many hashes, as many statements, one commit (guards.md, D5).
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/ids.h"
#include "service/account_mails.h"
#include "service/network.h"
#include "service/sessions.h"
#include "service/site.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

/// Where a request comes from.
struct Whence {
    std::string device;  ///< "Firefox on Linux"
    std::string address; ///< As it is shown to the account's owner.
    std::string network; ///< What the throttle takes for one person: security/throttle.h.
};

struct SignUp {
    std::string email;
    std::string display_name;
    std::string password;
};

/// Sends a mail with a link that ends the sign-up; to the owner of an address that has an account,
/// a mail that says so. `invalid` at the fields; `forbidden` where registration is not open.
Result<void> sign_up(
    const Network& network,
    const Site& site,
    const SignUp& form,
    const Whence& whence,
    const WriteLetter& write
);

struct TokenAndPassword {
    std::string token;
    std::string password;
};

/// Ends a sign-up: the link shows that the address is theirs, the password that it was they who
/// signed up. A stranger's sign-up with my address thus never becomes an account that both of us
/// could enter.
Result<AccountId>
confirm_sign_up(const Network& network, const TokenAndPassword& form, const Whence& whence);

struct SignIn {
    std::string email;
    std::string password;
};

/// Whose account it is. `invalid` for a wrong address or password alike; `rate_limited` with what
/// to do instead. The caller takes the second step, if there is one, and starts a session.
Result<AccountId>
sign_in(const Network& network, const SignIn& form, const Whence& whence, const WriteLetter& write);

/// Begins a session and notes it for the owner to see.
Result<std::string> enter(const Network& network, AccountId account, const Whence& whence);

/// Sends a link to the owner of an account, if the address has one.
Result<void> request_reset(
    const Network& network, std::string_view email, const Whence& whence, const WriteLetter& write
);

/// Where a new password is set: the site says whether its owner is staff, who need a longer one.
struct NewPasswordFrom {
    const Site& site;
    const Whence& whence;
    const WriteLetter& write;
};

/// The new password ends every session and every other link. It signs nobody in by itself: a second
/// step may be asked for.
Result<AccountId>
reset_password(const Network& network, const TokenAndPassword& form, const NewPasswordFrom& from);

enum class LinkKind : std::uint8_t { confirm, reset, change_address, first_keeper };

/// Whether a mail's link still works, so that its page can say so before anything is typed.
Result<bool> is_link_good(const Network& network, LinkKind kind, std::string_view token);

/// A link to set a new password, for the keeper's command. `not_found` if there is no such account.
Result<std::string> make_reset_token(const Network& network, AccountId account);

// ── The owner's own ──

struct Account {
    AccountId id;
    std::string email;
    std::string display_name;
    bool has_password = false;
    bool is_keeper = false;
    Time created_at;
};

Result<Account> read_account(const Network& network, AccountId account);

/// Whether the person has shown lately enough who they are for what must not be done by whoever
/// finds an open browser.
bool has_fresh_proof(const Network& network, const Session& session);

/// `forbidden` without a fresh proof: the last line of every sensitive use case.
Result<void> check_fresh_proof(const Network& network, const Session& session);

/// `invalid` at "password" for a wrong one.
Result<void> prove(
    const Network& network, const Session& session, std::string_view password, const Whence& whence
);

/// Somebody has shown by other means who they are: a passkey.
Result<void> note_proof(const Network& network, const Session& session);

struct PasswordChange {
    std::string old_password; ///< Not asked for where there is none.
    std::string new_password;
};

/// Ends all sessions but this one.
Result<void> change_password(
    const Network& network,
    const Session& session,
    const PasswordChange& form,
    const NewPasswordFrom& from
);

/// Sends a link to the new address; until it is followed nothing changes.
Result<void> request_new_address(
    const Network& network, const Session& session, std::string_view email, const WriteLetter& write
);

/// The old address is told.
Result<void>
confirm_new_address(const Network& network, std::string_view token, const WriteLetter& write);

struct OpenSession {
    SessionId id;
    std::string device;
    std::string address;
    Time created_at;
    Time seen_at;
};

Result<std::vector<OpenSession>> list_sessions(const Network& network, AccountId account);

Result<void> end_other_sessions(const Network& network, const Session& session);

struct AccountHappening {
    std::string kind;
    std::string detail;
    std::string address;
    Time at;
};

Result<std::vector<AccountHappening>> list_happenings(const Network& network, AccountId account);

/// For other use cases of accounts: "passkey_added".
Result<void> note_happening(
    const Network& network, AccountId account, std::string_view kind, const Whence& whence
);

/// Expired sessions, links, events and sign-ups that nobody has confirmed.
Result<void> delete_stale_accounts(const Network& network);

} // namespace attest::service
