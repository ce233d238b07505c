#include "service/openid.h"

#include "base/verify.h"
#include "security/display_name.h"
#include "security/email.h"
#include "service/limits.h"
#include "storage/accounts.h"
#include "storage/openid_identities.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace attest::service {

namespace {

using security::OpenIdIdentity;
using security::OpenIdProvider;
using storage::AttemptKind;

std::unexpected<Error> refuse_unreachable(std::string detail) {
    return std::unexpected{Error{
        ErrorCode::unavailable,
        "The other site does not answer. Try again later, or sign in another way."
    }
                               .with_detail(std::move(detail))};
}

security::OpenIdClient client_of(const OpenIdSettings& settings, std::string redirect_url) {
    return {
        .issuer = settings.issuer,
        .client_id = settings.client_id,
        .client_secret = settings.client_secret,
        .redirect_url = std::move(redirect_url),
    };
}

/// What was remembered of somebody who went away.
struct Departure {
    OpenIdSettings settings;
    security::OpenIdAttempt secrets;
    std::string next;
    std::optional<AccountId> connecting;
};

Result<Departure> find_departure(const Network& network, Browser browser, std::string_view state) {
    const std::optional<Attempt> attempt =
        TRY(take_attempt(network, browser, AttemptKind::openid, state));
    if (!attempt) return refuse_attempt();
    const auto text = [&](std::string_view name) {
        return std::string{security::string_member(attempt->payload, name)};
    };
    return Departure{
        .settings = TRY(find_openid(network, text("provider"))),
        .secrets =
            {.state = std::string{state}, .nonce = text("nonce"), .verifier = text("verifier")},
        .next = text("next"),
        .connecting = attempt->account,
    };
}

/// The ID token's claims; the key set is fetched anew, once, if it lacks the token's key.
Result<OpenIdIdentity> identify(
    const Network& network,
    const OpenIdProvider& provider,
    const Departure& departure,
    const security::OpenIdClient& client,
    std::string_view token
) {
    const auto check = [&](const security::KeySet& keys) {
        return security::check_id_token(token, keys, client, departure.secrets, network.clock());
    };
    Result<OpenIdIdentity> identity = check(TRY(network.openid->find_keys(provider)));
    if (identity || identity.error().code() != ErrorCode::not_found) return identity;
    identity = check(TRY(network.openid->find_keys(provider, true)));
    if (identity || identity.error().code() != ErrorCode::not_found) return identity;
    return std::unexpected{
        Error{ErrorCode::invalid, identity.error().message()}.with_detail(identity.error().detail())
    };
}

Result<OpenIdOutcome>
connect(db::Transaction& tx, const OpenIdIdentity& identity, AccountId account, Time now) {
    const auto known = TRY(storage::find_openid_identity(tx, identity.issuer, identity.subject));
    if (!known || known->account != account) {
        TRY(storage::insert_openid_identity(
            tx,
            {.issuer = identity.issuer,
             .subject = identity.subject,
             .account = account,
             .created_at = now}
        ));
    }
    return OpenIdOutcome{.account = account, .next = {}, .is_connected = true};
}

Result<void> check_sign_up(
    const Network& network, const OpenIdIdentity& identity, std::string_view provider, bool is_taken
) {
    if (is_taken) {
        return fail(
            ErrorCode::conflict,
            fmt::format(
                "There is an account with the address {}. Sign in to it first, then connect it to "
                "{} on its security page.",
                identity.email,
                provider
            )
        );
    }
    if (network.settings.registration != Registration::open) {
        return fail(
            ErrorCode::conflict,
            fmt::format(
                "No account here is connected to {}, and nobody can sign up by themselves. Sign in "
                "to your account first, then connect the two on its security page.",
                provider
            )
        );
    }
    if (identity.email.empty()) {
        return fail(
            ErrorCode::conflict,
            fmt::format(
                "{} does not say which address is yours. Sign up here first, then connect the two "
                "on your account's security page.",
                provider
            )
        );
    }
    return {};
}

/// The name there if it may be one here, else what stands before the @, else a plain word.
std::string first_name(const OpenIdIdentity& identity) {
    for (const std::string_view name :
         {std::string_view{identity.name},
          std::string_view{identity.email}.substr(0, identity.email.find('@'))}) {
        auto checked = security::check_display_name(name);
        if (checked) return *std::move(checked);
    }
    return "New member";
}

Result<OpenIdOutcome> sign_in_or_up(
    const Network& network,
    db::Transaction& tx,
    const OpenIdIdentity& identity,
    std::string_view provider
) {
    const Time now = network.clock();
    const auto known = TRY(storage::find_openid_identity(tx, identity.issuer, identity.subject));
    if (known) {
        const auto account = TRY(storage::find_account(tx, known->account));
        if (!account) return fail(ErrorCode::conflict, "This account is not there any more.");
        TRY(storage::touch_openid_identity(tx, *known, now));
        return OpenIdOutcome{.account = known->account, .next = {}};
    }
    const std::string key = security::email_key(identity.email);
    const bool is_taken = !key.empty() && TRY(storage::find_account_by_email(tx, key)).has_value();
    TRY(check_sign_up(network, identity, provider, is_taken));
    const AccountId account = TRY(storage::insert_account(
        tx,
        {.email = identity.email,
         .email_key = key,
         .display_name = first_name(identity),
         .password_hash = {},
         .created_at = now,
         .confirmed_at = now}
    ));
    OpenIdOutcome outcome = TRY(connect(tx, identity, account, now));
    outcome.is_connected = false;
    outcome.is_new = true;
    return outcome;
}

} // namespace

OpenIdDirectory::OpenIdDirectory(
    outgoing::Fetch fetch, std::function<std::int64_t()> monotonic_clock
)
    : fetch_{std::move(fetch)}, clock_{std::move(monotonic_clock)} {}

Result<std::string> OpenIdDirectory::fetch_document(const std::string& url) {
    auto answer = fetch_({.url = url, .accept = "application/json"});
    if (!answer) return refuse_unreachable(answer.error().message());
    constexpr int ok = 200;
    if (answer->status != ok) return refuse_unreachable(fmt::format("status {}", answer->status));
    return std::move(answer->body);
}

Result<OpenIdProvider> OpenIdDirectory::find_provider(const std::string& issuer) {
    {
        const std::lock_guard lock{mutex_};
        const auto kept = providers_.find(issuer);
        if (kept != providers_.end()
            && clock_() - kept->second.at < openid_documents_age_max.milliseconds) {
            return kept->second.document;
        }
    }
    const std::string text = TRY(fetch_document(security::discovery_url(issuer)));
    OpenIdProvider provider = TRY(security::parse_discovery(text, issuer));
    const std::lock_guard lock{mutex_};
    providers_[issuer] = {.document = provider, .at = clock_()};
    return provider;
}

Result<security::KeySet> OpenIdDirectory::find_keys(const OpenIdProvider& provider, bool is_fresh) {
    const Duration age_max = is_fresh ? openid_keys_age_min : openid_documents_age_max;
    {
        const std::lock_guard lock{mutex_};
        const auto kept = keys_.find(provider.issuer);
        if (kept != keys_.end() && clock_() - kept->second.at < age_max.milliseconds) {
            return kept->second.document;
        }
    }
    const std::string text = TRY(fetch_document(provider.keys_url));
    security::KeySet keys = TRY(security::parse_key_set(text));
    const std::lock_guard lock{mutex_};
    keys_[provider.issuer] = {.document = keys, .at = clock_()};
    return keys;
}

Result<std::string> OpenIdDirectory::ask_for_token(
    const OpenIdProvider& provider, const security::TokenRequest& request
) {
    auto answer = fetch_({
        .method = outgoing::Method::post,
        .url = provider.token_url,
        .accept = "application/json",
        .authorization = request.authorization,
        .content_type = "application/x-www-form-urlencoded",
        .body = request.body,
    });
    if (!answer) return refuse_unreachable(answer.error().message());
    return std::move(answer->body);
}

Result<std::string>
OpenIdDirectory::ask_for_userinfo(const OpenIdProvider& provider, std::string_view access_token) {
    auto answer = fetch_(
        {.url = provider.userinfo_url,
         .accept = "application/json",
         .authorization = fmt::format("Bearer {}", access_token)}
    );
    if (!answer) return refuse_unreachable(answer.error().message());
    return std::move(answer->body);
}

Result<OpenIdSettings> find_openid(const Network& network, std::string_view key) {
    const auto& all = network.settings.openid;
    const auto found = std::ranges::find(all, key, &OpenIdSettings::key);
    if (network.openid == nullptr || found == all.end()) {
        return fail(ErrorCode::not_found, "There is no such way to sign in.");
    }
    return *found;
}

Result<std::string>
begin_openid(const Network& network, Browser browser, const OpenIdStart& start) {
    const OpenIdSettings settings = TRY(find_openid(network, start.provider));
    const OpenIdProvider provider = TRY(network.openid->find_provider(settings.issuer));
    const security::OpenIdAttempt secrets = security::new_openid_attempt(network.random);
    TRY(remember_attempt(
        network,
        browser,
        {.kind = AttemptKind::openid,
         .account = start.connecting,
         .token = secrets.state,
         .payload =
             {{"provider", settings.key},
              {"nonce", secrets.nonce},
              {"verifier", secrets.verifier},
              {"next", start.next}}}
    ));
    return security::authorization_url(provider, client_of(settings, start.redirect_url), secrets);
}

Result<OpenIdOutcome>
finish_openid(const Network& network, Browser browser, const OpenIdReturnForm& form) {
    const Departure departure = TRY(find_departure(network, browser, form.answer.state));
    if (departure.connecting && departure.connecting != form.signed_in) return refuse_attempt();

    const OpenIdProvider provider = TRY(network.openid->find_provider(departure.settings.issuer));
    const security::OpenIdClient client = client_of(departure.settings, form.redirect_url);
    const std::string code = TRY(security::check_return(provider, departure.secrets, form.answer));
    const std::string answer = TRY(network.openid->ask_for_token(
        provider, security::make_token_request(provider, client, departure.secrets, code)
    ));
    const security::TokenAnswer token = TRY(security::parse_token_response(answer));
    OpenIdIdentity identity = TRY(identify(network, provider, departure, client, token.id_token));
    // Many sites tell an address here only.
    if (identity.email.empty() && !provider.userinfo_url.empty() && !token.access_token.empty()) {
        const std::string more =
            TRY(network.openid->ask_for_userinfo(provider, token.access_token));
        TRY(security::add_userinfo(identity, more));
    }

    OpenIdOutcome outcome =
        TRY(network.database.write([&](db::Transaction& tx) -> Result<OpenIdOutcome> {
            if (departure.connecting) {
                return connect(tx, identity, *departure.connecting, network.clock());
            }
            return sign_in_or_up(network, tx, identity, departure.settings.name);
        }));
    outcome.next = departure.next;
    return outcome;
}

Result<std::vector<OpenIdConnection>>
list_openid_connections(const Network& network, AccountId account) {
    const std::vector<storage::OpenIdIdentityRecord> identities =
        TRY(network.database.read([&](db::ReadTransaction& tx) {
            return storage::list_openid_identities(tx, account);
        }));
    std::vector<OpenIdConnection> connections;
    for (const OpenIdSettings& provider : network.settings.openid) {
        const auto found =
            std::ranges::find(identities, provider.issuer, &storage::OpenIdIdentityRecord::issuer);
        connections.push_back(
            {.provider = provider,
             .since = found == identities.end() ? std::nullopt : std::optional{found->created_at}}
        );
    }
    return connections;
}

Result<void>
disconnect_openid(const Network& network, AccountId account, std::string_view provider) {
    const OpenIdSettings settings = TRY(find_openid(network, provider));
    return network.database.write([&](db::Transaction& tx) -> Result<void> {
        if (TRY(storage::delete_openid_identity(tx, account, settings.issuer))) return {};
        return fail(ErrorCode::not_found, "Your account is not connected to it.");
    });
}

} // namespace attest::service
