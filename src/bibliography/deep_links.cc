#include "bibliography/deep_links.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

namespace attest::bibliography {

namespace {

/// Words of a long quotation that a text fragment names at either end. Longer ones miss what the
/// page has set differently.
constexpr std::size_t fragment_words = 5;

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// A label that may stand in an address of another site.
bool is_plain(std::string_view label) {
    return !label.empty() && std::ranges::all_of(label, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
    });
}

/// Host and path of an address without the ways there are to write it; nothing for what is not of
/// the web.
struct Address {
    std::string host;
    std::string path;
    std::string query;    ///< Without "?".
    std::string fragment; ///< Without "#".
};

Address split_address(std::string_view url) {
    Address address;
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos || !ascii_lower(url.substr(0, scheme)).starts_with("http"))
        return address;
    url.remove_prefix(scheme + 3);
    if (const std::size_t hash = url.find('#'); hash != std::string_view::npos) {
        address.fragment = url.substr(hash + 1);
        url = url.substr(0, hash);
    }
    if (const std::size_t mark = url.find('?'); mark != std::string_view::npos) {
        address.query = url.substr(mark + 1);
        url = url.substr(0, mark);
    }
    const std::size_t slash = std::min(url.find('/'), url.size());
    address.host = ascii_lower(url.substr(0, slash));
    if (address.host.starts_with("www.")) address.host.erase(0, 4);
    address.path = url.substr(slash);
    return address;
}

/// The value of a parameter, as it stands there.
std::string parameter_of(std::string_view query, std::string_view name) {
    for (const std::string_view pair : split(query, '&')) {
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
            return std::string{pair.substr(name.size() + 1)};
    }
    return {};
}

/// In a text fragment a hyphen, a comma and an ampersand have meanings.
std::string fragment_text(std::string_view text) {
    std::string escaped;
    for (const char c : percent_encode(text))
        escaped += c == '-' ? std::string{"%2D"} : std::string{c};
    return escaped;
}

std::string join_words(std::span<const std::string_view> words) {
    return fmt::format("{}", fmt::join(words, " "));
}

/// https://wicg.github.io/scroll-to-text-fragment/
std::string text_fragment(std::string_view quote) {
    std::vector<std::string_view> words;
    for (const std::string_view word : split(quote, ' ')) {
        if (!word.empty()) words.push_back(word);
    }
    const std::span<const std::string_view> all{words};
    if (words.size() <= 2 * fragment_words) return fragment_text(join_words(all));
    return fragment_text(join_words(all.first(fragment_words))) + ","
           + fragment_text(join_words(all.last(fragment_words)));
}

/// https://archive.org/details/ID, perhaps with a page already.
std::string archive_link(const Address& address, std::string_view page, std::string_view quote) {
    std::string_view id =
        std::string_view{address.path}.substr(std::string_view{"/details/"}.size());
    id = id.substr(0, id.find('/'));
    std::string link = fmt::format("https://archive.org/details/{}", id);
    if (is_plain(page)) link += fmt::format("/page/{}/mode/1up", page);
    if (!quote.empty()) link += "?q=" + percent_encode(quote);
    return link;
}

/// Printed pages are PA79, those with Roman numbers PR12.
std::string google_books_link(
    const Address& address, std::string_view id, std::string_view page, std::string_view quote
) {
    std::string link = fmt::format("https://{}/books?id={}", address.host, id);
    if (is_plain(page)) link += fmt::format("&pg={}{}", is_number(page) ? "PA" : "PR", page);
    if (!quote.empty()) link += "&dq=" + percent_encode(quote);
    return link;
}

} // namespace

std::string deep_link(std::string_view url, std::string_view page, std::string_view quote) {
    const Address address = split_address(url);
    if (address.host.empty()) return std::string{url};
    if (address.host == "archive.org" && address.path.starts_with("/details/"))
        return archive_link(address, page, quote);
    if (address.host.starts_with("books.google.") && address.path == "/books") {
        const std::string id = parameter_of(address.query, "id");
        if (!id.empty()) return google_books_link(address, id, page, quote);
    }
    if (ascii_lower(address.path).ends_with(".pdf")) {
        const bool has_page = is_number(page) && address.fragment.empty();
        return std::string{url} + (has_page ? fmt::format("#page={}", page) : std::string{});
    }
    if (quote.empty() || address.fragment.contains(":~:")) return std::string{url};
    return fmt::format(
        "{}{}:~:text={}", url, address.fragment.empty() ? "#" : "", text_fragment(quote)
    );
}

} // namespace attest::bibliography
