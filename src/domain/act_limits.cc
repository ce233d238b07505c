#include "domain/act_limits.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace attest::domain {

namespace {

constexpr std::int64_t newcomer = 125;

constexpr std::array<ActLimit, act_limit_count> table{{
    {"questions_when_new",
     LimitedAct::ask,
     newcomer,
     {1, minutes(40)},
     false,
     "Time to read the answers and comments to the last question."},
    {"questions_per_day",
     LimitedAct::ask,
     any_reputation,
     {6, days(1)},
     false,
     "A good question takes its asker longer than a good answer its reader."},
    {"questions_per_month",
     LimitedAct::ask,
     any_reputation,
     {50, days(30)},
     false,
     "Six a day are for a hard week, not for a life."},
    {"answers_when_new",
     LimitedAct::answer,
     newcomer,
     {1, minutes(3)},
     false,
     "An answer with a source takes longer than three minutes to write."},
    {"answers_in_a_row",
     LimitedAct::answer,
     any_reputation,
     {1, seconds(30)},
     false,
     "Nobody writes two answers in half a minute."},
    {"answers_per_day",
     LimitedAct::answer,
     any_reputation,
     {100, days(1)},
     false,
     "Beyond the most that the busiest people of Stack Exchange write in a day."},
    {"comments_in_a_row",
     LimitedAct::comment,
     any_reputation,
     {1, seconds(15)},
     false,
     "A comment is a sentence, not a chat."},
    {"comments_when_new",
     LimitedAct::comment,
     newcomer,
     {40, days(1)},
     false,
     "Enough to talk an own question through, too few to flood others' pages."},
    {"edits_when_new",
     LimitedAct::edit,
     newcomer,
     {30, days(1)},
     false,
     "Each edit lifts its question to the top of the list."},
    {"edits_per_day",
     LimitedAct::edit,
     any_reputation,
     {200, days(1)},
     false,
     "A day of steady tidying; a stolen account is stopped before the site is defaced."},
    {"suggested_edits_per_day",
     LimitedAct::suggest_edit,
     any_reputation,
     {20, days(1)},
     false,
     "Somebody has to review each of them."},
    {"deletions_per_day",
     LimitedAct::delete_post,
     any_reputation,
     {5, days(1)},
     false,
     "Who takes back more than that in a day is leaving, and should sleep on it."},
    {"votes_per_day",
     LimitedAct::vote,
     any_reputation,
     {40, days(1)},
     true,
     "A day of honest reading; too few for one zealous reader to decide a whole tag."},
    {"comment_votes_per_day",
     LimitedAct::vote_on_comment,
     any_reputation,
     {30, days(1)},
     true,
     "The same, for what weighs less."},
    {"flags_when_new",
     LimitedAct::flag,
     2'000,
     {10, days(1)},
     false,
     "Somebody has to look at each of them."},
    {"flags_per_day",
     LimitedAct::flag,
     any_reputation,
     {100, days(1)},
     false,
     "As many as Stack Exchange gives those whose flags have proved right."},
    {"closing_votes_per_day",
     LimitedAct::vote_to_close,
     any_reputation,
     {24, days(1)},
     false,
     "One for each hour, as on Stack Exchange."},
    {"deletion_votes_per_day",
     LimitedAct::vote_to_delete,
     any_reputation,
     {10, days(1)},
     false,
     "Deleting is the last means."},
    {"checks_when_new",
     LimitedAct::check_citation,
     newcomer,
     {40, days(1)},
     false,
     "A page takes some minutes to find and read."},
    {"checks_per_day",
     LimitedAct::check_citation,
     any_reputation,
     {200, days(1)},
     false,
     "A day in the reading room."},
    {"citations_per_day",
     LimitedAct::cite,
     any_reputation,
     {60, days(1)},
     false,
     "Each has to be looked up by others."},
    {"sources_when_new",
     LimitedAct::add_source,
     newcomer,
     {20, days(1)},
     false,
     "Enough for two answers full of citations, too few to fill the library with advertising."},
    {"sources_per_day",
     LimitedAct::add_source,
     any_reputation,
     {200, days(1)},
     false,
     "A day with a bibliography at hand; a whole library comes with an import."},
    {"source_edits_per_day",
     LimitedAct::edit_source,
     any_reputation,
     {200, days(1)},
     false,
     "As many as edits of posts."},
    {"source_links_per_day",
     LimitedAct::link_sources,
     any_reputation,
     {50, days(1)},
     false,
     "Each of them can take a witness from many claims."},
}};

constexpr bool is_in_order() {
    return std::ranges::is_sorted(table, {}, &ActLimit::act);
}

static_assert(is_in_order());

struct ActWords {
    LimitedAct act;
    std::string_view verb;
    std::string_view one;
    std::string_view many;
};

constexpr std::array<ActWords, limited_act_count> act_words{{
    {LimitedAct::ask, "ask", "question", "questions"},
    {LimitedAct::answer, "give", "answer", "answers"},
    {LimitedAct::comment, "write", "comment", "comments"},
    {LimitedAct::edit, "make", "edit", "edits"},
    {LimitedAct::suggest_edit, "suggest", "edit", "edits"},
    {LimitedAct::delete_post, "delete", "post", "posts"},
    {LimitedAct::vote, "cast", "vote", "votes"},
    {LimitedAct::vote_on_comment, "cast", "vote on comments", "votes on comments"},
    {LimitedAct::flag, "raise", "flag", "flags"},
    {LimitedAct::vote_to_close, "cast", "vote to close or reopen", "votes to close or reopen"},
    {LimitedAct::vote_to_delete, "cast", "vote to delete", "votes to delete"},
    {LimitedAct::check_citation, "make", "check of a citation", "checks of citations"},
    {LimitedAct::cite,
     "make",
     "citation or request for a source",
     "citations or requests for a source"},
    {LimitedAct::add_source, "add", "source", "sources"},
    {LimitedAct::edit_source, "make", "edit of sources", "edits of sources"},
    {LimitedAct::link_sources, "make", "link between sources", "links between sources"},
}};

struct Unit {
    char letter;
    Duration span;
    std::string_view one;
    std::string_view many;
};

constexpr std::array<Unit, 4> units{{
    {'d', days(1), "day", "days"},
    {'h', hours(1), "hour", "hours"},
    {'m', minutes(1), "minute", "minutes"},
    {'s', seconds(1), "second", "seconds"},
}};

/// The largest unit of which the span is a whole number.
const Unit& unit_of(Duration span) {
    const auto* const unit = std::ranges::find_if(units, [&](const Unit& candidate) {
        return span >= candidate.span && span.milliseconds % candidate.span.milliseconds == 0;
    });
    return unit == units.end() ? units.back() : *unit;
}

std::string format_span(Duration span, const Unit& unit) {
    const std::int64_t count =
        (span.milliseconds + unit.span.milliseconds - 1) / unit.span.milliseconds;
    return fmt::format("{} {}", count, count == 1 ? unit.one : unit.many);
}

} // namespace

const std::array<ActLimit, act_limit_count>& all_act_limits() {
    return table;
}

ActRates::ActRates() {
    for (std::size_t row = 0; row < table.size(); ++row)
        rates_[row] = table[row].rate;
}

std::vector<ActLimit> ActRates::that_bind(const Actor& actor, LimitedAct act) const {
    std::vector<ActLimit> limits;
    for (std::size_t row = 0; row < table.size(); ++row) {
        ActLimit limit = table[row];
        limit.rate = rates_[row];
        const bool is_trusted =
            limit.reputation_below != any_reputation && actor.reputation >= limit.reputation_below;
        const bool is_free = actor.is_moderator() && !limit.binds_moderators;
        if (limit.act != act || limit.rate.count == 0 || is_trusted || is_free) continue;
        limits.push_back(limit);
    }
    return limits;
}

std::optional<ActRate> parse_act_rate(std::string_view text) {
    if (text == "off") return ActRate{};
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || text.size() < slash + 3) return std::nullopt;
    const auto count = parse_number<std::int32_t>(text.substr(0, slash));
    const auto length = parse_number<std::int32_t>(text.substr(slash + 1, text.size() - slash - 2));
    const auto* const unit = std::ranges::find(units, text.back(), &Unit::letter);
    if (!count || !length || *count < 1 || *length < 1 || unit == units.end()) return std::nullopt;
    return ActRate{.count = *count, .per = {*length * unit->span.milliseconds}};
}

std::string format_act_rate(const ActRate& rate) {
    if (rate.count == 0) return "off";
    const Unit& unit = unit_of(rate.per);
    return fmt::format(
        "{}/{}{}", rate.count, rate.per.milliseconds / unit.span.milliseconds, unit.letter
    );
}

std::string format_act_limit(const ActLimit& limit) {
    const ActWords& words = act_words[std::to_underlying(limit.act)];
    const std::string who =
        limit.reputation_below == any_reputation
            ? "You"
            : fmt::format("With less than {} reputation you", limit.reputation_below);
    return fmt::format(
        "{} can {} {} {} in {}.",
        who,
        words.verb,
        limit.rate.count,
        limit.rate.count == 1 ? words.one : words.many,
        format_span(limit.rate.per, unit_of(limit.rate.per))
    );
}

std::string format_wait(Duration wait) {
    const auto* const unit = std::ranges::find_if(units, [&](const Unit& candidate) {
        // Two hours and not 1 day; 90 minutes and not 2 hours.
        return wait.milliseconds >= 2 * candidate.span.milliseconds;
    });
    return format_span(wait, unit == units.end() ? units.back() : *unit);
}

Error act_limit_error(const ActLimit& limit, Duration wait) {
    constexpr std::int64_t second = seconds(1).milliseconds;
    return Error{
        ErrorCode::rate_limited,
        fmt::format("{} The next is possible in {}.", format_act_limit(limit), format_wait(wait))
    }
        .with_retry_after((wait.milliseconds + second - 1) / second);
}

} // namespace attest::domain
