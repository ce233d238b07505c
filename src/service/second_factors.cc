#include "service/second_factors.h"

#include "security/jose.h"
#include "security/limits.h"
#include "security/token.h"
#include "service/limits.h"
#include "storage/accounts.h"
#include "storage/second_factors.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace attest::service {

namespace {

using storage::AttemptKind;

std::unexpected<Error> refuse_code(std::string sentence) {
    Error error{ErrorCode::invalid, sentence};
    return std::unexpected{std::move(error).with_field("code", std::move(sentence))};
}

std::unexpected<Error> refuse_wrong_code() {
    return refuse_code(
        "This code is not right. Type the one that the app shows now, or a recovery code that you "
        "have not used."
    );
}

/// Digits of an app, as against a recovery code, which has letters or is longer.
bool is_of_an_app(std::string_view typed) {
    const auto digits = std::ranges::count_if(typed, [](char c) { return c >= '0' && c <= '9'; });
    return std::cmp_less_equal(digits, security::totp_digits)
           && std::ranges::all_of(typed, [](char c) { return c == ' ' || (c >= '0' && c <= '9'); });
}

/// Whether the code is right; then it is used up.
Result<bool>
use_code(const Network& network, db::Transaction& tx, AccountId account, std::string_view typed) {
    if (!is_of_an_app(typed)) {
        const std::string hash = security::hash_recovery_code(typed);
        return storage::use_recovery_code(tx, account, hash, network.clock());
    }
    const std::optional<storage::TotpRecord> totp = TRY(storage::find_totp(tx, account));
    if (!totp || !totp->confirmed_at) return false;
    const std::optional<std::int64_t> step =
        security::match_totp(totp->secret, typed, network.clock(), totp->last_step);
    if (!step) return false;
    return storage::use_totp_step(tx, account, *step);
}

enum class StepOutcome : std::uint8_t { gone, wrong, right };

struct StepResult {
    StepOutcome outcome = StepOutcome::gone;
    FirstStep step = {};
};

/// A wrong code is counted, so it is no failure of the transaction.
Result<StepResult>
try_code(const Network& network, db::Transaction& tx, Browser browser, const SecondStepForm& form) {
    const std::optional<Attempt> attempt =
        TRY(find_attempt(network, tx, browser, AttemptKind::second_step, form.attempt));
    if (!attempt || !attempt->account) return StepResult{};

    const std::string hash = security::hash_token(form.attempt);
    if (TRY(use_code(network, tx, *attempt->account, form.code))) {
        TRY(storage::delete_attempt(tx, hash));
        return StepResult{
            .outcome = StepOutcome::right,
            .step =
                {.account = *attempt->account,
                 .next = std::string{security::string_member(attempt->payload, "next")}},
        };
    }
    if (attempt->failures + 1 >= second_step_failures_max) {
        TRY(storage::delete_attempt(tx, hash));
        return StepResult{};
    }
    TRY(storage::count_attempt_failure(tx, hash));
    return StepResult{.outcome = StepOutcome::wrong};
}

std::vector<std::string> hashes_of(const std::vector<std::string>& codes) {
    std::vector<std::string> hashes;
    hashes.reserve(codes.size());
    for (const std::string& code : codes)
        hashes.push_back(security::hash_recovery_code(code));
    return hashes;
}

} // namespace

Result<bool> needs_second_step(const Network& network, AccountId account) {
    return network.database.read([&](db::ReadTransaction& tx) -> Result<bool> {
        const std::optional<storage::TotpRecord> totp = TRY(storage::find_totp(tx, account));
        return totp && totp->confirmed_at.has_value();
    });
}

Result<std::string>
begin_second_step(const Network& network, Browser browser, const FirstStep& step) {
    std::string token = security::new_token(network.random).secret;
    TRY(remember_attempt(
        network,
        browser,
        {.kind = AttemptKind::second_step,
         .account = step.account,
         .token = token,
         .payload = {{"next", step.next}}}
    ));
    return token;
}

Result<FirstStep>
finish_second_step(const Network& network, Browser browser, const SecondStepForm& form) {
    const std::optional<AccountId> account =
        TRY(network.database.read([&](db::ReadTransaction& tx) -> Result<std::optional<AccountId>> {
            const std::optional<Attempt> attempt =
                TRY(find_attempt(network, tx, browser, AttemptKind::second_step, form.attempt));
            return attempt ? attempt->account : std::nullopt;
        }));
    if (!account) return refuse_attempt();

    const std::string key = fmt::format("second step {}", account->value);
    if (is_of_an_app(form.code)) TRY(network.throttle->take(key, second_step_limit));
    StepResult result = TRY(network.database.write([&](db::Transaction& tx) {
        return try_code(network, tx, browser, form);
    }));
    switch (result.outcome) {
    case StepOutcome::gone:
        return refuse_attempt();
    case StepOutcome::wrong:
        return refuse_wrong_code();
    case StepOutcome::right:
        if (is_of_an_app(form.code)) network.throttle->give_back(key, second_step_limit);
        return std::move(result.step);
    }
    std::unreachable();
}

Result<void> begin_totp(const Network& network, AccountId account) {
    const std::string secret = security::new_totp_secret(network.random);
    return network.database.write([&](db::Transaction& tx) {
        return storage::insert_totp(tx, account, secret, network.clock());
    });
}

Result<TotpSetup>
find_totp_setup(const Network& network, AccountId account, std::string_view site_title) {
    struct Found {
        std::optional<storage::TotpRecord> totp;
        std::optional<storage::AccountRecord> account;
    };

    const Found found = TRY(network.database.read([&](db::ReadTransaction& tx) -> Result<Found> {
        return Found{
            .totp = TRY(storage::find_totp(tx, account)),
            .account = TRY(storage::find_account(tx, account)),
        };
    }));
    if (!found.account || !found.totp || found.totp->confirmed_at) {
        return fail(ErrorCode::not_found, "No authenticator app is waiting to be set up.");
    }
    const std::string uri = security::totp_uri(
        {.site = site_title, .account = found.account->email, .secret = found.totp->secret}
    );
    return TotpSetup{
        .secret_text = security::format_totp_secret(found.totp->secret),
        .uri = uri,
        .picture = TRY(security::make_qr_code(uri)),
    };
}

Result<std::vector<std::string>>
confirm_totp(const Network& network, AccountId account, std::string_view code) {
    TRY(network.throttle->take(fmt::format("second step {}", account.value), second_step_limit));
    std::vector<std::string> codes = security::new_recovery_codes(network.random);
    TRY(network.database.write([&](db::Transaction& tx) -> Result<void> {
        const Time now = network.clock();
        const std::optional<storage::TotpRecord> totp = TRY(storage::find_totp(tx, account));
        if (!totp || totp->confirmed_at) {
            return fail(ErrorCode::conflict, "No authenticator app is waiting to be set up.");
        }
        const std::optional<std::int64_t> step =
            security::match_totp(totp->secret, code, now, totp->last_step);
        if (!step) {
            return refuse_code(
                "This code is not right. Type the six digits that the app shows now, and see that "
                "the clock of its device is right."
            );
        }
        TRY(storage::use_totp_step(tx, account, *step));
        TRY(storage::confirm_totp(tx, account, now));
        return storage::replace_recovery_codes(tx, account, hashes_of(codes));
    }));
    return codes;
}

Result<void> remove_totp(const Network& network, AccountId account) {
    return network.database.write([&](db::Transaction& tx) -> Result<void> {
        TRY(storage::delete_totp(tx, account));
        return storage::replace_recovery_codes(tx, account, {});
    });
}

Result<std::vector<std::string>> renew_recovery_codes(const Network& network, AccountId account) {
    std::vector<std::string> codes = security::new_recovery_codes(network.random);
    TRY(network.database.write([&](db::Transaction& tx) -> Result<void> {
        const std::optional<storage::TotpRecord> totp = TRY(storage::find_totp(tx, account));
        if (!totp || !totp->confirmed_at) {
            return fail(ErrorCode::conflict, "Set up an authenticator app first.");
        }
        return storage::replace_recovery_codes(tx, account, hashes_of(codes));
    }));
    return codes;
}

Result<SecondFactors> read_second_factors(const Network& network, AccountId account) {
    return network.database.read([&](db::ReadTransaction& tx) -> Result<SecondFactors> {
        const std::optional<storage::TotpRecord> totp = TRY(storage::find_totp(tx, account));
        return SecondFactors{
            .totp_since = totp ? totp->confirmed_at : std::nullopt,
            .recovery_codes_left = TRY(storage::count_unused_recovery_codes(tx, account)),
        };
    });
}

} // namespace attest::service
