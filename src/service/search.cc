#include "service/search.h"

#include "search/index.h"
#include "service/found_evidence.h"
#include "service/other_names.h"
#include "service/paging.h"
#include "service/tag_synonyms.h"
#include "storage/found_posts.h"
#include "storage/questions.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

namespace attest::service {

namespace {

Result<search::SearchIndex*> index_of(const Site& site) {
    if (site.index == nullptr) {
        return fail(
            ErrorCode::unavailable, "The search index is not open yet. Try again in a moment."
        );
    }
    return site.index;
}

search::Sort sort_of(SearchOrder order) {
    switch (order) {
    case SearchOrder::relevance:
        return search::Sort::relevance;
    case SearchOrder::newest:
        return search::Sort::newest;
    case SearchOrder::active:
        return search::Sort::active;
    case SearchOrder::votes:
        return search::Sort::score;
    }
    std::unreachable();
}

std::vector<SnippetPiece> to_snippet(std::vector<search::Piece>&& pieces) {
    std::vector<SnippetPiece> snippet;
    snippet.reserve(pieces.size());
    for (search::Piece& piece : pieces) {
        snippet.push_back({.text = std::move(piece.text), .is_match = piece.is_match});
    }
    return snippet;
}

struct FoundRows {
    std::unordered_map<PostId, storage::FoundPost> posts;
    std::unordered_map<QuestionId, QuestionSummary> questions;
};

/// What the database says of the hits. It may know better than the index, which is up to a second
/// behind: then a hit has no row any more.
Result<FoundRows> read_rows(const Site& site, const std::vector<search::Hit>& hits) {
    std::vector<PostId> posts;
    std::vector<QuestionId> questions;
    for (const search::Hit& hit : hits) {
        posts.push_back(hit.post);
        const bool is_known = std::ranges::find(questions, hit.question) != questions.end();
        if (!is_known) questions.push_back(hit.question);
    }
    return site.database.read([&](db::ReadTransaction& tx) -> Result<FoundRows> {
        FoundRows rows;
        rows.posts = TRY(storage::list_found_posts(tx, posts));
        std::vector<QuestionSummary> summaries = TRY(storage::list_questions_by_id(tx, questions));
        for (QuestionSummary& summary : summaries) {
            rows.questions.emplace(summary.id, std::move(summary));
        }
        return rows;
    });
}

std::vector<SearchHit> to_hits(const search::SearchAnswer& answer, FoundRows&& rows) {
    std::vector<SearchHit> hits;
    for (const search::Hit& hit : answer.hits) {
        const auto post = rows.posts.find(hit.post);
        const auto question = rows.questions.find(hit.question);
        if (post == rows.posts.end() || question == rows.questions.end()) continue;
        hits.push_back({
            .post = hit.post,
            .is_answer = hit.kind == domain::PostKind::answer,
            .question = question->second,
            .score = post->second.score,
            .created_at = post->second.created_at,
            .author = std::move(post->second.author),
            .snippet = to_snippet(answer.highlighter.snippet(post->second.body_text)),
        });
    }
    return hits;
}

void add_facets(const search::SearchAnswer& answer, SearchPage& page) {
    for (const search::TagCount& tag : answer.tags) {
        page.tags.push_back({.value = tag.tag, .count = tag.posts});
    }
    for (const search::YearCount& year : answer.years) {
        page.years.push_back({.value = std::to_string(year.year), .count = year.posts});
    }
}

/// Other names of tags in the query, with the tags that they mean; names without such a meaning are
/// left out, and one that questions carry themselves is meant as it stands.
Result<std::map<std::string, std::string, std::less<>>>
read_synonyms(const Site& site, const std::string& query) {
    std::map<std::string, std::string, std::less<>> synonyms;
    const std::vector<std::string> names = search::tags_in_query(query);
    if (names.empty()) return synonyms;
    return site.database.read([&](db::ReadTransaction& tx) -> Result<decltype(synonyms)> {
        for (const std::string& name : names) {
            if (name.ends_with('*')) continue;
            const Result<storage::TagRecord> tag = find_meant_tag(tx, name);
            if (tag && tag->name != name) synonyms.insert_or_assign(name, tag->name);
            if (!tag && tag.error().code() != ErrorCode::not_found)
                return std::unexpected{tag.error()};
        }
        return synonyms;
    });
}

/// Who or what the query's words name, by all names that the records have for them.
Result<search::OtherNames> read_names(const Site& site, const std::string& query) {
    const std::vector<std::string> words = search::plain_words_in_query(query);
    if (words.empty()) return search::OtherNames{};
    return site.database.read([&](db::ReadTransaction& tx) { return read_other_names(tx, words); });
}

} // namespace

Result<SearchPage> search(const Site& site, const SearchRequest& request) {
    search::SearchIndex* index = TRY(index_of(site));
    const Window window = TRY(window_of(request.page));
    EvidenceFinder evidence{site};
    search::SearchAnswer answer = TRY(index->search({
        .text = request.query,
        .context =
            {.now = site.clock(),
             .tag_synonyms = TRY(read_synonyms(site, request.query)),
             .other_names = TRY(read_names(site, request.query))},
        .sort = sort_of(request.order),
        .grouping = request.with_every_post ? search::Grouping::posts : search::Grouping::questions,
        .offset = static_cast<std::uint32_t>(window.offset),
        .limit = static_cast<std::uint32_t>(window.size),
        .with_facets = request.with_facets,
        .find_posts = [&](const search::EvidenceClause& clause) { return evidence.find(clause); },
    }));

    SearchPage page{
        .hits = to_hits(answer, TRY(read_rows(site, answer.hits))),
        .total = answer.total,
        .is_estimate = !answer.is_total_exact,
        .has_more =
            answer.total > window.offset + window.size && window.offset + window.size <= offset_max,
        .did_you_mean = std::move(answer.suggestion).value_or(""),
        .dropped_words =
            answer.is_relaxed ? std::move(answer.missing_words) : std::vector<std::string>{},
        .tags = {},
        .years = {},
        .are_facets_exact = answer.are_facets_exact,
        .are_evidence_facets_exact = answer.are_all_counted,
    };
    add_facets(answer, page);
    TRY(evidence.explain(answer.evidence, page.hits));
    page.meanings = evidence.take_meanings();
    if (request.with_facets) TRY(count_evidence(site, answer, page));
    return page;
}

search::FindPosts find_posts_of(const Site& site) {
    return [finder = EvidenceFinder{site}](const search::EvidenceClause& clause) mutable {
        return finder.find(clause);
    };
}

Result<std::vector<TitledQuestion>>
similar_questions(const Site& site, const std::string& title, std::int64_t limit) {
    search::SearchIndex* index = TRY(index_of(site));
    const auto wanted =
        static_cast<std::uint32_t>(std::clamp<std::int64_t>(limit, 1, page_size_max));
    const std::vector<search::SimilarQuestion> similar = TRY(index->similar(title, wanted));

    std::vector<QuestionId> ids;
    for (const search::SimilarQuestion& question : similar)
        ids.push_back(question.question);
    std::vector<QuestionSummary> summaries = TRY(list_questions_by_id(site, ids));
    std::vector<TitledQuestion> questions;
    for (QuestionSummary& summary : summaries) {
        questions.push_back({
            .id = summary.id,
            .title = std::move(summary.title),
            .score = summary.score,
            .has_accepted_answer = summary.has_accepted_answer,
        });
    }
    return questions;
}

} // namespace attest::service
