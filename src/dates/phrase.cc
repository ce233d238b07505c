#include "dates/phrase.h"

#include "base/text.h"
#include "dates/dual.h"
#include "dates/limits.h"
#include "dates/partial.h"
#include "dates/settle.h"
#include "dates/tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace attest::dates {

namespace {

using Shape = Resolved::Shape;

bool is_one_of(const Token& token, std::initializer_list<Word> words) {
    return std::ranges::find(words, token.word) != words.end();
}

/// The inside of brackets that stand round everything.
std::optional<TokenSpan> unwrap_brackets(TokenSpan tokens) {
    if (tokens.size() < 3 || tokens.front().word != Word::open) return std::nullopt;
    int depth = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].word == Word::open) ++depth;
        if (tokens[i].word == Word::close) --depth;
        if (depth == 0 && i + 1 < tokens.size()) return std::nullopt;
    }
    if (depth != 0) return std::nullopt;
    return tokens.subspan(1, tokens.size() - 2);
}

/// How many tokens at the end are `words`, alone or in brackets; 0 if none.
std::size_t count_at_end(TokenSpan tokens, std::initializer_list<Word> words) {
    if (tokens.size() >= 2 && is_one_of(tokens.back(), words)) return 1;
    const bool is_wrapped = tokens.size() >= 4 && tokens.back().word == Word::close
                            && tokens[tokens.size() - 3].word == Word::open
                            && is_one_of(tokens[tokens.size() - 2], words);
    return is_wrapped ? 3 : 0;
}

/// The calendar named at either end, taken off. False if two are named that differ.
bool take_calendar(TokenSpan& tokens, std::optional<Calendar>& calendar, Complaint& complaint) {
    static constexpr std::initializer_list<Word> words{
        Word::julian, Word::gregorian, Word::swedish
    };
    for (;;) {
        tokens = strip_fillers(tokens);
        std::optional<Calendar> found;
        if (const std::size_t count = count_at_end(tokens, words); count != 0) {
            found = stated_calendar(tokens[tokens.size() - ((count + 1) / 2)].word);
            tokens = tokens.first(tokens.size() - count);
        } else if (tokens.size() >= 2 && is_one_of(tokens.front(), words)) {
            found = stated_calendar(tokens.front().word);
            tokens = tokens.subspan(1);
        } else {
            return true;
        }
        if (calendar && calendar != found) {
            complaint.say("two calendars are named; write the date in one of them");
            return false;
        }
        calendar = found;
    }
}

/// "c.", "about", "probably", "?", "~" at either end, taken off.
Qualifiers take_qualifiers(TokenSpan& tokens) {
    static constexpr std::initializer_list<Word> words{
        Word::about, Word::doubt, Word::question, Word::tilde
    };
    const auto bit = [](Word word) {
        return word == Word::about || word == Word::tilde ? approximate : uncertain;
    };
    Qualifiers found = 0;
    for (;;) {
        tokens = strip_fillers(tokens);
        if (tokens.size() >= 2 && is_one_of(tokens.front(), words)
            && tokens.front().word != Word::question) {
            found |= bit(tokens.front().word);
            tokens = tokens.subspan(1);
        } else if (const std::size_t count = count_at_end(tokens, words); count != 0) {
            found |= bit(tokens[tokens.size() - ((count + 1) / 2)].word);
            tokens = tokens.first(tokens.size() - count);
        } else {
            return found;
        }
    }
}

// ── Portions ──

/// "early", "second half of", "last quarter of", "first third of", at the front; how many tokens.
std::size_t read_simple_portion(TokenSpan tokens, Portion& portion) {
    if (tokens.empty()) return 0;
    if (tokens[0].word == Word::portion) {
        portion = {.of = 3, .from = tokens[0].value, .to = tokens[0].value + 1};
        return 1;
    }
    const bool is_numbered = tokens.size() >= 2
                             && (tokens[0].word == Word::ordinal || tokens[0].word == Word::number
                                 || tokens[0].word == Word::roman);
    if (!is_numbered) return 0;
    switch (tokens[1].word) {
    case Word::half:
        portion.of = 2;
        break;
    case Word::quarter:
        portion.of = 4;
        break;
    case Word::third:
        portion.of = 3;
        break;
    case Word::ten_years:
        portion.of = 10;
        break;
    case Word::ordinal:
        // "the first third of": a third is also a place in a row.
        if (tokens[1].value != 3 || tokens[1].digits != 0 || tokens[0].digits > 1) return 0;
        portion.of = 3;
        break;
    default:
        return 0;
    }
    const std::int32_t place = tokens[0].value == -1 ? portion.of : tokens[0].value;
    if (place < 1 || place > portion.of) return 0;
    portion.from = place - 1;
    portion.to = place;
    return 2;
}

/// The same, and two of them joined: "mid to late".
std::size_t read_portion(TokenSpan tokens, Portion& portion) {
    const std::size_t first = read_simple_portion(tokens, portion);
    if (first == 0 || tokens.size() <= first + 1) return first;
    if (!is_one_of(tokens[first], {Word::to, Word::dash, Word::disjunction, Word::conjunction})) {
        return first;
    }
    Portion second;
    const std::size_t more = read_simple_portion(tokens.subspan(first + 1), second);
    if (more == 0 || second.of != portion.of || second.from < portion.to) return first;
    // "late 19th – early 20th century" is two dates, for they have their numbers.
    portion.to = second.to;
    return first + 1 + more;
}

/// "18th century, second half", "XIX в. (начало)".
TokenSpan take_portion_after(TokenSpan tokens, Portion& portion) {
    for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
        if (tokens[i].word != Word::comma && tokens[i].word != Word::open) continue;
        TokenSpan inner = tokens.subspan(i + 1);
        if (tokens[i].word == Word::open) {
            if (inner.back().word != Word::close) continue;
            inner = inner.first(inner.size() - 1);
        }
        Portion found;
        const std::size_t count = read_portion(inner, found);
        if (count == 0 || !strip_fillers(inner.subspan(count)).empty()) continue;
        portion = found;
        return tokens.first(i);
    }
    return tokens;
}

// ── The grammar ──

class PhraseReader {
public:
    PhraseReader(std::string_view phrase, Complaint& complaint)
        : phrase_{phrase}, complaint_{complaint} {}

    /// Spec order, from the outside in.
    std::optional<Draft> read(TokenSpan tokens, int depth = 0) {
        if (depth > depth_max) return std::nullopt;
        tokens = strip_fillers(tokens);
        if (tokens.empty()) return std::nullopt;
        if (const auto inner = unwrap_brackets(tokens)) return read(*inner, depth + 1);
        if (auto exact = read_edtf(tokens)) return exact;
        if (auto dual = read_dual(tokens)) return dual;
        if (auto marked = read_marked_within(tokens, depth)) return marked;
        std::optional<Calendar> calendar;
        if (!take_calendar(tokens, calendar, complaint_)) return std::nullopt;
        const Qualifiers qualifiers = take_qualifiers(tokens);
        if (!take_calendar(tokens, calendar, complaint_)) return std::nullopt;
        std::optional<Draft> draft = read_edtf(tokens);
        if (!draft && (calendar || qualifiers != 0)) {
            if (const auto inner = unwrap_brackets(tokens)) draft = read(*inner, depth + 1);
        }
        if (!draft) draft = read_joined(tokens, depth);
        if (!draft || !state_calendar(*draft, calendar)) return std::nullopt;
        qualify(draft->edtf, qualifiers);
        return draft;
    }

private:
    /// "25 октября (ст. ст.) 1917".
    std::optional<Draft> read_marked_within(TokenSpan tokens, int depth) {
        for (std::size_t i = 1; i + 3 < tokens.size(); ++i) {
            const std::optional<Calendar> calendar = stated_calendar(tokens[i + 1].word);
            if (tokens[i].word != Word::open || !calendar || tokens[i + 2].word != Word::close) {
                continue;
            }
            std::vector<Token> rest(tokens.begin(), tokens.end());
            const auto at = rest.begin() + static_cast<std::ptrdiff_t>(i);
            rest.erase(at, at + 3);
            std::optional<Draft> draft = read(rest, depth + 1);
            if (!draft || !state_calendar(*draft, calendar)) return std::nullopt;
            return draft;
        }
        return std::nullopt;
    }

    // ── One date with what stands around it ──

    std::optional<Partial> read_operand(TokenSpan tokens) {
        std::optional<Calendar> calendar;
        tokens = strip_fillers(tokens);
        if (!take_calendar(tokens, calendar, complaint_)) return std::nullopt;
        const Qualifiers qualifiers = take_qualifiers(tokens);
        if (!take_calendar(tokens, calendar, complaint_)) return std::nullopt;
        if (const auto inner = unwrap_brackets(tokens)) tokens = *inner;
        Portion portion;
        if (const std::size_t count = read_portion(tokens, portion); count != 0) {
            tokens = tokens.subspan(count);
        } else {
            tokens = take_portion_after(tokens, portion);
        }
        const Qualifiers inner_qualifiers = take_qualifiers(tokens);
        std::optional<Partial> partial = read_partial(tokens, phrase_, complaint_);
        if (!partial) return std::nullopt;
        if (portion.of != 0) partial->portion = portion;
        partial->qualifiers = qualifiers | inner_qualifiers;
        if (calendar && partial->calendar.value_or(*calendar) != *calendar) {
            complaint_.say("two calendars are named; write the date in one of them");
            return std::nullopt;
        }
        if (calendar) partial->calendar = calendar;
        return partial;
    }

    std::optional<Draft> read_single(TokenSpan tokens) {
        const std::optional<Partial> partial = read_operand(tokens);
        if (!partial) return std::nullopt;
        const std::optional<Resolved> resolved = resolve(*partial, complaint_);
        if (!resolved) return std::nullopt;
        return draft_of(*resolved);
    }

    /// Levels and sets that only EDTF has, also inside other words: "192X (O.S.)".
    std::optional<Draft> read_edtf(TokenSpan tokens) {
        if (tokens.size() < 2) return std::nullopt;
        const std::uint16_t begin = tokens.front().begin;
        const std::uint16_t end = tokens.back().end;
        if (end <= begin
            || (tokens.front().word != Word::number && tokens.front().word != Word::dash
                && tokens.front().word != Word::open)) {
            return std::nullopt;
        }
        const std::string_view text = phrase_.substr(begin, end - begin);
        if (text.contains(' ')) return std::nullopt;
        Result<Edtf> edtf = parse_edtf(text);
        if (!edtf) return std::nullopt;
        return Draft{.edtf = *std::move(edtf)};
    }

    // ── Two dates ──

    struct Pair {
        Resolved first;
        Resolved second;
    };

    std::optional<Pair> read_pair(TokenSpan left, TokenSpan right) {
        std::optional<Partial> first = read_operand(left);
        if (!first) return std::nullopt;
        std::optional<Partial> second = read_operand(right);
        if (!second) return std::nullopt;
        return resolve_pair(*first, *second);
    }

    std::optional<Pair> resolve_pair(Partial& first, Partial& second) {
        // "winter 1941–42" is one winter.
        const bool is_winter = first.unit == Partial::Unit::season && first.month == 24;
        if (is_winter
            && (second.unit == Partial::Unit::bare || second.unit == Partial::Unit::year)) {
            return std::nullopt;
        }
        fill(first, second);
        std::optional<Resolved> from = resolve(first, complaint_);
        if (!from) return std::nullopt;
        std::optional<Resolved> to = resolve(second, complaint_);
        if (!to) return std::nullopt;
        return Pair{*std::move(from), *std::move(to)};
    }

    std::optional<Draft> join(const Pair& pair, Edtf::Form form) {
        Draft draft{
            .edtf =
                {.form = form,
                 .members = {{.first = pair.first.first, .last = pair.second.last, .is_range = true}
                 }}
        };
        if (!add_facts(draft, pair.first) || !add_facts(draft, pair.second)) return std::nullopt;
        return draft;
    }

    bool add_facts(Draft& draft, const Resolved& resolved) {
        if (draft.remark.empty()) draft.remark = resolved.remark;
        if (resolved.weekday >= 0) draft.weekdays.push_back({resolved.first, resolved.weekday});
        return state_calendar(draft, resolved.calendar);
    }

    bool state_calendar(Draft& draft, std::optional<Calendar> calendar) {
        if (!calendar) return true;
        if (draft.calendar && *draft.calendar != *calendar) {
            complaint_.say(
                "two calendars are meant; write the date in one of them, a double year in Old Style"
            );
            return false;
        }
        draft.calendar = calendar;
        return true;
    }

    static void qualify(Edtf& edtf, Qualifiers qualifiers) {
        for (EdtfMember& member : edtf.members) {
            if (member.start == EdtfEnd::given) member.first.qualifiers |= qualifiers;
            if (member.end == EdtfEnd::given) member.last.qualifiers |= qualifiers;
        }
    }

    static EdtfMember member_of(const Resolved& resolved) {
        return {
            .first = resolved.first,
            .last = resolved.last,
            .is_range = resolved.shape != Shape::single
        };
    }

    std::optional<Draft> draft_of(const Resolved& resolved) {
        constexpr std::array forms{Edtf::Form::date, Edtf::Form::one_of, Edtf::Form::interval};
        Draft draft{
            .edtf =
                {.form = forms.at(static_cast<std::size_t>(resolved.shape)),
                 .members = {member_of(resolved)}}
        };
        if (!add_facts(draft, resolved)) return std::nullopt;
        return draft;
    }

    // ── Forms ──

    std::optional<Draft> read_joined(TokenSpan tokens, int depth) {
        if (tokens.empty()) return std::nullopt;
        if (tokens.front().word == Word::between) return read_between(tokens.subspan(1));
        if (tokens.front().word == Word::turn) return read_single(tokens);
        if (auto span = read_span(tokens, depth)) return span;
        if (auto limit = read_limit(tokens, depth)) return limit;
        if (auto either = read_either(tokens)) return either;
        if (auto single = read_single(tokens)) return single;
        return read_hyphenated(tokens);
    }

    std::optional<Draft> read_between(TokenSpan tokens) {
        if (!tokens.empty() && tokens.front().word == Word::from) tokens = tokens.subspan(1);
        for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
            if (!is_one_of(tokens[i], {Word::conjunction, Word::dash, Word::to})) continue;
            const TokenSpan left = tokens.first(i);
            const TokenSpan right = tokens.subspan(i + 1);
            if (auto dual = read_dual_span(left, right, Edtf::Form::one_of)) return dual;
            const auto pair = read_pair(left, right);
            if (pair) return join(*pair, Edtf::Form::one_of);
        }
        complaint_.say("between which two dates? write for example: between 1928 and 1929");
        return std::nullopt;
    }

    /// "from … to", "… to …", a long dash; "from …", "until …".
    std::optional<Draft> read_span(TokenSpan tokens, int depth) {
        const bool begins = tokens.front().word == Word::from;
        const bool is_plain = begins && tokens.front().value == 1;
        const TokenSpan rest = begins ? tokens.subspan(1) : tokens;
        for (std::size_t i = 1; i + 1 < rest.size(); ++i) {
            const bool joins = is_one_of(rest[i], {Word::to, Word::until})
                               || (rest[i].word == Word::dash && rest[i].value == 1)
                               || (begins && is_one_of(rest[i], {Word::before, Word::dash}));
            if (!joins) continue;
            const TokenSpan left = rest.first(i);
            const TokenSpan right = strip_fillers(rest.subspan(i + 1));
            if (right.size() == 1 && right.front().word == Word::present) {
                return read_open(left, depth, Edtf::Form::interval, EdtfEnd::given, EdtfEnd::open);
            }
            if (auto span = read_dual_span(left, right, Edtf::Form::interval)) return span;
            const auto pair = read_pair(left, right);
            if (pair) return join(*pair, Edtf::Form::interval);
        }
        if (begins && is_plain) return read(rest, depth + 1);
        if (begins) {
            return read_open(rest, depth, Edtf::Form::interval, EdtfEnd::given, EdtfEnd::open);
        }
        if (is_one_of(tokens.front(), {Word::to, Word::until})) {
            const TokenSpan last = tokens.subspan(1);
            return read_open(last, depth, Edtf::Form::interval, EdtfEnd::open, EdtfEnd::given);
        }
        if (tokens.back().word == Word::onwards) {
            const TokenSpan first = tokens.first(tokens.size() - 1);
            return read_open(first, depth, Edtf::Form::interval, EdtfEnd::given, EdtfEnd::open);
        }
        return std::nullopt;
    }

    std::optional<Draft>
    read_open(TokenSpan tokens, int depth, Edtf::Form form, EdtfEnd start, EdtfEnd end) {
        tokens = strip_fillers(tokens);
        if (!tokens.empty() && tokens.back().word == Word::onwards) {
            tokens = tokens.first(tokens.size() - 1);
        }
        std::optional<Draft> draft = read(tokens, depth + 1);
        if (!draft) return std::nullopt;
        const EdtfMember& front = draft->edtf.members.front();
        const EdtfMember& back = draft->edtf.members.back();
        const bool is_whole = front.start == EdtfEnd::given && back.end == EdtfEnd::given;
        if (!is_whole) {
            complaint_.say("before or after what? name one date");
            return std::nullopt;
        }
        EdtfMember member{
            .first = start == EdtfEnd::given ? front.first : EdtfPart{},
            .last = end == EdtfEnd::given ? back.last : EdtfPart{},
            .start = start,
            .end = end,
            .is_range = true
        };
        draft->edtf = {.form = form, .members = {member}};
        return draft;
    }

    std::optional<Draft> read_before(TokenSpan tokens, int depth) {
        return read_open(tokens, depth, Edtf::Form::one_of, EdtfEnd::open, EdtfEnd::given);
    }

    std::optional<Draft> read_after(TokenSpan tokens, int depth) {
        return read_open(tokens, depth, Edtf::Form::one_of, EdtfEnd::given, EdtfEnd::open);
    }

    /// "before", "after", "or earlier", "not before … and not after …".
    std::optional<Draft> read_limit(TokenSpan tokens, int depth) {
        if (auto after_it = read_limit_after(tokens, depth)) return after_it;
        const bool is_shortly = tokens.front().word == Word::shortly;
        if (is_shortly) tokens = tokens.subspan(1);
        if (tokens.empty() || !is_one_of(tokens.front(), {Word::before, Word::after})) {
            return std::nullopt;
        }
        if (auto both = read_both_limits(tokens)) return both;
        const bool is_before = tokens.front().word == Word::before;
        auto draft = is_before ? read_before(tokens.subspan(1), depth)
                               : read_after(tokens.subspan(1), depth);
        if (draft && is_shortly && draft->remark.empty()) {
            draft->remark = "how shortly is not said: give the other end if it is known";
        }
        return draft;
    }

    /// "1928 or earlier", "1928 и позже", "1850 and after".
    std::optional<Draft> read_limit_after(TokenSpan tokens, int depth) {
        const Word last = tokens.back().word;
        if (last == Word::or_earlier) return read_before(tokens.first(tokens.size() - 1), depth);
        if (last == Word::or_later) return read_after(tokens.first(tokens.size() - 1), depth);
        const bool is_joined =
            tokens.size() >= 3
            && is_one_of(tokens[tokens.size() - 2], {Word::disjunction, Word::conjunction});
        if (!is_joined || !is_one_of(tokens.back(), {Word::before, Word::after})) {
            return std::nullopt;
        }
        const TokenSpan rest = tokens.first(tokens.size() - 2);
        return last == Word::before ? read_before(rest, depth) : read_after(rest, depth);
    }

    std::optional<Draft> read_both_limits(TokenSpan tokens) {
        const Word first = tokens.front().word;
        const Word other = first == Word::before ? Word::after : Word::before;
        const auto found = std::ranges::find(tokens, other, &Token::word);
        if (found == tokens.end()) return std::nullopt;
        const auto at = static_cast<std::size_t>(found - tokens.begin());
        TokenSpan left = strip_fillers(tokens.subspan(1, at - 1));
        if (!left.empty() && left.back().word == Word::conjunction) {
            left = left.first(left.size() - 1);
        }
        TokenSpan right = tokens.subspan(at + 1);
        if (first == Word::before) std::swap(left, right);
        const auto pair = read_pair(left, right);
        if (!pair) return std::nullopt;
        return join(*pair, Edtf::Form::one_of);
    }

    /// "5 or 6 May 1945", "1927, 1928 or 1929".
    std::optional<Draft> read_either(TokenSpan tokens) {
        if (tokens.front().word == Word::disjunction) tokens = tokens.subspan(1);
        const auto found = std::ranges::find(tokens, Word::disjunction, &Token::word);
        if (found == tokens.end()) return std::nullopt;
        std::optional<Partial> last =
            read_operand(tokens.subspan(static_cast<std::size_t>(found - tokens.begin()) + 1));
        if (!last) return std::nullopt;
        std::vector<Partial> all;
        const TokenSpan rest = tokens.first(static_cast<std::size_t>(found - tokens.begin()));
        if (auto one = read_operand(rest)) {
            all.push_back(*one);
        } else if (!read_list(rest, all)) {
            return std::nullopt;
        }
        all.push_back(*last);
        return join_either(all);
    }

    bool read_list(TokenSpan rest, std::vector<Partial>& all) {
        while (!rest.empty()) {
            const auto comma = std::ranges::find(rest, Word::comma, &Token::word);
            const auto count = static_cast<std::size_t>(comma - rest.begin());
            const std::optional<Partial> one = read_operand(rest.first(count));
            if (!one || all.size() + 2 > members_max) return false;
            all.push_back(*one);
            rest = rest.subspan(std::min(count + 1, rest.size()));
        }
        return all.size() > 1;
    }

    std::optional<Draft> join_either(std::vector<Partial>& all) {
        Draft draft{.edtf = {.form = Edtf::Form::one_of, .members = {}}};
        for (std::size_t i = all.size() - 1; i > 0; --i) {
            fill(all[i - 1], all[i]);
        }
        for (const Partial& partial : all) {
            const std::optional<Resolved> resolved = resolve(partial, complaint_);
            if (!resolved || !add_facts(draft, *resolved)) return std::nullopt;
            draft.edtf.members.push_back(member_of(*resolved));
        }
        return draft;
    }

    /// A hyphen joins two dates only where nothing else can be made of it: 1917-11-07, 7-XI-1917.
    std::optional<Draft> read_hyphenated(TokenSpan tokens) {
        for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
            if (tokens[i].word != Word::dash) continue;
            const auto pair = read_pair(tokens.first(i), tokens.subspan(i + 1));
            if (pair) return join(*pair, Edtf::Form::interval);
        }
        if (auto slashed = read_slashed(tokens)) return slashed;
        return read_both(tokens);
    }

    /// "May/June 1940", "19th/20th century": one or the other.
    std::optional<Draft> read_slashed(TokenSpan tokens) {
        const auto is_period = [](const Partial& partial) {
            return partial.unit == Partial::Unit::month || partial.unit == Partial::Unit::season
                   || partial.unit == Partial::Unit::century
                   || partial.unit == Partial::Unit::decade;
        };
        for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
            if (tokens[i].word != Word::slash) continue;
            const std::optional<Partial> first = read_operand(tokens.first(i));
            const std::optional<Partial> second = read_operand(tokens.subspan(i + 1));
            if (!first || !second || !is_period(*second)) continue;
            std::vector<Partial> all{*first, *second};
            fill(all[0], all[1]);
            if (is_period(all[0])) return join_either(all);
        }
        return std::nullopt;
    }

    /// "May and June 1940" is both, if the one follows the other.
    std::optional<Draft> read_both(TokenSpan tokens) {
        for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
            if (tokens[i].word != Word::conjunction) continue;
            const auto pair = read_pair(tokens.first(i), tokens.subspan(i + 1));
            if (!pair) continue;
            const auto until = bounds_of(pair->first.last, Calendar::gregorian);
            const auto from = bounds_of(pair->second.first, Calendar::gregorian);
            if (until && from && from->lo <= until->hi + 1 && from->lo > until->lo) {
                return join(*pair, Edtf::Form::interval);
            }
            complaint_.say(
                R"("and" joins two dates; give each by itself, or write a dash, "or", "between")"
            );
        }
        return std::nullopt;
    }

    // ── Dual dates ──

    struct DualTokens {
        std::vector<Token> outer;
        TokenSpan inner;
    };

    /// The outer date goes on after the bracket: "26 октября (7 ноября) 1879 года".
    static std::optional<DualTokens> split_dual(TokenSpan tokens) {
        const auto open = std::ranges::find(tokens, Word::open, &Token::word);
        const auto close = std::ranges::find(tokens, Word::close, &Token::word);
        if (open == tokens.end() || close == tokens.end() || close < open
            || open == tokens.begin()) {
            return std::nullopt;
        }
        std::vector<Token> outer(tokens.begin(), open);
        outer.insert(outer.end(), close + 1, tokens.end());
        const auto at = static_cast<std::size_t>(open - tokens.begin());
        const auto to = static_cast<std::size_t>(close - tokens.begin());
        return DualTokens{std::move(outer), tokens.subspan(at + 1, to - at - 1)};
    }

    /// "5 (18) – 9 (22) мая 1905": two days, each in both styles.
    std::optional<Draft> read_dual_span(TokenSpan left, TokenSpan right, Edtf::Form form) {
        const std::optional<DualTokens> from = split_dual(left);
        const std::optional<DualTokens> to = from ? split_dual(right) : std::nullopt;
        if (!to) return std::nullopt;
        std::optional<Partial> first = read_operand(from->outer);
        std::optional<Partial> second = read_operand(to->outer);
        const std::optional<Partial> first_inner = read_operand(from->inner);
        const std::optional<Partial> second_inner = read_operand(to->inner);
        if (!first || !second || !first_inner || !second_inner) return std::nullopt;
        fill(*first, *second);
        const auto start = settle_dual({.first = *first, .second = *first_inner}, complaint_);
        const auto end = settle_dual({.first = *second, .second = *second_inner}, complaint_);
        if (!start || !end || start->calendar != end->calendar) return std::nullopt;
        Draft draft = *start;
        draft.edtf.form = form;
        draft.edtf.members.front().last = end->edtf.members.front().first;
        draft.edtf.members.front().is_range = true;
        draft.weekdays.insert(draft.weekdays.end(), end->weekdays.begin(), end->weekdays.end());
        return draft;
    }

    std::optional<Draft> read_dual(TokenSpan tokens) {
        if (const auto dual = split_dual(tokens)) {
            return read_dual_pair(dual->outer, dual->inner, true);
        }
        for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
            if (tokens[i].word != Word::slash) continue;
            auto dual = read_dual_pair(tokens.first(i), tokens.subspan(i + 1), false);
            if (dual) return dual;
        }
        return std::nullopt;
    }

    std::optional<Draft> read_dual_pair(TokenSpan outer, TokenSpan inner, bool is_bracket) {
        // A trial: what it has to complain of is another form's business.
        Complaint trial;
        std::swap(trial, complaint_);
        std::optional<Partial> first = read_operand(outer);
        std::optional<Partial> second = first ? read_operand(inner) : std::nullopt;
        std::swap(trial, complaint_);
        if (!first || !second) return std::nullopt;
        // "30 January 1648/9": only a bracket may hold no more than a number.
        const bool is_whole = second->unit == Partial::Unit::day;
        if (!is_bracket && !is_whole) return std::nullopt;
        return settle_dual({.first = *first, .second = *second}, complaint_);
    }

    std::string_view phrase_;
    Complaint& complaint_;
};

/// "1904-05" is May for a machine and two years for a historian.
std::string remark_on_edtf(std::string_view text, const Edtf& edtf) {
    const EdtfPart& part = edtf.members.front().first;
    const bool may_be_years = edtf.form == Edtf::Form::date && text.size() == 7 && part.month != 0
                              && part.year > 0 && part.month > part.year % 100;
    if (!may_be_years || part.month != part.year % 100 + 1) return {};
    return fmt::format(
        "read as a {} of {}: for the years write {}–{}",
        part.precision == Precision::season ? "season" : "month",
        part.year,
        part.year,
        part.year + 1
    );
}

std::unexpected<Error> refuse(std::string_view phrase, const Complaint& complaint) {
    return fail(ErrorCode::invalid, fmt::format("{}: {}.", phrase, complaint.sentence()));
}

std::string say_unreadable(std::string_view phrase, const Tokens& tokens) {
    std::string sentence = fmt::format("cannot read {}", phrase);
    if (!tokens.unknown_word.empty() && tokens.unknown_word != phrase) {
        sentence += fmt::format(", for “{}” is no word of a date", tokens.unknown_word);
    }
    return sentence
           + ". Write for example 7 November 1917, the 1920s, between 1928 and 1929, c. 1340.";
}

Result<void> check_text(std::string_view phrase) {
    if (phrase.empty()) return fail(ErrorCode::invalid, "Write a date.");
    if (phrase.size() > phrase_bytes_max) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "A date may have {} bytes. Write only the date, and the rest beside it.",
                phrase_bytes_max
            )
        );
    }
    if (!is_utf8(phrase)) return fail(ErrorCode::invalid, "A date is written in UTF-8.");
    return {};
}

} // namespace

Result<ReadDate> read_date(std::string_view phrase, const Adoption* place) {
    const std::string_view text = trim(phrase);
    TRY(check_text(text));
    Complaint complaint;
    std::optional<Draft> draft;
    if (Result<Edtf> edtf = parse_edtf_quickly(text)) {
        draft = Draft{.edtf = *std::move(edtf)};
        draft->remark = remark_on_edtf(text, draft->edtf);
    } else {
        const Tokens tokens = read_tokens(text);
        if (!tokens.too_many) draft = PhraseReader{text, complaint}.read(tokens.all);
        if (!draft && complaint.sentence().empty()) {
            return fail(ErrorCode::invalid, say_unreadable(text, tokens));
        }
    }
    if (!draft) return refuse(text, complaint);
    std::optional<ReadDate> read = settle(*std::move(draft), place, complaint);
    if (!read) return refuse(text, complaint);
    read->date.phrase = std::string{phrase};
    return *std::move(read);
}

} // namespace attest::dates
