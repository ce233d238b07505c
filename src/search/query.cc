#include "search/query.h"

#include "base/lower.h"
#include "base/text.h"
#include "dates/phrase.h"
#include "search/limits.h"
#include "search/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace attest::search {

namespace {

using Read = std::expected<void, QueryProblem>;

/// What one operator makes of its value. The place of a problem is filled in by the caller.
using Make =
    std::expected<Content, std::string> (*)(std::string_view value, const QueryContext& context);

struct Operator {
    std::string_view name;
    Make make;
};

// ── Values ──

std::expected<bool, std::string> read_choice(std::string_view value) {
    for (const std::string_view yes : {"yes", "1", "true"}) {
        if (ascii_equal_ignoring_case(value, yes)) return true;
    }
    for (const std::string_view no : {"no", "0", "false"}) {
        if (ascii_equal_ignoring_case(value, no)) return false;
    }
    return std::unexpected{std::string{"Write “yes” or “no” after the colon."}};
}

struct Ends {
    std::string_view low;
    std::string_view high;
    bool is_range = false;
};

Ends split_range(std::string_view value) {
    const std::size_t dots = value.find("..");
    if (dots == std::string_view::npos) return {.low = value, .high = value};
    return {.low = value.substr(0, dots), .high = value.substr(dots + 2), .is_range = true};
}

std::expected<std::optional<std::int64_t>, std::string> read_end(std::string_view text) {
    if (text.empty()) return std::optional<std::int64_t>{};
    const std::optional<std::int64_t> number = parse_number<std::int64_t>(text);
    if (number) return number;
    return std::unexpected{
        fmt::format("“{}” is not a whole number. Write for example 3, 1..5, 3.. or ..5.", text)
    };
}

/// A lone number is a lower bound, as on Stack Exchange; `exact_zero` is for counts ("answers:0").
std::expected<Content, std::string>
read_numbers(std::string_view value, Measure measure, bool exact_zero) {
    const Ends ends = split_range(value);
    if (ends.low.empty() && ends.high.empty()) {
        return std::unexpected{std::string{"Write a number after the colon, for example 3 or 1..5."}
        };
    }
    const auto low = read_end(ends.low);
    if (!low) return std::unexpected{low.error()};
    if (!ends.is_range) {
        const std::int64_t number = **low;
        if (number < 0) return RangeClause{.measure = measure, .min = {}, .max = number};
        if (number == 0 && exact_zero) return RangeClause{.measure = measure, .min = 0, .max = 0};
        return RangeClause{.measure = measure, .min = number, .max = {}};
    }
    const auto high = read_end(ends.high);
    if (!high) return std::unexpected{high.error()};
    if (*low && *high && **low > **high) {
        return std::unexpected{std::string{"Write the smaller number first, for example 1..5."}};
    }
    return RangeClause{.measure = measure, .min = *low, .max = *high};
}

struct Span {
    Time first;
    Time last;
};

constexpr std::string_view date_advice = "Write a date like 2012, 2012-04 or 2012-04-03, a range "
                                         "like 2011..2013, or an age like 7d, 3m or 1y.";

std::optional<Time> start_of(int year, int month, int day) {
    const Result<Time> time = parse_time(fmt::format("{:04}-{:02}-{:02}", year, month, day));
    return time ? std::optional{*time} : std::nullopt;
}

/// "2012", "2012-04", "2012-04-03": from its first millisecond to its last.
std::optional<Span> read_calendar(std::string_view text) {
    const std::vector<std::string_view> parts = split(text, '-');
    constexpr std::array<std::size_t, 3> widths{4, 2, 2};
    if (parts.size() > widths.size()) return std::nullopt;
    std::array<int, 3> numbers{0, 1, 1};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::optional<int> number = parse_number<int>(parts[i]);
        if (!number || *number < 0 || parts[i].size() > widths[i]) return std::nullopt;
        if (i == 0 && parts[i].size() != 4) return std::nullopt;
        numbers[i] = *number;
    }
    const std::optional<Time> first = start_of(numbers[0], numbers[1], numbers[2]);
    if (!first) return std::nullopt;
    CivilTime next = civil_time(*first);
    if (parts.size() == 1 || next.month == 12) {
        if (parts.size() < 3) ++next.year;
    }
    if (parts.size() == 1) next.month = 1;
    if (parts.size() == 2) next.month = next.month % 12 + 1;
    const Time after = parts.size() == 3 ? *first + days(1) : time_of(next);
    return Span{.first = *first, .last = after - Duration{1}};
}

/// "7d", "2w", "3m", "1y": the moment so long ago.
std::optional<Time> read_age(std::string_view text, Time now) {
    if (text.size() < 2) return std::nullopt;
    const std::optional<int> count = parse_number<int>(text.substr(0, text.size() - 1));
    if (!count || *count < 0 || *count > 10'000) return std::nullopt;
    switch (text.back()) {
    case 'h':
        return now - hours(*count);
    case 'd':
        return now - days(*count);
    case 'w':
        return now - days(std::int64_t{7} * *count);
    case 'm':
        return now - days(std::int64_t{61} * *count / 2);
    case 'y':
        return now - days(std::int64_t{1461} * *count / 4);
    default:
        return std::nullopt;
    }
}

std::expected<Span, std::string> read_moment(std::string_view text, Time now) {
    const std::string lowered = ascii_lower(text);
    if (const auto age = read_age(lowered, now)) return Span{.first = *age, .last = *age};
    if (lowered == "today") {
        const CivilTime civil = civil_time(now);
        if (const auto today = start_of(civil.year, civil.month, civil.day)) {
            return Span{.first = *today, .last = *today + days(1) - Duration{1}};
        }
    }
    if (const auto span = read_calendar(text)) return *span;
    return std::unexpected{fmt::format("“{}” is not a date. {}", text, date_advice)};
}

std::expected<Content, std::string> read_dates(std::string_view value, Measure measure, Time now) {
    const Ends ends = split_range(value);
    if (ends.low.empty() && ends.high.empty()) return std::unexpected{std::string{date_advice}};
    RangeClause range{.measure = measure, .min = {}, .max = {}};
    if (!ends.low.empty()) {
        const auto low = read_moment(ends.low, now);
        if (!low) return std::unexpected{low.error()};
        range.min = low->first.milliseconds;
        // An age alone means "since then"; a date alone means within it.
        if (!ends.is_range && low->first != low->last) range.max = low->last.milliseconds;
    }
    if (ends.is_range && !ends.high.empty()) {
        const auto high = read_moment(ends.high, now);
        if (!high) return std::unexpected{high.error()};
        range.max = high->last.milliseconds;
    }
    if (range.min && range.max && *range.min > *range.max) {
        return std::unexpected{std::string{"Write the earlier date first, for example 2011..2013."}
        };
    }
    return range;
}

bool is_tag_character(char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte > ' ' && byte != '[' && byte != ']' && byte != '|' && byte != '"' && byte != '<'
           && byte != '>';
}

std::expected<Content, std::string> read_tag(std::string_view value) {
    const std::string name = unicode_lower(trim(value));
    const bool is_name =
        !name.empty() && name != "*" && std::ranges::all_of(name, is_tag_character);
    if (!is_name)
        return std::unexpected{
            std::string{"Write a tag’s name between the brackets, as in [history]."}
        };
    return TagClause{name};
}

template <typename AnyId>
std::optional<AnyId> read_id(std::string_view value) {
    const std::optional<std::int64_t> number = parse_number<std::int64_t>(value);
    if (!number || *number < -1 || *number > std::numeric_limits<std::int32_t>::max())
        return std::nullopt;
    return AnyId{*number};
}

// ── Operators ──

std::expected<Content, std::string> make_user(std::string_view value, const QueryContext& context) {
    if (ascii_equal_ignoring_case(value, "me")) {
        if (context.me) return AuthorClause{*context.me};
        return std::unexpected{
            std::string{"Sign in to search with user:me, or write a user’s number."}
        };
    }
    if (const auto user = read_id<UserId>(value)) return AuthorClause{*user};
    return std::unexpected{std::string{
        "Write the user’s number, which stands in the address of the profile, as in user:22656."
    }};
}

std::expected<Content, std::string>
make_question(std::string_view value, const QueryContext& /*context*/) {
    const auto question = read_id<QuestionId>(value);
    if (question && question->value > 0) return QuestionClause{*question};
    return std::unexpected{std::string{
        "Write the question’s number, which stands in its address, as in inquestion:175."
    }};
}

std::expected<Content, std::string>
make_kind(std::string_view value, const QueryContext& /*context*/) {
    for (const std::string_view name : {"question", "questions", "q"}) {
        if (ascii_equal_ignoring_case(value, name)) return KindClause{domain::PostKind::question};
    }
    for (const std::string_view name : {"answer", "answers", "a"}) {
        if (ascii_equal_ignoring_case(value, name)) return KindClause{domain::PostKind::answer};
    }
    return std::unexpected{std::string{"Write is:question or is:answer."}};
}

std::expected<Content, std::string>
make_url(std::string_view value, const QueryContext& /*context*/) {
    std::string pattern{trim(value)};
    const std::string_view bare =
        std::string_view{pattern}.substr(pattern.starts_with("*.") ? 2 : 0);
    const std::size_t star = bare.find('*');
    if (bare.empty() || bare == "*") {
        return std::unexpected{
            std::string{"Write a site or an address after the colon, as in url:\"*.archive.org\"."}
        };
    }
    if (star != std::string_view::npos && star + 1 != bare.size()) {
        return std::unexpected{std::string{
            "Put * only at the beginning (*.archive.org) or at the end (https://example.com/a*)."
        }};
    }
    return UrlClause{std::move(pattern)};
}

template <Measure measure, bool exact_zero>
std::expected<Content, std::string>
make_numbers(std::string_view value, const QueryContext& /*context*/) {
    return read_numbers(value, measure, exact_zero);
}

template <Measure measure>
std::expected<Content, std::string>
make_dates(std::string_view value, const QueryContext& context) {
    return read_dates(value, measure, context.now);
}

template <Flag flag>
std::expected<Content, std::string>
make_flag(std::string_view value, const QueryContext& /*context*/) {
    const auto choice = read_choice(value);
    if (!choice) return std::unexpected{choice.error()};
    return FlagClause{.flag = flag, .is_set = *choice};
}

// ── Evidence ──

std::size_t word_count(std::string_view text) {
    WordReader reader{text};
    Word word;
    std::size_t count = 0;
    while (reader.next(word)) {
        count += word.kind != WordKind::compound && word.kind != WordKind::pair;
    }
    return count;
}

struct StatusWord {
    std::string_view word;
    std::vector<domain::ClaimStatus> statuses;
};

const std::vector<StatusWord>& status_words() {
    using enum domain::ClaimStatus;
    static const std::vector<StatusWord> words{
        {"unsourced", {unsourced}},
        {"sourced", {sourced}},
        {"checked", {checked}},
        {"corroborated", {corroborated}},
        {"contested", {contested}},
        {"disputed", {disputed}},
        {"unresolved", {unresolved}},
        {"view", {view, view_checked}},
        {"viewchecked", {view_checked}},
        {"differ", {contested, disputed, unresolved}},
    };
    return words;
}

std::expected<Content, std::string>
make_status(std::string_view value, const QueryContext& /*context*/) {
    for (const StatusWord& status : status_words()) {
        if (!ascii_equal_ignoring_case(value, status.word)) continue;
        return EvidenceClause{
            .evidence = Evidence::status,
            .text = std::string{status.word},
            .statuses = status.statuses,
        };
    }
    std::string words;
    for (const StatusWord& status : status_words())
        words += fmt::format("{}{}", words.empty() ? "" : ", ", status.word);
    return std::unexpected{fmt::format("Write one of these after the colon: {}.", words)};
}

using DaySide = std::expected<dates::Bounds, std::string>;

DaySide read_days(std::string_view phrase) {
    const Result<dates::ReadDate> read = dates::read_date(phrase);
    if (read) return dates::Bounds{.lo = read->date.lo, .hi = read->date.hi};
    return std::unexpected{read.error().message()};
}

/// "1917", "February 1917", "1914..1918", "1914..", "..1918"; `=` before it: surely on these days.
std::expected<Content, std::string>
make_days(std::string_view value, const QueryContext& /*context*/) {
    EvidenceClause clause{.evidence = Evidence::days, .text = std::string{value}};
    value = trim(value);
    clause.is_within = value.starts_with('=');
    if (clause.is_within) value = trim(value.substr(1));
    // EDTF has dots of its own: [..1928], ../1928.
    const bool is_edtf = value.find_first_of("[{/") != std::string_view::npos;
    const Ends ends =
        is_edtf ? Ends{.low = value, .high = value, .is_range = false} : split_range(value);
    const std::string_view low = trim(ends.low);
    const std::string_view high = trim(ends.high);
    if (low.empty() && high.empty()) {
        return std::unexpected{
            std::string{"Write a date after the colon, as in in:1917, in:\"February 1917\" or "
                        "between:1914..1918."}
        };
    }
    if (!low.empty()) {
        const DaySide days = read_days(low);
        if (!days) return std::unexpected{days.error()};
        clause.first_day = days->lo;
        if (!ends.is_range) clause.last_day = days->hi;
    }
    if (ends.is_range && !high.empty()) {
        const DaySide days = read_days(high);
        if (!days) return std::unexpected{days.error()};
        clause.last_day = days->hi;
    }
    if (clause.first_day > clause.last_day) {
        return std::unexpected{std::string{"Write the earlier date first, for example 1914..1918."}
        };
    }
    return clause;
}

/// Between two: "1914..1918", or as people say it: "1914 and 1918".
std::expected<Content, std::string>
make_between(std::string_view value, const QueryContext& context) {
    if (value.contains("..")) return make_days(value, context);
    const bool is_within = trim(value).starts_with('=');
    const std::string_view bare = is_within ? trim(value).substr(1) : value;
    const std::string phrase = fmt::format("{}between {}", is_within ? "=" : "", trim(bare));
    if (auto days = make_days(phrase, context)) return days;
    return make_days(value, context);
}

template <Evidence evidence>
std::expected<Content, std::string>
make_named(std::string_view value, const QueryContext& /*context*/) {
    const std::string_view name = trim(value);
    if (word_count(name) > 0)
        return EvidenceClause{.evidence = evidence, .text = std::string{name}};
    switch (evidence) {
    case Evidence::source:
        return std::unexpected{
            std::string{"Write a source’s key or words of its title, as in cites:vizh-1990-1."}
        };
    case Evidence::place:
        return std::unexpected{std::string{"Write a place’s name, as in place:Petrograd."}};
    default:
        return std::unexpected{std::string{"Write a person’s name, as in person:Trotsky."}};
    }
}

constexpr std::array<Operator, 22> operators{{
    {"status", make_status},
    {"in", make_days},
    {"between", make_between},
    {"cites", make_named<Evidence::source>},
    {"person", make_named<Evidence::person>},
    {"place", make_named<Evidence::place>},
    {"user", make_user},
    {"author", make_user},
    {"inquestion", make_question},
    {"is", make_kind},
    {"url", make_url},
    {"score", make_numbers<Measure::score, false>},
    {"answers", make_numbers<Measure::answers, true>},
    {"views", make_numbers<Measure::views, true>},
    {"created", make_dates<Measure::created>},
    {"lastactive", make_dates<Measure::active>},
    {"isaccepted", make_flag<Flag::accepted>},
    {"hasaccepted", make_flag<Flag::has_accepted>},
    {"closed", make_flag<Flag::closed>},
    {"duplicate", make_flag<Flag::duplicate>},
    {"wiki", make_flag<Flag::wiki>},
    {"hascode", make_flag<Flag::has_code>},
}};

bool is_space(char letter) {
    return letter == ' ' || (letter >= '\t' && letter <= '\r');
}

// ── The reader ──

class QueryReader {
public:
    QueryReader(std::string_view text, const QueryContext& context)
        : text_{text}, context_{context} {}

    std::expected<Query, QueryProblem> read();

private:
    Read read_clause();
    Read read_tag_clause(std::size_t begin, bool is_excluded);
    Read read_text(std::size_t begin, bool is_excluded, Field field);
    Read read_bare_word(std::size_t begin, bool is_excluded, Field field);
    /// Whether an operator stands here; then `outcome` says how it went.
    bool read_operator(std::size_t begin, bool is_excluded, Read& outcome);
    bool read_or();
    Read add(Content content, std::size_t begin, bool is_excluded);
    std::expected<std::string_view, QueryProblem> read_quoted();
    std::string_view read_bare();

    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

    [[nodiscard]] std::size_t quote_length() const;
    [[nodiscard]] std::unexpected<QueryProblem>
    problem(std::size_t begin, std::size_t end, std::string message) const;

    void skip_spaces() {
        while (at_ < text_.size() && is_space(text_[at_]))
            ++at_;
    }

    std::string_view text_;
    const QueryContext& context_;
    std::size_t at_ = 0;
    std::size_t clauses_ = 0;
    std::size_t evidence_clauses_ = 0;
    Query query_;
    bool after_or_ = false;
    std::size_t or_at_ = 0;
};

std::unexpected<QueryProblem>
QueryReader::problem(std::size_t begin, std::size_t end, std::string message) const {
    return std::unexpected{QueryProblem{
        .begin = begin,
        .end = end,
        .character = utf8_length(text_.substr(0, begin)) + 1,
        .message = std::move(message),
    }};
}

std::expected<Query, QueryProblem> QueryReader::read() {
    if (text_.size() > query_bytes_max) {
        return problem(
            query_bytes_max,
            text_.size(),
            fmt::format("Shorten the query: it may have {} bytes.", query_bytes_max)
        );
    }
    if (!is_utf8(text_)) return problem(0, 0, "Send the query in UTF-8.");
    for (skip_spaces(); at_ < text_.size(); skip_spaces()) {
        if (read_or()) continue;
        if (Read outcome = read_clause(); !outcome)
            return std::unexpected{std::move(outcome).error()};
    }
    if (after_or_) return problem(or_at_, or_at_ + 2, "Write a word after OR, or take OR away.");
    return std::move(query_);
}

/// `OR` between any two, `or` between two tags; `AND` says what is so anyway.
bool QueryReader::read_or() {
    const std::string_view here = rest();
    const auto is_word = [&](std::string_view word) {
        return here.starts_with(word) && here.size() > word.size() && is_space(here[word.size()]);
    };
    if (query_.groups.empty() || after_or_) return false;
    if (is_word("AND")) {
        at_ += 3;
        return true;
    }
    const bool is_between_tags =
        is_word("or") && trim(here.substr(2)).starts_with('[')
        && std::holds_alternative<TagClause>(query_.groups.back().back().content);
    if (!is_word("OR") && here != "OR" && !is_between_tags) return false;
    after_or_ = true;
    or_at_ = at_;
    at_ += 2;
    return true;
}

Read QueryReader::read_clause() {
    const std::size_t begin = at_;
    const bool is_excluded = text_[at_] == '-' && at_ + 1 < text_.size()
                             && !is_space(text_[at_ + 1]) && text_[at_ + 1] != '-';
    if (is_excluded) ++at_;
    if (text_[at_] == '[') return read_tag_clause(begin, is_excluded);
    Read outcome;
    if (read_operator(begin, is_excluded, outcome)) return outcome;
    return read_text(begin, is_excluded, Field::any);
}

Read QueryReader::read_tag_clause(std::size_t begin, bool is_excluded) {
    const std::size_t close = text_.find(']', at_);
    if (close == std::string_view::npos) {
        return problem(
            begin, text_.size(), "Close the bracket after the tag’s name, as in [history]."
        );
    }
    auto tag = read_tag(text_.substr(at_ + 1, close - at_ - 1));
    if (!tag) return problem(begin, close + 1, tag.error());
    const auto meant = context_.tag_synonyms.find(std::get<TagClause>(*tag).name);
    if (meant != context_.tag_synonyms.end()) tag = TagClause{meant->second};
    at_ = close + 1;
    return add(*tag, begin, is_excluded);
}

bool QueryReader::read_operator(std::size_t begin, bool is_excluded, Read& outcome) {
    const std::string_view here = rest();
    const std::size_t colon = here.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > 12) return false;
    const std::string name = ascii_lower(here.substr(0, colon));

    if (name == "title" || name == "body" || name == "intitle") {
        // Followed by a space it is an ordinary sentence: "the title: how to choose it".
        if (colon + 1 >= here.size() || is_space(here[colon + 1])) return false;
        at_ += colon + 1;
        outcome = read_text(begin, is_excluded, name == "body" ? Field::body : Field::title);
        return true;
    }
    const auto* const found = std::ranges::find(operators, name, &Operator::name);
    if (found == operators.end()) return false;
    if (colon + 1 < here.size() && is_space(here[colon + 1])) return false;

    at_ += colon + 1;
    std::string value;
    // in:="October 1917" as well as in:"=October 1917".
    if (rest().starts_with('=')) {
        ++at_;
        if (quote_length() != 0) {
            value = "=";
        } else {
            --at_;
        }
    }
    if (quote_length() != 0) {
        const auto quoted = read_quoted();
        if (!quoted) {
            outcome = std::unexpected{quoted.error()};
            return true;
        }
        value += *quoted;
    } else {
        value = read_bare();
    }
    const auto content = found->make(value, context_);
    if (content) {
        outcome = add(*content, begin, is_excluded);
    } else {
        outcome = problem(begin, at_, content.error());
    }
    return true;
}

/// Bytes of the quotation mark that stands here: " or one of a telephone's “ ”; 0 if none.
std::size_t QueryReader::quote_length() const {
    if (rest().starts_with('"')) return 1;
    return rest().starts_with("“") || rest().starts_with("”") ? 3 : 0;
}

std::expected<std::string_view, QueryProblem> QueryReader::read_quoted() {
    const std::size_t open = at_;
    at_ += quote_length();
    const std::size_t begin = at_;
    for (; at_ < text_.size(); ++at_) {
        const std::size_t length = quote_length();
        if (length == 0) continue;
        const std::string_view inside = text_.substr(begin, at_ - begin);
        at_ += length;
        return inside;
    }
    return problem(open, text_.size(), "Close the quotation marks, or take them away.");
}

std::string_view QueryReader::read_bare() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_space(text_[at_]))
        ++at_;
    return text_.substr(begin, at_ - begin);
}

Read QueryReader::read_text(std::size_t begin, bool is_excluded, Field field) {
    if (quote_length() == 0) return read_bare_word(begin, is_excluded, field);
    const std::size_t open = at_;
    const auto quoted = read_quoted();
    if (!quoted) return std::unexpected{quoted.error()};
    const std::string_view inside = *quoted;
    const std::size_t count = word_count(inside);
    if (count == 0) return {};
    if (count > phrase_words_max) {
        return problem(
            open,
            at_,
            fmt::format(
                "Shorten the phrase in quotation marks: it may have {} words.", phrase_words_max
            )
        );
    }
    return add(
        TextClause{.field = field, .kind = TextKind::phrase, .text = std::string{inside}},
        begin,
        is_excluded
    );
}

Read QueryReader::read_bare_word(std::size_t begin, bool is_excluded, Field field) {
    std::string_view word = read_bare();
    const bool is_prefix = word.size() > 1 && word.ends_with('*') && !word.ends_with("**");
    if (is_prefix) word.remove_suffix(1);
    const std::size_t count = word_count(word);
    if (count == 0) return {};
    if (is_prefix && utf8_length(word) < prefix_letters_min) {
        return problem(
            begin, at_, fmt::format("Write at least {} letters before the *.", prefix_letters_min)
        );
    }
    const TextKind kind = is_prefix && count == 1 ? TextKind::prefix : TextKind::word;
    return add(
        TextClause{.field = field, .kind = kind, .text = std::string{word}}, begin, is_excluded
    );
}

Read QueryReader::add(Content content, std::size_t begin, bool is_excluded) {
    if (++clauses_ > query_clauses_max) {
        return problem(
            begin,
            text_.size(),
            fmt::format("Shorten the query: it may have {} words.", query_clauses_max)
        );
    }
    const bool is_evidence = std::holds_alternative<EvidenceClause>(content);
    if (is_evidence && ++evidence_clauses_ > evidence_clauses_max) {
        return problem(
            begin,
            at_,
            fmt::format(
                "Take this condition away: a query may have {} on dates, statuses, sources and "
                "names.",
                evidence_clauses_max
            )
        );
    }
    Clause clause{
        .content = std::move(content), .is_excluded = is_excluded, .begin = begin, .end = at_
    };
    if (!after_or_) {
        query_.groups.push_back({std::move(clause)});
        return {};
    }
    after_or_ = false;
    std::vector<Clause>& group = query_.groups.back();
    if (is_excluded || group.back().is_excluded) {
        return problem(
            or_at_, or_at_ + 2, "Take OR away: it cannot stand beside what is excluded with “-”."
        );
    }
    group.push_back(std::move(clause));
    return {};
}

} // namespace

std::expected<Query, QueryProblem> read_query(std::string_view text, const QueryContext& context) {
    return QueryReader{text, context}.read();
}

Result<Query> parse_query(std::string_view text, const QueryContext& context) {
    auto query = read_query(text, context);
    if (query) return std::move(*query);
    const QueryProblem& problem = query.error();
    std::string message = fmt::format("At character {}: {}", problem.character, problem.message);
    return std::unexpected{Error{ErrorCode::invalid, message}.with_field("q", message)};
}

std::vector<std::string> tags_in_query(std::string_view text) {
    std::vector<std::string> names;
    const auto query = read_query(text, {});
    if (!query) return names;
    for (const std::vector<Clause>& group : query->groups) {
        for (const Clause& clause : group) {
            const auto* tag = std::get_if<TagClause>(&clause.content);
            if (tag != nullptr) names.push_back(tag->name);
        }
    }
    return names;
}

Result<void> find_evidence(Query& query, const FindPosts& find_posts) {
    for (std::vector<Clause>& group : query.groups) {
        for (Clause& clause : group) {
            auto* const evidence = std::get_if<EvidenceClause>(&clause.content);
            if (evidence == nullptr) continue;
            if (!find_posts)
                return fail(
                    ErrorCode::unavailable, "Evidence cannot be searched without the database."
                );
            evidence->begin = clause.begin + (clause.is_excluded ? 1 : 0);
            evidence->end = clause.end;
            evidence->posts =
                std::make_shared<const std::vector<PostId>>(TRY(find_posts(*evidence)));
        }
    }
    return {};
}

std::vector<std::string> plain_words_in_query(std::string_view text) {
    std::vector<std::string> words;
    const auto query = read_query(text, {});
    if (!query) return words;
    for (const std::vector<Clause>& group : query->groups) {
        const auto* const clause = std::get_if<TextClause>(&group.front().content);
        const bool is_plain = group.size() == 1 && !group.front().is_excluded && clause != nullptr
                              && clause->kind == TextKind::word && clause->field == Field::any;
        if (!is_plain) continue;
        WordReader reader{clause->text};
        Word word;
        Word more;
        if (!reader.next(word)) continue;
        std::string folded{word.folded};
        if (reader.next(more)) continue; // A compound names nobody.
        if (std::ranges::find(words, folded) == words.end()) words.push_back(std::move(folded));
    }
    return words;
}

} // namespace attest::search
