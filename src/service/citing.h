// What citations in a post's text make of its claims, at every write of its body (evidence.md, B2,
// B9).
//
// A claim outlives the wording of its sentence: what readers found and objected stays with it. So
// an edit's claims are matched with those that are there, and only what has no counterpart is new
// or gone.
#pragma once

#include "base/error.h"
#include "db/transaction.h"
#include "domain/ids.h"
#include "markup/citation.h"
#include "storage/evidence.h"
#include "storage/posts.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::service {

/// `invalid` at `field`, with a sentence for each citation that cannot be read and each key that no
/// source has.
Result<void> check_citations(
    db::ReadTransaction& tx, const std::string& markdown, const std::string& field = "body"
);

/// Brings claims and citations in line with a body that was just stored under `act`, and judges
/// them again. What check_citations refuses, refuses the write.
Result<void> sync_claims(
    db::Transaction& tx,
    PostId post,
    const storage::Act& act,
    const storage::StoredBody& body,
    const std::string& field = "body"
);

/// A claim that a new text of its post leaves without the citations that it has.
struct LostClaim {
    ClaimId claim{};
    std::string words;
};

/// What storing `body` as the text of the post would do to its claims: the same matching as
/// sync_claims, and nothing written. In the order of the text that stands.
Result<std::vector<LostClaim>>
find_lost_claims(db::ReadTransaction& tx, PostId post, const storage::StoredBody& body);

/// The citation of a claim as it is stored, with its hash: nothing if no source has the key.
Result<std::optional<storage::CitationContent>>
content_of(db::ReadTransaction& tx, const markup::Citation& citation);

/// The hash of what a citation says: of its source, place, words and relation.
std::string hash_of_content(const storage::CitationContent& content);

/// The hash that the same citation would have if it were written today: of the sources that its
/// keys mean now. The stored one stays, so that merging sources takes no check away.
std::string present_hash(const storage::CitationRecord& citation);

struct WordsRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Where `words` stand in a Markdown source: exactly, once; or by their letters and digits alone,
/// as a reader selects them on the page; nearest to `near`. Nothing if they do not.
std::optional<WordsRange>
find_words(std::string_view source, std::string_view words, std::size_t near);

/// A claim's place in a source, with its sentence's hash.
storage::ClaimPlace place_of(std::string_view source, WordsRange words, std::string_view revision);

} // namespace attest::service
