#include "security/openid.h"

#include "security/keys_for_tests.h"
#include "security/limits.h"
#include "security/token.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <functional>
#include <string>
#include <vector>

using namespace attest;
using namespace attest::security;
using namespace attest::security::for_tests;

namespace {

constexpr Time now{1'800'000'000'000};
constexpr std::string_view issuer = "https://id.example.com";

/// One key of the other site, and what is published of it.
struct IssuerKey {
    std::string id;
    std::string algorithm;
    Key key;
    std::string more; ///< Further members of the published key.

    [[nodiscard]] std::string jwk() const {
        const std::string common =
            fmt::format(R"("kid":"{}","use":"sig","alg":"{}"{})", id, algorithm, more);
        if (algorithm == "RS256") {
            return fmt::format(
                R"({{"kty":"RSA","n":"{}","e":"{}",{}}})",
                base64url(rsa_number(key.get(), "n")),
                base64url(rsa_number(key.get(), "e")),
                common
            );
        }
        if (algorithm == "ES256") {
            const Point point = point_of(key.get());
            return fmt::format(
                R"({{"kty":"EC","crv":"P-256","x":"{}","y":"{}",{}}})",
                base64url(point.x),
                base64url(point.y),
                common
            );
        }
        return fmt::format(
            R"({{"kty":"OKP","crv":"Ed25519","x":"{}",{}}})",
            base64url(ed25519_public(key.get())),
            common
        );
    }

    [[nodiscard]] std::string signature_of(std::string_view text) const {
        if (algorithm == "EdDSA") return sign(key.get(), nullptr, text);
        const std::string signature = sign(key.get(), EVP_sha256(), text);
        return algorithm == "ES256" ? raw_ecdsa(signature) : signature;
    }
};

IssuerKey new_rs256(std::string id = "r1") {
    return {.id = std::move(id), .algorithm = "RS256", .key = new_rsa_key(), .more = {}};
}

IssuerKey new_es256(std::string id = "e1") {
    return {.id = std::move(id), .algorithm = "ES256", .key = new_p256_key(), .more = {}};
}

IssuerKey new_eddsa(std::string id = "d1") {
    return {.id = std::move(id), .algorithm = "EdDSA", .key = new_ed25519_key(), .more = {}};
}

std::string set_of(const std::vector<std::string>& jwks) {
    return fmt::format(R"({{"keys":[{}]}})", fmt::join(jwks, ","));
}

OpenIdClient client() {
    return {
        .issuer = std::string{issuer},
        .client_id = "attest",
        .client_secret = "s3cret",
        .redirect_url = "https://example.org/signin/openid/back",
    };
}

/// An ID token, and everything about it that a test may want to spoil.
struct Token {
    std::string header;
    std::string iss{issuer};
    std::string aud = R"("attest")";
    std::string sub = R"("1234")";
    std::string nonce;
    std::string exp = "1800000300";
    std::string iat = "1799999990";
    std::string more;

    [[nodiscard]] std::string payload() const {
        return fmt::format(
            R"({{"iss":"{}","aud":{},"sub":{},"nonce":"{}","exp":{},"iat":{}{}}})",
            iss,
            aud,
            sub,
            nonce,
            exp,
            iat,
            more
        );
    }

    [[nodiscard]] std::string text_to_sign() const {
        return base64url(header) + '.' + base64url(payload());
    }

    [[nodiscard]] std::string signed_by(const IssuerKey& key) const {
        return text_to_sign() + '.' + base64url(key.signature_of(text_to_sign()));
    }
};

std::string header_of(const IssuerKey& key) {
    return fmt::format(R"({{"alg":"{}","kid":"{}","typ":"JWT"}})", key.algorithm, key.id);
}

std::string why(const auto& result) {
    return result ? "taken" : result.error().detail();
}

/// An issuer with one key, somebody who is signing in, and a token that is good until spoilt.
struct Story {
    IssuerKey key;
    KeySet keys;
    OpenIdAttempt attempt = new_openid_attempt(system_random());
    Token token;

    explicit Story(IssuerKey with) : key{std::move(with)} {
        keys = parse_key_set(set_of({key.jwk()})).value();
        token.header = header_of(key);
        token.nonce = attempt.nonce;
    }

    [[nodiscard]] Result<OpenIdIdentity> check(std::string_view text) const {
        return check_id_token(text, keys, client(), attempt, now);
    }

    [[nodiscard]] std::string outcome() const { return why(check(token.signed_by(key))); }
};

std::string outcome_with(const std::function<void(Story&)>& spoil) {
    Story story{new_es256()};
    spoil(story);
    return story.outcome();
}

} // namespace

TEST_CASE("A token signed with each kind of key says who has signed in") {
    std::vector<IssuerKey> keys;
    keys.push_back(new_rs256());
    keys.push_back(new_es256());
    keys.push_back(new_eddsa());
    for (IssuerKey& key : keys) {
        CAPTURE(key.algorithm);
        Story story{std::move(key)};
        story.token.more = R"(,"email":"Jane@Example.com","email_verified":true,"name":"Jane Doe")";
        const auto identity = story.check(story.token.signed_by(story.key));
        REQUIRE(why(identity) == "taken");
        CHECK(identity->issuer == issuer);
        CHECK(identity->subject == "1234");
        CHECK(identity->email == "Jane@example.com");
        CHECK(identity->name == "Jane Doe");
    }
}

TEST_CASE("An address that the other site has not verified is none") {
    for (const char* claim :
         {R"(,"email":"jane@example.com")",
          R"(,"email":"jane@example.com","email_verified":false)",
          R"(,"email":"jane@example.com","email_verified":"yes")",
          R"(,"email":"jane","email_verified":true)"}) {
        Story story{new_eddsa()};
        story.token.more = claim;
        CHECK(story.check(story.token.signed_by(story.key)).value().email.empty());
    }
}

// ASVS 6.8.2, 9.1.1, 9.1.2, 10.5.1 to 10.5.4; guards V10: the wrong answers of an evil provider.
TEST_CASE("V10, 1: an unsigned token") {
    Story story{new_rs256()};
    for (const char* none : {"none", "None", "NONE", ""}) {
        story.token.header = fmt::format(R"({{"alg":"{}","kid":"r1"}})", none);
        CHECK(why(story.check(story.token.text_to_sign() + ".")).starts_with("algorithm"));
        CHECK(story.outcome().starts_with("algorithm"));
    }
    story.token.header = R"({"kid":"r1"})";
    CHECK(story.outcome().starts_with("algorithm"));
}

TEST_CASE("V10, 2: a token signed with the public key as a shared secret") {
    Story story{new_rs256()};
    story.token.header = R"({"alg":"HS256","kid":"r1"})";
    const std::string text = story.token.text_to_sign();
    const std::string secret = story.key.jwk();
    const std::string mac = keyed_hash(secret, "", text);
    CHECK(why(story.check(text + '.' + base64url(mac))).starts_with("algorithm"));
    story.token.header = R"({"alg":"RS256","kid":"r1"})";
    const std::string claimed = story.token.text_to_sign();
    CHECK(why(story.check(claimed + '.' + base64url(mac))) == "signature");
}

TEST_CASE("V10, 3: a token with a signature that is not the issuer's") {
    for (const auto& make :
         {+[] { return new_rs256("k"); },
          +[] { return new_es256("k"); },
          +[] { return new_eddsa("k"); }}) {
        Story story{make()};
        const IssuerKey stranger = make();
        const std::string text = story.token.text_to_sign();
        const std::string signature = story.key.signature_of(text);
        CHECK(why(story.check(text + '.' + base64url(signature))) == "taken");
        CHECK(why(story.check(text + '.' + base64url(stranger.signature_of(text)))) == "signature");
        CHECK(why(story.check(text + '.')) == "signature");
        CHECK(why(story.check(text + '.' + base64url(std::string(64, '\0')))) == "signature");
        CHECK(why(story.check(text + '.' + base64url(signature.substr(1)))) == "signature");
        CHECK(why(story.check(text + '.' + base64url(signature + "x"))) == "signature");
        std::string flipped = signature;
        flipped[20] ^= 1;
        CHECK(why(story.check(text + '.' + base64url(flipped))) == "signature");
        // Other claims under the same signature.
        story.token.sub = R"("5678")";
        CHECK(
            why(story.check(story.token.text_to_sign() + '.' + base64url(signature))) == "signature"
        );
    }
}

TEST_CASE("V10, 4: a token that brings its own key, or the address of one") {
    const IssuerKey evil = new_es256("evil");
    Story story{new_es256()};
    for (const std::string& bait :
         {R"("jwk":)" + evil.jwk(),
          std::string{R"("jku":"https://evil.example/keys")"},
          std::string{R"("x5u":"https://evil.example/cert")"},
          std::string{R"("x5c":["MIIB"])"}}) {
        story.token.header = R"({"alg":"ES256","kid":"e1",)" + bait + "}";
        CHECK(why(story.check(story.token.signed_by(evil))) == "signature");
        CHECK(story.outcome() == "taken");
    }
}

TEST_CASE("V10, 5: a token signed with a key that the set does not have") {
    Story story{new_es256()};
    const IssuerKey unknown = new_es256("e2");
    story.token.header = header_of(unknown);
    const auto identity = story.check(story.token.signed_by(unknown));
    REQUIRE_FALSE(identity.has_value());
    CHECK(identity.error().code() == ErrorCode::not_found);
    story.keys = parse_key_set(set_of({story.key.jwk(), unknown.jwk()})).value();
    CHECK(why(story.check(story.token.signed_by(unknown))) == "taken");
}

TEST_CASE("V10, 6: a token whose algorithm is not that of its key") {
    Story story{new_es256()};
    for (const char* algorithm : {"RS256", "EdDSA"}) {
        story.token.header = fmt::format(R"({{"alg":"{}","kid":"e1"}})", algorithm);
        CHECK(story.outcome() == "algorithm of another kind of key");
    }
    for (const char* algorithm : {"PS256", "ES384", "RS1", "es256", "ES256K"}) {
        story.token.header = fmt::format(R"({{"alg":"{}","kid":"e1"}})", algorithm);
        CHECK(story.outcome().starts_with("algorithm"));
    }
}

TEST_CASE("V10, 7: another issuer's token") {
    for (const char* iss :
         {"https://evil.example", "https://id.example.com/", "http://id.example.com", ""}) {
        CHECK(outcome_with([&](Story& s) { s.token.iss = iss; }) == "another issuer's token");
    }
}

TEST_CASE("V10, 8: a token for another client, or for others too") {
    for (const char* aud :
         {R"("other")",
          R"(["other"])",
          R"(["attest","other"])",
          "[]",
          "null",
          R"(["attest",1])",
          R"("Attest")"}) {
        CAPTURE(aud);
        CHECK(outcome_with([&](Story& s) { s.token.aud = aud; }) == "a token for somebody else");
    }
    CHECK(outcome_with([](Story& s) { s.token.aud = R"(["attest"])"; }) == "taken");
    CHECK(outcome_with([](Story& s) { s.token.more = R"(,"azp":"attest")"; }) == "taken");
    CHECK(
        outcome_with([](Story& s) { s.token.more = R"(,"azp":"other")"; })
        == "a token for somebody else"
    );
    CHECK(
        outcome_with([](Story& s) { s.token.more = R"(,"azp":7)"; }) == "a token for somebody else"
    );
}

TEST_CASE("V10, 9: a token that has expired, or is not valid yet") {
    const auto with_exp = [](const char* exp) {
        return outcome_with([&](Story& s) { s.token.exp = exp; });
    };
    CHECK(with_exp("1799999941") == "taken"); // within the leeway
    CHECK(with_exp("1799999940") == "expired");
    CHECK(with_exp("1800000300.5") == "taken");
    CHECK(with_exp("0") == "expired");
    CHECK(with_exp("null") == "no exp or iat");
    CHECK(with_exp(R"("1800000300")") == "no exp or iat");
    CHECK(with_exp("-1") == "no exp or iat");
    CHECK(with_exp("1e300") == "no exp or iat");
    CHECK(outcome_with([](Story& s) { s.token.more = R"(,"nbf":1800000100)"; }) == "not valid yet");
    CHECK(outcome_with([](Story& s) { s.token.more = R"(,"nbf":"x")"; }) == "not valid yet");
}

TEST_CASE("V10, 10: a token issued in the future, or long ago") {
    const auto with_iat = [](const char* iat) {
        return outcome_with([&](Story& s) { s.token.iat = iat; });
    };
    CHECK(with_iat("1800000060") == "taken");
    CHECK(with_iat("1800000061") == "issued in the future");
    CHECK(with_iat("1799999400") == "taken");
    CHECK(with_iat("1799999399") == "issued long ago");
    CHECK(with_iat("null") == "no exp or iat");
}

TEST_CASE("V10, 11: a token of another attempt") {
    const auto with_nonce = [](std::string nonce) {
        return outcome_with([&](Story& s) { s.token.nonce = std::move(nonce); });
    };
    CHECK(with_nonce("") == "nonce of another attempt");
    CHECK(with_nonce(new_token(system_random()).secret) == "nonce of another attempt");
    CHECK(
        outcome_with([](Story& s) {
            s.attempt.nonce.clear();
            s.token.nonce.clear();
        })
        == "nonce of another attempt"
    );
}

TEST_CASE("V10, 12: a token of nobody") {
    for (const std::string& sub :
         {std::string{R"("")"},
          std::string{"null"},
          std::string{"1234"},
          '"' + std::string(256, 'a') + '"'}) {
        CHECK(outcome_with([&](Story& s) { s.token.sub = sub; }) == "no subject");
    }
}

TEST_CASE("V10, 13: coming back with another's state, or from another issuer") {
    const OpenIdAttempt attempt = new_openid_attempt(system_random());
    OpenIdProvider provider{.issuer = std::string{issuer}, .says_issuer = true};
    const auto outcome = [&](const OpenIdReturn& answer) {
        return why(check_return(provider, attempt, answer));
    };
    CHECK(outcome({.state = attempt.state, .code = "c", .issuer = issuer}) == "taken");
    CHECK(outcome({.state = "", .code = "c", .issuer = issuer}) == "state of another attempt");
    CHECK(
        outcome({.state = new_openid_attempt(system_random()).state, .code = "c", .issuer = issuer})
        == "state of another attempt"
    );
    CHECK(
        outcome({.state = attempt.state, .code = "c", .issuer = "https://evil.example"})
        == "sent back by another issuer"
    );
    CHECK(outcome({.state = attempt.state, .code = "c"}) == "sent back by another issuer");
    CHECK(outcome({.state = attempt.state, .code = "", .issuer = issuer}) == "no code");
    CHECK(
        outcome({.state = attempt.state, .code = "c", .issuer = issuer, .error = "access_denied"})
        == "error access_denied"
    );
    const std::string long_code(openid_code_bytes_max + 1, 'c');
    CHECK(outcome({.state = attempt.state, .code = long_code, .issuer = issuer}) == "no code");
    provider.says_issuer = false;
    CHECK(outcome({.state = attempt.state, .code = "c"}) == "taken");
    CHECK(why(check_return(provider, {}, {.code = "c"})) == "state of another attempt");
}

TEST_CASE("A token of another type, or with an extension that must be understood, is refused") {
    const auto with_header = [](const char* header) {
        return outcome_with([&](Story& s) { s.token.header = header; });
    };
    CHECK(with_header(R"({"alg":"ES256","kid":"e1"})") == "taken");
    CHECK(with_header(R"({"alg":"ES256","kid":"e1","typ":"jwt"})") == "taken");
    CHECK(with_header(R"({"alg":"ES256","kid":"e1","typ":"at+jwt"})") == "a token of another type");
    CHECK(with_header(R"({"alg":"ES256","kid":"e1","typ":1})") == "a token of another type");
    CHECK(
        with_header(R"({"alg":"ES256","kid":"e1","crit":["b64"],"b64":false})")
        == "an extension that must be understood"
    );
}

TEST_CASE("Without the name of a key there must be one that fits") {
    Story story{new_es256()};
    story.token.header = R"({"alg":"ES256"})";
    CHECK(story.outcome() == "taken");
    const IssuerKey other = new_es256("e2");
    story.keys = parse_key_set(set_of({story.key.jwk(), other.jwk()})).value();
    CHECK(story.outcome() == "two keys would fit");
    story.keys = parse_key_set(set_of({story.key.jwk(), new_rs256().jwk()})).value();
    CHECK(story.outcome() == "taken");
}

TEST_CASE("What is no token is refused") {
    Story story{new_es256()};
    const std::string good = story.token.signed_by(story.key);
    CHECK(why(story.check(good)) == "taken");
    for (const std::string& text : {
             std::string{},
             std::string{".."},
             std::string{"a.b"},
             good + ".x",
             good + "=",
             ' ' + good,
             "e30." + good.substr(good.find('.') + 1),
             base64url("[]") + good.substr(good.find('.')),
             base64url("{") + good.substr(good.find('.')),
             std::string(openid_token_bytes_max + 1, 'a'),
         }) {
        CHECK_FALSE(story.check(text).has_value());
    }
    // Claims that are no object, well signed.
    const std::string text = base64url(story.token.header) + '.' + base64url("[1]");
    CHECK(
        why(story.check(text + '.' + base64url(story.key.signature_of(text)))) == "no JSON object"
    );
}

TEST_CASE("Keys that are weak, malformed or for another use are passed over") {
    const IssuerKey good = new_es256();
    const auto taken = [&](const std::string& jwk) {
        const auto keys = parse_key_set(set_of({jwk, good.jwk()}));
        REQUIRE(keys.has_value());
        return keys->size() == 2;
    };
    CHECK(taken(new_rs256().jwk()));
    IssuerKey weak = new_rs256();
    weak.key = new_rsa_key(1024);
    CHECK_FALSE(taken(weak.jwk()));

    const std::string n = base64url(rsa_number(new_rs256().key.get(), "n"));
    const auto rsa = [&](std::string_view e) {
        return fmt::format(R"({{"kty":"RSA","n":"{}","e":"{}"}})", n, base64url(e));
    };
    CHECK(taken(rsa("\x03")));
    CHECK_FALSE(taken(rsa("\x01")));
    CHECK_FALSE(taken(rsa("\x02")));
    CHECK_FALSE(taken(rsa("")));
    CHECK_FALSE(taken(rsa("\x01\x01\x01\x01\x01")));

    const Point point = point_of(good.key.get());
    const auto ec = [&](std::string_view curve, std::string_view x, std::string_view y) {
        return fmt::format(
            R"({{"kty":"EC","crv":"{}","x":"{}","y":"{}"}})", curve, base64url(x), base64url(y)
        );
    };
    CHECK(taken(ec("P-256", point.x, point.y)));
    CHECK_FALSE(taken(ec("P-384", point.x, point.y)));
    CHECK_FALSE(taken(ec("P-256", point.y, point.x)));
    CHECK_FALSE(taken(ec("P-256", point.x, point.y.substr(1))));
    CHECK_FALSE(taken(ec("P-256", std::string(32, '\0'), std::string(32, '\0'))));

    for (const char* jwk :
         {R"({"kty":"oct","k":"AAAA"})",
          R"({"kty":"OKP","crv":"X25519","x":"AAAA"})",
          R"({"kty":"OKP","crv":"Ed25519","x":"AAAA"})",
          R"({"kty":1})",
          "[]",
          "7"}) {
        CHECK_FALSE(taken(jwk));
    }
    IssuerKey encryption = new_es256();
    encryption.algorithm = "ECDH-ES";
    const std::string other_use = good.jwk();
    CHECK_FALSE(taken(std::string{other_use}.replace(other_use.find("sig"), 3, "enc")));
    CHECK_FALSE(taken(std::string{other_use}.replace(other_use.find("ES256"), 5, "ES384")));
}

TEST_CASE("A set without a key that can be used is none") {
    for (const std::string& text : {
             std::string{},
             std::string{"{}"},
             std::string{"[]"},
             std::string{R"({"keys":{}})"},
             std::string{R"({"keys":[]})"},
             std::string(100'000, '['),
             R"({"keys":[)" + std::string(openid_document_bytes_max, ' ') + "]}",
         }) {
        CHECK_FALSE(parse_key_set(text).has_value());
    }
}

// ASVS 10.5.3
TEST_CASE("A discovery document is of the issuer that was asked, with secure addresses") {
    const auto document = [](std::string_view iss, std::string_view token_url) {
        return fmt::format(
            R"({{"issuer":"{}","authorization_endpoint":"https://id.example.com/auth",)"
            R"("token_endpoint":"{}","jwks_uri":"https://id.example.com/keys",)"
            R"("token_endpoint_auth_methods_supported":["client_secret_post"],)"
            R"("authorization_response_iss_parameter_supported":true}})",
            iss,
            token_url
        );
    };
    const std::string good = document(issuer, "https://id.example.com/token");
    const OpenIdProvider provider = parse_discovery(good, issuer).value();
    CHECK(provider.token_url == "https://id.example.com/token");
    CHECK(provider.authentication == ClientAuthentication::post);
    CHECK(provider.says_issuer);
    CHECK_FALSE(parse_discovery(good, "https://id.example.com/").has_value());
    CHECK_FALSE(parse_discovery(good, "https://other.example").has_value());
    CHECK_FALSE(parse_discovery(good, "").has_value());
    CHECK_FALSE(parse_discovery("{}", issuer).has_value());
    for (const char* url :
         {"http://id.example.com/token",
          "ftp://id.example.com/token",
          "//id.example.com",
          "",
          "https://",
          "https:///token",
          "https://user@id.example.com/",
          "javascript:alert(1)",
          "https://id.example.com/a b",
          "https://id.example.com/#x",
          "http://localhost.evil.com/"}) {
        CAPTURE(url);
        CHECK_FALSE(parse_discovery(document(issuer, url), issuer).has_value());
    }
    CHECK(is_openid_url("http://localhost:4000/x"));
    CHECK(is_openid_url("http://127.0.0.1:4000"));
    CHECK(is_openid_url("http://[::1]:4000/"));
    CHECK(
        discovery_url("https://a.example/b/")
        == "https://a.example/b/.well-known/openid-configuration"
    );
}

// ASVS 10.1.2, 10.2.1
TEST_CASE("The way out carries state, nonce and a challenge whose verifier stays here") {
    const OpenIdProvider provider{
        .issuer = std::string{issuer},
        .authorization_url = "https://id.example.com/auth?tenant=a",
        .token_url = "https://id.example.com/token",
        .keys_url = {},
    };
    const OpenIdAttempt attempt{.state = "st", .nonce = "no", .verifier = "ve"};
    CHECK(
        authorization_url(provider, client(), attempt)
        == "https://id.example.com/auth?tenant=a&response_type=code"
           "&scope=openid%20email%20profile&client_id=attest"
           "&redirect_uri=https%3A%2F%2Fexample.org%2Fsignin%2Fopenid%2Fback&state=st&nonce=no"
           "&code_challenge="
               + base64url(sha256("ve")) + "&code_challenge_method=S256"
    );
    // RFC 7636, appendix B.
    CHECK(
        base64url(sha256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    );
    const OpenIdAttempt fresh = new_openid_attempt(system_random());
    CHECK(fresh.state != fresh.nonce);
    CHECK(fresh.verifier.size() >= 43);
}

TEST_CASE("A code is exchanged with the verifier, and the secret goes as the provider likes it") {
    OpenIdProvider provider{.issuer = std::string{issuer}};
    const OpenIdAttempt attempt{.state = "st", .nonce = "no", .verifier = "ve"};
    OpenIdClient us = client();
    us.client_secret = "a b:c";
    const std::string common =
        "grant_type=authorization_code&code=c%2Fd"
        "&redirect_uri=https%3A%2F%2Fexample.org%2Fsignin%2Fopenid%2Fback&code_verifier=ve";
    const TokenRequest basic = make_token_request(provider, us, attempt, "c/d");
    CHECK(basic.body == common);
    CHECK(basic.authorization == "Basic YXR0ZXN0OmElMjBiJTNBYw=="); // attest:a%20b%3Ac
    provider.authentication = ClientAuthentication::post;
    const TokenRequest post = make_token_request(provider, us, attempt, "c/d");
    CHECK(post.body == common + "&client_id=attest&client_secret=a%20b%3Ac");
    CHECK(post.authorization.empty());
    us.client_secret.clear();
    CHECK(make_token_request(provider, us, attempt, "c/d").body == common + "&client_id=attest");
}

TEST_CASE("The token endpoint's answer holds an ID token or is refused") {
    CHECK(
        parse_token_response(R"({"token_type":"bearer","id_token":"a.b.c","access_token":"x"})")
            .value()
            .id_token
        == "a.b.c"
    );
    const auto access_token = [](const char* text) {
        return parse_token_response(
                   fmt::format(
                       R"({{"token_type":"Bearer","id_token":"a.b.c","access_token":"{}"}})", text
                   )
        )
            .value()
            .access_token;
    };
    CHECK(access_token("x-Y.z~1==") == "x-Y.z~1==");
    CHECK(access_token(R"(x\r\nHost: evil)").empty());
    CHECK(
        why(parse_token_response(R"({"error":"invalid_grant","id_token":"a.b.c"})"))
        == "error invalid_grant"
    );
    for (const char* answer :
         {"",
          "{}",
          "[]",
          R"({"id_token":"a.b.c"})",
          R"({"token_type":"Bearer"})",
          R"({"token_type":"Bearer","id_token":7})"}) {
        CHECK_FALSE(parse_token_response(answer).has_value());
    }
}

// ASVS 10.5.2
TEST_CASE("What the userinfo endpoint tells is of the same person, or of nobody") {
    OpenIdIdentity identity{.issuer = std::string{issuer}, .subject = "1", .email = {}, .name = {}};
    CHECK_FALSE(
        add_userinfo(identity, R"({"sub":"2","email":"a@example.com","email_verified":true})")
            .has_value()
    );
    CHECK_FALSE(add_userinfo(identity, "{}").has_value());
    CHECK_FALSE(add_userinfo(identity, "").has_value());
    CHECK(identity.email.empty());
    CHECK(add_userinfo(identity, R"({"sub":"1","email":"b@example.com"})").has_value());
    CHECK(identity.email.empty());
    CHECK(add_userinfo(
              identity, R"({"sub":"1","email":"a@example.com","email_verified":true,"name":"Jane"})"
    )
              .has_value());
    CHECK(identity.email == "a@example.com");
    CHECK(identity.name == "Jane");
}
