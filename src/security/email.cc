#include "security/email.h"

#include "base/text.h"
#include "base/verify.h"
#include "security/limits.h"

#include <unicode/bytestream.h>
#include <unicode/idna.h>
#include <unicode/stringpiece.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

namespace attest::security {

namespace {

constexpr const char* what_to_type = "Type an e-mail address like jane@example.org.";

/// RFC 5322's atext.
bool is_local_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || std::string_view{"!#$%&'*+/=?^_`{|}~-"}.contains(c);
}

bool is_local_part(std::string_view local) {
    if (local.empty() || local.size() > email_local_bytes_max) return false;
    return std::ranges::all_of(split(local, '.'), [](std::string_view atom) {
        return !atom.empty() && std::ranges::all_of(atom, is_local_character);
    });
}

bool is_label_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

bool is_host_name(std::string_view domain) {
    const std::vector<std::string_view> labels = split(domain, '.');
    const bool has_letters =
        std::ranges::any_of(labels.back(), [](char c) { return c >= 'a' && c <= 'z'; });
    return labels.size() >= 2 && has_letters
           && std::ranges::all_of(labels, [](std::string_view label) {
                  constexpr std::size_t label_bytes_max = 63;
                  return !label.empty() && label.size() <= label_bytes_max && label.front() != '-'
                         && label.back() != '-' && std::ranges::all_of(label, is_label_character);
              });
}

const icu::IDNA& idna() {
    static const std::unique_ptr<icu::IDNA> made = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::IDNA> idna{icu::IDNA::createUTS46Instance(
            UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ
                | UIDNA_NONTRANSITIONAL_TO_ASCII,
            status
        )};
        VERIFY(U_SUCCESS(status));
        return idna;
    }();
    return *made;
}

std::optional<std::string> ascii_domain(std::string_view domain) {
    if (domain.empty() || domain.size() > email_bytes_max || !is_utf8(domain)) return std::nullopt;
    std::string ascii;
    icu::StringByteSink<std::string> sink{&ascii};
    icu::IDNAInfo info;
    UErrorCode status = U_ZERO_ERROR;
    idna().nameToASCII_UTF8(
        {domain.data(), static_cast<int32_t>(domain.size())}, sink, info, status
    );
    if (U_FAILURE(status) || info.hasErrors()) return std::nullopt;
    if (ascii.size() > email_domain_bytes_max || !is_host_name(ascii)) return std::nullopt;
    return ascii;
}

} // namespace

Result<std::string> parse_email(std::string_view text) {
    const std::string_view address = trim(text);
    const std::size_t at = address.find('@');
    if (at == std::string_view::npos || address.find('@', at + 1) != std::string_view::npos) {
        return fail(ErrorCode::invalid, what_to_type);
    }
    const std::string_view local = address.substr(0, at);
    const std::optional<std::string> domain = ascii_domain(address.substr(at + 1));
    if (!is_local_part(local) || !domain) return fail(ErrorCode::invalid, what_to_type);
    std::string email = std::string{local} + '@' + *domain;
    if (email.size() > email_bytes_max) {
        return fail(ErrorCode::invalid, "This e-mail address is longer than any can be.");
    }
    return email;
}

std::string email_key(std::string_view email) {
    return ascii_lower(email);
}

} // namespace attest::security
