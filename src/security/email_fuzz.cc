// E-mail addresses, display names and passwords as strangers type them.
// Smoke runs: 100000
#include "security/email.h"

#include "base/text.h"
#include "base/verify.h"
#include "security/display_name.h"
#include "security/limits.h"
#include "security/password.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace attest;
using namespace attest::security;

namespace {

void check_email(std::string_view input) {
    const auto email = parse_email(input);
    if (!email) return;
    VERIFY(email->size() <= email_bytes_max);
    for (const char c : *email) {
        VERIFY(c > 0x20 && c < 0x7F && !std::string_view{"<>,;:\"()[]\\"}.contains(c));
    }
    // What was parsed is parsed to itself.
    VERIFY(parse_email(*email).value() == *email);
}

void check_name(std::string_view input) {
    const auto name = check_display_name(input);
    if (name) {
        VERIFY(is_utf8(*name) && check_display_name(*name).value() == *name);
        VERIFY(!skeleton(*name).empty());
    }
    if (is_utf8(input)) VERIFY(is_utf8(skeleton(input)));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input{reinterpret_cast<const char*>(bytes), size};
    check_email(input);
    if (size <= 4'096) check_name(input);
    (void)check_password(input);
    return 0;
}
