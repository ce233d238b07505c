// What the words of posts and claims speak of: dates, and the authority records that they link to.
// Caches of the texts; service/claim_facts.h keeps and mends them.
#pragma once

#include "base/error.h"
#include "dates/historical_date.h"
#include "db/transaction.h"
#include "domain/authorities.h"
#include "domain/evidence.h"
#include "domain/ids.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attest::storage {

struct ClaimDate {
    ClaimId claim{};
    std::int64_t position = 0;
    dates::HistoricalDate date;

    bool operator==(const ClaimDate&) const = default;
};

/// A record that a claim links to: as it is named there, and as what it goes by now.
struct ClaimAuthority {
    ClaimId claim{};
    AuthorityId named{};
    AuthorityId record{};
    domain::ClaimRole role = domain::ClaimRole::about;

    bool operator==(const ClaimAuthority&) const = default;
};

struct Mention {
    std::int64_t position = 0;
    AuthorityId named{};
    AuthorityId record{};
    std::string words;

    bool operator==(const Mention&) const = default;
};

/// How wide a date is, for the index: to find what overlaps a stretch of days, each level is asked
/// for first days from as much before it as its widest date. SQL says the widths again.
int width_level(const dates::HistoricalDate& date);

/// The columns phrase, edtf, calendar, is_calendar_assumed, is_span, qualifiers, first_day,
/// last_day.
dates::HistoricalDate read_date_columns(const db::Row& row, int first);

/// Of all claims of a post, detached ones too, by claim and position.
Result<std::vector<ClaimDate>> list_claim_dates(db::ReadTransaction& tx, PostId post);
Result<std::vector<ClaimAuthority>> list_claim_authorities(db::ReadTransaction& tx, PostId post);
Result<std::vector<Mention>> list_mentions(db::ReadTransaction& tx, PostId post);

/// Puts these in the place of what the claim, or post, had.
Result<void> replace_claim_dates(
    db::Transaction& tx, ClaimId claim, const std::vector<dates::HistoricalDate>& dates
);
Result<void> replace_claim_authorities(
    db::Transaction& tx, ClaimId claim, const std::vector<ClaimAuthority>& authorities
);
Result<void>
replace_mentions(db::Transaction& tx, PostId post, const std::vector<Mention>& mentions);

/// After a merge, or when one was taken back: what named the record, or one merged into it, goes by
/// what it is now.
Result<void> follow_merges(db::Transaction& tx, AuthorityId id);

/// Posts with a claim, a link to a record or a stored mention, from `after` on.
Result<std::vector<PostId>>
list_posts_with_facts(db::ReadTransaction& tx, PostId after, std::int64_t limit);

} // namespace attest::storage
