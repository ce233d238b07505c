#include "search/ranking.h"

#include "base/text.h"
#include "base/time.h"
#include "search/fields.h"
#include "search/limits.h"
#include "search/match.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace attest::search {

namespace {

/// BM25: how soon repetition stops to count, and how much long posts are held back.
constexpr double bm25_k1 = 1.2;
constexpr double bm25_b = 0.6;

/// Most that a post's votes can add to its weight: a tie-breaker between posts that read alike.
constexpr double votes_share = 0.08;

void set_weighting(Xapian::Enquire& enquire) {
    enquire.set_weighting_scheme(Xapian::BM25Weight{bm25_k1, 0, 1, bm25_b, 0.5});
}

double value_of(const Xapian::Document& document, Xapian::valueno slot) {
    const std::string value = document.get_value(slot);
    return value.empty() ? 0.0 : Xapian::sortable_unserialise(value);
}

Hit hit_of(const Xapian::Document& document, double weight) {
    const auto post = static_cast<std::int64_t>(document.get_docid());
    const auto question = static_cast<std::int64_t>(value_of(document, slot::question));
    return {
        .post = PostId{post},
        .question = QuestionId{question},
        .kind = post == question ? domain::PostKind::question : domain::PostKind::answer,
        .score = weight,
    };
}

/// Counts tags and years of the questions that the matches belong to, each question once.
class FacetSpy : public Xapian::MatchSpy {
public:
    void operator()(const Xapian::Document& document, double /*weight*/) override {
        if (!seen_.insert(document.get_value(slot::question)).second) return;
        for (const std::string_view tag : split(document.get_value(slot::tags), '|')) {
            if (!tag.empty()) ++tags_[std::string{tag}];
        }
        const Time created{static_cast<std::int64_t>(value_of(document, slot::created))};
        ++years_[civil_time(created).year];
    }

    void fill(SearchAnswer& answer) const {
        for (const auto& [tag, posts] : tags_)
            answer.tags.push_back({tag, posts});
        std::ranges::sort(answer.tags, [](const TagCount& left, const TagCount& right) {
            return left.posts != right.posts ? left.posts > right.posts : left.tag < right.tag;
        });
        if (answer.tags.size() > facet_tags_max) answer.tags.resize(facet_tags_max);
        for (const auto& [year, posts] : years_)
            answer.years.push_back({year, posts});
        std::ranges::sort(answer.years, {}, &YearCount::year);
    }

private:
    std::unordered_set<std::string> seen_;
    std::unordered_map<std::string, std::uint32_t> tags_;
    std::unordered_map<int, std::uint32_t> years_;
};

class Search {
public:
    Search(
        Xapian::Database& index, Stems& stems, const SearchRequest& request, Highlighter highlighter
    )
        : index_{index}, request_{request}, matcher_{index, stems, answer_.highlighter} {
        answer_.highlighter = std::move(highlighter);
    }

    SearchAnswer run(const Query& query);

private:
    void collect(const Xapian::Query& query);
    void set_order(Xapian::Enquire& enquire) const;
    void rank(const Xapian::MSet& matches, std::uint32_t block_begin);
    void note_missing_words();
    void suggest();

    Xapian::Database& index_;
    const SearchRequest& request_;
    SearchAnswer answer_;
    Matcher matcher_;
};

SearchAnswer Search::run(const Query& query) {
    matcher_.read(query);
    collect(matcher_.all_words());
    const auto droppable = std::ranges::count_if(matcher_.words(), &QueryWord::may_be_dropped);
    if (answer_.total < few_results && droppable > 1) {
        const std::uint32_t with_all = answer_.total;
        collect(matcher_.any_word());
        answer_.is_relaxed = answer_.total > with_all;
        if (answer_.is_relaxed) note_missing_words();
    }
    suggest();
    return std::move(answer_);
}

void Search::set_order(Xapian::Enquire& enquire) const {
    switch (request_.sort) {
    case Sort::relevance:
        // Filters alone rank nothing: then the better posts stand first.
        if (!matcher_.has_text()) enquire.set_sort_by_value(slot::score, true);
        return;
    case Sort::newest:
        enquire.set_sort_by_value(slot::created, true);
        return;
    case Sort::active:
        enquire.set_sort_by_value(slot::active, true);
        return;
    case Sort::score:
        enquire.set_sort_by_value(slot::score, true);
        return;
    }
}

void Search::collect(const Xapian::Query& query) {
    answer_.hits.clear();
    answer_.tags.clear();
    answer_.years.clear();
    Xapian::Enquire enquire{index_};
    enquire.set_query(query);
    set_weighting(enquire);
    set_order(enquire);
    if (request_.grouping == Grouping::questions) enquire.set_collapse_key(slot::question);
    FacetSpy facets;
    if (request_.with_facets) enquire.add_matchspy(&facets);

    const std::uint32_t begin = request_.offset - request_.offset % rerank_block;
    const std::uint32_t last = request_.offset + request_.limit;
    const std::uint32_t end = (last + rerank_block - 1) / rerank_block * rerank_block;
    const std::uint32_t look_at = request_.with_facets ? facet_posts_max : exact_total_max;
    const Xapian::MSet matches = enquire.get_mset(begin, end - begin, look_at);

    answer_.total = matches.get_matches_estimated();
    answer_.is_total_exact = matches.get_matches_lower_bound() == matches.get_matches_upper_bound();
    rank(matches, begin);
    if (!request_.with_facets) return;
    facets.fill(answer_);
    answer_.are_facets_exact = matches.get_uncollapsed_matches_upper_bound() <= facet_posts_max;
}

/// Orders each block of matches by weight and votes, and keeps what was asked for.
void Search::rank(const Xapian::MSet& matches, std::uint32_t block_begin) {
    std::vector<Hit> hits;
    hits.reserve(matches.size());
    const bool by_votes = request_.sort == Sort::relevance && matcher_.has_text();
    for (Xapian::MSetIterator match = matches.begin(); match != matches.end(); ++match) {
        const Xapian::Document document = match.get_document();
        Hit hit = hit_of(document, match.get_weight());
        if (by_votes) {
            const double votes = value_of(document, slot::score);
            const double liking =
                votes > 0 ? std::log2(1 + votes) / (2 + std::log2(1 + votes)) : 0.0;
            hit.score *= votes < 0 ? 1 - votes_share : 1 + votes_share * liking;
        }
        hits.push_back(hit);
    }
    if (by_votes) {
        for (std::size_t at = 0; at < hits.size(); at += rerank_block) {
            const auto first = hits.begin() + static_cast<std::ptrdiff_t>(at);
            const auto last =
                hits.begin()
                + static_cast<std::ptrdiff_t>(std::min<std::size_t>(at + rerank_block, hits.size())
                );
            std::sort(first, last, [](const Hit& left, const Hit& right) {
                return left.score != right.score ? left.score > right.score
                                                 : left.post < right.post;
            });
        }
    }
    const std::size_t skip = std::min<std::size_t>(request_.offset - block_begin, hits.size());
    const std::size_t stop = std::min<std::size_t>(skip + request_.limit, hits.size());
    answer_.hits.assign(
        hits.begin() + static_cast<std::ptrdiff_t>(skip),
        hits.begin() + static_cast<std::ptrdiff_t>(stop)
    );
}

void Search::note_missing_words() {
    if (answer_.hits.empty()) return;
    const Xapian::Document first =
        index_.get_document(static_cast<Xapian::docid>(answer_.hits.front().post.value));
    for (const QueryWord& word : matcher_.words()) {
        const bool is_held = std::ranges::any_of(word.stems, [&](const std::string& stem) {
            Xapian::TermIterator term = first.termlist_begin();
            term.skip_to(stem);
            return term != first.termlist_end() && *term == stem;
        });
        if (!is_held && !word.stems.empty()) answer_.missing_words.push_back(word.text);
    }
}

/// Another spelling of words that nobody has used, or of any when there is little to show.
void Search::suggest() {
    const bool found_little = answer_.is_relaxed || answer_.total < few_results;
    std::string suggestion = request_.text;
    std::size_t shift = 0;
    bool is_changed = false;
    for (const QueryWord& word : matcher_.words()) {
        if (word.folded.empty() || word.is_stopword) continue;
        if (word.frequency > 0 && !found_little) continue;
        if (word.frequency >= spelling_posts_min) continue;
        const std::string better =
            index_.get_spelling_suggestion(word.folded, word.folded.size() < 5 ? 1 : 2);
        if (better.empty()) continue;
        const std::size_t length = word.text.size();
        const std::size_t at = word.end - length + shift;
        if (suggestion.compare(at, length, word.text) != 0) continue;
        suggestion.replace(at, length, better);
        shift += better.size() - length;
        is_changed = true;
    }
    if (is_changed) answer_.suggestion = std::move(suggestion);
}

struct Weighed {
    std::string term;
    double weight;
};

double idf(const Xapian::Database& index, const std::string& term) {
    const double posts = index.get_doccount();
    const double with = index.get_termfreq(term);
    return std::log((posts - with + 0.5) / (with + 0.5) + 1.0);
}

void keep_heaviest(std::vector<Weighed>& terms, std::size_t count) {
    std::ranges::sort(terms, [](const Weighed& left, const Weighed& right) {
        return left.weight != right.weight ? left.weight > right.weight : left.term < right.term;
    });
    if (terms.size() > count) terms.resize(count);
}

} // namespace

SearchAnswer run_search(
    Xapian::Database& index,
    Stems& stems,
    const SearchRequest& request,
    const Query& query,
    Highlighter highlighter
) {
    return Search{index, stems, request, std::move(highlighter)}.run(query);
}

std::vector<SimilarQuestion>
find_similar(Xapian::Database& index, Stems& stems, std::string_view text, std::uint32_t limit) {
    std::vector<Weighed> terms;
    std::unordered_set<std::string> seen;
    WordReader reader{utf8_prefix(text, similar_text_bytes_max)};
    Word word;
    while (reader.next(word)) {
        if (stems.is_stopword(word.folded)) continue;
        for (const std::string& stem : stems.of(word)) {
            std::string name = term(prefix::stem, stem);
            if (!seen.insert(name).second || index.get_termfreq(name) == 0) continue;
            const double weight = idf(index, name);
            terms.push_back({std::move(name), weight});
        }
    }
    keep_heaviest(terms, similar_terms_max);
    if (terms.empty()) return {};

    std::vector<Xapian::Query> parts;
    for (const Weighed& weighed : terms)
        parts.emplace_back(weighed.term);
    Xapian::Enquire enquire{index};
    enquire.set_query(Xapian::Query{Xapian::Query::OP_OR, parts.begin(), parts.end()});
    set_weighting(enquire);
    enquire.set_collapse_key(slot::question);
    const Xapian::MSet matches = enquire.get_mset(0, limit);
    std::vector<SimilarQuestion> questions;
    for (Xapian::MSetIterator match = matches.begin(); match != matches.end(); ++match) {
        questions.push_back({hit_of(match.get_document(), 0).question, match.get_weight()});
    }
    return questions;
}

std::vector<QuestionId>
find_related(Xapian::Database& index, QuestionId question, std::uint32_t limit) {
    std::vector<Weighed> terms;
    const auto docid = static_cast<Xapian::docid>(question.value);
    Xapian::Document document;
    try {
        document = index.get_document(docid);
    } catch (const Xapian::DocNotFoundError&) {
        return {};
    }
    Xapian::TermIterator at = document.termlist_begin();
    const Xapian::TermIterator end = document.termlist_end();
    for (at.skip_to(std::string{prefix::stem}); at != end; ++at) {
        std::string name = *at;
        if (!name.starts_with(prefix::stem)) break;
        if (name.starts_with(prefix::title_stem)) continue;
        // A word that no other post has finds nothing.
        if (at.get_termfreq() < 2) continue;
        const double count = at.get_wdf();
        const double weight = idf(index, name) * count / (count + 2.0);
        terms.push_back({std::move(name), weight});
    }
    keep_heaviest(terms, related_terms_max);
    if (terms.empty()) return {};

    std::vector<Xapian::Query> parts;
    for (const Weighed& weighed : terms)
        parts.emplace_back(weighed.term);
    const Xapian::Query words{Xapian::Query::OP_OR, parts.begin(), parts.end()};
    Xapian::Enquire enquire{index};
    enquire.set_query({Xapian::Query::OP_FILTER, words, Xapian::Query{term(prefix::kind, "q")}});
    set_weighting(enquire);
    const Xapian::MSet matches = enquire.get_mset(0, limit + 1);
    std::vector<QuestionId> questions;
    for (Xapian::MSetIterator match = matches.begin(); match != matches.end(); ++match) {
        if (*match != docid && questions.size() < limit)
            questions.emplace_back(static_cast<std::int64_t>(*match));
    }
    return questions;
}

} // namespace attest::search
