#include "bibliography/paste.h"

#include "base/text.h"
#include "bibliography/bibtex.h"
#include "bibliography/identifiers.h"
#include "bibliography/limits.h"
#include "bibliography/ris.h"

#include <fmt/format.h>

namespace attest::bibliography {

namespace {

Paste paste_of(PasteForm form, Reference reference) {
    Paste paste{.form = form, .references = {}};
    paste.references.push_back({.reference = std::move(reference), .key = {}});
    return paste;
}

/// The words without the number and its name: a title that was copied with its DOI.
std::string rest_of(std::string_view text, std::string_view marker) {
    const std::string lower = ascii_lower(text);
    const std::size_t at = lower.find(marker);
    if (at == std::string::npos) return tidy_text(text);
    std::string rest = tidy_text(text.substr(0, at));
    while (!rest.empty() && std::string_view{" ,;:.(["}.contains(rest.back()))
        rest.pop_back();
    return rest;
}

std::string link_in(std::string_view text) {
    if (!text.starts_with("http://") && !text.starts_with("https://")) return {};
    return text.find_first_of(" \t\r\n\"<>") == std::string_view::npos ? std::string{text}
                                                                       : std::string{};
}

std::string_view host_of(std::string_view url) {
    url.remove_prefix(url.find("//") + 2);
    return url.substr(0, url.find_first_of("/?#:"));
}

bool is_of_host(std::string_view host, std::string_view domain) {
    return host == domain
           || (host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
}

/// The last part of a path as words, for a title that somebody will better: "my_life-1930".
std::string title_of_url(std::string_view url) {
    std::string_view path = url.substr(0, url.find_first_of("?#"));
    const std::size_t begin = path.find("//") + 2;
    while (path.ends_with('/'))
        path.remove_suffix(1);
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos || slash < begin) return std::string{host_of(url)};
    std::string title = percent_decode(path.substr(slash + 1)).value_or("");
    for (char& c : title) {
        if (c == '_' || c == '+') c = ' ';
    }
    for (const std::string_view ending : {".html", ".htm", ".pdf", ".djvu", ".php", ".aspx"}) {
        if (title.ends_with(ending)) title.resize(title.size() - ending.size());
    }
    title = tidy_text(title);
    return title.empty() ? std::string{host_of(url)} : title;
}

/// https://archive.org/details/ID: the item's id is its shelfmark there.
std::optional<Reference> read_archive_link(const std::string& url) {
    const std::string host = ascii_lower(host_of(url));
    if (is_of_host(host, "archive.org")) {
        for (const std::string_view prefix : {"/details/", "/stream/", "/download/"}) {
            const std::size_t at = url.find(prefix);
            if (at == std::string::npos) continue;
            std::string id = url.substr(at + prefix.size());
            id.resize(std::min(id.size(), id.find_first_of("/?#")));
            if (id.empty()) continue;
            return Reference{
                .title = id,
                .url = url,
                .archive = "Internet Archive",
                .archive_location = id,
            };
        }
    }
    const std::string_view path = std::string_view{url}.substr(0, url.find_first_of("?#"));
    const bool is_manifest =
        path.ends_with("/manifest.json") || path.ends_with("/manifest") || path.contains("/iiif/");
    if (!is_manifest) return std::nullopt;
    return Reference{.title = title_of_url(url), .url = url, .archive = host};
}

Paste read_link(const std::string& url) {
    if (auto archived = read_archive_link(url)) {
        archived->title = tidy_text(archived->title);
        return paste_of(PasteForm::archive_link, std::move(*archived));
    }
    return paste_of(
        PasteForm::link,
        {.type = "webpage",
         .title = title_of_url(url),
         .container_title = std::string{host_of(url)},
         .url = url}
    );
}

/// A number in words: "Title of it, doi:10.1000/182" keeps the words as its title.
std::optional<Paste> read_number(std::string_view text) {
    if (const auto doi = find_doi(text)) {
        Reference reference{
            .type = "article-journal", .doi = *doi, .url = "https://doi.org/" + *doi
        };
        if (!is_only_doi(text)) {
            reference.title = rest_of(text, text.contains("http") ? "http" : "doi");
            if (reference.title.contains(*doi)) reference.title = rest_of(text, *doi);
        }
        return paste_of(PasteForm::doi, std::move(reference));
    }
    if (const auto isbn = find_isbn(text)) {
        Reference reference{.type = "book", .isbn = *isbn};
        if (!is_only_isbn(text)) reference.title = rest_of(text, "isbn");
        return paste_of(PasteForm::isbn, std::move(reference));
    }
    if (const auto issn = find_issn(text); issn && (is_only_issn(text) || text.contains("ISSN"))) {
        Reference reference{.type = "periodical", .issn = *issn};
        if (!is_only_issn(text)) reference.title = rest_of(text, "issn");
        return paste_of(PasteForm::issn, std::move(reference));
    }
    return std::nullopt;
}

/// Free text: the whole of it is the title. A year in it is understood.
Paste read_text(std::string_view text) {
    Reference reference{.title = tidy_text(text)};
    const DateOf date = parse_date(reference.title);
    if (date.first.year) reference.issued.first.year = date.first.year;
    return paste_of(PasteForm::text, std::move(reference));
}

Result<Paste> of_format(PasteForm form, Result<std::vector<ReadReference>> read) {
    if (!read) {
        return std::unexpected{Error{ErrorCode::invalid, read.error().message()}
                                   .with_detail(read.error().detail())
                                   .with_field("paste", read.error().message())};
    }
    return Paste{.form = form, .references = *std::move(read)};
}

std::unexpected<Error> refuse_paste(const std::string& message) {
    return std::unexpected{Error{ErrorCode::invalid, message}.with_field("paste", message)};
}

} // namespace

Result<Paste> parse_paste(std::string_view pasted) {
    if (pasted.size() > paste_bytes_max) {
        return refuse_paste(
            fmt::format("Paste at most {} KB: one source, not a library.", paste_bytes_max / 1024)
        );
    }
    const std::string clean = clean_utf8(pasted);
    const std::string_view text = trim(clean);
    if (text.empty()) {
        return refuse_paste("Type the source's name, or paste a link, DOI, ISBN, BibTeX, RIS or "
                            "CSL-JSON.");
    }
    if (text.starts_with('{') || (text.starts_with('[') && text.contains('{'))) {
        return of_format(PasteForm::csl_json, parse_csl_json(text));
    }
    if (looks_like_ris(text)) return of_format(PasteForm::ris, parse_ris(text));
    if (looks_like_bibtex(text)) return of_format(PasteForm::bibtex, parse_bibtex(text));
    const std::string url = link_in(text);
    // A long link may hold digits that pass for an ISBN; only a DOI is looked for in one.
    if (!url.empty()) {
        if (auto number = find_doi(text) ? read_number(text) : std::nullopt) {
            number->references.front().reference.title.clear();
            return std::move(*number);
        }
        return read_link(url);
    }
    if (auto number = read_number(text)) return std::move(*number);
    return read_text(text);
}

} // namespace attest::bibliography
