#include "service/passkeys.h"

#include "base/json.h"
#include "base/text.h"
#include "security/jose.h"
#include "security/limits.h"
#include "security/token.h"
#include "service/limits.h"
#include "storage/accounts.h"
#include "storage/passkeys.h"

#include <fmt/format.h>

#include <utility>

namespace attest::service {

namespace {

using storage::AttemptKind;

constexpr std::string_view registration = "registration";
constexpr std::string_view sign_in = "sign-in";

std::unexpected<Error> refuse(std::string detail) {
    return std::unexpected{Error{
        ErrorCode::invalid,
        "This passkey could not be checked. Try again, or choose another way to sign in."
    }
                               .with_detail(std::move(detail))};
}

/// The same for an account for ever, and telling nothing of it (WebAuthn, 14.6.1).
std::string user_handle(const Network& network, AccountId account) {
    const std::string id = fmt::format("{}", account.value);
    return security::base64url(security::keyed_hash(network.secret_key, "passkey user", id));
}

/// The challenge that the browser says it answers: the token of the attempt. Whether it was really
/// signed is checked later.
Result<std::string> challenge_of(std::string_view client_data) {
    const auto data =
        TRY(security::parse_json_object(client_data, security::client_data_bytes_max));
    return std::string{security::string_member(data, "challenge")};
}

struct Ceremony {
    security::Ceremony ceremony;
    Attempt attempt;
};

/// The ceremony of a challenge, which is used up by asking.
Result<Ceremony>
take_ceremony(const PasskeyPlace& place, std::string_view purpose, std::string_view client_data) {
    std::string challenge = TRY(challenge_of(client_data));
    std::optional<Attempt> attempt =
        TRY(take_attempt(place.network, place.browser, AttemptKind::passkey, challenge));
    if (!attempt || security::string_member(attempt->payload, "purpose") != purpose) {
        return refuse_attempt();
    }
    return Ceremony{
        .ceremony =
            {.party = place.party,
             .challenge = std::move(challenge),
             .verification = security::UserVerification::required},
        .attempt = *std::move(attempt),
    };
}

void write_algorithms(JsonWriter& json) {
    using security::PasskeyAlgorithm;
    json.key("pubKeyCredParams").begin_array();
    for (const PasskeyAlgorithm algorithm :
         {PasskeyAlgorithm::eddsa, PasskeyAlgorithm::es256, PasskeyAlgorithm::rs256}) {
        json.begin_object()
            .field("type", "public-key")
            .field("alg", std::to_underlying(algorithm))
            .end_object();
    }
    json.end_array();
}

/// So that a device does not make a second passkey for the same account.
void write_excluded(JsonWriter& json, const std::vector<storage::PasskeyRecord>& passkeys) {
    json.key("excludeCredentials").begin_array();
    for (const storage::PasskeyRecord& passkey : passkeys) {
        json.begin_object()
            .field("type", "public-key")
            .field("id", security::base64url(passkey.credential_id))
            .end_object();
    }
    json.end_array();
}

struct AccountWithPasskeys {
    storage::AccountRecord account;
    std::vector<storage::PasskeyRecord> passkeys;
};

Result<AccountWithPasskeys> read_account(const Network& network, AccountId id) {
    return network.database.read([&](db::ReadTransaction& tx) -> Result<AccountWithPasskeys> {
        std::optional<storage::AccountRecord> account = TRY(storage::find_account(tx, id));
        if (!account) return fail(ErrorCode::not_found, "There is no such account.");
        return AccountWithPasskeys{
            .account = *std::move(account),
            .passkeys = TRY(storage::list_passkeys(tx, id)),
        };
    });
}

Result<std::string> decode(std::string_view text) {
    auto bytes = security::parse_base64url(text);
    if (!bytes) return refuse("no base64url");
    return bytes;
}

Result<std::string> check_name(std::string_view name) {
    std::string clean = clean_utf8(trim(name));
    if (clean.empty()) clean = "Passkey";
    if (utf8_length(clean) <= passkey_name_characters_max) return clean;
    const std::string sentence =
        fmt::format("Take a name of at most {} characters.", passkey_name_characters_max);
    return std::unexpected{Error{ErrorCode::invalid, sentence}.with_field("name", sentence)};
}

} // namespace

security::RelyingParty relying_party(std::string_view scheme, std::string_view host) {
    const std::size_t bracket = host.rfind(']');
    const std::size_t colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
    return {
        .id = std::string{host.substr(0, colon)},
        .origin = fmt::format("{}://{}", scheme, host),
    };
}

Result<std::string> begin_passkey_registration(
    const PasskeyPlace& place, AccountId account, std::string_view site_title
) {
    const AccountWithPasskeys found = TRY(read_account(place.network, account));
    if (found.passkeys.size() >= passkeys_max) {
        return fail(
            ErrorCode::conflict,
            fmt::format("An account has at most {} passkeys. Remove one first.", passkeys_max)
        );
    }
    const std::string challenge = security::new_token(place.network.random).secret;
    TRY(remember_attempt(
        place.network,
        place.browser,
        {.kind = AttemptKind::passkey,
         .account = account,
         .token = challenge,
         .payload = {{"purpose", registration}}}
    ));
    std::string text;
    JsonWriter json{text};
    json.begin_object().field("challenge", challenge);
    json.key("rp").begin_object();
    json.field("id", place.party.id).field("name", site_title).end_object();
    json.key("user").begin_object();
    json.field("id", user_handle(place.network, account)).field("name", found.account.email);
    json.field("displayName", found.account.display_name).end_object();
    write_algorithms(json);
    write_excluded(json, found.passkeys);
    json.key("authenticatorSelection").begin_object();
    json.field("residentKey", "required").field("requireResidentKey", true);
    json.field("userVerification", "required").end_object();
    json.field("attestation", "none").field("timeout", passkey_timeout_milliseconds);
    json.end_object();
    return text;
}

Result<PasskeyId>
finish_passkey_registration(const PasskeyPlace& place, AccountId account, const NewPasskey& form) {
    const std::string name = TRY(check_name(form.name));
    const std::string client_data = TRY(decode(form.client_data));
    const std::string attestation = TRY(decode(form.attestation_object));
    const Ceremony taken = TRY(take_ceremony(place, registration, client_data));
    if (taken.attempt.account != account) return refuse_attempt();

    const security::Passkey passkey = TRY(security::check_registration(
        taken.ceremony, {.client_data = client_data, .attestation_object = attestation}
    ));
    const storage::PasskeyRecord record{
        .account = account,
        .credential_id = passkey.credential_id,
        .public_key = passkey.public_key,
        .algorithm = std::to_underlying(passkey.algorithm),
        .sign_count = passkey.sign_count,
        .name = name,
        .created_at = place.network.clock(),
    };
    return place.network.database.write([&](db::Transaction& tx) {
        return storage::insert_passkey(tx, record);
    });
}

Result<std::string> begin_passkey_sign_in(const PasskeyPlace& place, std::string_view next) {
    const std::string challenge = security::new_token(place.network.random).secret;
    TRY(remember_attempt(
        place.network,
        place.browser,
        {.kind = AttemptKind::passkey,
         .token = challenge,
         .payload = {{"purpose", sign_in}, {"next", next}}}
    ));
    std::string text;
    JsonWriter json{text};
    json.begin_object().field("challenge", challenge).field("rpId", place.party.id);
    json.key("allowCredentials").begin_array().end_array();
    json.field("userVerification", "required").field("timeout", passkey_timeout_milliseconds);
    json.end_object();
    return text;
}

Result<SignedInByPasskey>
finish_passkey_sign_in(const PasskeyPlace& place, const PasskeySignIn& form) {
    const std::string credential_id = TRY(decode(form.credential_id));
    const std::string client_data = TRY(decode(form.client_data));
    const std::string authenticator_data = TRY(decode(form.authenticator_data));
    const std::string signature = TRY(decode(form.signature));
    const Ceremony taken = TRY(take_ceremony(place, sign_in, client_data));

    const std::optional<storage::PasskeyRecord> passkey =
        TRY(place.network.database.read([&](db::ReadTransaction& tx) {
            return storage::find_passkey(tx, credential_id);
        }));
    if (!passkey) return refuse("no such passkey");
    const std::uint32_t sign_count = TRY(security::check_assertion(
        taken.ceremony,
        {.credential_id = passkey->credential_id,
         .public_key = passkey->public_key,
         .algorithm = static_cast<security::PasskeyAlgorithm>(passkey->algorithm),
         .sign_count = static_cast<std::uint32_t>(passkey->sign_count)},
        {.client_data = client_data,
         .authenticator_data = authenticator_data,
         .signature = signature}
    ));
    const storage::PasskeyUse use{
        .passkey = passkey->id,
        .sign_count_before = passkey->sign_count,
        .sign_count = sign_count,
        .at = place.network.clock(),
    };
    return place.network.database.write([&](db::Transaction& tx) -> Result<SignedInByPasskey> {
        if (!TRY(storage::use_passkey(tx, use))) return refuse("used by another request");
        const std::optional<storage::AccountRecord> account =
            TRY(storage::find_account(tx, passkey->account));
        if (!account || !account->confirmed_at) return refuse("no such account");
        return SignedInByPasskey{
            .account = account->id,
            .next = std::string{security::string_member(taken.attempt.payload, "next")},
        };
    });
}

Result<std::vector<PasskeyListItem>> list_passkeys(const Network& network, AccountId account) {
    const std::vector<storage::PasskeyRecord> passkeys =
        TRY(network.database.read([&](db::ReadTransaction& tx) {
            return storage::list_passkeys(tx, account);
        }));
    std::vector<PasskeyListItem> items;
    items.reserve(passkeys.size());
    for (const storage::PasskeyRecord& passkey : passkeys) {
        items.push_back(
            {.id = passkey.id,
             .name = passkey.name,
             .created_at = passkey.created_at,
             .used_at = passkey.used_at}
        );
    }
    return items;
}

Result<void> remove_passkey(const Network& network, AccountId account, PasskeyId passkey) {
    return network.database.write([&](db::Transaction& tx) -> Result<void> {
        if (TRY(storage::delete_passkey(tx, account, passkey))) return {};
        return fail(ErrorCode::not_found, "There is no such passkey.");
    });
}

} // namespace attest::service
