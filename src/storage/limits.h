// Every limit of this layer, with its reason.
#pragma once

#include "base/time.h"

#include <cstddef>
#include <cstdint>

namespace attest::storage {

/// Ids that one statement takes as $1 … $32: a question with a page of 30 answers fits, and more
/// would be bound in vain for most pages.
inline constexpr std::size_t ids_per_statement = 32;

/// Questions kept in each of the lists hot, week and month: as many as can be paged through by
/// number.
inline constexpr std::int64_t ranked_questions_max = 1'000;

/// Questions, the last to be active, among which the hot ones are sought. The formula falls with
/// the power 1.5 of the age, so what is not among them is cold.
inline constexpr std::int64_t hot_candidates_max = 2'000;

/// Linked, related and duplicate questions shown beside a question.
inline constexpr std::int64_t links_shown_max = 10;

/// Characters of an excerpt.
inline constexpr std::size_t excerpt_length_max = 200;

/// A body of a dump, unpacked. Stack Exchange allows 30,000 characters; HTML may be a few times as
/// long.
inline constexpr std::size_t original_body_bytes_max = std::size_t{16} * 1024 * 1024;

/// A tag filter looks through this many of the most used tags. 5,000 cover all but the largest site
/// of Stack Exchange, and are read in under a millisecond.
inline constexpr std::int64_t tags_filtered_max = 5'000;

/// Recent questions of a tag from which its neighbours are counted.
inline constexpr std::int64_t neighbour_questions_max = 60;

/// A form's key: ours are 32 hexadecimal digits, a program may send a UUID.
inline constexpr std::size_t idempotency_key_bytes_max = 64;

/// How long a form's key is remembered: a form left open over a weekend and sent twice still makes
/// one post.
inline constexpr Duration idempotency_key_age_max = days(7);

/// Drafts kept for a person; the oldest goes when one more comes. Each is at most about 60 KB.
inline constexpr std::int64_t drafts_max = 50;

/// Old keys forgotten with each new one: more than one, so that they never pile up.
inline constexpr std::int64_t idempotency_keys_forgotten = 4;

/// People under one post among whom an @Name is looked for, and who are offered when one is typed.
inline constexpr std::int64_t participants_max = 200;

/// Claims among which those whose page is at hand are put first: more than anybody pages through,
/// and 10 ms for a site where so many wait.
inline constexpr std::int64_t unchecked_claims_looked_at = 5'000;

/// Languages of sources to choose from: the most frequent.
inline constexpr std::int64_t source_languages_max = 12;

/// Sources that are looked at whether they are the one that is being added: of one title, number or
/// identifier, and of one journal's volume, issue and page. More are no likely doubles.
inline constexpr std::int64_t like_sources_max = 50;
inline constexpr std::int64_t like_articles_max = 10;

/// Files shown with a source: a periodical of two centuries in yearly volumes.
inline constexpr std::int64_t source_files_max = 200;

/// A mail in the queue: its JSON. What mail/ takes and some room for the signs that JSON escapes.
inline constexpr std::size_t queued_mail_bytes_max = std::size_t{2} * 1024 * 1024;

} // namespace attest::storage
