// Posts by what is known of their claims, for the search: their statuses, dates and sources, and
// whom they mention.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/authorities.h"
#include "domain/claim_status.h"
#include "domain/ids.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace attest::storage {

/// Julian day numbers, both belonging to it. `is_within`: a date lies wholly between them; else it
/// shares a day with them.
struct SearchedDays {
    std::int64_t first = 0;
    std::int64_t last = 0;
    bool is_within = false;
};

// Each lists posts in order of id, each once.

Result<std::vector<PostId>>
list_posts_with_status(db::ReadTransaction& tx, std::span<const domain::ClaimStatus> statuses);

Result<std::vector<PostId>> list_posts_with_days(db::ReadTransaction& tx, const SearchedDays& days);

/// Those that cite a source, or what was merged into it, or cite something as quoted in it.
Result<std::vector<PostId>>
list_posts_citing(db::ReadTransaction& tx, std::span<const SourceId> sources);

Result<std::vector<PostId>>
list_posts_mentioning(db::ReadTransaction& tx, std::span<const AuthorityId> records);

/// What of a post was found.
struct FoundClaim {
    PostId post{};
    ClaimId claim{};
    std::string words;
    std::string phrase; ///< The date, where one was looked for.
    domain::ClaimStatus status = domain::ClaimStatus::unsourced;
};

// Of these posts, by post and place in its text.

Result<std::vector<FoundClaim>> list_claims_with_status(
    db::ReadTransaction& tx,
    std::span<const PostId> posts,
    std::span<const domain::ClaimStatus> statuses
);

Result<std::vector<FoundClaim>> list_claims_with_days(
    db::ReadTransaction& tx, std::span<const PostId> posts, const SearchedDays& days
);

Result<std::vector<FoundClaim>> list_claims_citing(
    db::ReadTransaction& tx, std::span<const PostId> posts, std::span<const SourceId> sources
);

struct FoundMention {
    PostId post{};
    AuthorityId record{};
    std::string words; ///< As the post has it.
};

Result<std::vector<FoundMention>> list_mentions_of(
    db::ReadTransaction& tx, std::span<const PostId> posts, std::span<const AuthorityId> records
);

// For facets.

struct PostStatus {
    PostId post{};
    domain::ClaimStatus status = domain::ClaimStatus::unsourced;
};

/// Every status that a live claim of one of the posts has, once a post.
Result<std::vector<PostStatus>>
list_statuses_of_posts(db::ReadTransaction& tx, std::span<const PostId> posts);

struct PostDays {
    PostId post{};
    std::int64_t first = 0;
    std::int64_t last = 0;
};

/// Dates of live claims of the posts.
Result<std::vector<PostDays>>
list_days_of_posts(db::ReadTransaction& tx, std::span<const PostId> posts);

} // namespace attest::storage
