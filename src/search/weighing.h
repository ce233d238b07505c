// What a post weighs, and what the posts of one question weigh together. The same for search and
// for similar questions. The constants were chosen while watching a corpus of rewordings, whole and
// in halves (bench/search_quality.py); around them the measure is flat, and untuned ones came to
// nDCG@10 0.830 where these come to 0.873.
#pragma once

#include "search/index.h"
#include "search/words.h"

#include <xapian.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::search {

/// What a word in a title counts beside its count in all of the post. A title is what the asker
/// thought the question was; a body holds everything that came to mind.
inline constexpr double title_share = 0.6;

/// What each further post of a question adds to its best one, falling off as a power.
inline constexpr double further_post_share = 0.4;

/// What a word counts that nobody typed: the likely spelling of one that no post holds.
inline constexpr double corrected_share = 0.6;

void set_weighting(Xapian::Enquire& enquire);

/// How much a term tells, or one that stands in so many posts, as in BM25.
double telling_weight(const Xapian::Database& index, const std::string& term);
double telling_weight(const Xapian::Database& index, Xapian::doccount frequency);

double value_of(const Xapian::Document& document, Xapian::valueno slot);

/// Of a match that was collapsed by question: without a look at its document.
QuestionId question_of(const Xapian::MSetIterator& match);

/// The spelling of `folded` that the posts know, or nothing.
std::string corrected(const Xapian::Database& index, const std::string& folded);

struct WeighedQuestion {
    QuestionId question;
    double weight = 0;
};

/// Weighs these questions by all of their posts that match `query`. Those without any are left out.
std::vector<WeighedQuestion> weigh_questions(
    Xapian::Database& index, const Xapian::Query& query, std::span<const QuestionId> questions
);

} // namespace attest::search
