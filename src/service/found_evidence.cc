#include "service/found_evidence.h"

#include "base/text.h"
#include "dates/calendar.h"
#include "service/authorities.h"
#include "service/sources.h"
#include "storage/found_evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace attest::service {

namespace {

using search::Evidence;
using search::EvidenceClause;

storage::SearchedDays days_of(const EvidenceClause& clause) {
    return {.first = clause.first_day, .last = clause.last_day, .is_within = clause.is_within};
}

bool is_wanted(Evidence evidence, domain::AuthorityKind kind) {
    const bool is_place = kind == domain::AuthorityKind::place;
    return evidence == Evidence::place ? is_place : !is_place;
}

/// Whom a name may mean: those who bear it, or else those of whose name it is a part.
std::vector<AuthorityRecord> meant_by(std::vector<FoundAuthority>&& found, Evidence evidence) {
    std::erase_if(found, [&](const FoundAuthority& one) {
        return !is_wanted(evidence, one.record.kind);
    });
    const bool has_match =
        !found.empty() && names::is_match(found.front().agreement); // The best stand first.
    std::vector<AuthorityRecord> records;
    for (FoundAuthority& one : found) {
        if (has_match && !names::is_match(one.agreement)) continue;
        if (records.size() == named_records_max) break;
        records.push_back(std::move(one.record));
    }
    return records;
}

template <typename Record>
std::vector<decltype(Record::id)> ids_of(const std::vector<Record>& records) {
    std::vector<decltype(Record::id)> ids;
    for (const Record& record : records)
        ids.push_back(record.id);
    return ids;
}

SearchHit* hit_of(std::vector<SearchHit>& hits, PostId post) {
    const auto hit = std::ranges::find(hits, post, &SearchHit::post);
    return hit == hits.end() ? nullptr : &*hit;
}

void add_claims(std::vector<storage::FoundClaim>&& found, std::vector<SearchHit>& hits) {
    for (storage::FoundClaim& claim : found) {
        SearchHit* const hit = hit_of(hits, claim.post);
        if (hit == nullptr) continue;
        const auto same = std::ranges::find(hit->claims, claim.claim, &HitClaim::id);
        if (same != hit->claims.end()) {
            if (same->phrase.empty()) same->phrase = std::move(claim.phrase);
            continue;
        }
        if (hit->claims.size() == shown_claims_max) continue;
        hit->claims.push_back({
            .id = claim.claim,
            .words = std::move(claim.words),
            .phrase = std::move(claim.phrase),
            .status = claim.status,
        });
    }
}

void add_mentions(std::vector<storage::FoundMention>&& found, std::vector<SearchHit>& hits) {
    for (storage::FoundMention& mention : found) {
        SearchHit* const hit = hit_of(hits, mention.post);
        if (hit == nullptr || hit->mentions.size() == shown_claims_max) continue;
        const auto same = [&](const HitMention& other) { return other.words == mention.words; };
        if (std::ranges::any_of(hit->mentions, same)) continue;
        hit->mentions.push_back({.record = mention.record, .words = std::move(mention.words)});
    }
}

} // namespace

Result<void>
EvidenceFinder::name_records(db::ReadTransaction& tx, Named& named, Meanings meanings) {
    meanings.of = named.evidence == Evidence::place ? Meanings::Of::place : Meanings::Of::person;
    // A number is that in the record's address.
    if (const auto number = parse_number<std::int64_t>(named.text); number && *number > 0) {
        const Result<AuthorityRecord> record = storage::find_authority(tx, AuthorityId{*number});
        if (record) {
            named.records.push_back(record->merged_into.value_or(record->id));
            return {};
        }
        if (record.error().code() != ErrorCode::not_found) return std::unexpected{record.error()};
    }
    for (const AuthorityRecord& record :
         meant_by(TRY(find_authorities(tx, named.text)), named.evidence)) {
        named.records.push_back(record.id);
        meanings.meanings.push_back(
            {.words = record.label,
             .note = record.note,
             .narrowed = fmt::format("{}", record.id.value)}
        );
    }
    if (named.records.size() != 1) meanings_.push_back(std::move(meanings));
    return {};
}

Result<void>
EvidenceFinder::name_sources(db::ReadTransaction& tx, Named& named, Meanings meanings) {
    meanings.of = Meanings::Of::source;
    const Result<storage::SourceRecord> source = find_source_by_key(tx, named.text);
    if (source) {
        named.sources.push_back(source->id);
        return {};
    }
    if (source.error().code() != ErrorCode::not_found) return std::unexpected{source.error()};
    for (const SourceSummary& found :
         TRY(search_sources(tx, named.text, cited_sources_max)).sources) {
        named.sources.push_back(found.id);
        const std::string note = found.author.empty() || found.issued.empty()
                                     ? found.author + found.issued
                                     : fmt::format("{}, {}", found.author, found.issued);
        meanings.meanings.push_back({.words = found.title, .note = note, .narrowed = found.key});
    }
    if (named.sources.size() != 1) meanings_.push_back(std::move(meanings));
    return {};
}

/// What a clause names; looked up once, since it is asked for again to explain what was found.
Result<EvidenceFinder::Named>
EvidenceFinder::name(db::ReadTransaction& tx, const EvidenceClause& clause) {
    for (const Named& known : named_) {
        if (known.evidence == clause.evidence && known.text == clause.text) return known;
    }
    Named named{.evidence = clause.evidence, .text = clause.text};
    Meanings meanings{
        .begin = clause.begin, .end = clause.end, .asked = clause.text, .meanings = {}
    };
    if (clause.evidence == Evidence::source) {
        TRY(name_sources(tx, named, std::move(meanings)));
    } else {
        TRY(name_records(tx, named, std::move(meanings)));
    }
    named_.push_back(named);
    return named;
}

Result<std::vector<PostId>> EvidenceFinder::find(const EvidenceClause& clause) {
    return site_.database.read([&](db::ReadTransaction& tx) -> Result<std::vector<PostId>> {
        switch (clause.evidence) {
        case Evidence::status:
            return storage::list_posts_with_status(tx, clause.statuses);
        case Evidence::days:
            return storage::list_posts_with_days(tx, days_of(clause));
        case Evidence::source:
            return storage::list_posts_citing(tx, TRY(name(tx, clause)).sources);
        case Evidence::person:
        case Evidence::place:
            return storage::list_posts_mentioning(tx, TRY(name(tx, clause)).records);
        }
        std::unreachable();
    });
}

Result<void> EvidenceFinder::explain_clause(
    db::ReadTransaction& tx,
    const EvidenceClause& clause,
    const std::vector<PostId>& posts,
    std::vector<SearchHit>& hits
) {
    switch (clause.evidence) {
    case Evidence::status:
        add_claims(TRY(storage::list_claims_with_status(tx, posts, clause.statuses)), hits);
        return {};
    case Evidence::days:
        add_claims(TRY(storage::list_claims_with_days(tx, posts, days_of(clause))), hits);
        return {};
    case Evidence::source:
        add_claims(
            TRY(storage::list_claims_citing(tx, posts, TRY(name(tx, clause)).sources)), hits
        );
        return {};
    case Evidence::person:
    case Evidence::place:
        add_mentions(
            TRY(storage::list_mentions_of(tx, posts, TRY(name(tx, clause)).records)), hits
        );
        return {};
    }
    std::unreachable();
}

Result<void>
EvidenceFinder::explain(const std::vector<EvidenceClause>& clauses, std::vector<SearchHit>& hits) {
    if (clauses.empty() || hits.empty()) return {};
    std::vector<PostId> posts;
    for (const SearchHit& hit : hits)
        posts.push_back(hit.post);
    return site_.database.read([&](db::ReadTransaction& tx) -> Result<void> {
        for (const EvidenceClause& clause : clauses)
            TRY(explain_clause(tx, clause, posts, hits));
        return {};
    });
}

namespace {

/// Questions by something that their posts have, each question once.
template <typename Key>
using QuestionsBy = std::map<Key, std::set<QuestionId>>;

/// The year that a date lies in, as everybody counts today; nothing for one that may be of two.
std::optional<std::int64_t> year_of(const storage::PostDays& days) {
    const auto year = [](std::int64_t day) {
        return dates::civil_of(dates::Calendar::gregorian, static_cast<dates::DayNumber>(day)).year;
    };
    if (days.first == dates::open_start || days.last == dates::open_end) return std::nullopt;
    const auto first = year(days.first);
    return first == year(days.last) ? std::optional<std::int64_t>{first} : std::nullopt;
}

/// Years joined to decades, or centuries, until they are few enough to be read.
std::vector<ClaimYears> few_years(const QuestionsBy<std::int64_t>& by_year) {
    for (const std::int64_t width : {1, 10, 100, 1000}) {
        QuestionsBy<std::int64_t> joined;
        for (const auto& [year, questions] : by_year) {
            const std::int64_t start = year - (((year % width) + width) % width);
            joined[start].insert(questions.begin(), questions.end());
        }
        if (joined.size() > claim_years_max && width < 1000) continue;
        std::vector<ClaimYears> years;
        for (const auto& [start, questions] : joined) {
            years.push_back({
                .first = start,
                .last = start + width - 1,
                .count = std::ssize(questions),
            });
        }
        return years;
    }
    std::unreachable();
}

} // namespace

Result<void>
count_evidence(const Site& site, const search::SearchAnswer& answer, SearchPage& page) {
    std::vector<PostId> posts;
    for (const search::CountedPost& post : answer.counted)
        posts.push_back(post.post);
    const auto question_of = [&](PostId post) {
        return std::ranges::lower_bound(answer.counted, post, {}, &search::CountedPost::post)
            ->question;
    };
    if (posts.empty()) return {};
    return site.database.read([&](db::ReadTransaction& tx) -> Result<void> {
        QuestionsBy<domain::ClaimStatus> by_status;
        for (const storage::PostStatus& one : TRY(storage::list_statuses_of_posts(tx, posts))) {
            by_status[one.status].insert(question_of(one.post));
        }
        // No claims, no dates.
        if (by_status.empty()) return {};
        for (const auto& [status, questions] : by_status)
            page.statuses.push_back({.status = status, .count = std::ssize(questions)});
        QuestionsBy<std::int64_t> by_year;
        for (const storage::PostDays& days : TRY(storage::list_days_of_posts(tx, posts))) {
            if (const auto year = year_of(days)) by_year[*year].insert(question_of(days.post));
        }
        page.claim_years = few_years(by_year);
        return {};
    });
}

} // namespace attest::service
