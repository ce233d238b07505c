// The mails about one's own account. A use case says which one goes to whom, in the transaction of
// what caused it; the words and the links are the doors' (endpoint/account_mails.h), which know
// languages and addresses.
#pragma once

#include "storage/mail_queue.h"

#include <cstdint>
#include <functional>
#include <string>

namespace attest::service {

enum class AccountMailKind : std::uint8_t {
    confirm_address, ///< Welcome: the link ends the sign-up.
    already_here,    ///< Somebody signed up with an address that has an account.
    reset_password,
    change_address,   ///< To the new address: the link makes it the account's.
    address_changed,  ///< To the old one.
    password_changed, ///< So that the owner notices a stranger.
    invitation,
};

struct AccountMail {
    AccountMailKind kind = AccountMailKind::confirm_address;
    std::string to_address;
    std::string to_name = {};
    std::string token = {};     ///< What the link carries; empty where there is none.
    std::string new_email = {}; ///< For `address_changed`.
    std::string number = {};    ///< Makes the Message-ID of a mail without a token its own.
};

using Letter = storage::QueuedMail;

/// Words a mail. Called inside transactions, perhaps twice: it must be quick and always say the
/// same.
using WriteLetter = std::function<Letter(const AccountMail&)>;

} // namespace attest::service
