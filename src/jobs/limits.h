// Limits of what happens later, each with its reason.
#pragma once

#include "base/time.h"

#include <cstdint>

namespace attest::jobs {

/// Jobs of one kind done one after another before the other kinds on the thread have their turn: a
/// password reset must not wait for a thousand mails of another sort.
inline constexpr std::int64_t jobs_at_once = 20;

/// Pauses before further tries: 1, 2, 4 … minutes, at most six hours.
inline constexpr Duration retry_first = minutes(1);
inline constexpr Duration retry_longest = hours(6);

/// With these pauses three days pass, as long as a mail server keeps trying. Then the job is given
/// up, with a line in the log.
inline constexpr std::int64_t attempts_max = 20;

/// While nothing succeeds, a whole queue rests: 30 s, 1 min, 2 min …, at most ten minutes, so that
/// a mail server that is down is not asked once for every mail.
inline constexpr Duration rest_first = seconds(30);
inline constexpr Duration rest_longest = minutes(10);

/// A queue is looked at this often even if nothing woke it: for what is due again.
inline constexpr Duration queue_looked_at_every = seconds(30);

/// Characters of a post that are quoted in a mail.
inline constexpr std::size_t quoted_length_max = 280;

} // namespace attest::jobs
