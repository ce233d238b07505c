#include "search/ranking.h"

#include "base/text.h"
#include "base/time.h"
#include "search/fields.h"
#include "search/limits.h"
#include "search/match.h"
#include "search/weighing.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <unordered_map>
#include <unordered_set>

namespace attest::search {

namespace {

/// Most that a post's votes can add to its weight: a tie-breaker between posts that read alike.
constexpr double votes_share = 0.08;

Hit hit_of(const Xapian::MSetIterator& match, bool is_collapsed) {
    const PostId post{static_cast<std::int64_t>(*match)};
    const QuestionId question =
        is_collapsed
            ? question_of(match)
            : QuestionId{static_cast<std::int64_t>(value_of(match.get_document(), slot::question))};
    return {
        .post = post,
        .question = question,
        .kind = post == post_id(question) ? domain::PostKind::question : domain::PostKind::answer,
        .score = match.get_weight(),
    };
}

/// What a post's votes make of its weight: a factor close to 1.
double liking_of(double votes) {
    if (votes < 0) return 1 - votes_share;
    const double order = std::log2(1 + votes);
    return 1 + (votes_share * order / (2 + order));
}

/// Counts tags and years of the questions that the matches belong to, each question once.
class FacetSpy : public Xapian::MatchSpy {
public:
    void operator()(const Xapian::Document& document, double /*weight*/) override {
        const auto question = static_cast<std::int64_t>(value_of(document, slot::question));
        if (posts_.size() < counted_posts_max) {
            posts_.push_back(
                {PostId{static_cast<std::int64_t>(document.get_docid())}, QuestionId{question}}
            );
        } else {
            has_more_posts_ = true;
        }
        if (!seen_.insert(question).second) return;
        // Questions with the same tags are many: what they are is looked at once.
        ++tags_[document.get_value(slot::tags)];
        const Time created{static_cast<std::int64_t>(value_of(document, slot::created))};
        ++years_[civil_time(created).year];
    }

    void fill(SearchAnswer& answer) const {
        std::unordered_map<std::string_view, std::uint32_t> tags;
        for (const auto& [together, questions] : tags_) {
            for (const std::string_view tag : split(std::string_view{together}, '|')) {
                if (!tag.empty()) tags[tag] += questions;
            }
        }
        for (const auto& [tag, posts] : tags)
            answer.tags.push_back({std::string{tag}, posts});
        std::ranges::sort(answer.tags, [](const TagCount& left, const TagCount& right) {
            return left.posts != right.posts ? left.posts > right.posts : left.tag < right.tag;
        });
        if (answer.tags.size() > facet_tags_max) answer.tags.resize(facet_tags_max);
        for (const auto& [year, posts] : years_)
            answer.years.push_back({year, posts});
        std::ranges::sort(answer.years, {}, &YearCount::year);
        answer.counted = posts_;
        std::ranges::sort(answer.counted, {}, &CountedPost::post);
        answer.are_all_counted = !has_more_posts_;
    }

private:
    std::unordered_set<std::int64_t> seen_;
    std::unordered_map<std::string, std::uint32_t> tags_; ///< By all tags of a question.
    std::unordered_map<int, std::uint32_t> years_;
    std::vector<CountedPost> posts_;
    bool has_more_posts_ = false;
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
    void rank(const Xapian::Query& query, const Xapian::MSet& matches, std::size_t block_begin);
    void weigh_block(const Xapian::Query& query, std::span<Hit> block);
    void note_missing_words();
    void suggest();

    Xapian::Database& index_;
    const SearchRequest& request_;
    SearchAnswer answer_;
    Matcher matcher_;
    bool is_loose_ = false; ///< Any word will do.
};

SearchAnswer Search::run(const Query& query) {
    matcher_.read(query, request_.context.other_names);
    collect(matcher_.all_words());
    const auto droppable = std::ranges::count_if(matcher_.words(), &QueryWord::may_be_dropped);
    if (answer_.total < few_results && droppable > 1) {
        const std::uint32_t with_all = answer_.total;
        is_loose_ = true;
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

    const std::uint32_t begin = request_.offset - (request_.offset % rerank_block);
    const std::uint32_t last = request_.offset + request_.limit;
    const std::uint32_t end = (last + rerank_block - 1) / rerank_block * rerank_block;
    const std::uint32_t look_at = request_.with_facets ? facet_posts_max : exact_total_max;
    const Xapian::MSet matches = enquire.get_mset(begin, end - begin, look_at);

    answer_.total = matches.get_matches_estimated();
    answer_.is_total_exact = matches.get_matches_lower_bound() == matches.get_matches_upper_bound();
    rank(query, matches, begin);
    if (!request_.with_facets) return;
    facets.fill(answer_);
    answer_.are_facets_exact = matches.get_uncollapsed_matches_upper_bound() <= facet_posts_max;
}

/// Orders each block of matches by what Xapian does not weigh, and keeps what was asked for.
void Search::rank(
    const Xapian::Query& query, const Xapian::MSet& matches, std::size_t block_begin
) {
    const bool is_ranked = request_.sort == Sort::relevance && matcher_.has_text();
    std::vector<Hit> hits;
    std::vector<double> likings;
    hits.reserve(matches.size());
    for (Xapian::MSetIterator match = matches.begin(); match != matches.end(); ++match) {
        hits.push_back(hit_of(match, request_.grouping == Grouping::questions));
        if (is_ranked) likings.push_back(liking_of(value_of(match.get_document(), slot::score)));
    }
    for (std::size_t at = 0; is_ranked && at < hits.size(); at += rerank_block) {
        const std::span<Hit> block =
            std::span{hits}.subspan(at, std::min<std::size_t>(rerank_block, hits.size() - at));
        // Where every word is held this changes little, and it costs as much as the search.
        if (request_.grouping == Grouping::questions && is_loose_) weigh_block(query, block);
        for (std::size_t i = 0; i < block.size(); ++i)
            block[i].score *= likings[at + i];
        std::ranges::sort(block, [](const Hit& left, const Hit& right) {
            return left.score != right.score ? left.score > right.score : left.post < right.post;
        });
    }
    const std::size_t skip = std::min<std::size_t>(request_.offset - block_begin, hits.size());
    const std::size_t count = std::min<std::size_t>(request_.limit, hits.size() - skip);
    const std::span<const Hit> page = std::span{hits}.subspan(skip, count);
    answer_.hits.assign(page.begin(), page.end());
}

/// A question weighs what its posts weigh together.
void Search::weigh_block(const Xapian::Query& query, std::span<Hit> block) {
    std::vector<QuestionId> questions;
    questions.reserve(block.size());
    for (const Hit& hit : block)
        questions.push_back(hit.question);
    std::unordered_map<std::int64_t, double> weights;
    for (const WeighedQuestion& weighed : weigh_questions(index_, query, questions)) {
        weights[weighed.question.value] = weighed.weight;
    }
    for (Hit& hit : block) {
        if (const auto found = weights.find(hit.question.value); found != weights.end()) {
            hit.score = found->second;
        }
    }
}

void Search::note_missing_words() {
    if (answer_.hits.empty()) return;
    const Xapian::Document first =
        index_.get_document(static_cast<Xapian::docid>(answer_.hits.front().post.value));
    for (const QueryWord& word : matcher_.words()) {
        const bool is_held = std::ranges::any_of(word.stems, [&](const QueryStem& stem) {
            Xapian::TermIterator at = first.termlist_begin();
            const std::string name = term(prefix::stem, stem.stem);
            at.skip_to(name);
            return at != first.termlist_end() && *at == name;
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
        const std::string better = corrected(index_, word.folded);
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

} // namespace attest::search
