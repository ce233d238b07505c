#include "search/weighing.h"

#include "base/text.h"
#include "search/fields.h"
#include "search/limits.h"

#include <cmath>
#include <unordered_map>

namespace attest::search {

namespace {

/// BM25: how soon repetition stops to count, and how much long posts are held back.
constexpr double bm25_k1 = 1.2;
constexpr double bm25_b = 0.6;
constexpr double bm25_k3 = 1;
constexpr double bm25_min_length = 0.5;

/// Below this a word has too few letters to guess another from.
constexpr std::size_t corrected_letters_min = 4;

/// From here on two letters may be wrong.
constexpr std::size_t two_errors_letters_min = 7;

} // namespace

void set_weighting(Xapian::Enquire& enquire) {
    enquire.set_weighting_scheme(Xapian::BM25Weight{bm25_k1, 0, bm25_k3, bm25_b, bm25_min_length});
}

double telling_weight(const Xapian::Database& index, const std::string& term) {
    return telling_weight(index, index.get_termfreq(term));
}

double telling_weight(const Xapian::Database& index, Xapian::doccount frequency) {
    const double posts = index.get_doccount();
    const double with = frequency;
    return std::log((posts - with + 0.5) / (with + 0.5) + 1.0);
}

double value_of(const Xapian::Document& document, Xapian::valueno slot) {
    const std::string value = document.get_value(slot);
    return value.empty() ? 0.0 : Xapian::sortable_unserialise(value);
}

QuestionId question_of(const Xapian::MSetIterator& match) {
    return QuestionId{
        static_cast<std::int64_t>(Xapian::sortable_unserialise(match.get_collapse_key()))
    };
}

std::string corrected(const Xapian::Database& index, const std::string& folded) {
    const std::size_t letters = utf8_length(folded);
    if (letters < corrected_letters_min) return {};
    return index.get_spelling_suggestion(folded, letters < two_errors_letters_min ? 1 : 2);
}

std::vector<WeighedQuestion> weigh_questions(
    Xapian::Database& index, const Xapian::Query& query, std::span<const QuestionId> questions
) {
    std::vector<Xapian::Query> families;
    families.reserve(questions.size());
    for (const QuestionId question : questions) {
        families.emplace_back(id_term(prefix::question, question.value));
    }
    Xapian::Enquire enquire{index};
    enquire.set_query(
        {Xapian::Query::OP_FILTER,
         query,
         Xapian::Query{Xapian::Query::OP_OR, families.begin(), families.end()}}
    );
    set_weighting(enquire);
    enquire.set_collapse_key(slot::question, weighed_posts_max);
    const auto posts = static_cast<Xapian::doccount>(questions.size()) * weighed_posts_max;
    const Xapian::MSet matches = enquire.get_mset(0, posts);

    struct Place {
        std::size_t index;
        double share;
    };

    std::vector<WeighedQuestion> weighed;
    std::unordered_map<std::int64_t, Place> places;
    for (Xapian::MSetIterator match = matches.begin(); match != matches.end(); ++match) {
        const QuestionId question = question_of(match);
        const auto [found, is_new] = places.try_emplace(question.value, Place{weighed.size(), 1.0});
        if (is_new) weighed.push_back({question, 0});
        weighed[found->second.index].weight += match.get_weight() * found->second.share;
        found->second.share *= further_post_share;
    }
    return weighed;
}

} // namespace attest::search
