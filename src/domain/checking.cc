#include "domain/checking.h"

#include "base/text.h"
#include "domain/claim_status.h"

#include <fmt/format.h>

#include <algorithm>

namespace attest::domain {

namespace {

std::unexpected<Error> refuse(const std::string& field, const std::string& message) {
    return std::unexpected{Error{ErrorCode::invalid, message}.with_field(field, message)};
}

/// Found something else, or nothing: what, he has to say.
bool needs_note(Verdict verdict) {
    return verdict == Verdict::no || verdict == Verdict::not_here || verdict == Verdict::present
           || verdict == Verdict::part;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// A page number has four digits at most; what has more is a shelfmark.
constexpr std::size_t page_digits_max = 4;

} // namespace

Result<void> check_may_check(UserId reader, const CitationHands& citation) {
    if (citation.added_by == reader) {
        return fail(
            ErrorCode::forbidden, "You added this citation. Somebody else has to look at the page."
        );
    }
    if (citation.is_in_text && citation.author == reader) {
        return fail(
            ErrorCode::forbidden,
            "This citation stands in your own text. Somebody else has to look at the page."
        );
    }
    return {};
}

Result<void> check_evidence_note(const std::string& field, std::string_view note) {
    if (utf8_length(note) <= evidence_note_length_max) return {};
    return refuse(field, fmt::format("Shorten this to {} characters.", evidence_note_length_max));
}

Result<void> check_verdict(Verdict verdict, bool is_absence, std::string_view note) {
    if (!is_verdict_of(verdict, is_absence))
        return refuse("verdict", "Choose one of the answers that this citation can have.");
    TRY(check_evidence_note("note", note));
    if (!needs_note(verdict) || !trim(note).empty()) return {};
    return refuse(
        "note",
        verdict == Verdict::not_here
            ? "Say on which page it is, or that you looked through the whole work."
            : "Say in a line what stands there."
    );
}

std::optional<std::string> page_named_in(std::string_view note) {
    std::optional<std::string> page;
    for (std::size_t at = 0; at < note.size();) {
        if (!is_digit(note[at])) {
            ++at;
            continue;
        }
        const bool is_in_word = at > 0 && is_ascii_letter(note[at - 1]);
        std::size_t end = at;
        while (end < note.size() && is_digit(note[end]))
            ++end;
        // "12v", "12r"; but no other letter behind it: "3rd".
        const std::size_t digits = end - at;
        if (end < note.size() && (note[end] == 'v' || note[end] == 'r')) ++end;
        const bool is_page = !is_in_word && digits <= page_digits_max
                             && (end == note.size() || !is_ascii_letter(note[end]));
        if (!is_page || page) return std::nullopt; // a date, a range, two pages: a reader's to sort
        page = std::string{note.substr(at, end - at)};
        at = end;
    }
    return page;
}

} // namespace attest::domain
