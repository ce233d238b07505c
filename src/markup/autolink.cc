#include "markup/autolink.h"

#include "base/text.h"

#include <algorithm>

namespace attest::markup {

namespace {

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || static_cast<unsigned char>(c) >= 0x80;
}

/// Where the scheme before `colon` begins, if it is http or https and starts a word.
std::optional<std::size_t>
scheme_start(std::string_view text, std::size_t colon, std::size_t from) {
    for (const std::string_view scheme : {std::string_view{"https"}, std::string_view{"http"}}) {
        if (colon < from + scheme.size()) continue;
        const std::size_t start = colon - scheme.size();
        if (!ascii_equal_ignoring_case(text.substr(start, scheme.size()), scheme)) continue;
        if (start > 0 && is_alphanumeric(text[start - 1])) return std::nullopt;
        return start;
    }
    return std::nullopt;
}

/// `address` without the punctuation of the sentence that it ends: full stops, and brackets that it
/// does not open itself.
std::string_view without_closing_punctuation(std::string_view address) {
    auto unbalanced = std::ranges::count(address, ')') - std::ranges::count(address, '(');
    while (!address.empty()) {
        const char last = address.back();
        if (last == ')' && unbalanced > 0) {
            --unbalanced;
        } else if (!std::string_view{"?!.,:;'\"*_~>]"}.contains(last)) {
            break;
        }
        address.remove_suffix(1);
    }
    return address;
}

} // namespace

std::optional<BareLink> find_bare_link(std::string_view text, std::size_t from) {
    for (std::size_t colon = text.find("://", from); colon != std::string_view::npos;
         colon = text.find("://", colon + 3)) {
        const std::optional<std::size_t> start = scheme_start(text, colon, from);
        if (!start) continue;
        const std::size_t host = colon + 3;
        if (host == text.size() || !is_alphanumeric(text[host])) continue;
        const std::size_t end = std::min(text.find_first_of(" \t\n<\"", host), text.size());
        const std::string_view address =
            without_closing_punctuation(text.substr(*start, end - *start));
        return BareLink{.start = *start, .length = address.size()};
    }
    return std::nullopt;
}

} // namespace attest::markup
