#include "security/display_name.h"

#include "base/text.h"
#include "base/verify.h"
#include "security/limits.h"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace attest::security {

namespace {

/// Names, and words in a name, that would pass for the staff or for the software.
constexpr auto reserved_names = std::to_array<std::string_view>({
    "attest",    "keeper",       "owner",     "root",       "system",
    "sysop",     "staff",        "support",   "help",       "helpdesk",
    "security",  "abuse",        "webmaster", "postmaster", "hostmaster",
    "noreply",   "community",    "official",  "anonymous",  "anonymous user",
    "deleted",   "deleted user", "nobody",    "everyone",   "here",
    "all",       "null",         "undefined", "mod",        "team",
    "хранитель", "поддержка",    "аноним",    "система",
});

constexpr auto reserved_words = std::to_array<std::string_view>({
    "admin",
    "admins",
    "administrator",
    "administrators",
    "moderator",
    "moderators",
    "админ",
    "администратор",
    "модератор",
});

struct CloseChecker {
    void operator()(USpoofChecker* checker) const { uspoof_close(checker); }
};

using Checker = std::unique_ptr<USpoofChecker, CloseChecker>;

icu::UnicodeString unicode(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

std::string utf8(const icu::UnicodeString& text) {
    std::string bytes;
    text.toUTF8String(bytes);
    return bytes;
}

/// Letters, marks and digits of the scripts in everyday use, and the signs that stand in names.
icu::UnicodeSet allowed_characters() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeSet* recommended = uspoof_getRecommendedUnicodeSet(&status);
    VERIFY(U_SUCCESS(status));
    icu::UnicodeSet allowed; // not a copy, which would be frozen like the original
    allowed.addAll(*recommended);
    const icu::UnicodeSet signs{u"[[:P:][:S:][:Z:][:C:]]", status};
    VERIFY(U_SUCCESS(status));
    allowed.removeAll(signs);
    allowed.addAll(icu::UnicodeSet{u"[\\u0020\\-._'’·׳״]", status});
    VERIFY(U_SUCCESS(status));
    return allowed;
}

/// Made once; checking only reads it.
const USpoofChecker& checker() {
    static const Checker made = [] {
        UErrorCode status = U_ZERO_ERROR;
        Checker checker{uspoof_open(&status)};
        uspoof_setChecks(
            checker.get(),
            USPOOF_RESTRICTION_LEVEL | USPOOF_INVISIBLE | USPOOF_MIXED_NUMBERS | USPOOF_CHAR_LIMIT
                | USPOOF_HIDDEN_OVERLAY,
            &status
        );
        uspoof_setRestrictionLevel(checker.get(), USPOOF_HIGHLY_RESTRICTIVE);
        const icu::UnicodeSet allowed = allowed_characters();
        uspoof_setAllowedUnicodeSet(checker.get(), &allowed, &status);
        VERIFY(U_SUCCESS(status));
        return checker;
    }();
    return *made;
}

icu::UnicodeString confusable_skeleton(const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString result;
    uspoof_getSkeletonUnicodeString(&checker(), 0, text, result, &status);
    VERIFY(U_SUCCESS(status));
    return result;
}

bool is_ascii(const icu::UnicodeString& text) {
    for (int32_t index = 0; index < text.length(); ++index) {
        if (text.charAt(index) >= 0x80) return false;
    }
    return true;
}

/// What one character looks like, capital or small. Capitals first, since "paypaI" ends with one;
/// but some characters look like a Latin letter only when they are small.
icu::UnicodeString look_of(UChar32 c) {
    const icu::UnicodeString small{c};
    const icu::UnicodeString capital = icu::UnicodeString{c}.toUpper();
    const icu::UnicodeString as_capital = confusable_skeleton(capital);
    if (is_ascii(as_capital)) return icu::UnicodeString{as_capital}.foldCase();
    const icu::UnicodeString as_small = confusable_skeleton(small);
    if (is_ascii(as_small)) return icu::UnicodeString{as_small}.foldCase();
    return icu::UnicodeString{as_capital}.foldCase();
}

bool is_separator(UChar32 c) {
    return u_isUWhiteSpace(c) || u_ispunct(c);
}

icu::UnicodeString composed(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    VERIFY(U_SUCCESS(status));
    icu::UnicodeString result = nfc->normalize(unicode(text), status);
    VERIFY(U_SUCCESS(status));
    return result;
}

std::string single_spaced(std::string_view text) {
    std::string result;
    for (const std::string_view word : split(text, ' ')) {
        if (word.empty()) continue;
        if (!result.empty()) result += ' ';
        result += word;
    }
    return result;
}

bool has_letter(const icu::UnicodeString& text) {
    for (int32_t index = 0; index < text.length(); index = text.moveIndex32(index, 1)) {
        if (u_isalpha(text.char32At(index))) return true;
    }
    return false;
}

bool has_piled_marks(const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
    const icu::UnicodeString apart = nfd->normalize(text, status);
    VERIFY(U_SUCCESS(status));
    std::size_t marks = 0;
    for (int32_t index = 0; index < apart.length(); index = apart.moveIndex32(index, 1)) {
        const int8_t kind = u_charType(apart.char32At(index));
        const bool is_mark = kind == U_NON_SPACING_MARK || kind == U_ENCLOSING_MARK;
        marks = is_mark ? marks + 1 : 0;
        if (marks > marks_on_a_letter_max) return true;
    }
    return false;
}

std::vector<std::string> skeletons_of(std::span<const std::string_view> names) {
    std::vector<std::string> skeletons;
    for (const std::string_view name : names) {
        skeletons.push_back(skeleton(name));
    }
    return skeletons;
}

bool is_among(std::span<const std::string> skeletons, const std::string& one) {
    return std::ranges::find(skeletons, one) != skeletons.end();
}

bool is_reserved(std::string_view name, std::span<const std::string_view> reserved) {
    static const std::vector<std::string> names = skeletons_of(reserved_names);
    static const std::vector<std::string> words = skeletons_of(reserved_words);
    const std::string whole = skeleton(name);
    if (is_among(names, whole) || is_among(words, whole)) return true;
    if (is_among(skeletons_of(reserved), whole)) return true;
    std::string spaced{name};
    std::ranges::replace_if(spaced, [](char c) { return c == '-' || c == '.' || c == '_'; }, ' ');
    return std::ranges::any_of(split(spaced, ' '), [](std::string_view word) {
        return is_among(words, skeleton(word));
    });
}

} // namespace

Result<std::string>
check_display_name(std::string_view text, std::span<const std::string_view> reserved) {
    if (!is_utf8(text) || text.size() > display_name_bytes_max) {
        return fail(
            ErrorCode::invalid,
            fmt::format("Take a name of at most {} characters.", display_name_characters_max)
        );
    }
    const icu::UnicodeString name = composed(single_spaced(text));
    const auto length = static_cast<std::size_t>(name.countChar32());
    if (length < display_name_characters_min || length > display_name_characters_max) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "Take a name of {} to {} characters.",
                display_name_characters_min,
                display_name_characters_max
            )
        );
    }
    UErrorCode status = U_ZERO_ERROR;
    const int32_t found = uspoof_check2UnicodeString(&checker(), name, nullptr, &status);
    VERIFY(U_SUCCESS(status));
    if ((found & USPOOF_CHAR_LIMIT) != 0) {
        return fail(
            ErrorCode::invalid,
            "Take a name of letters, digits, spaces, hyphens, full stops and apostrophes."
        );
    }
    if (found != 0) {
        return fail(
            ErrorCode::invalid,
            "Write the name in one script: letters of different scripts that look alike would "
            "let people pass for one another."
        );
    }
    if (!has_letter(name) || has_piled_marks(name)) {
        return fail(ErrorCode::invalid, "Take a name that can be read: it needs letters.");
    }
    std::string result = utf8(name);
    if (is_reserved(result, reserved)) {
        return fail(
            ErrorCode::invalid, "This name would be taken for the site's staff. Take another one."
        );
    }
    return result;
}

std::string skeleton(std::string_view name) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
    const icu::UnicodeString apart = nfkd->normalize(unicode(name), status);
    VERIFY(U_SUCCESS(status));
    icu::UnicodeString looks;
    for (int32_t index = 0; index < apart.length(); index = apart.moveIndex32(index, 1)) {
        const UChar32 c = apart.char32At(index);
        if (!is_separator(c)) looks += look_of(c);
    }
    // Once more for what consists of several letters: "rn" for "m".
    return utf8(confusable_skeleton(looks).foldCase());
}

} // namespace attest::security
