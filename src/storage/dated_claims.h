// Claims in the order of the days they speak of, posts that mention a record, and the places that
// posts speak of: what timelines, pages of records and maps show. Nothing of deleted posts.
#pragma once

#include "base/error.h"
#include "dates/edtf.h"
#include "dates/historical_date.h"
#include "db/transaction.h"
#include "domain/evidence.h"
#include "domain/ids.h"
#include "storage/authorities.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

/// One date of a claim. A claim with two dates is there twice.
struct DatedClaim {
    ClaimId claim{};
    std::string exact; ///< Its words, as they stand in the source of the post.
    domain::ClaimStatus status{};
    dates::HistoricalDate date;
    PostId post{};
    QuestionId question{};
    std::string title;
    std::optional<AuthorityId> named; ///< The first record that it links to, people before places.
    std::string named_label;
};

/// By first day, the wider first, then by claim; those that share a day with `days`.
Result<std::vector<DatedClaim>> list_dated_claims_of_question(
    db::ReadTransaction& tx, QuestionId question, dates::Bounds days, std::int64_t limit
);
Result<std::vector<DatedClaim>> list_dated_claims_of_tag(
    db::ReadTransaction& tx, std::string_view tag, dates::Bounds days, std::int64_t limit
);
Result<std::vector<DatedClaim>> list_dated_claims_of_record(
    db::ReadTransaction& tx, AuthorityId record, dates::Bounds days, std::int64_t limit
);
/// Of the whole site.
Result<std::vector<DatedClaim>>
list_all_dated_claims(db::ReadTransaction& tx, dates::Bounds days, std::int64_t limit);

/// Of some posts, in no order and whatever their days.
Result<std::vector<DatedClaim>>
list_dated_claims_of_posts(db::ReadTransaction& tx, std::span<const PostId> posts);

struct MentioningPost {
    PostId post{};
    QuestionId question{};
    std::string title;
    std::string words; ///< As the record is called there.
};

/// Newest first.
Result<std::vector<MentioningPost>> list_mentioning_posts(
    db::ReadTransaction& tx, AuthorityId record, std::int64_t limit, std::int64_t offset
);
Result<std::int64_t> count_mentioning_posts(db::ReadTransaction& tx, AuthorityId record);

/// A place and how many posts speak of it.
struct MentionedPlace {
    AuthorityRecord record;
    std::int64_t posts = 0;
};

/// The most mentioned first.
Result<std::vector<MentionedPlace>>
list_places_of_question(db::ReadTransaction& tx, QuestionId question, std::int64_t limit);
Result<std::vector<MentionedPlace>>
list_places_of_tag(db::ReadTransaction& tx, std::string_view tag, std::int64_t limit);
/// Of posts that mention a record; itself, if it is a place.
Result<std::vector<MentionedPlace>>
list_places_beside_record(db::ReadTransaction& tx, AuthorityId record, std::int64_t limit);

} // namespace attest::storage
