// Limits of use cases, each with its reason.
#pragma once

#include <cstdint>

namespace attest::service {

// ── Inbox and mail ──

inline constexpr std::int64_t inbox_page_size = 30;

/// Items that the inbox can be paged back through: nobody reads on after a thousand.
inline constexpr std::int64_t inbox_shown_max = 1'000;

/// More unread items are shown as "99+": counting on would cost, and say nothing.
inline constexpr std::int64_t unread_shown_max = 99;

/// Mails about a site's posts to one person in one UTC day; the rest stays in the inbox. A person
/// who gets more has a quarrel or a raid on hand (guards.md, D16).
inline constexpr std::int64_t mails_per_day_max = 100;

/// Followers told in one transaction: some milliseconds, so that nobody's write waits for them.
inline constexpr std::int64_t followers_told_at_once = 500;

} // namespace attest::service
