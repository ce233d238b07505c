#include "storage/evidence.h"

#include "base/text.h"
#include "storage/changes.h"
#include "storage/limits.h"
#include "storage/sql.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace attest::storage {

namespace {

// ── Sources ──

/// Of `sources AS s`.
constexpr SqlPiece cited_source_columns = R"sql(
    s.id, s.key, s.title, s.author, s.issued, s.kind, s.is_single_item, s.origin_group, s.author_key,
    s.criticism, s.distrust_reason
)sql";

CitedSource read_cited_source(const db::Row& row, int first) {
    return {
        .id = row.id<SourceId>(first),
        .key = row.string(first + 1),
        .title = row.string(first + 2),
        .author = row.string(first + 3),
        .issued = row.string(first + 4),
        .kind = row.choice<domain::SourceKind>(first + 5),
        .is_single_item = row.boolean(first + 6),
        .origin = row.integer(first + 7),
        .author_key = row.string(first + 8),
        .criticism = row.string(first + 9),
        .distrust_reason = row.optional_string(first + 10),
    };
}

constexpr db::Query find_cited_source_query{
    .name = "find_cited_source",
    .sql = joined<"SELECT", cited_source_columns, R"sql(
        FROM (
            SELECT id FROM sources WHERE key = $1
            UNION ALL
            SELECT source_id FROM source_aliases WHERE alias = $1
        ) AS found
        JOIN sources AS named ON named.id = found.id
        JOIN sources AS s ON s.id = coalesce(named.merged_into, named.id)
        LIMIT 1
    )sql">,
};

// ── Claims ──

/// Of `claims AS c`.
constexpr SqlPiece claim_columns = R"sql(
    c.id, c.post_id, c.revision, c.ordinal, c.exact, c.prefix, c.suffix, c.start, c.wording_hash,
    c.is_detached, c.status, c.summary, c.asked_by, c.created_at, c.is_inference, c.same_as,
    c.is_bare_link
)sql";
constexpr int claim_width = 17;

constexpr db::Query list_live_claims_query{
    .name = "list_live_claims",
    .sql = joined<"SELECT", claim_columns, R"sql(
        FROM claims AS c
        WHERE c.post_id = $1 AND c.is_detached = 0
        ORDER BY c.start, c.id
    )sql">,
};

constexpr db::Query list_claims_query{
    .name = "list_claims",
    .sql = joined<"SELECT", claim_columns, R"sql(
        FROM claims AS c
        WHERE c.post_id = $1
        ORDER BY c.is_detached, c.start, c.id
    )sql">,
};

/// Of `posts AS p`: a question and its answers that can be seen.
constexpr SqlPiece posts_of_question = R"sql(
    (SELECT id FROM posts WHERE id = $1
     UNION ALL
     SELECT id FROM posts WHERE question_id = $1 AND deleted_at IS NULL) AS p
)sql";

constexpr db::Query list_claims_of_question_query{
    .name = "list_claims_of_question",
    .sql = joined<"SELECT", claim_columns, "FROM", posts_of_question, R"sql(
        JOIN claims AS c ON c.post_id = p.id AND c.is_detached = 0 AND c.is_bare_link = 0
        ORDER BY c.post_id, c.start, c.id
    )sql">,
};

constexpr db::Query find_claim_record_query{
    .name = "find_claim_record",
    .sql = joined<"SELECT", claim_columns, "FROM claims AS c WHERE c.id = $1">,
};

constexpr db::Query insert_claim_query{
    .name = "insert_claim",
    .sql = R"sql(
        INSERT INTO claims (post_id, revision, ordinal, exact, prefix, suffix, start, wording_hash,
            is_detached, status, summary, asked_by, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, '', $9, $10)
        RETURNING id
    )sql",
};

constexpr db::Query insert_link_claim_query{
    .name = "insert_link_claim",
    .sql = R"sql(
        INSERT INTO claims (post_id, revision, exact, prefix, suffix, start, wording_hash,
            is_detached, status, summary, created_at, is_bare_link)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, 1)
        RETURNING id
    )sql",
};

/// Who asks for a source of words that a link stands in asks for the claim's.
constexpr db::Query take_up_claim_query{
    .name = "take_up_claim",
    .sql = R"sql(
        UPDATE claims
        SET is_bare_link = 0, asked_by = coalesce(asked_by, $2)
        WHERE id = $1 AND is_bare_link = 1
    )sql",
};

constexpr db::Query move_claim_query{
    .name = "move_claim",
    .sql = R"sql(
        UPDATE claims
        SET revision = $2, ordinal = $3, exact = $4, prefix = $5, suffix = $6, start = $7,
            wording_hash = $8, is_detached = 0,
            is_bare_link = CASE WHEN $3 IS NULL THEN is_bare_link ELSE 0 END
        WHERE id = $1
    )sql",
};

constexpr db::Query detach_claim_query{
    .name = "detach_claim",
    .sql = "UPDATE claims SET is_detached = 1, ordinal = NULL WHERE id = $1",
};

constexpr db::Query update_claim_standing_query{
    .name = "update_claim_standing",
    .sql = R"sql(
        UPDATE claims
        SET status = $2, summary = $3,
            is_bare_link = CASE WHEN $2 = 0 THEN is_bare_link ELSE 0 END
        WHERE id = $1
    )sql",
};

// ── Citations ──

/// Citations with their claim and its post, the source as it is known now (through a merge), the
/// source that quotes it, and who added them.
constexpr SqlPiece citation_columns = R"sql(
    t.id, t.claim_id, c.post_id, p.author_id, t.source_id, coalesce(v.merged_into, v.id), t.label, t.locator, t.page_from,
    t.page_to, t.quote, t.translation, t.relation, t.is_absence, t.note, t.content_hash, t.is_in_text,
    t.user_id, u.display_name, t.created_at, t.withdrawn_at, t.state, t.yes_count, t.no_count, v.key,
    v.title, t.file_id, t.page_index, t.box, t.next_box, t.likeness, t.is_link,
    t.drawn_box, t.drawn_file_id, t.drawn_page_index, t.drawn_by,
)sql";
constexpr int citation_width = 36;

constexpr SqlPiece citation_tables = R"sql(
    FROM claims AS c
    JOIN posts AS p ON p.id = c.post_id
    JOIN citations AS t ON t.claim_id = c.id
    JOIN sources AS cited ON cited.id = t.source_id
    JOIN sources AS s ON s.id = coalesce(cited.merged_into, cited.id)
    LEFT JOIN sources AS quoting ON quoting.id = t.through_id
    LEFT JOIN sources AS v ON v.id = coalesce(quoting.merged_into, quoting.id)
    LEFT JOIN users AS u ON u.id = t.user_id
)sql";

/// `SELECT … FROM …`, to be followed by which of them.
template <SqlPiece which>
constexpr std::string_view select_citations =
    joined<"SELECT", citation_columns, cited_source_columns, citation_tables, which>;

constexpr db::Query list_citations_of_post_query{
    .name = "list_citations_of_post",
    .sql = select_citations<R"sql(
        WHERE c.post_id = $1 AND c.is_detached = 0 AND t.withdrawn_at IS NULL
        ORDER BY c.start, c.id, t.id
    )sql">,
};

constexpr db::Query list_citations_query{
    .name = "list_citations",
    .sql = select_citations<"WHERE t.claim_id = $1 ORDER BY t.id">,
};

constexpr db::Query find_citation_query{
    .name = "find_citation",
    .sql = select_citations<"WHERE t.id = $1">,
};

constexpr db::Query insert_citation_query{
    .name = "insert_citation",
    .sql = R"sql(
        INSERT INTO citations (claim_id, source_id, through_id, label, locator, page_from, page_to,
            quote, translation, box, relation, is_absence, note, is_in_text, user_id, created_at,
            content_hash, state, yes_count, no_count)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11, $12, $13, $14, $15, $16, 0, 0, 0)
        RETURNING id
    )sql",
};

constexpr db::Query insert_link_citation_query{
    .name = "insert_link_citation",
    .sql = R"sql(
        INSERT INTO citations (claim_id, source_id, label, locator, page_from, page_to, quote,
            translation, box, relation, is_absence, note, is_in_text, created_at, content_hash,
            state, yes_count, no_count, is_link)
        VALUES ($1, $2, $3, '', '', '', '', '', '', $4, 0, '', 0, $5, $6, 0, 0, 0, 1)
    )sql",
};

constexpr db::Query withdraw_citation_query{
    .name = "withdraw_citation",
    .sql = "UPDATE citations SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL",
};

constexpr db::Query update_drawn_box_query{
    .name = "update_drawn_box",
    .sql = R"sql(
        UPDATE citations
        SET drawn_box = $2, drawn_file_id = $3, drawn_page_index = $4, drawn_by = $5
        WHERE id = $1
    )sql",
};

constexpr db::Query reinstate_citation_query{
    .name = "reinstate_citation",
    .sql = "UPDATE citations SET withdrawn_at = NULL WHERE id = $1",
};

constexpr db::Query update_citation_in_text_query{
    .name = "update_citation_in_text",
    .sql = "UPDATE citations SET is_in_text = $2 WHERE id = $1",
};

constexpr db::Query update_citation_state_query{
    .name = "update_citation_state",
    .sql = "UPDATE citations SET state = $2, yes_count = $3, no_count = $4 WHERE id = $1",
};

// ── Checks ──

/// Of `citation_checks AS k` with `users AS u`.
constexpr SqlPiece check_columns = R"sql(
    k.id, k.citation_id, k.user_id, u.display_name, u.created_at, k.verdict, k.is_of_translation, k.seen,
    k.note, k.reply, k.wording_hash, k.content_hash, k.address_hash, k.is_latest, k.created_at,
    k.page_sha256, k.passage
)sql";

constexpr db::Query list_checks_of_post_query{
    .name = "list_checks_of_post",
    .sql = joined<"SELECT", check_columns, R"sql(
        FROM claims AS c
        JOIN citations AS t ON t.claim_id = c.id AND t.withdrawn_at IS NULL
        JOIN citation_checks AS k ON k.citation_id = t.id AND k.is_latest = 1
        JOIN users AS u ON u.id = k.user_id
        WHERE c.post_id = $1 AND c.is_detached = 0
        ORDER BY k.citation_id, k.id
    )sql">,
};

constexpr db::Query list_checks_of_claim_query{
    .name = "list_checks_of_claim",
    .sql = joined<"SELECT", check_columns, R"sql(
        FROM citations AS t
        JOIN citation_checks AS k ON k.citation_id = t.id
        JOIN users AS u ON u.id = k.user_id
        WHERE t.claim_id = $1
        ORDER BY k.created_at DESC, k.id DESC
    )sql">,
};

constexpr db::Query supersede_checks_query{
    .name = "supersede_checks",
    .sql = R"sql(
        UPDATE citation_checks SET is_latest = 0
        WHERE citation_id = $1 AND user_id = $2 AND is_latest = 1
    )sql",
};

constexpr db::Query insert_check_query{
    .name = "insert_check",
    .sql = R"sql(
        INSERT INTO citation_checks (citation_id, user_id, verdict, is_of_translation, seen, note,
            reply, wording_hash, content_hash, page_sha256, address_hash, is_latest, created_at, passage)
        VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10, 1, $11, $12)
        RETURNING id
    )sql",
};

constexpr db::Query update_check_reply_query{
    .name = "update_check_reply",
    .sql = "UPDATE citation_checks SET reply = $2 WHERE id = $1",
};

// ── Evidence of posts ──

constexpr db::Query update_post_evidence_query{
    .name = "update_post_evidence",
    .sql = R"sql(
        INSERT INTO post_evidence (post_id, question_id, claim_count, counts)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (post_id) DO UPDATE SET
            question_id = excluded.question_id, claim_count = excluded.claim_count,
            counts = excluded.counts
    )sql",
};

constexpr db::Query list_posts_citing_query{
    .name = "list_posts_citing",
    .sql = R"sql(
        SELECT DISTINCT c.post_id
        FROM sources AS s
        JOIN sources AS kin ON kin.origin_group = s.origin_group
        JOIN citations AS t ON t.source_id = kin.id AND t.withdrawn_at IS NULL
        JOIN claims AS c ON c.id = t.claim_id AND c.is_detached = 0
        WHERE s.id = $1 AND c.post_id > $2
        ORDER BY c.post_id
        LIMIT $3
    )sql",
};

constexpr db::Query list_posts_with_claims_query{
    .name = "list_posts_with_claims",
    .sql = R"sql(
        SELECT DISTINCT post_id FROM claims WHERE post_id > $1 ORDER BY post_id LIMIT $2
    )sql",
};

// ── Lists ──

constexpr SqlPiece listed_claim_columns = R"sql(
    , q.id, q.title,
    (SELECT count(*) FROM citations AS n WHERE n.claim_id = c.id AND n.withdrawn_at IS NULL),
    (SELECT s.title FROM citations AS n JOIN sources AS s ON s.id = n.source_id
     WHERE n.claim_id = c.id AND n.withdrawn_at IS NULL ORDER BY n.id LIMIT 1),
    EXISTS (
        SELECT 1 FROM citations AS n JOIN source_files AS f ON f.id = n.file_id
        WHERE n.claim_id = c.id AND n.withdrawn_at IS NULL AND f.rights <> 4 AND f.hidden_reason IS NULL
    ) AS has_page
)sql";

constexpr SqlPiece visible_post = R"sql(
    JOIN posts AS p ON p.id = c.post_id AND p.deleted_at IS NULL
    JOIN posts AS q ON q.id = coalesce(p.question_id, p.id) AND q.deleted_at IS NULL
)sql";

/// $3: codes of languages between commas, or '' for all.
constexpr SqlPiece in_languages = R"sql(
    AND ($3 = '' OR EXISTS (
        SELECT 1 FROM citations AS n JOIN sources AS s ON s.id = coalesce(n.through_id, n.source_id)
        WHERE n.claim_id = c.id AND n.withdrawn_at IS NULL AND instr($3, ',' || s.language || ',') > 0
    ))
)sql";

constexpr db::Query list_asked_claims_query{
    .name = "list_asked_claims",
    .sql = joined<
        "SELECT",
        claim_columns,
        listed_claim_columns,
        "FROM claims AS c",
        visible_post,
        R"sql(
        WHERE c.asked_by IS NOT NULL AND c.is_detached = 0 AND c.status = 0
        ORDER BY c.created_at, c.id
        LIMIT $1 OFFSET $2
    )sql">,
};

constexpr db::Query list_unchecked_claims_query{
    .name = "list_unchecked_claims",
    .sql = joined<
        "SELECT",
        claim_columns,
        listed_claim_columns,
        R"sql(
        FROM (
            SELECT claim_id AS id FROM (
                SELECT DISTINCT claim_id FROM citations
                WHERE file_id IS NOT NULL AND state = 0 AND withdrawn_at IS NULL
                ORDER BY claim_id LIMIT $4
            )
            UNION
            SELECT id FROM (
                SELECT id FROM claims WHERE is_detached = 0 AND status IN (1, 7) LIMIT $4
            )
        ) AS k
        CROSS JOIN claims AS c ON c.id = k.id AND c.is_detached = 0 AND c.status IN (1, 7)
        )sql",
        visible_post,
        "WHERE TRUE",
        in_languages,
        R"sql(
        ORDER BY has_page DESC, c.created_at, c.id
        LIMIT $1 OFFSET $2
    )sql">,
};

constexpr db::Query list_differing_claims_query{
    .name = "list_differing_claims",
    .sql = joined<
        "SELECT",
        claim_columns,
        listed_claim_columns,
        "FROM claims AS c",
        visible_post,
        R"sql(
        WHERE c.is_detached = 0 AND c.status IN (4, 5, 6)
        )sql",
        in_languages,
        R"sql(
        ORDER BY c.created_at, c.id
        LIMIT $1 OFFSET $2
    )sql">,
};

/// Made of the answers that readers value most first.
constexpr db::Query list_link_claims_query{
    .name = "list_link_claims",
    .sql = joined<
        "SELECT",
        claim_columns,
        listed_claim_columns,
        "FROM claims AS c",
        visible_post,
        R"sql(
        WHERE c.is_detached = 0 AND c.is_bare_link = 1
        )sql",
        in_languages,
        R"sql(
        ORDER BY c.id
        LIMIT $1 OFFSET $2
    )sql">,
};

// ── Rows ──

/// The counts of a standing in the order in which they are kept.
std::array<int, 11> counts_of(const domain::ClaimStanding& standing) {
    return {
        standing.for_count,
        standing.against_count,
        standing.objections,
        standing.retold_objections,
        standing.limits,
        standing.other_views,
        static_cast<int>(standing.has_standing_support),
        static_cast<int>(standing.has_failed_support),
        static_cast<int>(standing.is_doubted),
        (static_cast<int>(standing.is_page_unconfirmed) * 2)
            + static_cast<int>(standing.is_checked_in_earlier_wording),
        static_cast<int>(standing.is_inference),
    };
}

ClaimRecord read_claim(const db::Row& row) {
    return {
        .id = row.id<ClaimId>(0),
        .post = row.id<PostId>(1),
        .place =
            {
                .revision = std::string{row.blob(2)},
                .ordinal = row.optional_integer(3),
                .exact = row.string(4),
                .prefix = row.string(5),
                .suffix = row.string(6),
                .start = row.integer(7),
                .wording_hash = row.string(8),
            },
        .is_detached = row.boolean(9),
        .standing = read_standing(row.choice<domain::ClaimStatus>(10), row.text(11)),
        .asked_by = row.optional_id<UserId>(12),
        .created_at = row.time(13),
        .is_inference = row.boolean(14),
        .same_as = row.optional_id<ClaimId>(15),
        .is_bare_link = row.boolean(16),
    };
}

CitationRecord read_citation(const db::Row& row) {
    return {
        .id = row.id<CitationId>(0),
        .claim = row.id<ClaimId>(1),
        .post = row.id<PostId>(2),
        .post_author = row.optional_id<UserId>(3),
        .content =
            {
                .source = row.id<SourceId>(4),
                .through = row.optional_id<SourceId>(5),
                .label = row.string(6),
                .locator = row.string(7),
                .page_from = row.string(8),
                .page_to = row.string(9),
                .quote = row.string(10),
                .translation = row.string(11),
                .relation = row.choice<domain::CitationRelation>(12),
                .is_absence = row.boolean(13),
                .note = row.string(14),
                .hash = row.string(15),
            },
        .source = read_cited_source(row, citation_width),
        .through_key = row.optional_string(24),
        .through_title = row.optional_string(25),
        .place =
            {
                .file = row.optional_id<SourceFileId>(26),
                .page_index = row.optional_integer(27),
                .box = row.string(28),
                .next_box = row.string(29),
                .likeness = row.optional_integer(30),
            },
        .drawn =
            {
                .box = row.string(32),
                .file = row.optional_id<SourceFileId>(33),
                .page_index = row.optional_integer(34),
                .by = row.optional_id<UserId>(35),
            },
        .is_in_text = row.boolean(16),
        .is_link = row.boolean(31),
        .added_by = row.optional_id<UserId>(17),
        .adder_name = row.optional_string(18),
        .created_at = row.time(19),
        .withdrawn_at = row.optional_time(20),
        .state = row.choice<domain::CitationState>(21),
        .yes_count = row.integer(22),
        .no_count = row.integer(23),
    };
}

CheckRecord read_check(const db::Row& row) {
    return {
        .id = row.id<CitationCheckId>(0),
        .citation = row.id<CitationId>(1),
        .reader = row.id<UserId>(2),
        .reader_name = row.string(3),
        .reader_since = row.time(4),
        .verdict = row.choice<domain::Verdict>(5),
        .is_of_translation = row.boolean(6),
        .seen = row.choice<domain::SeenHow>(7),
        .note = row.string(8),
        .passage = row.string(16),
        .reply = row.string(9),
        .wording_hash = row.string(10),
        .content_hash = row.string(11),
        .page_sha256 = row.string(15),
        .address_hash = row.string(12),
        .is_latest = row.boolean(13),
        .created_at = row.time(14),
    };
}

ListedClaim read_listed_claim(const db::Row& row) {
    return {
        .claim = read_claim(row),
        .question = row.id<QuestionId>(claim_width),
        .title = row.string(claim_width + 1),
        .citations = row.integer(claim_width + 2),
        .work = row.optional_string(claim_width + 3).value_or(""),
        .has_page = row.boolean(claim_width + 4),
    };
}

} // namespace

std::string format_standing_counts(const domain::ClaimStanding& standing) {
    return fmt::format("{}", fmt::join(counts_of(standing), " "));
}

domain::ClaimStanding read_standing(domain::ClaimStatus status, std::string_view counts_text) {
    std::array<int, 11> counts{};
    std::size_t index = 0;
    for (const std::string_view number : split(counts_text, ' ')) {
        if (index < counts.size()) counts[index++] = parse_number<int>(number).value_or(0);
    }
    return {
        .status = status,
        .for_count = counts[0],
        .against_count = counts[1],
        .objections = counts[2],
        .retold_objections = counts[3],
        .limits = counts[4],
        .other_views = counts[5],
        .has_standing_support = counts[6] != 0,
        .has_failed_support = counts[7] != 0,
        .is_doubted = counts[8] != 0,
        .is_page_unconfirmed = counts[9] >= 2,
        .is_checked_in_earlier_wording = counts[9] % 2 == 1,
        .is_inference = counts[10] != 0,
    };
}

Result<std::optional<CitedSource>>
find_cited_source(db::ReadTransaction& tx, std::string_view key) {
    return tx.first(find_cited_source_query, {key}, [](const db::Row& row) {
        return read_cited_source(row, 0);
    });
}

Result<std::vector<ClaimRecord>>
list_claims(db::ReadTransaction& tx, PostId post, bool with_detached) {
    return tx.all(with_detached ? list_claims_query : list_live_claims_query, {post}, read_claim);
}

Result<std::vector<ClaimRecord>> list_claims_of_question(db::ReadTransaction& tx, QuestionId id) {
    return tx.all(list_claims_of_question_query, {id}, read_claim);
}

Result<ClaimRecord> find_claim_record(db::ReadTransaction& tx, ClaimId id) {
    std::optional<ClaimRecord> claim = TRY(tx.first(find_claim_record_query, {id}, read_claim));
    if (!claim) return fail(ErrorCode::not_found, "There is no such claim.");
    return std::move(*claim);
}

Result<ClaimId> insert_claim(
    db::Transaction& tx,
    PostId post,
    const ClaimPlace& place,
    std::optional<UserId> asked_by,
    Time at
) {
    const auto id = TRY(tx.first(
        insert_claim_query,
        {post,
         db::Blob{place.revision},
         place.ordinal,
         place.exact,
         place.prefix,
         place.suffix,
         place.start,
         place.wording_hash,
         asked_by,
         at},
        [](const db::Row& row) { return row.id<ClaimId>(0); }
    ));
    return *id;
}

Result<ClaimId> insert_link_claim(
    db::Transaction& tx,
    PostId post,
    const ClaimPlace& place,
    const domain::ClaimStanding& standing,
    Time at
) {
    const auto id = TRY(tx.first(
        insert_link_claim_query,
        {post,
         db::Blob{place.revision},
         place.exact,
         place.prefix,
         place.suffix,
         place.start,
         place.wording_hash,
         standing.status,
         format_standing_counts(standing),
         at},
        [](const db::Row& row) { return row.id<ClaimId>(0); }
    ));
    return *id;
}

Result<void> take_up_claim(db::Transaction& tx, ClaimId id, std::optional<UserId> asked_by) {
    TRY(tx.execute(take_up_claim_query, {id, asked_by}));
    return {};
}

Result<void> move_claim(db::Transaction& tx, ClaimId id, const ClaimPlace& place) {
    TRY(tx.execute(
        move_claim_query,
        {id,
         db::Blob{place.revision},
         place.ordinal,
         place.exact,
         place.prefix,
         place.suffix,
         place.start,
         place.wording_hash}
    ));
    return {};
}

Result<void> detach_claim(db::Transaction& tx, ClaimId id) {
    TRY(tx.execute(detach_claim_query, {id}));
    return {};
}

Result<void>
update_claim_standing(db::Transaction& tx, ClaimId id, const domain::ClaimStanding& standing) {
    TRY(tx.execute(
        update_claim_standing_query, {id, standing.status, format_standing_counts(standing)}
    ));
    return {};
}

Result<std::vector<CitationRecord>> list_citations_of_post(db::ReadTransaction& tx, PostId post) {
    return tx.all(list_citations_of_post_query, {post}, read_citation);
}

Result<std::vector<CitationRecord>> list_citations(db::ReadTransaction& tx, ClaimId claim) {
    return tx.all(list_citations_query, {claim}, read_citation);
}

Result<CitationRecord> find_citation(db::ReadTransaction& tx, CitationId id) {
    std::optional<CitationRecord> citation =
        TRY(tx.first(find_citation_query, {id}, read_citation));
    if (!citation) return fail(ErrorCode::not_found, "There is no such citation.");
    return std::move(*citation);
}

Result<CitationId> insert_citation(
    db::Transaction& tx,
    ClaimId claim,
    const CitationContent& content,
    bool is_in_text,
    UserId user,
    Time at
) {
    const auto id = TRY(tx.first(
        insert_citation_query,
        {claim,
         content.source,
         content.through,
         content.label,
         content.locator,
         content.page_from,
         content.page_to,
         content.quote,
         content.translation,
         content.relation,
         content.is_absence,
         content.note,
         is_in_text,
         user,
         at,
         content.hash},
        [](const db::Row& row) { return row.id<CitationId>(0); }
    ));
    return *id;
}

Result<void>
insert_link_citation(db::Transaction& tx, ClaimId claim, const CitationContent& content, Time at) {
    TRY(tx.execute(
        insert_link_citation_query,
        {claim, content.source, content.label, content.relation, at, content.hash}
    ));
    return {};
}

Result<void> withdraw_citation(db::Transaction& tx, CitationId id, Time at) {
    TRY(tx.execute(withdraw_citation_query, {id, at}));
    return {};
}

Result<void> update_drawn_box(db::Transaction& tx, CitationId id, const DrawnBox& drawn) {
    TRY(tx.execute(update_drawn_box_query, {id, drawn.box, drawn.file, drawn.page_index, drawn.by})
    );
    return {};
}

Result<void> reinstate_citation(db::Transaction& tx, CitationId id) {
    TRY(tx.execute(reinstate_citation_query, {id}));
    return {};
}

Result<void> update_citation_in_text(db::Transaction& tx, CitationId id, bool is_in_text) {
    TRY(tx.execute(update_citation_in_text_query, {id, is_in_text}));
    return {};
}

Result<void>
update_citation_state(db::Transaction& tx, CitationId id, const domain::CitationCounts& counts) {
    TRY(tx.execute(
        update_citation_state_query, {id, domain::state_of(counts), counts.yes, counts.no}
    ));
    return {};
}

Result<std::vector<CheckRecord>> list_checks_of_post(db::ReadTransaction& tx, PostId post) {
    return tx.all(list_checks_of_post_query, {post}, read_check);
}

Result<std::vector<CheckRecord>> list_checks_of_claim(db::ReadTransaction& tx, ClaimId claim) {
    return tx.all(list_checks_of_claim_query, {claim}, read_check);
}

Result<CitationCheckId> insert_check(db::Transaction& tx, const CheckRecord& check) {
    TRY(tx.execute(supersede_checks_query, {check.citation, check.reader}));
    const auto id = TRY(tx.first(
        insert_check_query,
        {check.citation,
         check.reader,
         check.verdict,
         check.is_of_translation,
         check.seen,
         check.note,
         check.wording_hash,
         check.content_hash,
         check.page_sha256,
         check.address_hash,
         check.created_at,
         check.passage},
        [](const db::Row& row) { return row.id<CitationCheckId>(0); }
    ));
    return *id;
}

Result<void> update_check_reply(db::Transaction& tx, CitationCheckId id, const std::string& reply) {
    TRY(tx.execute(update_check_reply_query, {id, reply}));
    return {};
}

Result<void>
update_post_evidence(db::Transaction& tx, QuestionId question, const PostEvidence& evidence) {
    TRY(tx.execute(
        update_post_evidence_query, {evidence.post, question, evidence.claim_count, evidence.counts}
    ));
    announce_question(tx, question);
    return {};
}

Result<std::vector<PostId>> list_posts_citing(db::ReadTransaction& tx, const CitingPosts& slice) {
    return tx.all(
        list_posts_citing_query,
        {slice.source, slice.after, slice.limit},
        [](const db::Row& row) { return row.id<PostId>(0); }
    );
}

Result<std::vector<PostId>>
list_posts_with_claims(db::ReadTransaction& tx, PostId after, std::int64_t limit) {
    return tx.all(list_posts_with_claims_query, {after, limit}, [](const db::Row& row) {
        return row.id<PostId>(0);
    });
}

Result<std::vector<ListedClaim>>
list_wanted_claims(db::ReadTransaction& tx, const WantedClaimsFilter& filter) {
    const auto& [wanted, languages, limit, offset] = filter;
    switch (wanted) {
    case WantedClaims::asked:
        return tx.all(list_asked_claims_query, {limit, offset}, read_listed_claim);
    case WantedClaims::unchecked:
        return tx.all(
            list_unchecked_claims_query,
            {limit, offset, languages, unchecked_claims_looked_at},
            read_listed_claim
        );
    case WantedClaims::links:
        return tx.all(list_link_claims_query, {limit, offset, languages}, read_listed_claim);
    case WantedClaims::differ:
        return tx.all(list_differing_claims_query, {limit, offset, languages}, read_listed_claim);
    }
    std::unreachable();
}

} // namespace attest::storage
