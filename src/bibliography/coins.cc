#include "bibliography/coins.h"

#include "base/text.h"

#include <fmt/format.h>

#include <string_view>

namespace attest::bibliography {

namespace {

class OpenUrl {
public:
    void put(std::string_view name, std::string_view value) {
        if (value.empty()) return;
        text_ += fmt::format("&{}={}", name, percent_encode(value));
    }

    std::string take() { return std::move(text_); }

private:
    std::string text_ = "ctx_ver=Z39.88-2004";
};

std::string_view genre_of(const Reference& reference) {
    if (reference.type.starts_with("article")) return "article";
    if (reference.type == "chapter") return "bookitem";
    if (reference.type == "paper-conference") return "proceeding";
    if (reference.type == "report") return "report";
    return reference.type == "book" ? "book" : "document";
}

void put_journal(OpenUrl& url, const Reference& reference) {
    url.put("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal");
    url.put("rft.genre", "article");
    url.put("rft.atitle", reference.title);
    url.put("rft.jtitle", reference.container_title);
    url.put("rft.volume", reference.volume);
    url.put("rft.issue", reference.issue);
    url.put("rft.issn", reference.issn);
}

void put_book(OpenUrl& url, const Reference& reference) {
    const bool is_part = !reference.container_title.empty();
    url.put("rft_val_fmt", "info:ofi/fmt:kev:mtx:book");
    url.put("rft.genre", genre_of(reference));
    url.put(is_part ? "rft.atitle" : "rft.btitle", reference.title);
    url.put("rft.btitle", reference.container_title);
    url.put("rft.edition", reference.edition);
    url.put("rft.isbn", reference.isbn);
}

} // namespace

std::string format_coins(const Reference& reference) {
    OpenUrl url;
    if (genre_of(reference) == "article") {
        put_journal(url, reference);
    } else {
        put_book(url, reference);
    }
    for (const PersonName& person : reference.authors)
        url.put("rft.au", format_person(person));
    url.put("rft.date", format_edtf(DateOf{.first = reference.issued.first}));
    url.put("rft.pages", reference.page);
    url.put("rft.pub", reference.publisher);
    url.put("rft.place", reference.publisher_place);
    url.put("rft.language", reference.language);
    if (!reference.doi.empty()) url.put("rft_id", "info:doi/" + reference.doi);
    url.put("rft_id", reference.url);
    return url.take();
}

std::vector<std::pair<std::string, std::string>> meta_of(const Reference& reference) {
    std::vector<std::pair<std::string, std::string>> metas;
    const auto put = [&](std::string_view name, const std::string& content) {
        if (!content.empty()) metas.emplace_back(name, content);
    };
    put("citation_title", reference.title);
    for (const PersonName& person : reference.authors)
        put("citation_author", format_person_inverted(person));
    put("citation_publication_date", format_edtf(DateOf{.first = reference.issued.first}));
    const bool is_article = genre_of(reference) == "article";
    put(is_article ? "citation_journal_title" : "citation_inbook_title", reference.container_title);
    put("citation_volume", reference.volume);
    put("citation_issue", reference.issue);
    const std::size_t dash = reference.page.find('-');
    put("citation_firstpage", reference.page.substr(0, dash));
    if (dash != std::string::npos) put("citation_lastpage", reference.page.substr(dash + 1));
    put("citation_publisher", reference.publisher);
    put("citation_doi", reference.doi);
    put("citation_isbn", reference.isbn);
    put("citation_issn", reference.issn);
    put("citation_language", reference.language);
    return metas;
}

} // namespace attest::bibliography
