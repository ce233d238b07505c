// Questions like a text, and questions like a question.
#include "base/text.h"
#include "search/fields.h"
#include "search/limits.h"
#include "search/match.h"
#include "search/ranking.h"
#include "search/weighing.h"

#include <algorithm>

namespace attest::search {

namespace {

struct Weighed {
    std::string term;
    double weight;
};

/// Stems of a question's document that tell most of it; those that no other post has find nothing.
std::vector<Xapian::Query>
telling_terms(const Xapian::Database& index, const Xapian::Document& document) {
    std::vector<Weighed> terms;
    Xapian::TermIterator at = document.termlist_begin();
    const Xapian::TermIterator end = document.termlist_end();
    for (at.skip_to(std::string{prefix::stem}); at != end; ++at) {
        std::string name = *at;
        if (!name.starts_with(prefix::stem)) break;
        if (name.starts_with(prefix::title_stem) || at.get_termfreq() < 2) continue;
        const double count = at.get_wdf();
        const double weight = telling_weight(index, name) * count / (count + 2.0);
        terms.push_back({std::move(name), weight});
    }
    std::ranges::sort(terms, [](const Weighed& left, const Weighed& right) {
        return left.weight != right.weight ? left.weight > right.weight : left.term < right.term;
    });
    if (terms.size() > related_terms_max) terms.resize(related_terms_max);
    std::vector<Xapian::Query> queries;
    for (const Weighed& weighed : terms)
        queries.emplace_back(weighed.term);
    return queries;
}

} // namespace

std::vector<SimilarQuestion>
find_similar(Xapian::Database& index, Stems& stems, std::string_view text, std::uint32_t limit) {
    Highlighter unused;
    Matcher matcher{index, stems, unused};
    matcher.read_plain(utf8_prefix(text, similar_text_bytes_max), similar_terms_max);
    const Xapian::Query query = matcher.any_word();
    if (query.empty() || limit == 0) return {};

    Xapian::Enquire enquire{index};
    enquire.set_query(query);
    set_weighting(enquire);
    enquire.set_collapse_key(slot::question);
    const Xapian::MSet matches = enquire.get_mset(0, std::max(limit, rerank_block));
    std::vector<QuestionId> candidates;
    for (Xapian::MSetIterator match = matches.begin(); match != matches.end(); ++match) {
        candidates.push_back(question_of(match));
    }
    if (candidates.empty()) return {};

    std::vector<SimilarQuestion> questions;
    for (const WeighedQuestion& weighed : weigh_questions(index, query, candidates)) {
        questions.push_back({weighed.question, weighed.weight});
    }
    std::ranges::sort(questions, [](const SimilarQuestion& left, const SimilarQuestion& right) {
        return left.score != right.score ? left.score > right.score
                                         : left.question < right.question;
    });
    if (questions.size() > limit) questions.resize(limit);
    return questions;
}

std::vector<QuestionId>
find_related(Xapian::Database& index, QuestionId question, std::uint32_t limit) {
    const auto docid = static_cast<Xapian::docid>(question.value);
    Xapian::Document document;
    try {
        document = index.get_document(docid);
    } catch (const Xapian::DocNotFoundError&) {
        return {};
    }
    const std::vector<Xapian::Query> terms = telling_terms(index, document);
    if (terms.empty()) return {};

    const Xapian::Query words{Xapian::Query::OP_OR, terms.begin(), terms.end()};
    Xapian::Enquire enquire{index};
    enquire.set_query({Xapian::Query::OP_FILTER, words, Xapian::Query{term(prefix::kind, "q")}});
    set_weighting(enquire);
    const Xapian::MSet matches = enquire.get_mset(0, limit + 1);
    std::vector<QuestionId> questions;
    for (Xapian::MSetIterator match = matches.begin(); match != matches.end(); ++match) {
        if (*match == docid || questions.size() == limit) continue;
        questions.emplace_back(static_cast<std::int64_t>(*match));
    }
    return questions;
}

} // namespace attest::search
