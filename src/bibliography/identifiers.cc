#include "bibliography/identifiers.h"

#include "base/text.h"

#include <algorithm>

namespace attest::bibliography {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Where a run of digits, hyphens and a closing X begins and ends, with spaces inside if they part
/// digits.
struct Run {
    std::string digits; ///< With a capital X.
    std::size_t end = 0;
};

std::size_t skip_separator(std::string_view text, std::size_t at) {
    for (const std::string_view separator : {"-", " ", "‐", "‑", "–"}) {
        if (text.substr(at).starts_with(separator)) return at + separator.size();
    }
    return at;
}

/// At most `length` digits from `at`, which may be parted by single hyphens or spaces.
Run read_run(std::string_view text, std::size_t at, std::size_t length) {
    Run run{.digits = {}, .end = at};
    while (run.digits.size() < length && at < text.size()) {
        const char c = text[at];
        const bool may_be_check = run.digits.size() + 1 == length && (c == 'x' || c == 'X');
        if (!is_digit(c) && !may_be_check) return run;
        run.digits += c == 'x' ? 'X' : c;
        run.end = ++at;
        if (run.digits.size() < length) at = skip_separator(text, at);
    }
    return run;
}

int value_of(char digit) {
    return digit == 'X' ? 10 : digit - '0';
}

bool is_isbn10(std::string_view digits) {
    if (digits.size() != 10) return false;
    int sum = 0;
    for (int index = 0; index < 10; ++index) {
        sum += (10 - index) * value_of(digits[static_cast<std::size_t>(index)]);
    }
    return sum % 11 == 0;
}

int isbn13_sum(std::string_view digits) {
    int sum = 0;
    for (std::size_t index = 0; index < digits.size(); ++index) {
        sum += value_of(digits[index]) * (index % 2 == 0 ? 1 : 3);
    }
    return sum;
}

bool is_isbn13(std::string_view digits) {
    const bool has_prefix = digits.starts_with("978") || digits.starts_with("979");
    return digits.size() == 13 && has_prefix && !digits.contains('X')
           && isbn13_sum(digits) % 10 == 0;
}

std::string isbn13_of(std::string_view isbn10) {
    std::string digits = "978" + std::string{isbn10.substr(0, 9)};
    digits += static_cast<char>('0' + (10 - isbn13_sum(digits) % 10) % 10);
    return digits;
}

bool is_issn(std::string_view digits) {
    if (digits.size() != 8) return false;
    int sum = 0;
    for (int index = 0; index < 8; ++index) {
        sum += (8 - index) * value_of(digits[static_cast<std::size_t>(index)]);
    }
    return sum % 11 == 0;
}

/// Whether a number may begin here: not in the middle of a longer one, nor of a word.
bool begins_number(std::string_view text, std::size_t at) {
    if (!is_digit(text[at])) return false;
    if (at == 0) return true;
    const char before = text[at - 1];
    return !is_digit(before) && !is_letter(before) && before != '-';
}

bool ends_number(std::string_view text, std::size_t at) {
    return at >= text.size() || (!is_digit(text[at]) && !is_letter(text[at]));
}

struct Found {
    std::string number;
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::optional<Found> isbn_at(std::string_view text, std::size_t at) {
    const Run long_run = read_run(text, at, 13);
    if (is_isbn13(long_run.digits) && ends_number(text, long_run.end)) {
        return Found{long_run.digits, at, long_run.end};
    }
    const Run short_run = read_run(text, at, 10);
    if (is_isbn10(short_run.digits) && ends_number(text, short_run.end)) {
        return Found{isbn13_of(short_run.digits), at, short_run.end};
    }
    return std::nullopt;
}

std::optional<Found> issn_at(std::string_view text, std::size_t at) {
    const Run run = read_run(text, at, 8);
    if (!is_issn(run.digits) || !ends_number(text, run.end)) return std::nullopt;
    // Eight digits in a row are more often a day than a serial, hence the hyphen in the middle.
    if (text.substr(at, 5).find('-') != 4) return std::nullopt;
    return Found{run.digits.substr(0, 4) + "-" + run.digits.substr(4), at, run.end};
}

template <typename At>
std::optional<Found> find_number(std::string_view text, At&& number_at) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!begins_number(text, at)) continue;
        if (auto found = number_at(text, at)) return found;
    }
    return std::nullopt;
}

bool is_doi_end(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '"' || c == '<' || c == '>'
           || c == '{' || c == '}';
}

/// The DOI whose "10." stands at `at`: four to nine digits, a slash, and what follows up to white
/// space, without the punctuation of the sentence around it.
std::optional<Found> doi_at(std::string_view text, std::size_t at) {
    std::size_t slash = at + 3;
    while (slash < text.size() && (is_digit(text[slash]) || text[slash] == '.'))
        ++slash;
    const std::size_t registrant = slash - at - 3;
    if (registrant < 4 || registrant > 9 || slash >= text.size()) return std::nullopt;
    std::size_t begin_of_suffix = slash + 1;
    if (text.substr(slash).starts_with("%2F") || text.substr(slash).starts_with("%2f")) {
        begin_of_suffix = slash + 3;
    } else if (text[slash] != '/') {
        return std::nullopt;
    }
    std::size_t end = begin_of_suffix;
    while (end < text.size() && !is_doi_end(text[end]))
        ++end;
    std::string_view suffix = text.substr(begin_of_suffix, end - begin_of_suffix);
    while (!suffix.empty() && std::string_view{".,;:'!?"}.contains(suffix.back()))
        suffix.remove_suffix(1);
    // "(doi:10.1000/182)": the bracket is the sentence's unless the DOI opened it.
    if (suffix.ends_with(')') && !suffix.contains('(')) suffix.remove_suffix(1);
    if (suffix.empty()) return std::nullopt;
    const std::size_t suffix_end = begin_of_suffix + suffix.size();
    return Found{
        ascii_lower(std::string{text.substr(at, slash - at)} + "/" + std::string{suffix}),
        at,
        suffix_end
    };
}

std::optional<Found> find_doi_place(std::string_view text) {
    for (std::size_t at = text.find("10."); at != std::string_view::npos;
         at = text.find("10.", at + 1)) {
        if (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == '.')) continue;
        if (auto found = doi_at(text, at)) return found;
    }
    return std::nullopt;
}

/// Whether what stands before and after is nothing but the number's own dress.
bool is_only(
    std::string_view text, const std::optional<Found>& found, std::string_view allowed_before
) {
    if (!found) return false;
    const std::string before = ascii_lower(trim(text.substr(0, found->begin)));
    const std::string_view after = trim(text.substr(found->end));
    if (!after.empty() && after != "." && after != ",") return false;
    if (before.empty()) return true;
    const std::vector<std::string_view> forms = split(allowed_before, ' ');
    return std::ranges::find(forms, std::string_view{before}) != forms.end();
}

} // namespace

std::optional<std::string> find_doi(std::string_view text) {
    const auto found = find_doi_place(text);
    return found ? std::optional{found->number} : std::nullopt;
}

std::optional<std::string> find_isbn(std::string_view text) {
    const auto found = find_number(text, isbn_at);
    return found ? std::optional{found->number} : std::nullopt;
}

std::optional<std::string> find_issn(std::string_view text) {
    const auto found = find_number(text, issn_at);
    return found ? std::optional{found->number} : std::nullopt;
}

bool is_only_doi(std::string_view text) {
    return is_only(
        text,
        find_doi_place(text),
        "doi doi: doi.org/ http://doi.org/ https://doi.org/ http://dx.doi.org/ "
        "https://dx.doi.org/ doi:https://doi.org/ www.doi.org/ https://www.doi.org/"
    );
}

bool is_only_isbn(std::string_view text) {
    return is_only(
        text, find_number(text, isbn_at), "isbn isbn: isbn-13 isbn-13: isbn-10 isbn-10: urn:isbn:"
    );
}

bool is_only_issn(std::string_view text) {
    return is_only(text, find_number(text, issn_at), "issn issn: eissn eissn: e-issn urn:issn:");
}

bool is_web_address(std::string_view text) {
    constexpr std::size_t bytes_max = 2'000; // As html::parse_url.
    const std::size_t scheme = text.starts_with("https://")  ? 8
                               : text.starts_with("http://") ? 7
                                                             : 0;
    if (scheme == 0 || text.size() > bytes_max || text.size() == scheme) return false;
    const bool has_host = text[scheme] != '/' && text[scheme] != '?' && text[scheme] != '#';
    return has_host && std::ranges::all_of(text, [](char c) {
               return static_cast<unsigned char>(c) > 0x20 && c != 0x7F && c != '<' && c != '>'
                      && c != '"';
           });
}

} // namespace attest::bibliography
