#include "search/match.h"

#include "base/text.h"
#include "search/document.h"
#include "search/fields.h"
#include "search/limits.h"
#include "search/name_words.h"
#include "search/post_set.h"
#include "search/weighing.h"

#include <algorithm>

namespace attest::search {

namespace {

using XQuery = Xapian::Query;

XQuery join(XQuery::op how, const std::vector<XQuery>& parts) {
    if (parts.empty()) return {};
    if (parts.size() == 1) return parts.front();
    return {how, parts.begin(), parts.end()};
}

XQuery flag_query(std::string_view name) {
    return XQuery{term(prefix::flag, name)};
}

XQuery kind_query(domain::PostKind kind) {
    return XQuery{term(prefix::kind, kind == domain::PostKind::answer ? "a" : "q")};
}

XQuery compile_range(const RangeClause& range) {
    const auto slot_of = [](Measure measure) {
        switch (measure) {
        case Measure::score:
            return slot::score;
        case Measure::answers:
            return slot::answers;
        case Measure::views:
            return slot::views;
        case Measure::created:
            return slot::created;
        case Measure::active:
            return slot::active;
        }
        return slot::score;
    };
    const Xapian::valueno number = slot_of(range.measure);
    const auto serialised = [](std::int64_t value) {
        return Xapian::sortable_serialise(static_cast<double>(value));
    };
    XQuery query = XQuery::MatchAll;
    if (range.min && range.max) {
        query =
            XQuery{XQuery::OP_VALUE_RANGE, number, serialised(*range.min), serialised(*range.max)};
    } else if (range.min) {
        query = XQuery{XQuery::OP_VALUE_GE, number, serialised(*range.min)};
    } else if (range.max) {
        query = XQuery{XQuery::OP_VALUE_LE, number, serialised(*range.max)};
    }
    // Only questions have these two; a document without a value counts as below all.
    if (range.measure == Measure::answers || range.measure == Measure::views) {
        query = XQuery{XQuery::OP_FILTER, kind_query(domain::PostKind::question), query};
    }
    return query;
}

XQuery compile_flag(const FlagClause& clause) {
    XQuery flag;
    XQuery among = XQuery::MatchAll;
    switch (clause.flag) {
    case Flag::accepted:
        flag = flag_query("accepted");
        among = kind_query(domain::PostKind::answer);
        break;
    case Flag::has_accepted:
        flag = flag_query("has_accepted");
        among = kind_query(domain::PostKind::question);
        break;
    case Flag::closed:
        flag = flag_query("closed");
        among = kind_query(domain::PostKind::question);
        break;
    case Flag::duplicate:
        flag = flag_query("duplicate");
        among = kind_query(domain::PostKind::question);
        break;
    case Flag::wiki:
        flag = flag_query("wiki");
        break;
    case Flag::has_code:
        flag = flag_query("has_code");
        break;
    }
    return clause.is_set ? flag : XQuery{XQuery::OP_AND_NOT, among, flag};
}

XQuery compile_tag(const TagClause& tag) {
    if (!tag.name.ends_with('*')) return XQuery{term(prefix::tag, tag.name)};
    const std::string_view stem = std::string_view{tag.name}.substr(0, tag.name.size() - 1);
    return {
        XQuery::OP_WILDCARD,
        term(prefix::tag, stem),
        prefix_expansion_max,
        XQuery::WILDCARD_LIMIT_MOST_FREQUENT
    };
}

XQuery compile_url(const UrlClause& clause) {
    std::string_view pattern = clause.pattern;
    if (pattern.starts_with("*.")) pattern.remove_prefix(2);
    const bool is_prefix = pattern.ends_with('*');
    if (is_prefix) pattern.remove_suffix(1);
    std::string bare = bare_url(pattern);
    if (bare.empty()) bare = bare_url("//" + std::string{pattern});
    if (bare.ends_with('/')) bare.pop_back();
    const bool is_host = bare.find_first_of("/?#") == std::string::npos;
    if (is_host && !is_prefix) return XQuery{term(prefix::host, bare)};
    if (!is_prefix) return XQuery{term(prefix::url, bare)};
    // "https://example.com/*" means the site; "https://exam*" what begins so.
    if (is_host && pattern.ends_with('/')) return XQuery{term(prefix::host, bare)};
    return {
        XQuery::OP_WILDCARD,
        term(prefix::url, bare),
        url_expansion_max,
        XQuery::WILDCARD_LIMIT_MOST_FREQUENT
    };
}

template <typename... Fs>
struct Overload : Fs... {
    using Fs::operator()...;
};

void take_stems(const QueryWord& from, double share, QueryWord& into) {
    into.frequency = std::max(into.frequency, from.frequency);
    for (const QueryStem& stem : from.stems)
        into.stems.push_back({stem.stem, share});
}

bool has_all_stems(const QueryWord& word, const QueryWord& other) {
    return std::ranges::all_of(other.stems, [&](const QueryStem& stem) {
        return std::ranges::find(word.stems, stem.stem, &QueryStem::stem) != word.stems.end();
    });
}

bool is_scored(const Content& content) {
    return std::holds_alternative<TextClause>(content);
}

} // namespace

void Matcher::read(const Query& query, const OtherNames& other_names) {
    other_names_ = &other_names;
    for (const std::vector<Clause>& group : query.groups)
        read_group(group);
    other_names_ = nullptr;

    // Little words alone are looked for all the same ("The Who"); beside others they only disturb.
    const bool has_content =
        !required_.empty()
        || std::ranges::any_of(words_, [](const QueryWord& word) { return !word.is_stopword; });
    if (has_content) {
        std::erase_if(words_, [](const QueryWord& word) { return word.is_stopword; });
        return;
    }
    for (const QueryWord& word : words_)
        highlighter_.add_word(word.folded);
}

void Matcher::read_group(const std::vector<Clause>& group) {
    const Clause& first = group.front();
    is_excluding_ = first.is_excluded;
    if (group.size() == 1 && !first.is_excluded) {
        const auto* const text = std::get_if<TextClause>(&first.content);
        if (text != nullptr && text->kind == TextKind::word) return read_word(first, *text);
    }
    std::vector<XQuery> parts;
    bool scored = true;
    for (const Clause& clause : group) {
        parts.push_back(compile(clause));
        scored = scored && is_scored(clause.content);
    }
    const XQuery whole = join(XQuery::OP_OR, parts);
    if (first.is_excluded) {
        excluded_.push_back(whole);
    } else if (scored) {
        required_.push_back(whole);
    } else {
        filters_.push_back(whole);
    }
}

void Matcher::read_word(const Clause& clause, const TextClause& text) {
    QueryWord word;
    word.text = text.text;
    word.begin = clause.begin;
    word.end = clause.end;
    word.may_be_dropped = text.field == Field::any;
    word.query = compile_words(text, word);
    if (word.query.empty()) return;
    const auto same = [&](const QueryWord& other) {
        return text.field == Field::any && !word.folded.empty() && other.folded == word.folded;
    };
    if (std::ranges::any_of(words_, same)) return;
    if (text.field == Field::any && !word.folded.empty()) add_names(word);
    words_.push_back(std::move(word));
}

/// Makes a word of the query find, below itself, the other names of whom or what it names, and
/// names that sound like it.
void Matcher::add_names(QueryWord& word) {
    const Xapian::doccount frequency = word.frequency;
    std::vector<XQuery> names{word.query};
    for (std::vector<XQuery> more :
         {compile_other_names(word), compile_sound_alikes(word, frequency)}) {
        names.insert(names.end(), more.begin(), more.end());
    }
    word.query = join(XQuery::OP_OR, names);
}

/// What a name weighs that sounds like a word of so many posts. A rare spelling would tell more
/// than the word itself.
double Matcher::share_of(const QueryWord& other, Xapian::doccount frequency) const {
    const double rarity = telling_weight(index_, frequency);
    return sound_alike_share * std::min(rarity / telling_weight(index_, other.frequency), 1.0);
}

std::vector<XQuery> Matcher::compile_other_names(QueryWord& word) {
    std::vector<XQuery> names;
    if (other_names_ == nullptr) return names;
    const auto named = other_names_->find(word.folded);
    if (named == other_names_->end()) return names;
    for (const std::string& name : named->second) {
        QueryWord other;
        XQuery query =
            compile_words({.field = Field::any, .kind = TextKind::word, .text = name}, other);
        if (other.folded.empty()) {
            query = compile_phrase({.field = Field::any, .kind = TextKind::phrase, .text = name});
        } else {
            take_stems(other, other_name_share, word);
        }
        if (!query.empty()) names.emplace_back(XQuery::OP_SCALE_WEIGHT, query, other_name_share);
    }
    return names;
}

/// A word is looked for by its sound if it may be a name: it is written so, or known as one to the
/// index, or no post holds it. `frequency` is the word's own.
std::vector<XQuery> Matcher::compile_sound_alikes(QueryWord& word, Xapian::doccount frequency) {
    std::vector<XQuery> names;
    if (word.is_stopword) return names;
    const SoundAlikes alikes = find_sound_alikes(index_, word.lowered);
    if (frequency > 0 && !alikes.is_name && !is_written_as_name(word.text)) return names;
    for (const std::string& name : alikes.words) {
        QueryWord other;
        const XQuery query =
            compile_words({.field = Field::any, .kind = TextKind::word, .text = name}, other);
        if (has_all_stems(word, other)) continue;
        const double share = frequency == 0 ? corrected_share : share_of(other, frequency);
        take_stems(other, share, word);
        names.emplace_back(XQuery::OP_SCALE_WEIGHT, query, share);
    }
    return names;
}

XQuery Matcher::compile(const Clause& clause) {
    return std::visit(
        Overload{
            [&](const TextClause& text) { return compile_text(text); },
            [](const TagClause& tag) { return compile_tag(tag); },
            [](const AuthorClause& author) {
                return XQuery{id_term(prefix::author, author.author.value)};
            },
            [](const KindClause& kind) { return kind_query(kind.kind); },
            [](const QuestionClause& question) {
                return XQuery{id_term(prefix::question, question.question.value)};
            },
            [](const RangeClause& range) { return compile_range(range); },
            [](const FlagClause& flag) { return compile_flag(flag); },
            [](const UrlClause& url) { return compile_url(url); },
            [](const EvidenceClause& evidence) { return post_set_query(evidence.posts); },
        },
        clause.content
    );
}

XQuery Matcher::compile_text(const TextClause& text) {
    switch (text.kind) {
    case TextKind::phrase:
        return compile_phrase(text);
    case TextKind::prefix:
        return compile_prefix(text);
    case TextKind::word:
        break;
    }
    QueryWord word;
    return compile_words(text, word);
}

/// All words of one typed word: its parts, or itself written together.
XQuery Matcher::compile_words(const TextClause& text, QueryWord& word) {
    std::vector<XQuery> parts;
    std::vector<XQuery> wholes;
    bool has_pairs = false;
    bool all_stopwords = true;
    WordReader reader{text.text};
    Word next;
    while (reader.next(next)) {
        if (next.kind == WordKind::pair && !has_pairs) {
            // Pairs say more than the characters that they are made of.
            parts.clear();
            has_pairs = true;
        }
        if (next.kind == WordKind::ideogram && has_pairs) continue;
        word.folded = next.folded;
        word.lowered = next.lowered;
        all_stopwords = all_stopwords && stems_.is_stopword(next.folded);
        (next.kind == WordKind::compound ? wholes : parts)
            .push_back(compile_word(next, text.field, word));
    }
    if (parts.size() > 1) word.folded.clear();
    word.is_stopword = all_stopwords;
    const XQuery together = join(XQuery::OP_AND, parts);
    if (wholes.empty()) return together;
    wholes.push_back(together);
    return join(XQuery::OP_OR, wholes);
}

XQuery Matcher::compile_word(const Word& word, Field field, QueryWord& into) {
    const std::string folded{word.folded};
    // The index has no stems of these.
    if (stems_.is_stopword(folded)) {
        return XQuery{field == Field::title ? term(prefix::title_word, folded) : folded};
    }
    std::vector<XQuery> stems;
    std::vector<XQuery> only_titles;
    for (const std::string& stem : stems_.of(word)) {
        if (!is_excluding_) highlighter_.add_stem(stem);
        std::string name = term(field == Field::title ? prefix::title_stem : prefix::stem, stem);
        into.frequency = std::max(into.frequency, index_.get_termfreq(name));
        stems.emplace_back(name);
        only_titles.emplace_back(term(prefix::only_title, stem));
        into.stems.push_back({stem});
    }
    const XQuery found = join(XQuery::OP_SYNONYM, stems);
    if (field != Field::body) return found;
    return {XQuery::OP_AND_NOT, found, join(XQuery::OP_OR, only_titles)};
}

XQuery Matcher::compile_phrase(const TextClause& text) {
    std::vector<XQuery> body;
    std::vector<XQuery> title;
    bool has_pairs = false;
    WordReader reader{text.text};
    Word word;
    std::string last;
    while (reader.next(word)) {
        if (word.kind == WordKind::compound) continue;
        if (word.kind == WordKind::pair && !has_pairs) {
            body.clear();
            title.clear();
            has_pairs = true;
        }
        if (word.kind == WordKind::ideogram && has_pairs) continue;
        const std::string folded{word.folded};
        if (!is_excluding_ && !stems_.is_stopword(folded)) highlighter_.add_word(folded);
        body.emplace_back(folded);
        title.emplace_back(term(prefix::title_word, folded));
    }
    const auto phrase = [](const std::vector<XQuery>& words) {
        if (words.size() < 2) return join(XQuery::OP_AND, words);
        return XQuery{
            XQuery::OP_PHRASE,
            words.begin(),
            words.end(),
            static_cast<Xapian::termcount>(words.size())
        };
    };
    switch (text.field) {
    case Field::title:
        return phrase(title);
    case Field::body:
        return phrase(body);
    case Field::any:
        break;
    }
    return {XQuery::OP_OR, phrase(body), phrase(title)};
}

XQuery Matcher::compile_prefix(const TextClause& text) {
    std::string folded = fold(text.text);
    if (!is_excluding_) highlighter_.add_prefix(folded);
    const std::string start =
        text.field == Field::title ? term(prefix::title_word, folded) : folded;
    return {
        XQuery::OP_WILDCARD,
        start,
        prefix_expansion_max,
        XQuery::WILDCARD_LIMIT_MOST_FREQUENT,
        XQuery::OP_OR,
    };
}

XQuery Matcher::restrict(const XQuery& text) const {
    XQuery query = text;
    if (!filters_.empty()) {
        const XQuery filter = join(XQuery::OP_AND, filters_);
        query = query.empty() ? XQuery{XQuery::OP_SCALE_WEIGHT, filter, 0.0}
                              : XQuery{XQuery::OP_FILTER, query, filter};
    }
    if (!excluded_.empty()) {
        query = XQuery{
            XQuery::OP_AND_NOT,
            query.empty() ? XQuery::MatchAll : query,
            join(XQuery::OP_OR, excluded_)
        };
    }
    return query;
}

/// A word weighs more where it stands in the title.
std::vector<XQuery> Matcher::title_words() const {
    std::vector<XQuery> titles;
    for (const QueryWord& word : words_) {
        for (const auto& [stem, share] : word.stems) {
            titles.emplace_back(
                XQuery::OP_SCALE_WEIGHT, XQuery{term(prefix::title_stem, stem)}, title_share * share
            );
        }
    }
    return titles;
}

bool Matcher::is_frequent(const QueryWord& word) const {
    return word.frequency > std::max(frequent_posts_min, index_.get_doccount() / frequent_share);
}

std::vector<XQuery> Matcher::corrected_words() const {
    std::vector<XQuery> parts;
    for (const QueryWord& word : words_) {
        if (word.frequency > 0 || word.folded.empty() || word.is_stopword) continue;
        const std::string better = corrected(index_, word.folded);
        WordReader reader{better};
        Word read;
        if (better.empty() || !reader.next(read)) continue;
        for (const std::string& stem : stems_.of(read)) {
            highlighter_.add_stem(stem);
            parts.emplace_back(
                XQuery::OP_SCALE_WEIGHT, XQuery{term(prefix::stem, stem)}, corrected_share
            );
            parts.emplace_back(
                XQuery::OP_SCALE_WEIGHT,
                XQuery{term(prefix::title_stem, stem)},
                corrected_share * title_share
            );
        }
    }
    return parts;
}

XQuery Matcher::all_words() const {
    std::vector<XQuery> parts = required_;
    for (const QueryWord& word : words_)
        parts.push_back(word.query);
    XQuery all = join(XQuery::OP_AND, parts);
    const std::vector<XQuery> titles = title_words();
    if (!titles.empty()) all = XQuery{XQuery::OP_AND_MAYBE, all, join(XQuery::OP_OR, titles)};
    return restrict(all);
}

XQuery Matcher::any_word() const {
    std::vector<XQuery> must = required_;
    std::vector<XQuery> finding = corrected_words();
    std::vector<XQuery> adding = title_words();
    for (const QueryWord& word : words_) {
        if (!word.may_be_dropped) {
            must.push_back(word.query);
        } else {
            (is_frequent(word) ? adding : finding).push_back(word.query);
        }
    }
    if (!must.empty()) {
        adding.insert(adding.end(), finding.begin(), finding.end());
        finding = {join(XQuery::OP_AND, must)};
    }
    if (finding.empty()) std::swap(finding, adding);
    XQuery query = join(XQuery::OP_OR, finding);
    if (!adding.empty()) query = XQuery{XQuery::OP_AND_MAYBE, query, join(XQuery::OP_OR, adding)};
    return restrict(query);
}

void Matcher::read_plain(std::string_view text, std::size_t words_max) {
    WordReader reader{text};
    Word next;
    while (reader.next(next)) {
        if (stems_.is_stopword(next.folded)) continue;
        QueryWord word;
        word.text = next.folded;
        word.folded = next.folded;
        if (std::ranges::find(words_, word.folded, &QueryWord::folded) != words_.end()) continue;
        word.query = compile_word(next, Field::any, word);
        // The parts of a compound stand beside it.
        if (next.kind == WordKind::compound && word.frequency == 0) continue;
        words_.push_back(std::move(word));
    }
    // The rarest tell most. One that no post holds tells nothing, but may be misspelt: the last to
    // go.
    std::ranges::sort(words_, [](const QueryWord& left, const QueryWord& right) {
        const auto rank = [](const QueryWord& word) { return word.frequency - 1; }; // 0 wraps: last
        return rank(left) != rank(right) ? rank(left) < rank(right) : left.folded < right.folded;
    });
    if (words_.size() > words_max) words_.resize(words_max);
}

} // namespace attest::search
