#include "service/link_citations.h"

#include "base/text.h"
#include "bibliography/likeness.h"
#include "bibliography/paste.h"
#include "domain/claim_status.h"
#include "markup/citation.h"
#include "markup/outside_links.h"
#include "markup/sentences.h"
#include "markup/url.h"
#include "service/citing.h"
#include "service/limits.h"
#include "service/sources.h"
#include "service/standing_post.h"
#include "storage/linked_answers.h"
#include "storage/posts.h"
#include "storage/site_properties.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace attest::service {

namespace {

/// The import whose links were read, by its incarnation.
constexpr std::string_view done_property = "links_cited";

/// Answers of one transaction: some tenths of a second.
constexpr std::size_t answers_at_once = 500;

/// Hosts that hold no work: sisters of the site that was imported, searches, shops, what is
/// shortened, pictures.
constexpr auto other_hosts = std::to_array<std::string_view>({
    "stackexchange.com",
    "stackoverflow.com",
    "serverfault.com",
    "superuser.com",
    "askubuntu.com",
    "mathoverflow.net",
    "stackapps.com",
    "sstatic.net",
    "imgur.com",
    "google.com",
    "bing.com",
    "duckduckgo.com",
    "yahoo.com",
    "yandex.ru",
    "amazon.com",
    "amazon.co.uk",
    "amazon.de",
    "ebay.com",
    "ebay.co.uk",
    "goo.gl",
    "bit.ly",
    "t.co",
    "tinyurl.com",
    "facebook.com",
    "twitter.com",
    "lmgtfy.com",
});

/// Below them are works all the same.
constexpr auto work_hosts =
    std::to_array<std::string_view>({"books.google.com", "scholar.google.com"});

constexpr auto picture_endings =
    std::to_array<std::string_view>({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp"});

bool is_of_host(std::string_view host, std::string_view domain) {
    return host == domain
           || (host.size() > domain.size() && host.ends_with(domain)
               && host[host.size() - domain.size() - 1] == '.');
}

bool is_wiki(std::string_view host) {
    return is_of_host(host, "wikipedia.org") || is_of_host(host, "wikisource.org");
}

/// A sentence states something if it has words beside its links, and enough of them.
bool is_statement(const markup::OutsideLink& link, std::string_view sentence) {
    if (link.words_beside < link_words_beside_min) return false;
    if (sentence.size() > domain::claim_length_max * 2) return false;
    return !link.is_in_question;
}

/// What the work is called: as its address says, or in the words of the link where they are many
/// enough to be a title.
std::string title_of(const markup::OutsideLink& link, const std::string& from_address) {
    constexpr std::size_t title_words_min = 3;
    constexpr std::size_t title_bytes_max = 300;
    if (is_wiki(markup::url_host(link.url)) || link.text.starts_with("http")) return from_address;
    if (std::ranges::count(link.text, ' ') + 1 < static_cast<std::ptrdiff_t>(title_words_min))
        return from_address;
    return std::string{utf8_prefix(link.text, title_bytes_max)};
}

class LinkCiter {
public:
    explicit LinkCiter(const Site& site) : site_{site}, now_{site.clock()} {}

    Result<LinkCitations>
    run(const std::function<void(std::int64_t done, std::int64_t whole)>& on_progress) {
        TRY(site_.database.read([&](db::ReadTransaction& tx) { return read_known(tx); }));
        for (std::size_t begin = 0; begin < posts_.size(); begin += answers_at_once) {
            const std::size_t end = std::min(begin + answers_at_once, posts_.size());
            TRY(site_.database.write([&](db::Transaction& tx) -> Result<void> {
                for (std::size_t index = begin; index < end; ++index)
                    TRY(cite_links_of(tx, posts_[index]));
                return {};
            }));
            if (on_progress) on_progress(static_cast<std::int64_t>(end), std::ssize(posts_));
        }
        return counts_;
    }

private:
    Result<void> read_known(db::ReadTransaction& tx) {
        posts_ = TRY(storage::list_linked_answers(tx));
        cited_ = TRY(storage::list_link_citations(tx));
        return storage::each_addressed_source(
            tx,
            [&](SourceId id, std::string_view url, std::string_view doi) {
                if (!url.empty()) source_of_.try_emplace(address_key(url), id);
                if (!doi.empty()) source_of_.try_emplace(fmt::format("doi.org/{}", doi), id);
            }
        );
    }

    Result<void> cite_links_of(db::Transaction& tx, PostId post) {
        const std::string html = TRY(storage::find_body_html(tx, post));
        const StandingPost standing = TRY(find_standing_post(tx, post));
        std::vector<storage::ClaimRecord> claims = TRY(storage::list_claims(tx, post, false));
        const std::string guid = standing.newest ? standing.newest->guid : std::string{};
        TRY(follow_text(tx, claims, standing.source, guid));
        std::set<std::int64_t> works;
        bool has_any = false;
        for (const markup::OutsideLink& link :
             markup::find_outside_links(standing.source, html, links_looked_at_max)) {
            const std::string_view sentence =
                std::string_view{standing.source}.substr(link.begin, link.end - link.begin);
            if (!is_citable_address(link.url, site_.settings.origin_url)
                || !is_statement(link, sentence))
                continue;
            if (works.size() == links_cited_max) break;
            const std::optional<ClaimId> standing_claim = claim_at(claims, link);
            if (standing_claim == ClaimId{}) continue; // cited by the writer: nothing is wanted
            const SourceId source = TRY(source_for(tx, link));
            works.insert(source.value);
            if (!cited_.emplace(post.value, source.value).second) continue;
            has_any = true;
            const storage::CitationContent content = content_of_work(source);
            ClaimId claim = standing_claim.value_or(ClaimId{});
            if (!standing_claim) {
                claim = TRY(storage::insert_link_claim(
                    tx,
                    post,
                    place_of(standing.source, {.begin = link.begin, .end = link.end}, guid),
                    standing_of_links(),
                    now_
                ));
                ++counts_.claims;
                storage::ClaimRecord made;
                made.id = claim;
                made.place.start = static_cast<std::int64_t>(link.begin);
                made.place.exact = sentence;
                made.is_bare_link = true;
                claims.push_back(std::move(made));
            }
            TRY(storage::insert_link_citation(tx, claim, content, now_));
            ++counts_.citations;
        }
        counts_.answers += has_any ? 1 : 0;
        return {};
    }

    /// A newer dump may have brought another text: bare claims go with their words.
    static Result<void> follow_text(
        db::Transaction& tx,
        std::vector<storage::ClaimRecord>& claims,
        const std::string& source,
        const std::string& guid
    ) {
        for (const storage::ClaimRecord& claim : claims) {
            const auto start = static_cast<std::size_t>(claim.place.start);
            if (!claim.is_bare_link
                || std::string_view{source}
                       .substr(std::min(start, source.size()))
                       .starts_with(claim.place.exact))
                continue;
            if (const auto words = find_words(source, claim.place.exact, start)) {
                TRY(storage::move_claim(tx, claim.id, place_of(source, *words, guid)));
            } else {
                TRY(storage::detach_claim(tx, claim.id));
            }
        }
        return {};
    }

    /// The bare claim whose words these are; no id if another claim has some of them.
    static std::optional<ClaimId>
    claim_at(const std::vector<storage::ClaimRecord>& claims, const markup::OutsideLink& link) {
        for (const storage::ClaimRecord& claim : claims) {
            const auto begin = static_cast<std::size_t>(claim.place.start);
            const std::size_t end = begin + claim.place.exact.size();
            if (link.end <= begin || end <= link.begin) continue;
            return claim.is_bare_link ? claim.id : ClaimId{};
        }
        return std::nullopt;
    }

    Result<SourceId> source_for(db::Transaction& tx, const markup::OutsideLink& link) {
        bibliography::Reference reference =
            TRY(bibliography::parse_paste(link.url)).references.front().reference;
        const std::string address = reference.doi.empty()
                                        ? address_key(link.url)
                                        : fmt::format("doi.org/{}", reference.doi);
        const auto known = source_of_.find(address);
        if (known != source_of_.end()) return known->second;
        reference.title = title_of(link, reference.title);
        const SourceId id =
            TRY(add_found_source(tx, reference, TRY(free_key(tx, reference)), now_));
        source_of_.emplace(address, id);
        ++counts_.sources;
        return id;
    }

    /// With the words of the title: of one host there are thousands of pages.
    Result<std::string>
    free_key(db::ReadTransaction& tx, const bibliography::Reference& reference) {
        std::string host = reference.container_title;
        if (host.starts_with("www.")) host.erase(0, 4);
        const std::string key =
            bibliography::make_key({.container_title = fmt::format("{} {}", host, reference.title)}
            );
        int& number = keys_[key];
        while (true) {
            ++number;
            std::string next = number == 1 ? key : fmt::format("{}-{}", key, number);
            if (!TRY(storage::is_source_key_taken(tx, next))) return next;
        }
    }

    static storage::CitationContent content_of_work(SourceId source) {
        storage::CitationContent content;
        content.source = source;
        content.label = "page";
        content.hash = hash_of_content(content);
        return content;
    }

    /// What judging gives: nothing counts that names no place.
    static domain::ClaimStanding standing_of_links() {
        domain::JudgedCitation citation;
        citation.has_locator = false;
        return domain::judge_claim({citation});
    }

    const Site& site_;
    Time now_;
    std::vector<PostId> posts_;
    std::set<std::pair<std::int64_t, std::int64_t>> cited_; ///< Posts with works.
    std::unordered_map<std::string, SourceId> source_of_;   ///< By address_key.
    std::unordered_map<std::string, int> keys_;             ///< The last number that was tried.
    LinkCitations counts_;
};

} // namespace

bool is_citable_address(std::string_view url, std::string_view origin_url) {
    const std::string host = ascii_lower(markup::url_host(url));
    if (host.empty() || !host.contains('.')) return false;
    if (!origin_url.empty() && host == ascii_lower(markup::url_host(origin_url))) return false;
    const bool is_work =
        std::ranges::any_of(work_hosts, [&](auto one) { return is_of_host(host, one); })
        || host.starts_with("books.google.");
    const bool is_other =
        std::ranges::any_of(other_hosts, [&](auto one) { return is_of_host(host, one); });
    if (is_other && !is_work) return false;
    const std::string path = ascii_lower(url.substr(0, url.find_first_of("?#")));
    if (path.contains("/wiki/file:")) return false;
    return std::ranges::none_of(picture_endings, [&](auto ending) {
        return path.ends_with(ending);
    });
}

std::string address_key(std::string_view url) {
    if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos)
        url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find('#'));
    const std::size_t path = std::min(url.find_first_of("/?"), url.size());
    std::string host = ascii_lower(url.substr(0, path));
    for (const std::string_view prefix : {"www.", "m."}) {
        if (host.starts_with(prefix)) host.erase(0, prefix.size());
    }
    std::string_view rest = url.substr(path);
    if (host.starts_with("books.google.")) {
        // Which page was shown, and for which search, is not the book.
        const std::size_t id = rest.find("id=");
        if (id != std::string_view::npos) {
            const std::string_view number = rest.substr(id + 3);
            return fmt::format("books.google/{}", number.substr(0, number.find('&')));
        }
    }
    if (is_of_host(host, "archive.org")) {
        const std::size_t details = rest.find("/details/");
        if (details != std::string_view::npos) {
            const std::string_view item = rest.substr(details + 9);
            return fmt::format("archive.org/{}", item.substr(0, item.find_first_of("/?")));
        }
    }
    if (is_of_host(host, "jstor.org")) rest = rest.substr(0, rest.find('?'));
    while (rest.ends_with('/'))
        rest.remove_suffix(1);
    return host + std::string{rest};
}

Result<LinkCitations> cite_links(
    const Site& site, const std::function<void(std::int64_t done, std::int64_t whole)>& on_progress
) {
    const LinkCitations counts = TRY(LinkCiter{site}.run(on_progress));
    TRY(site.database.write([](db::Transaction& tx) -> Result<void> {
        const std::string incarnation =
            TRY(storage::find_site_property(tx, "incarnation")).value_or("");
        return storage::update_site_property(tx, {.name = done_property, .value = incarnation});
    }));
    return counts;
}

Result<LinkCitations> cite_links_once(
    const Site& site, const std::function<void(std::int64_t done, std::int64_t whole)>& on_progress
) {
    const bool is_done = TRY(site.database.read([](db::ReadTransaction& tx) -> Result<bool> {
        const auto incarnation = TRY(storage::find_site_property(tx, "incarnation"));
        return incarnation && incarnation == TRY(storage::find_site_property(tx, done_property));
    }));
    if (is_done) return LinkCitations{};
    return cite_links(site, on_progress);
}

} // namespace attest::service
