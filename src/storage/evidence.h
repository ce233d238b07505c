// Claims, their citations and the checks of these (evidence.md, B9). Nothing here is deleted:
// citations are withdrawn, claims detached. Status and counts may always be computed again
// (service/evidence.h).
#pragma once

#include "base/error.h"
#include "base/time.h"
#include "db/transaction.h"
#include "domain/claim_status.h"
#include "domain/evidence.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attest::storage {

/// What a citation needs to know of its source.
struct CitedSource {
    SourceId id{};
    std::string key;
    std::string title;
    std::string author;
    std::string issued;
    domain::SourceKind kind{};
    bool is_single_item = false;
    std::int64_t origin = 0;
    std::string author_key;
    std::string criticism;
    std::optional<std::string> distrust_reason;
};

/// By key or alias, in lower case; a merged source gives the one it went into.
Result<std::optional<CitedSource>> find_cited_source(db::ReadTransaction& tx, std::string_view key);

/// Where a claim stands in the source of its post.
struct ClaimPlace {
    std::string revision;                ///< Guid bytes of the act whose text it is.
    std::optional<std::int64_t> ordinal; ///< Number of its group of citations in the text.
    std::string exact;
    std::string prefix;
    std::string suffix;
    std::int64_t start = 0;
    std::string wording_hash;
};

struct ClaimRecord {
    ClaimId id{};
    PostId post{};
    ClaimPlace place;
    bool is_detached = false;
    domain::ClaimStanding standing;
    std::optional<UserId> asked_by;
    Time created_at{};
    bool is_inference = false;
    std::optional<ClaimId> same_as{}; ///< The first of those that say the same; never a chain.

    /// Made by the site of a link, and nobody has taken it up: not shown on the question's page.
    bool is_bare_link = false;
};

/// Of a post, in the order of its text; detached ones only if asked for.
Result<std::vector<ClaimRecord>>
list_claims(db::ReadTransaction& tx, PostId post, bool with_detached);

/// Live claims of every post of a question, by post and place.
Result<std::vector<ClaimRecord>> list_claims_of_question(db::ReadTransaction& tx, QuestionId id);

Result<ClaimRecord> find_claim_record(db::ReadTransaction& tx, ClaimId id);

Result<ClaimId> insert_claim(
    db::Transaction& tx,
    PostId post,
    const ClaimPlace& place,
    std::optional<UserId> asked_by,
    Time at
);

/// One that the site makes of a link in an imported answer: bare until somebody takes it up.
Result<ClaimId> insert_link_claim(
    db::Transaction& tx,
    PostId post,
    const ClaimPlace& place,
    const domain::ClaimStanding& standing,
    Time at
);

/// Somebody says or asks something of a claim that was a bare link: it is one as any other now.
Result<void> take_up_claim(db::Transaction& tx, ClaimId id, std::optional<UserId> asked_by);

/// Also makes it live again; with a number in the text it is no bare link any more.
Result<void> move_claim(db::Transaction& tx, ClaimId id, const ClaimPlace& place);

Result<void> detach_claim(db::Transaction& tx, ClaimId id);

/// The counts of a standing as claims.summary keeps them: numbers with spaces between.
std::string format_standing_counts(const domain::ClaimStanding& standing);

domain::ClaimStanding read_standing(domain::ClaimStatus status, std::string_view counts);

Result<void>
update_claim_standing(db::Transaction& tx, ClaimId id, const domain::ClaimStanding& standing);

/// What a citation says of a claim.
struct CitationContent {
    SourceId source{};
    std::optional<SourceId> through{};
    std::string label;
    std::string locator;
    std::string page_from;
    std::string page_to;
    std::string quote;
    std::string translation;
    domain::CitationRelation relation = domain::CitationRelation::supports;
    bool is_absence = false;
    std::string note;
    std::string hash; ///< service/citing.h: hash_of
};

/// Where a citation's page is on a scan, worked out from its source's files
/// (service/citation_places.h).
struct CitationPlace {
    std::optional<SourceFileId> file = {};
    std::optional<std::int64_t> page_index = {};

    /// Around the quote, "x,y,w,h" in thousandths of the page; or ''.
    std::string box = {};

    /// On the page after, where the quote runs over onto it; or ''.
    std::string next_box = {};

    /// Of the quote and the page, thousandths; nothing if it was not looked for.
    std::optional<std::int64_t> likeness = {};

    friend bool operator==(const CitationPlace&, const CitationPlace&) = default;
};

/// A box that somebody drew on the page, "x,y,w,h" in thousandths of it; or ''.
struct DrawnBox {
    std::string box = {};
    std::optional<SourceFileId> file = {}; ///< The page that it was drawn on.
    std::optional<std::int64_t> page_index = {};
    std::optional<UserId> by = {};
};

struct CitationRecord {
    CitationId id{};
    ClaimId claim{};
    PostId post{};
    std::optional<UserId> post_author;
    CitationContent content;
    CitedSource source;
    std::optional<std::string> through_key; ///< Of the source whose page is to be opened.
    std::optional<std::string> through_title;
    CitationPlace place;
    DrawnBox drawn;
    bool is_in_text = false;
    bool is_link = false; ///< Made by the site of a link in the text.
    std::optional<UserId> added_by;
    std::optional<std::string> adder_name;
    Time created_at{};
    std::optional<Time> withdrawn_at;
    domain::CitationState state{};
    std::int64_t yes_count = 0;
    std::int64_t no_count = 0;
};

/// Live citations of the live claims of a post, by claim and age.
Result<std::vector<CitationRecord>> list_citations_of_post(db::ReadTransaction& tx, PostId post);

/// Of one claim, withdrawn ones too, the oldest first.
Result<std::vector<CitationRecord>> list_citations(db::ReadTransaction& tx, ClaimId claim);

Result<CitationRecord> find_citation(db::ReadTransaction& tx, CitationId id);

Result<CitationId> insert_citation(
    db::Transaction& tx,
    ClaimId claim,
    const CitationContent& content,
    bool is_in_text,
    UserId user,
    Time at
);

/// What a link in an imported answer says: the whole work, and nobody who added it.
Result<void>
insert_link_citation(db::Transaction& tx, ClaimId claim, const CitationContent& content, Time at);

Result<void> withdraw_citation(db::Transaction& tx, CitationId id, Time at);

Result<void> update_drawn_box(db::Transaction& tx, CitationId id, const DrawnBox& drawn);

/// What an edit took out of the text and a rollback has put back, with its checks.
Result<void> reinstate_citation(db::Transaction& tx, CitationId id);

/// A reader's citation that the author takes into the text, or out of it again.
Result<void> update_citation_in_text(db::Transaction& tx, CitationId id, bool is_in_text);

Result<void>
update_citation_state(db::Transaction& tx, CitationId id, const domain::CitationCounts& counts);

/// A reader's verdict.
struct CheckRecord {
    CitationCheckId id{};
    CitationId citation{};
    UserId reader{};
    std::string reader_name;
    Time reader_since{}; ///< Of the account, or its imported standing.
    domain::Verdict verdict{};
    bool is_of_translation = false;
    domain::SeenHow seen{};
    std::string note;
    std::string passage{}; ///< Words on the page that the reader marked.
    std::string reply;
    std::string wording_hash;
    std::string content_hash;
    std::string page_sha256 = {}; ///< Of the file that was looked at here, or ''.
    std::string address_hash;
    bool is_latest = true;
    Time created_at{};
};

/// Everybody's latest checks of a post's live citations, by citation.
Result<std::vector<CheckRecord>> list_checks_of_post(db::ReadTransaction& tx, PostId post);

/// All checks of one claim's citations, the newest first.
Result<std::vector<CheckRecord>> list_checks_of_claim(db::ReadTransaction& tx, ClaimId claim);

/// The reader's earlier verdict on the citation, if any, is kept and counts no more.
Result<CitationCheckId> insert_check(db::Transaction& tx, const CheckRecord& check);

/// The writer's answer beside a "no".
Result<void> update_check_reply(db::Transaction& tx, CitationCheckId id, const std::string& reply);

/// What an answer's evidence is worth, kept for its question's page.
struct PostEvidence {
    PostId post{};
    std::int64_t claim_count = 0;
    std::string counts; ///< service/evidence.h
};

/// Announces the question on whose page it stands.
Result<void>
update_post_evidence(db::Transaction& tx, QuestionId question, const PostEvidence& evidence);

struct CitingPosts {
    SourceId source;
    PostId after;
    std::int64_t limit = 0;
};

/// Posts in which a source, or one of its origin group, is cited today, by id.
Result<std::vector<PostId>> list_posts_citing(db::ReadTransaction& tx, const CitingPosts& slice);

/// Every post that has a claim, detached or not, from `after` on.
Result<std::vector<PostId>>
list_posts_with_claims(db::ReadTransaction& tx, PostId after, std::int64_t limit);

/// A claim on a list, with where it stands.
struct ListedClaim {
    ClaimRecord claim;
    QuestionId question{};
    std::string title;
    std::int64_t citations = 0;
    std::string work{};    ///< The title of the first that is cited, or ''.
    bool has_page = false; ///< The site has a page that one of them cites, and may show it.
};

enum class WantedClaims : std::uint8_t {
    asked,     ///< Somebody asks for a source; the oldest first.
    unchecked, ///< Citations that nobody has checked, those whose page is at hand first.
    differ,    ///< Contested, disputed, unresolved.
    links,     ///< Bare links of imported answers: a page is wanted.
};

struct WantedClaimsFilter {
    WantedClaims wanted = WantedClaims::unchecked;
    /// Of the sources, as ",en,ru,"; '' is all. What is asked for has no source, hence no language.
    std::string languages{};
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

/// A page of what readers can help with. Posts that are deleted are left out.
Result<std::vector<ListedClaim>>
list_wanted_claims(db::ReadTransaction& tx, const WantedClaimsFilter& filter);

} // namespace attest::storage
