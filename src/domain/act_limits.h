// How often somebody may do what others have to read: the one table of it, from which the use cases
// refuse, the page /help/limits is printed and docs/LIMITS.md is checked.
//
// First values are those of Stack Exchange where it says them (a question in 40 minutes below 125
// reputation, 6 a day, 50 in 30 days; 40 votes and 30 comment votes a day), else those of
// Discourse, Lemmy and NodeBB (guards.md, section 4). A keeper changes one by a property of the
// site: `limit.questions_per_day = 10/1d`, or `off`. Limits that only hold for newcomers end with
// trust, not with time: an honest newcomer meets them once or twice, a flood meets nothing else.
//
// Who stands behind a count, and in which rows, is storage/acts.h; the check is
// service/act_limits.h.
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "domain/actor.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attest::domain {

enum class LimitedAct : std::uint8_t {
    ask,
    answer,
    comment,
    edit, ///< Also a rollback.
    suggest_edit,
    delete_post,
    vote, ///< Up and down, on posts.
    vote_on_comment,
    flag,
    vote_to_close, ///< And to reopen.
    vote_to_delete,
    check_citation,
    cite, ///< For or against a claim beside its text, asking for a source, joining two claims.
    add_source,
    edit_source, ///< Also a merge, and a line of source criticism.
    link_sources,
};

inline constexpr std::size_t limited_act_count = std::to_underlying(LimitedAct::link_sources) + 1;

/// For everybody, whatever their reputation.
inline constexpr std::int64_t any_reputation = 0;

struct ActRate {
    std::int64_t count = 0; ///< 0: no limit.
    Duration per;

    bool operator==(const ActRate&) const = default;
};

struct ActLimit {
    std::string_view name; ///< In site_properties, after "limit.".
    LimitedAct act;
    std::int64_t reputation_below; ///< Holds for those who have less, or `any_reputation`.
    ActRate rate;                  ///< Unless the site says otherwise.
    bool binds_moderators;         ///< What moderators do for the site has no bound.
    std::string_view reason;       ///< Why so much and no more.
};

inline constexpr std::size_t act_limit_count = 25;

/// In the order of the acts.
const std::array<ActLimit, act_limit_count>& all_act_limits();

/// The rates of one site.
class ActRates {
public:
    /// Those of the table.
    ActRates();

    [[nodiscard]] const ActRate& of(std::size_t row) const { return rates_[row]; }

    void set(std::size_t row, ActRate rate) { rates_[row] = rate; }

    /// The limits, with the rates of this site, that hold for somebody doing something.
    [[nodiscard]] std::vector<ActLimit> that_bind(const Actor& actor, LimitedAct act) const;

private:
    std::array<ActRate, act_limit_count> rates_{};
};

/// "10/1d": count and span, in seconds, minutes, hours or days (`30s`, `20m`, `1h`, `30d`); "off".
/// Nothing for anything else.
std::optional<ActRate> parse_act_rate(std::string_view text);

std::string format_act_rate(const ActRate& rate);

/// "With less than 125 reputation you can ask 1 question in 40 minutes."
std::string format_act_limit(const ActLimit& limit);

/// "20 minutes", "1 hour": rounded up, so that who waits so long has waited enough.
std::string format_wait(Duration wait);

/// `rate_limited`, saying the limit and when the act is possible again.
Error act_limit_error(const ActLimit& limit, Duration wait);

/// Characters of a question's or an answer's text: as on Stack Exchange. Less is no text, more is
/// a book.
inline constexpr std::size_t body_length_min = 30;
inline constexpr std::size_t body_length_max = 30'000;

/// Links in a post of somebody with less than this reputation: a source or two, no advertising.
inline constexpr std::int64_t links_free_reputation = 10;
inline constexpr std::size_t newcomer_links_max = 2;

} // namespace attest::domain
