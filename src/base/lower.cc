#include "base/lower.h"

#include "base/text.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace attest {

std::string unicode_lower(std::string_view text) {
    const bool is_ascii = std::ranges::all_of(text, [](char letter) {
        return static_cast<unsigned char>(letter) < 0x80;
    });
    if (is_ascii || !is_utf8(text)) return ascii_lower(text);
    icu::UnicodeString letters = icu::UnicodeString::fromUTF8(
        icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())}
    );
    letters.toLower(icu::Locale::getRoot());
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    if (U_SUCCESS(status)) {
        const icu::UnicodeString composed = nfc->normalize(letters, status);
        if (U_SUCCESS(status)) letters = composed;
    }
    std::string lowered;
    letters.toUTF8String(lowered);
    return lowered;
}

} // namespace attest
