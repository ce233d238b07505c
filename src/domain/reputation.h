// What acts are worth, as on Stack Exchange (stackoverflow.com/help/whats-reputation), and how much
// of it counts: at most 200 a day from votes, and never below 1 in all.
#pragma once

#include "base/time.h"

#include <cstdint>
#include <span>

namespace attest::domain {

/// Numbers are stored.
enum class ReputationKind : std::int16_t {
    opening = 1, ///< What was imported, or the 1 that everybody begins with.
    question_voted_up = 2,
    question_voted_down = 3,
    answer_voted_up = 4,
    answer_voted_down = 5,
    voted_answer_down = 6, ///< What a vote down on an answer costs the voter.
    answer_accepted = 7,
    accepted_answer = 8, ///< For accepting somebody else's answer.
    edit_approved = 9,
    spam_or_abuse = 10,
    passage_marked = 11,     ///< A reader marked the words on the page that bear a claim out.
    failure_upheld = 12,     ///< A reader's "does not say so" that another upholds.
    citation_confirmed = 13, ///< For who added it.
    citation_failed = 14,
};

/// The most that votes and approved edits bring in a day (UTC); acceptances stand outside.
inline constexpr std::int64_t daily_reputation_max = 200;

/// The most that checks of citations bring in a day (UTC): reading is thanked, not a trade.
inline constexpr std::int64_t daily_check_reputation_max = 20;

/// Nobody falls below it.
inline constexpr std::int64_t reputation_min = 1;

/// All that approved edits can bring a user.
inline constexpr std::int64_t edit_reputation_max = 1'000;

/// What an act of this kind is worth; 0 for the opening.
constexpr std::int64_t points_of(ReputationKind kind) {
    switch (kind) {
    case ReputationKind::question_voted_up:
    case ReputationKind::answer_voted_up:
        return 10;
    case ReputationKind::question_voted_down:
    case ReputationKind::answer_voted_down:
        return -2;
    case ReputationKind::voted_answer_down:
        return -1;
    case ReputationKind::answer_accepted:
        return 15;
    case ReputationKind::accepted_answer:
    case ReputationKind::edit_approved:
    case ReputationKind::citation_confirmed:
        return 2;
    case ReputationKind::citation_failed:
        return -2;
    case ReputationKind::passage_marked:
    case ReputationKind::failure_upheld:
        return 1;
    case ReputationKind::spam_or_abuse:
        return -100;
    case ReputationKind::opening:
        break;
    }
    return 0;
}

/// Votes both ways, approved edits and citations; what others take away today leaves room for more.
constexpr bool is_under_daily_cap(ReputationKind kind) {
    switch (kind) {
    case ReputationKind::question_voted_up:
    case ReputationKind::question_voted_down:
    case ReputationKind::answer_voted_up:
    case ReputationKind::answer_voted_down:
    case ReputationKind::voted_answer_down:
    case ReputationKind::edit_approved:
    case ReputationKind::citation_confirmed:
    case ReputationKind::citation_failed:
        return true;
    case ReputationKind::opening:
    case ReputationKind::answer_accepted:
    case ReputationKind::accepted_answer:
    case ReputationKind::spam_or_abuse:
    case ReputationKind::passage_marked:
    case ReputationKind::failure_upheld:
        break;
    }
    return false;
}

/// What a reader gets for looking a citation up: under a cap of its own.
constexpr bool is_for_check(ReputationKind kind) {
    return kind == ReputationKind::passage_marked || kind == ReputationKind::failure_upheld;
}

/// A deleted post's reputation stays with its author if the post has served readers for so long and
/// so well.
inline constexpr Duration kept_reputation_age = days(60);
inline constexpr std::int64_t kept_reputation_score = 3;

/// Days since 1970 UTC: what a daily cap counts in.
constexpr std::int64_t day_of(Time time) {
    const std::int64_t day = days(1).milliseconds;
    const std::int64_t whole = time.milliseconds / day;
    return time.milliseconds % day < 0 ? whole - 1 : whole;
}

/// An event as far as sums go.
struct ReputationEntry {
    ReputationKind kind = ReputationKind::opening;
    std::int64_t day = 0;
    std::int64_t points = 0;
    std::int64_t amount = 0;
};

/// Works out how much of each event counts. The entries are all of one user's from the first moment
/// of a day on, in order of time; `before` is what the user had before that day.
void settle_reputation(std::int64_t before, std::span<ReputationEntry> entries);

} // namespace attest::domain
