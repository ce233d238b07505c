// The second step of signing in: a code of an authenticator app, or a recovery code. Once it is set
// up it is asked for after every first step that somebody else could have taken: password, reset of
// the password, another site's word. A passkey is two factors by itself.
#pragma once

#include "base/error.h"
#include "domain/ids.h"
#include "security/totp.h"
#include "service/network.h"
#include "service/sign_in_attempts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

/// Whether the account has an authenticator app set up.
Result<bool> needs_second_step(const Network& network, AccountId account);

/// Who has taken the first step, and where they want to go.
struct FirstStep {
    AccountId account;
    std::string next; ///< A path of ours.
};

/// Answers the token that the form of the second step holds. It signs nobody in.
Result<std::string>
begin_second_step(const Network& network, Browser browser, const FirstStep& step);

struct SecondStepForm {
    std::string_view attempt; ///< The token.
    std::string_view code;    ///< As typed: six digits, or a recovery code.
};

/// Who may now be signed in. `invalid` at the field "code" for a wrong one, `conflict` if the first
/// step has to be taken again, `rate_limited` for too many wrong ones. A code is good once.
Result<FirstStep>
finish_second_step(const Network& network, Browser browser, const SecondStepForm& form);

/// What an authenticator app is to be told.
struct TotpSetup {
    std::string secret_text;
    std::string uri;
    security::QrCode picture;
};

/// Makes a secret, which is not asked for before a first code was typed. `conflict` if an app is
/// set up.
Result<void> begin_totp(const Network& network, AccountId account);

/// The secret that waits for its first code; `not_found` if there is none.
Result<TotpSetup>
find_totp_setup(const Network& network, AccountId account, std::string_view site_title);

/// Turns the second step on, and answers the recovery codes, which nobody is shown again. `invalid`
/// at the field "code" for a wrong one.
Result<std::vector<std::string>>
confirm_totp(const Network& network, AccountId account, std::string_view code);

/// Turns the second step off, with its recovery codes.
Result<void> remove_totp(const Network& network, AccountId account);

/// New ones in the place of all old ones. `conflict` if there is no second step.
Result<std::vector<std::string>> renew_recovery_codes(const Network& network, AccountId account);

struct SecondFactors {
    std::optional<Time> totp_since; ///< Nothing: no second step.
    std::int64_t recovery_codes_left = 0;
};

Result<SecondFactors> read_second_factors(const Network& network, AccountId account);

} // namespace attest::service
