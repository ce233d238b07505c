#include "service/preview.h"

#include "base/text.h"
#include "base/verify.h"
#include "dates/language.h"
#include "dates/running_text.h"
#include "domain/act_limits.h"
#include "domain/scan_rights.h"
#include "markup/citation_tokens.h"
#include "scans/quote_match.h"
#include "service/editing.h"
#include "service/limits.h"
#include "service/scans.h"
#include "service/sources.h"
#include "service/writing.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace attest::service {

namespace {

/// How much of a broken citation is told, to find it by.
constexpr std::size_t told_bytes_max = 60;

/// Keys that are offered for one that is unknown.
constexpr std::int64_t keys_alike_max = 3;

/// Reads what a text cites, each source once.
class Draft {
public:
    Draft(const Site& site, const domain::Actor& actor, const std::string& markdown)
        : site_{site}, actor_{actor}, markdown_{markdown} {}

    Result<void> read(Preview& preview) {
        const markup::CitationScan scan = markup::scan_citations(markdown_);
        for (const markup::CitationProblem& problem : scan.problems)
            preview.problems.push_back(problem_at(problem.begin, problem.end, problem.message));
        const std::vector<std::size_t> placed = markup::placed_citations(preview.html);
        TRY(find_sources(scan));
        std::map<std::size_t, std::size_t> index_of;
        for (const markup::CitationGroup& group : scan.groups) {
            if (std::ranges::find(placed, group.number) == placed.end()) continue;
            if (group.is_literature) continue;
            if (group.words_begin == group.words_end) {
                preview.problems.push_back(problem_at(
                    group.begin,
                    group.end,
                    "This citation speaks for no words. Put it behind the sentence that it is for."
                ));
                continue;
            }
            const auto [found, is_new] = index_of.try_emplace(group.number, preview.claims.size());
            if (is_new) preview.claims.push_back(claim_of(group));
            for (const markup::Citation& citation : group.citations)
                preview.claims[found->second].citations.push_back(TRY(read_citation(citation)));
        }
        return {};
    }

private:
    /// Files of a source that this writer may search.
    struct Searched {
        bool has_any = false;
        bool is_being_read = false;
    };

    [[nodiscard]] TextPlace place_at(std::size_t begin, std::size_t end) const {
        const auto lines = std::count(
            markdown_.begin(), markdown_.begin() + static_cast<std::ptrdiff_t>(begin), '\n'
        );
        return {.begin = begin, .end = end, .line = static_cast<std::size_t>(lines) + 1};
    }

    [[nodiscard]] DraftProblem
    problem_at(std::size_t begin, std::size_t end, std::string message) const {
        const std::string_view words = std::string_view{markdown_}.substr(begin, end - begin);
        return {
            .words = std::string{utf8_prefix(words, told_bytes_max)},
            .place = place_at(begin, end),
            .message = std::move(message),
        };
    }

    [[nodiscard]] DraftClaim claim_of(const markup::CitationGroup& group) const {
        return {
            .number = group.number,
            .words = markdown_.substr(group.words_begin, group.words_end - group.words_begin),
            .place = place_at(group.words_begin, group.words_end),
            .citations = {},
            .dates = dates_in(group.words_begin, group.words_end),
        };
    }

    [[nodiscard]] std::vector<DraftDate> dates_in(std::size_t begin, std::size_t end) const {
        const dates::DatesRead read =
            dates::read_dates(std::string_view{markdown_}.substr(begin, end - begin));
        std::vector<DraftDate> all;
        for (const dates::ImpossibleDate& one : read.impossible) {
            all.push_back(
                {.message = one.message, .place = place_at(begin + one.begin, begin + one.end)}
            );
        }
        for (const dates::DateInText& one : read.dates) {
            DraftDate date{.date = one.date, .place = place_at(begin + one.begin, begin + one.end)};
            if (dates::may_be_other_style(one.date)) date.other = other_style(date);
            all.push_back(std::move(date));
        }
        return all;
    }

    /// In the language of the phrase.
    [[nodiscard]] TextEdit other_style(const DraftDate& date) const {
        const bool is_russian = std::ranges::any_of(date.date.phrase, [](char c) {
            return static_cast<unsigned char>(c) >= 0xD0;
        });
        const dates::Language& language = is_russian ? dates::russian : dates::english;
        const bool is_new = date.date.calendar == dates::Calendar::gregorian;
        std::string style{is_new ? language.old_style : language.new_style};
        const bool ends_sentence =
            std::string_view{markdown_}.substr(date.place.end).starts_with('.');
        if (ends_sentence && style.ends_with('.')) style.pop_back();
        return {.begin = date.place.end, .end = date.place.end, .text = " " + style};
    }

    Result<void> find_sources(const markup::CitationScan& scan) {
        return site_.database.read([&](db::ReadTransaction& tx) -> Result<void> {
            for (const markup::CitationGroup& group : scan.groups) {
                for (const markup::Citation& citation : group.citations) {
                    for (const std::string& key : {citation.key, citation.through}) {
                        if (key.empty() || sources_.contains(key)) continue;
                        sources_.emplace(key, TRY(storage::find_cited_source(tx, key)));
                    }
                }
            }
            return {};
        });
    }

    Result<DraftCitation> read_citation(const markup::Citation& written) {
        DraftCitation citation{
            .written = written,
            .source = sources_.at(written.key),
            .through = std::nullopt,
        };
        if (!citation.source) citation.unknown_key = written.key;
        if (!written.through.empty()) {
            citation.through = sources_.at(written.through);
            if (!citation.through && citation.unknown_key.empty())
                citation.unknown_key = written.through;
        }
        if (!citation.unknown_key.empty()) {
            citation.keys_alike = TRY(find_keys_alike(written, citation.unknown_key));
            return citation;
        }
        citation.has_unreadable_page = written.label == "page" && !written.locator.empty()
                                       && markup::pages_of(written.locator).from.empty();
        if (!written.quote.empty()) citation.quote = TRY(look_for(citation));
        return citation;
    }

    /// "vizh-1990" is likely "vizh-1990-1": keys are made of words, and those are searched.
    [[nodiscard]] Result<std::vector<TextEdit>>
    find_keys_alike(const markup::Citation& written, const std::string& key) const {
        const std::size_t begin = place_of_key(written, key);
        std::string words = key;
        std::ranges::replace(words, '-', ' ');
        std::vector<TextEdit> alike;
        while (alike.empty() && !words.empty()) {
            const FoundSources found = TRY(search_sources(site_, words, keys_alike_max));
            for (const SourceSummary& source : found.sources)
                alike.push_back({.begin = begin, .end = begin + key.size(), .text = source.key});
            const std::size_t last = words.rfind(' ');
            words.resize(last == std::string::npos ? 0 : last);
        }
        return alike;
    }

    /// Where a key of this citation stands, which is written in whatever letters.
    [[nodiscard]] std::size_t
    place_of_key(const markup::Citation& written, const std::string& key) const {
        const std::string text =
            ascii_lower(markdown_.substr(written.begin, written.end - written.begin));
        const std::size_t found = text.find("@" + key);
        VERIFY(found != std::string::npos);
        return written.begin + found + 1;
    }

    Result<Searched> searched_of(const std::string& key) {
        const auto known = searched_.find(key);
        if (known != searched_.end()) return known->second;
        Searched searched;
        for (const Scan& scan : TRY(list_scans(site_, key, actor_))) {
            const bool may_see =
                domain::sight_of(scan.file.facts(), &*actor_, true) != domain::ScanSight::nothing;
            if (!may_see) continue;
            searched.has_any |= scan.file.state == domain::ScanState::ready;
            searched.is_being_read |= scan.file.state == domain::ScanState::queued;
        }
        return searched_.emplace(key, searched).first->second;
    }

    Result<DraftQuote> look_for(const DraftCitation& citation) {
        const std::string& key = citation.through ? citation.through->key : citation.source->key;
        const Searched searched = TRY(searched_of(key));
        if (!searched.has_any) {
            return DraftQuote{
                .state = searched.is_being_read ? QuoteState::unread : QuoteState::no_scan
            };
        }
        if (++looked_ > quotes_looked_for_max) return DraftQuote{.state = QuoteState::not_looked};
        return find_on_pages(key, citation.written);
    }

    Result<std::optional<QuoteFound>>
    find(const std::string& key, const std::string& quote, const std::string& page) const {
        return find_quote_in_source(site_, key, quote, page, actor_);
    }

    /// First where it is said to stand, then anywhere.
    Result<DraftQuote> find_on_pages(const std::string& key, const markup::Citation& written) {
        const bool names_page = written.label == "page" || written.label == "folio";
        const markup::PageSpan pages =
            names_page ? markup::pages_of(written.locator) : markup::PageSpan{};
        std::optional<QuoteFound> best;
        for (const std::string& page : std::set<std::string>{pages.from, pages.to}) {
            if (page.empty()) continue;
            auto found = TRY(find(key, written.quote, page));
            if (found && (!best || found->score > best->score)) best = std::move(found);
        }
        if (best && best->score >= scans::found_score_min) return seen(*best, QuoteState::found);
        const std::optional<QuoteFound> anywhere = TRY(find(key, written.quote, ""));
        DraftQuote quote = judge(pages, best, anywhere);
        if (!quote.page.empty()) quote.mend = find_mend(written, pages, quote);
        return quote;
    }

    /// `best`: of the pages named, and not sure.
    static DraftQuote judge(
        const markup::PageSpan& pages,
        const std::optional<QuoteFound>& best,
        const std::optional<QuoteFound>& anywhere
    ) {
        if (!anywhere) return {.state = QuoteState::absent};
        if (anywhere->label.empty()) return seen(*anywhere, QuoteState::unnumbered);
        const bool is_sure = anywhere->score >= scans::found_score_min;
        if (pages.from.empty())
            return seen(*anywhere, is_sure ? QuoteState::found : QuoteState::perhaps);
        if (is_sure) {
            const bool is_within = is_between(pages, anywhere->label);
            return seen(*anywhere, is_within ? QuoteState::found : QuoteState::elsewhere);
        }
        if (best) return seen(*best, QuoteState::perhaps);
        return {.state = QuoteState::absent};
    }

    /// The page that the site found, in the place of what is written, or behind the key.
    [[nodiscard]] std::optional<TextEdit> find_mend(
        const markup::Citation& written, const markup::PageSpan& pages, const DraftQuote& quote
    ) const {
        const std::string& key = written.through.empty() ? written.key : written.through;
        const std::size_t behind = place_of_key(written, key) + key.size();
        if (written.locator.empty())
            return TextEdit{.begin = behind, .end = behind, .text = ", p. " + quote.page};
        if (quote.state != QuoteState::elsewhere || pages.from != pages.to) return std::nullopt;
        const std::size_t begin = markdown_.find(written.locator, behind);
        if (begin == std::string::npos) return std::nullopt;
        return TextEdit{.begin = begin, .end = begin + written.locator.size(), .text = quote.page};
    }

    static bool is_between(const markup::PageSpan& pages, const std::string& label) {
        const auto from = parse_number<std::int64_t>(pages.from);
        const auto to = parse_number<std::int64_t>(pages.to);
        const auto page = parse_number<std::int64_t>(label);
        return from && to && page && *from <= *page && *page <= *to;
    }

    static DraftQuote seen(const QuoteFound& found, QuoteState state) {
        constexpr double whole = 100;
        return {
            .state = state,
            .percent = static_cast<int>(std::floor(found.score * whole)),
            .page = found.label,
            .address = found.address,
            .file = found.file,
        };
    }

    const Site& site_;
    std::optional<domain::Actor> actor_;
    const std::string& markdown_;
    std::map<std::string, std::optional<storage::CitedSource>> sources_;
    std::map<std::string, Searched> searched_;
    std::size_t looked_ = 0;
};

Result<std::vector<LostClaim>> find_losses(
    const Site& site, const domain::Actor& actor, PostId post, const storage::StoredBody& body
) {
    const Editor editor = TRY(read_editor(site, actor, post));
    const bool has_claims = editor.address.has_value() && body.source != editor.source;
    if (!has_claims) return std::vector<LostClaim>{};
    return site.database.read([&](db::ReadTransaction& tx) {
        return find_lost_claims(tx, post, body);
    });
}

} // namespace

Result<Preview> preview(
    const Site& site,
    const domain::Actor& actor,
    const std::string& markdown,
    std::optional<PostId> edited
) {
    if (utf8_length(markdown) > domain::body_length_max) {
        return refuse("body", "The text is longer than a post can be. Shorten it.");
    }
    Preview preview;
    if (trim(markdown).empty()) return preview;
    storage::StoredBody body = TRY(render_body(site, markdown, edited, SeveralMeant::shown));
    if (edited) preview.lost = TRY(find_losses(site, actor, *edited, body));
    preview.html = std::move(body.html);
    if (markdown.contains('@')) TRY(Draft(site, actor, markdown).read(preview));
    return preview;
}

bool is_whole(const DraftCitation& citation) {
    return citation.unknown_key.empty() && !citation.has_unreadable_page;
}

} // namespace attest::service
