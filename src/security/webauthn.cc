#include "security/webauthn.h"

#include "base/verify.h"
#include "security/cbor.h"
#include "security/jose.h"
#include "security/limits.h"
#include "security/token.h"

#include <boost/json/value.hpp>
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include <array>
#include <memory>
#include <optional>
#include <utility>

namespace attest::security {

namespace {

// Authenticator data (WebAuthn, 6.1): the hash of the party's id, flags, a count, and what the
// flags say follows.
constexpr std::size_t party_hash_bytes = 32;
constexpr std::size_t flags_at = party_hash_bytes;
constexpr std::size_t count_at = flags_at + 1;
constexpr std::size_t fixed_bytes = count_at + 4;
constexpr std::size_t aaguid_bytes = 16;

constexpr unsigned flag_present = 0x01;
constexpr unsigned flag_verified = 0x04;
constexpr unsigned flag_may_be_synced = 0x08;
constexpr unsigned flag_credential = 0x40;
constexpr unsigned flag_extensions = 0x80;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string text_of(const unsigned char* bytes, std::size_t length) {
    if (bytes == nullptr) return {};
    return {reinterpret_cast<const char*>(bytes), length};
}

std::unexpected<Error> refuse(std::string why) {
    return std::unexpected{Error{
        ErrorCode::invalid,
        "This passkey could not be checked. Try again, or choose another way to sign in."
    }
                               .with_detail(std::move(why))};
}

struct FreeCredential {
    void operator()(fido_cred_t* credential) const { fido_cred_free(&credential); }
};

struct FreeAssertion {
    void operator()(fido_assert_t* assertion) const { fido_assert_free(&assertion); }
};

using Credential = std::unique_ptr<fido_cred_t, FreeCredential>;
using Assertion = std::unique_ptr<fido_assert_t, FreeAssertion>;

Credential new_credential() {
    Credential credential{fido_cred_new()};
    VERIFY(credential != nullptr);
    return credential;
}

/// The browser's own words: what was done, for whom, and with which challenge.
Result<void>
check_client_data(const Ceremony& ceremony, std::string_view client_data, std::string_view type) {
    const auto parsed = parse_json_object(client_data, client_data_bytes_max);
    if (!parsed) return refuse("client data: " + parsed.error().detail());
    const boost::json::object& data = *parsed;

    if (string_member(data, "type") != type) return refuse("type of another ceremony");
    if (ceremony.challenge.empty()
        || !equal_in_constant_time(string_member(data, "challenge"), ceremony.challenge)) {
        return refuse("challenge of another ceremony");
    }
    if (string_member(data, "origin") != ceremony.party.origin) {
        return refuse("origin " + std::string{string_member(data, "origin")});
    }
    const boost::json::value* cross_origin = data.if_contains("crossOrigin");
    if (cross_origin != nullptr && (!cross_origin->is_bool() || cross_origin->get_bool())) {
        return refuse("asked from inside another site's page");
    }
    return {};
}

unsigned flags_of(std::string_view authenticator_data) {
    return static_cast<unsigned char>(authenticator_data[flags_at]);
}

std::uint32_t count_of(std::string_view authenticator_data) {
    std::uint32_t count = 0;
    for (const char byte : authenticator_data.substr(count_at, fixed_bytes - count_at)) {
        count = (count << 8U) | static_cast<unsigned char>(byte);
    }
    return count;
}

/// What follows the fixed part, in the order in which it has to: a credential, extensions, and
/// nothing more. libfido2 reads it again; this makes sure that no length in it lies.
bool is_well_formed(std::string_view authenticator_data) {
    const unsigned flags = flags_of(authenticator_data);
    std::string_view rest = authenticator_data.substr(fixed_bytes);
    const auto skip_item = [&rest] {
        const std::optional<std::size_t> bytes = cbor_item_bytes(rest);
        rest.remove_prefix(bytes.value_or(0));
        return bytes.has_value();
    };
    if ((flags & flag_credential) != 0) {
        if (rest.size() < aaguid_bytes + 2) return false;
        rest.remove_prefix(aaguid_bytes);
        const auto id_bytes = static_cast<std::size_t>(
            (static_cast<unsigned char>(rest[0]) << 8U) | static_cast<unsigned char>(rest[1])
        );
        rest.remove_prefix(2);
        if (id_bytes == 0 || id_bytes > credential_id_bytes_max || id_bytes > rest.size()) {
            return false;
        }
        rest.remove_prefix(id_bytes);
        if (!skip_item()) return false;
    }
    if ((flags & flag_extensions) != 0 && !skip_item()) return false;
    return rest.empty();
}

Result<void> check_authenticator_data(const Ceremony& ceremony, std::string_view data) {
    if (data.size() < fixed_bytes || !is_well_formed(data)) {
        return refuse("authenticator data are not well-formed");
    }
    if (data.substr(0, party_hash_bytes) != sha256(ceremony.party.id)) {
        return refuse("made for another relying party");
    }
    if ((flags_of(data) & flag_present) == 0) return refuse("nobody was present");
    const bool is_verified = (flags_of(data) & flag_verified) != 0;
    if (ceremony.verification == UserVerification::required && !is_verified) {
        return refuse("the owner was not verified");
    }
    return {};
}

/// The authenticator's data inside an attestation object: a map of three entries and nothing else.
Result<std::string_view> attested_data(std::string_view object) {
    if (object.size() > attestation_object_bytes_max) return refuse("attestation object too long");
    CborReader reader{object};
    const std::optional<std::size_t> entries = reader.read_map();
    constexpr std::size_t entries_expected = 3;
    if (entries != entries_expected) return refuse("attestation object is no map of three");
    std::optional<std::string_view> data;
    bool has_format = false;
    bool has_statement = false;
    for (std::size_t entry = 0; entry < entries_expected; ++entry) {
        const std::optional<std::string_view> name = reader.read_text();
        if (name == "authData" && !data) {
            data = reader.read_bytes();
        } else if (name == "fmt" && !has_format) {
            has_format = reader.read_text().has_value();
        } else if (name == "attStmt" && !has_statement) {
            has_statement = reader.skip(cbor_depth_max);
        } else {
            return refuse("attestation object has an entry of another name");
        }
    }
    if (!data || !has_format || !has_statement || !reader.rest().empty()) {
        return refuse("attestation object is not well-formed");
    }
    return *data;
}

/// libfido2 wants to be told the algorithm and then says whether the key is of it.
Result<std::pair<Credential, PasskeyAlgorithm>> read_credential(std::string_view data) {
    for (const PasskeyAlgorithm algorithm :
         {PasskeyAlgorithm::es256, PasskeyAlgorithm::eddsa, PasskeyAlgorithm::rs256}) {
        Credential credential = new_credential();
        const bool is_read =
            fido_cred_set_type(credential.get(), std::to_underlying(algorithm)) == FIDO_OK
            && fido_cred_set_authdata_raw(credential.get(), bytes_of(data), data.size()) == FIDO_OK;
        if (is_read) return std::pair{std::move(credential), algorithm};
    }
    return refuse("no key of an algorithm that we take");
}

using Es256Key = std::unique_ptr<es256_pk_t, void (*)(es256_pk_t*)>;
using EddsaKey = std::unique_ptr<eddsa_pk_t, void (*)(eddsa_pk_t*)>;
using Rs256Key = std::unique_ptr<rs256_pk_t, void (*)(rs256_pk_t*)>;

/// Gives `use` a pointer to the key, or returns `FIDO_ERR_INVALID_ARGUMENT` for bytes that are
/// none: of a wrong length, or no point of the curve.
template <typename Use>
int with_key(PasskeyAlgorithm algorithm, std::string_view bytes, Use use) {
    int outcome = FIDO_ERR_INVALID_ARGUMENT;
    switch (algorithm) {
    case PasskeyAlgorithm::es256: {
        const Es256Key key{es256_pk_new(), [](es256_pk_t* p) { es256_pk_free(&p); }};
        outcome = es256_pk_from_ptr(key.get(), bytes.data(), bytes.size());
        return outcome == FIDO_OK ? use(static_cast<const void*>(key.get())) : outcome;
    }
    case PasskeyAlgorithm::eddsa: {
        const EddsaKey key{eddsa_pk_new(), [](eddsa_pk_t* p) { eddsa_pk_free(&p); }};
        outcome = eddsa_pk_from_ptr(key.get(), bytes.data(), bytes.size());
        return outcome == FIDO_OK ? use(static_cast<const void*>(key.get())) : outcome;
    }
    case PasskeyAlgorithm::rs256: {
        const Rs256Key key{rs256_pk_new(), [](rs256_pk_t* p) { rs256_pk_free(&p); }};
        outcome = rs256_pk_from_ptr(key.get(), bytes.data(), bytes.size());
        return outcome == FIDO_OK ? use(static_cast<const void*>(key.get())) : outcome;
    }
    }
    return outcome; // a number in the database that is none of ours
}

/// libfido2 as a verifier alone: it must not look for devices, only be told once that it is used.
void initialize_fido() {
    static const bool is_done = [] {
        fido_init(0);
        return true;
    }();
    (void)is_done;
}

} // namespace

Result<Passkey> check_registration(const Ceremony& ceremony, const PasskeyRegistration& answer) {
    initialize_fido();
    TRY(check_client_data(ceremony, answer.client_data, "webauthn.create"));
    const std::string_view data = TRY(attested_data(answer.attestation_object));
    TRY(check_authenticator_data(ceremony, data));
    if ((flags_of(data) & flag_credential) == 0) return refuse("no credential was made");

    const auto [credential, algorithm] = TRY(read_credential(data));
    Passkey passkey{
        .credential_id =
            text_of(fido_cred_id_ptr(credential.get()), fido_cred_id_len(credential.get())),
        .public_key =
            text_of(fido_cred_pubkey_ptr(credential.get()), fido_cred_pubkey_len(credential.get())),
        .algorithm = algorithm,
        .sign_count = count_of(data),
        .is_synced = (flags_of(data) & flag_may_be_synced) != 0,
    };
    const int outcome =
        with_key(algorithm, passkey.public_key, [](const void*) { return FIDO_OK; });
    if (outcome != FIDO_OK) return refuse("the key is none");
    return passkey;
}

Result<std::uint32_t>
check_assertion(const Ceremony& ceremony, const Passkey& passkey, const PasskeyAssertion& answer) {
    initialize_fido();
    const std::string_view data = answer.authenticator_data;
    TRY(check_client_data(ceremony, answer.client_data, "webauthn.get"));
    if (data.size() > authenticator_data_bytes_max) return refuse("authenticator data too long");
    TRY(check_authenticator_data(ceremony, data));
    if (answer.signature.size() > passkey_signature_bytes_max) return refuse("signature too long");

    const Assertion assertion{fido_assert_new()};
    VERIFY(assertion != nullptr);
    fido_assert_t* raw = assertion.get();
    const std::string hash = sha256(answer.client_data);
    const bool is_read =
        fido_assert_set_count(raw, 1) == FIDO_OK
        && fido_assert_set_rp(raw, ceremony.party.id.c_str()) == FIDO_OK
        && fido_assert_set_clientdata_hash(raw, bytes_of(hash), hash.size()) == FIDO_OK
        && fido_assert_set_authdata_raw(raw, 0, bytes_of(data), data.size()) == FIDO_OK
        && fido_assert_set_up(raw, FIDO_OPT_TRUE) == FIDO_OK
        && fido_assert_set_sig(raw, 0, bytes_of(answer.signature), answer.signature.size())
               == FIDO_OK;
    if (!is_read) return refuse("libfido2 could not read the assertion");

    const int outcome = with_key(passkey.algorithm, passkey.public_key, [&](const void* key) {
        return fido_assert_verify(raw, 0, std::to_underlying(passkey.algorithm), key);
    });
    if (outcome != FIDO_OK) return refuse(std::string{"signature: "} + fido_strerr(outcome));

    // Passkeys that are synced do not count; all others must count upwards.
    const std::uint32_t count = count_of(data);
    if ((count != 0 || passkey.sign_count != 0) && count <= passkey.sign_count) {
        return refuse("the sign count did not grow");
    }
    return count;
}

} // namespace attest::security
