#include "security/openid.h"

#include "base/text.h"
#include "base/verify.h"
#include "security/email.h"
#include "security/limits.h"
#include "security/token.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cmath>

namespace attest::security {

namespace {

std::unexpected<Error> refuse(std::string why) {
    return std::unexpected{Error{
        ErrorCode::invalid,
        "The other site's answer could not be checked. Try again, or sign in another way."
    }
                               .with_detail(std::move(why))};
}

bool is_loopback_host(std::string_view host) {
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

/// Host with port, between "://" and the path.
std::string_view authority_of(std::string_view url) {
    url.remove_prefix(std::min(url.size(), url.find("://") + 3));
    return url.substr(0, url.find_first_of("/?#"));
}

std::string_view without_port(std::string_view authority) {
    const std::size_t bracket = authority.rfind(']');
    const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    return authority.substr(0, colon);
}

std::string form_encode(std::string_view name, std::string_view value) {
    return fmt::format("{}={}", name, percent_encode(value));
}

bool lists(const boost::json::object& document, std::string_view name, std::string_view wanted) {
    const boost::json::value* listed = document.if_contains(name);
    if (listed == nullptr || !listed->is_array()) return false;
    return std::ranges::any_of(listed->get_array(), [&](const boost::json::value& value) {
        return value.is_string() && value.get_string() == wanted;
    });
}

std::string standard_base64(std::string_view bytes) {
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(
        text.data(),
        text.size(),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        bytes.size(),
        variant
    );
    text.pop_back();
    return text;
}

/// A NumericDate: seconds since 1970, with or without a fraction.
std::optional<Time> time_member(const boost::json::object& claims, std::string_view name) {
    const boost::json::value* member = claims.if_contains(name);
    if (member == nullptr) return std::nullopt;
    constexpr double seconds_max = 1e11; // the year 5138
    boost::system::error_code error;
    const auto value = member->to_number<double>(error);
    if (error || value < 0 || value > seconds_max) return std::nullopt;
    return Time{static_cast<std::int64_t>(std::floor(value * 1'000))};
}

/// For us, and for nobody else: who else gets the token could show it to us as its owner's.
bool is_for(const boost::json::object& claims, std::string_view client_id) {
    const boost::json::value* audience = claims.if_contains("aud");
    if (audience == nullptr) return false;
    if (claims.contains("azp") && string_member(claims, "azp") != client_id) return false;
    if (audience->is_string()) return audience->get_string() == client_id;
    return audience->is_array() && audience->get_array().size() == 1
           && audience->get_array()[0].is_string()
           && audience->get_array()[0].get_string() == client_id;
}

Result<void> check_times(const boost::json::object& claims, Time now) {
    const std::optional<Time> expires = time_member(claims, "exp");
    const std::optional<Time> issued = time_member(claims, "iat");
    if (!expires || !issued) return refuse("no exp or iat");
    if (now >= *expires + openid_clock_leeway) return refuse("expired");
    if (*issued > now + openid_clock_leeway) return refuse("issued in the future");
    if (*issued < now - openid_token_age_max) return refuse("issued long ago");
    const std::optional<Time> not_before = time_member(claims, "nbf");
    if (claims.contains("nbf") && (!not_before || *not_before > now + openid_clock_leeway)) {
        return refuse("not valid yet");
    }
    return {};
}

/// Only if the other site says that it has verified it, and it is an address at all.
std::string verified_email(const boost::json::object& claims) {
    const boost::json::value* verified = claims.if_contains("email_verified");
    const bool is_verified = verified != nullptr && verified->is_bool() && verified->get_bool();
    if (!is_verified) return {};
    return parse_email(string_member(claims, "email")).value_or("");
}

std::string name_of(const boost::json::object& claims) {
    return std::string{utf8_prefix(string_member(claims, "name"), display_name_bytes_max)};
}

} // namespace

bool is_openid_url(std::string_view url) {
    const bool is_secure = url.starts_with("https://");
    if (!is_secure && !url.starts_with("http://")) return false;
    if (url.size() > openid_url_bytes_max) return false;
    const bool is_plain = std::ranges::all_of(url, [](char c) {
        return c > ' ' && c < '\x7F' && !std::string_view{"\"<>\\^`{|}#"}.contains(c);
    });
    const std::string_view authority = authority_of(url);
    if (!is_plain || authority.empty() || authority.contains('@')) return false;
    return is_secure || is_loopback_host(without_port(authority));
}

std::string discovery_url(std::string_view issuer) {
    while (issuer.ends_with('/'))
        issuer.remove_suffix(1);
    return std::string{issuer} + "/.well-known/openid-configuration";
}

Result<OpenIdProvider> parse_discovery(std::string_view json, std::string_view issuer) {
    const boost::json::object document = TRY(parse_json_object(json, openid_document_bytes_max));
    // Compared exactly: else one provider could speak for another (mix-up).
    if (issuer.empty() || string_member(document, "issuer") != issuer) {
        return refuse("the document is another issuer's");
    }
    OpenIdProvider provider{
        .issuer = std::string{issuer},
        .authorization_url = std::string{string_member(document, "authorization_endpoint")},
        .token_url = std::string{string_member(document, "token_endpoint")},
        .keys_url = std::string{string_member(document, "jwks_uri")},
    };
    const std::string_view userinfo = string_member(document, "userinfo_endpoint");
    if (is_openid_url(userinfo)) provider.userinfo_url = userinfo;
    for (const std::string& url :
         {provider.issuer, provider.authorization_url, provider.token_url, provider.keys_url}) {
        if (!is_openid_url(url)) return refuse("no secure address: " + url.substr(0, 100));
    }
    constexpr std::string_view methods = "token_endpoint_auth_methods_supported";
    if (lists(document, methods, "client_secret_post")
        && !lists(document, methods, "client_secret_basic")) {
        provider.authentication = ClientAuthentication::post;
    }
    const boost::json::value* says_issuer =
        document.if_contains("authorization_response_iss_parameter_supported");
    provider.says_issuer =
        says_issuer != nullptr && says_issuer->is_bool() && says_issuer->get_bool();
    return provider;
}

OpenIdAttempt new_openid_attempt(const Random& random) {
    return {
        .state = new_token(random).secret,
        .nonce = new_token(random).secret,
        .verifier = new_token(random).secret,
    };
}

std::string authorization_url(
    const OpenIdProvider& provider, const OpenIdClient& client, const OpenIdAttempt& attempt
) {
    const char separator = provider.authorization_url.contains('?') ? '&' : '?';
    return fmt::format(
        "{}{}response_type=code&scope=openid%20email%20profile&{}&{}&{}&{}&{}"
        "&code_challenge_method=S256",
        provider.authorization_url,
        separator,
        form_encode("client_id", client.client_id),
        form_encode("redirect_uri", client.redirect_url),
        form_encode("state", attempt.state),
        form_encode("nonce", attempt.nonce),
        form_encode("code_challenge", base64url(sha256(attempt.verifier)))
    );
}

Result<std::string> check_return(
    const OpenIdProvider& provider, const OpenIdAttempt& attempt, const OpenIdReturn& answer
) {
    if (attempt.state.empty() || !equal_in_constant_time(answer.state, attempt.state)) {
        return refuse("state of another attempt");
    }
    if ((provider.says_issuer || !answer.issuer.empty()) && answer.issuer != provider.issuer) {
        return refuse("sent back by another issuer");
    }
    if (!answer.error.empty()) {
        return std::unexpected{Error{
            ErrorCode::forbidden,
            "The other site did not sign you in. Try again, or sign in another way."
        }
                                   .with_detail("error " + std::string{answer.error.substr(0, 100)})
        };
    }
    if (answer.code.empty() || answer.code.size() > openid_code_bytes_max) return refuse("no code");
    return std::string{answer.code};
}

TokenRequest make_token_request(
    const OpenIdProvider& provider,
    const OpenIdClient& client,
    const OpenIdAttempt& attempt,
    std::string_view code
) {
    TokenRequest request{
        .body = fmt::format(
            "grant_type=authorization_code&{}&{}&{}",
            form_encode("code", code),
            form_encode("redirect_uri", client.redirect_url),
            form_encode("code_verifier", attempt.verifier)
        ),
        .authorization = {},
    };
    const bool has_secret = !client.client_secret.empty();
    if (has_secret && provider.authentication == ClientAuthentication::basic) {
        // Each part is form-encoded before (RFC 6749, 2.3.1).
        request.authorization =
            "Basic "
            + standard_base64(
                percent_encode(client.client_id) + ':' + percent_encode(client.client_secret)
            );
        return request;
    }
    request.body += '&' + form_encode("client_id", client.client_id);
    if (has_secret) request.body += '&' + form_encode("client_secret", client.client_secret);
    return request;
}

Result<TokenAnswer> parse_token_response(std::string_view json) {
    const boost::json::object answer = TRY(parse_json_object(json, openid_token_bytes_max));
    if (answer.contains("error")) {
        return refuse("error " + std::string{string_member(answer, "error").substr(0, 100)});
    }
    if (!ascii_equal_ignoring_case(string_member(answer, "token_type"), "Bearer")) {
        return refuse("token of another type");
    }
    const std::string_view token = string_member(answer, "id_token");
    if (token.empty()) return refuse("no ID token");
    const std::string_view access = string_member(answer, "access_token");
    const bool is_header_text =
        std::ranges::all_of(access, [](char c) { return c > ' ' && c < '\x7F'; });
    return TokenAnswer{
        .id_token = std::string{token},
        .access_token = std::string{is_header_text ? access : std::string_view{}},
    };
}

Result<OpenIdIdentity> check_id_token(
    std::string_view token,
    const KeySet& keys,
    const OpenIdClient& client,
    const OpenIdAttempt& attempt,
    Time now
) {
    VERIFY(!client.issuer.empty());
    VERIFY(!client.client_id.empty());
    const boost::json::object claims = TRY(verify_token(token, keys));
    if (string_member(claims, "iss") != client.issuer) return refuse("another issuer's token");
    if (!is_for(claims, client.client_id)) return refuse("a token for somebody else");
    TRY(check_times(claims, now));
    if (attempt.nonce.empty()
        || !equal_in_constant_time(string_member(claims, "nonce"), attempt.nonce)) {
        return refuse("nonce of another attempt");
    }
    const std::string_view subject = string_member(claims, "sub");
    if (subject.empty() || subject.size() > openid_subject_bytes_max) return refuse("no subject");
    return OpenIdIdentity{
        .issuer = client.issuer,
        .subject = std::string{subject},
        .email = verified_email(claims),
        .name = name_of(claims),
    };
}

Result<void> add_userinfo(OpenIdIdentity& identity, std::string_view json) {
    const boost::json::object claims = TRY(parse_json_object(json, openid_token_bytes_max));
    if (string_member(claims, "sub") != identity.subject) return refuse("userinfo of another");
    if (identity.email.empty()) identity.email = verified_email(claims);
    if (identity.name.empty()) identity.name = name_of(claims);
    return {};
}

} // namespace attest::security
