#include "storage/sources.h"

#include "base/verify.h"
#include "storage/changes.h"
#include "storage/limits.h"
#include "storage/sql.h"

#include <algorithm>
#include <array>

namespace attest::storage {

namespace {

constexpr SqlPiece source_columns =
    "s.id, s.key, s.csl, s.title, s.author, s.issued, s.kind, s.is_single_item, s.criticism, "
    "s.distrust_reason, s.title_key, s.author_key, s.year, s.doi, s.isbn, s.issn, s.origin_group, "
    "s.merged_into, s.created_by, s.created_at, s.edited_at, s.revision";

constexpr int source_width = 22;

constexpr SqlPiece citation_count = R"sql(
    (SELECT COUNT(*) FROM citations AS c WHERE c.source_id = s.id AND c.withdrawn_at IS NULL)
)sql";

constexpr db::Query list_source_languages_query{
    .name = "list_source_languages",
    .sql = R"sql(
        SELECT language FROM sources
        WHERE language <> ''
        GROUP BY language ORDER BY count(*) DESC, language
        LIMIT $1
    )sql",
};

constexpr db::Query insert_source_query{
    .name = "insert_source",
    .sql = R"sql(
        INSERT INTO sources (id, key, csl, title, author, issued, kind, is_single_item, criticism,
                             title_key, author_key, year, doi, isbn, issn, url, shelfmark,
                             origin_group, created_by, created_at, revision, language)
        SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
               $14, $15, $16, COALESCE(MAX(id), 0) + 1, $17, $18, 1, $19
        FROM sources WHERE TRUE
        RETURNING id
    )sql",
};

constexpr db::Query update_source_query{
    .name = "update_source",
    .sql = R"sql(
        UPDATE sources
        SET csl = $3, title = $4, author = $5, issued = $6, kind = $7, is_single_item = $8,
            criticism = $9, title_key = $10, author_key = $11, year = $12, doi = $13, isbn = $14,
            issn = $15, url = $16, shelfmark = $17, edited_at = $18, revision = revision + 1,
            language = $19
        WHERE id = $1 AND revision = $2
    )sql",
};

constexpr db::Query insert_source_revision_query{
    .name = "insert_source_revision",
    .sql = R"sql(
        INSERT INTO source_revisions (source_id, revision, csl, kind, criticism, user_id,
                                      created_at)
        SELECT id, revision, csl, kind, criticism, $2, $3 FROM sources WHERE id = $1
    )sql",
};

constexpr db::Query insert_source_word_query{
    .name = "insert_source_word",
    .sql = "INSERT INTO source_words (word, source_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
};

constexpr db::Query delete_source_words_query{
    .name = "delete_source_words",
    .sql = "DELETE FROM source_words WHERE source_id = $1",
};

constexpr db::Query find_source_query{
    .name = "find_source",
    .sql = joined<"SELECT", source_columns, "FROM sources AS s WHERE s.id = $1">,
};

constexpr db::Query find_source_by_key_query{
    .name = "find_source_by_key",
    .sql = joined<
        "SELECT",
        source_columns,
        R"sql(
        FROM sources AS s
        WHERE s.id = COALESCE(
            (SELECT COALESCE(merged_into, id) FROM sources WHERE key = $1),
            (SELECT COALESCE(t.merged_into, t.id) FROM source_aliases AS a
             JOIN sources AS t ON t.id = a.source_id WHERE a.alias = $1)
        )
    )sql">,
};

constexpr db::Query is_source_key_taken_query{
    .name = "is_source_key_taken",
    .sql = R"sql(
        SELECT EXISTS (SELECT 1 FROM sources WHERE key = $1)
            OR EXISTS (SELECT 1 FROM source_aliases WHERE alias = $1)
    )sql",
};

constexpr db::Query list_newest_sources_query{
    .name = "list_newest_sources",
    .sql = joined<
        "SELECT",
        source_columns,
        ",",
        citation_count,
        R"sql(
        FROM sources AS s
        WHERE s.merged_into IS NULL
        ORDER BY s.created_at DESC, s.id DESC LIMIT $1 OFFSET $2
    )sql">,
};

constexpr db::Query list_most_cited_sources_query{
    .name = "list_most_cited_sources",
    .sql = joined<
        "SELECT",
        source_columns,
        R"sql(
        , cited.times
        FROM (
            SELECT source_id, COUNT(*) AS times FROM citations WHERE withdrawn_at IS NULL
            GROUP BY source_id
        ) AS cited
        JOIN sources AS s ON s.id = cited.source_id
        WHERE s.merged_into IS NULL
        ORDER BY cited.times DESC, s.id DESC LIMIT $1 OFFSET $2
    )sql">,
};

constexpr db::Query count_sources_query{
    .name = "count_sources",
    .sql = R"sql(
        SELECT (SELECT COUNT(*) FROM sources)
             - (SELECT COUNT(*) FROM sources WHERE merged_into IS NOT NULL)
    )sql",
};

// Each word is a stretch of beginnings and a skeleton; a word that is not asked for is null, and
// its condition true. The first word leads, so the caller puts the rarest there.
constexpr db::Query search_sources_query{
    .name = "search_sources",
    .sql = joined<
        "SELECT",
        source_columns,
        ",",
        citation_count,
        R"sql(
        AS times
        FROM (
            SELECT source_id FROM source_words WHERE word >= $1 AND word < $2
            UNION SELECT source_id FROM source_words WHERE word = $3
        ) AS found
        JOIN sources AS s ON s.id = found.source_id
        WHERE s.merged_into IS NULL
            AND ($4 IS NULL OR EXISTS (
                SELECT 1 FROM source_words AS w WHERE w.source_id = s.id
                AND (w.word >= $4 AND w.word < $5 OR w.word = $6)))
            AND ($7 IS NULL OR EXISTS (
                SELECT 1 FROM source_words AS w WHERE w.source_id = s.id
                AND (w.word >= $7 AND w.word < $8 OR w.word = $9)))
            AND ($10 IS NULL OR EXISTS (
                SELECT 1 FROM source_words AS w WHERE w.source_id = s.id
                AND (w.word >= $10 AND w.word < $11 OR w.word = $12)))
            AND ($13 IS NULL OR EXISTS (
                SELECT 1 FROM source_words AS w WHERE w.source_id = s.id
                AND (w.word >= $13 AND w.word < $14 OR w.word = $15)))
            AND ($16 IS NULL OR EXISTS (
                SELECT 1 FROM source_words AS w WHERE w.source_id = s.id
                AND (w.word >= $16 AND w.word < $17 OR w.word = $18)))
        ORDER BY times DESC, s.title_key, s.id LIMIT $19 OFFSET $20
    )sql">,
};

constexpr db::Query list_like_sources_query{
    .name = "list_like_sources",
    .sql = joined<
        "SELECT",
        source_columns,
        R"sql(
        FROM (
            SELECT id FROM sources WHERE doi = $1
            UNION SELECT id FROM sources WHERE isbn = $2
            UNION SELECT id FROM sources WHERE $3 <> '' AND title_key = $3
        ) AS like_it
        JOIN sources AS s ON s.id = like_it.id
        WHERE s.merged_into IS NULL
        ORDER BY s.id LIMIT $4
    )sql">,
};

constexpr db::Query list_sources_of_issn_query{
    .name = "list_sources_of_issn",
    .sql = joined<
        "SELECT",
        source_columns,
        R"sql(
        FROM sources AS s
        WHERE s.issn = $1 AND s.merged_into IS NULL
        ORDER BY s.id LIMIT $2
    )sql">,
};

constexpr db::Query insert_source_alias_query{
    .name = "insert_source_alias",
    .sql = R"sql(
        INSERT INTO source_aliases (alias, source_id)
        SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM sources WHERE key = $1)
        ON CONFLICT DO NOTHING
    )sql",
};

constexpr db::Query list_source_aliases_query{
    .name = "list_source_aliases",
    .sql = R"sql(
        SELECT alias FROM source_aliases WHERE source_id = $1
        UNION SELECT key FROM sources WHERE merged_into = $1
        ORDER BY 1
    )sql",
};

constexpr db::Query list_source_revisions_query{
    .name = "list_source_revisions",
    .sql = R"sql(
        SELECT r.revision, r.csl, r.kind, r.criticism, r.user_id, COALESCE(u.display_name, ''),
               r.created_at
        FROM source_revisions AS r
        LEFT JOIN users AS u ON u.id = r.user_id
        WHERE r.source_id = $1
        ORDER BY r.revision DESC LIMIT $2
    )sql",
};

constexpr db::Query update_source_distrust_query{
    .name = "update_source_distrust",
    .sql = "UPDATE sources SET distrust_reason = $2, distrusted_by = $3 WHERE id = $1",
};

constexpr db::Query insert_source_link_query{
    .name = "insert_source_link",
    .sql = R"sql(
        INSERT INTO source_links (from_id, to_id, kind, user_id, created_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
    )sql",
};

constexpr db::Query delete_source_link_query{
    .name = "delete_source_link",
    .sql = "DELETE FROM source_links WHERE from_id = $1 AND to_id = $2 AND kind = $3",
};

constexpr db::Query list_linked_sources_query{
    .name = "list_linked_sources",
    .sql = R"sql(
        SELECT l.kind, l.from_id = $1, s.id, s.key, s.title, s.author
        FROM (
            SELECT kind, from_id, to_id AS other FROM source_links WHERE from_id = $1
            UNION ALL SELECT kind, from_id, from_id FROM source_links WHERE to_id = $1
        ) AS l
        JOIN sources AS s ON s.id = l.other
        ORDER BY l.kind, s.title_key, s.id
    )sql",
};

// Kind 6 is part_of, which joins nothing. What was merged away stands where its source stands.
constexpr db::Query update_origin_group_query{
    .name = "update_origin_group",
    .sql = R"sql(
        WITH RECURSIVE component (id) AS (
            SELECT $1
            UNION
            SELECT l.to_id FROM component JOIN source_links AS l ON l.from_id = component.id
            WHERE l.kind <> 6
            UNION
            SELECT l.from_id FROM component JOIN source_links AS l ON l.to_id = component.id
            WHERE l.kind <> 6
        )
        UPDATE sources
        SET origin_group = (SELECT MIN(id) FROM component)
        WHERE id IN (SELECT id FROM component)
            OR merged_into IN (SELECT id FROM component)
    )sql",
};

constexpr db::Query redirect_merged_query{
    .name = "redirect_merged_sources",
    .sql = "UPDATE sources SET merged_into = $2 WHERE merged_into = $1 OR id = $1",
};

constexpr db::Query redirect_aliases_query{
    .name = "redirect_source_aliases",
    .sql = "UPDATE source_aliases SET source_id = $2 WHERE source_id = $1",
};

constexpr db::Query redirect_links_query{
    .name = "redirect_source_links",
    .sql = R"sql(
        INSERT INTO source_links (from_id, to_id, kind, user_id, created_at)
        SELECT CASE WHEN from_id = $1 THEN $2 ELSE from_id END,
               CASE WHEN to_id = $1 THEN $2 ELSE to_id END,
               kind, user_id, created_at
        FROM source_links
        WHERE (from_id = $1 AND to_id <> $2) OR (to_id = $1 AND from_id <> $2)
        ON CONFLICT DO NOTHING
    )sql",
};

constexpr db::Query delete_links_query{
    .name = "delete_source_links",
    .sql = "DELETE FROM source_links WHERE from_id = $1 OR to_id = $1",
};

constexpr SqlPiece cited_here = R"sql(
        FROM (
            SELECT $1 AS id
            UNION SELECT id FROM sources WHERE merged_into = $1
        ) AS wanted
        JOIN citations AS c ON c.source_id = wanted.id AND c.withdrawn_at IS NULL
        JOIN claims AS l ON l.id = c.claim_id AND l.is_detached = 0
        JOIN posts AS p ON p.id = l.post_id AND p.deleted_at IS NULL
        JOIN posts AS q ON q.id = COALESCE(p.question_id, p.id) AND q.deleted_at IS NULL
)sql";

constexpr db::Query list_citations_of_source_query{
    .name = "list_citations_of_source",
    .sql = joined<
        R"sql(
        SELECT l.id, p.id, q.id, COALESCE(q.title, ''), l.exact, l.status, c.relation, c.state,
               c.locator
        )sql",
        cited_here,
        "ORDER BY c.created_at DESC, c.id DESC LIMIT $2 OFFSET $3">,
};

constexpr db::Query count_citations_of_source_query{
    .name = "count_citations_of_source",
    .sql = joined<"SELECT COUNT(*)", cited_here>,
};

constexpr db::Query list_claims_of_source_query{
    .name = "list_claims_of_source",
    .sql = joined<"SELECT DISTINCT l.id", cited_here, "ORDER BY l.id LIMIT $2">,
};

/// Also of what is only quoted in the source: it is printed there.
constexpr db::Query list_questions_of_source_query{
    .name = "list_questions_of_source",
    .sql = R"sql(
        SELECT DISTINCT coalesce(p.question_id, p.id)
        FROM (
            SELECT c.claim_id FROM sources AS s
            JOIN citations AS c ON c.source_id = s.id AND c.withdrawn_at IS NULL
            WHERE s.id = $1 OR s.merged_into = $1
            UNION
            SELECT c.claim_id FROM sources AS s
            JOIN citations AS c ON c.through_id = s.id AND c.withdrawn_at IS NULL
            WHERE s.id = $1 OR s.merged_into = $1
        ) AS cited
        JOIN claims AS l ON l.id = cited.claim_id AND l.is_detached = 0
        JOIN posts AS p ON p.id = l.post_id
    )sql",
};

constexpr db::Query list_cited_places_query{
    .name = "list_cited_places",
    .sql = joined<
        "SELECT",
        source_columns,
        R"sql(
        , c.label, CASE WHEN n.id = COALESCE(c.through_id, c.source_id) THEN c.locator ELSE '' END
        FROM (SELECT id FROM posts WHERE id = $1
              UNION ALL
              SELECT id FROM posts WHERE question_id = $1 AND deleted_at IS NULL) AS p
        JOIN claims AS l ON l.post_id = p.id AND l.is_detached = 0 AND l.is_bare_link = 0
        JOIN citations AS c ON c.claim_id = l.id AND c.withdrawn_at IS NULL
        JOIN sources AS n ON n.id IN (c.source_id, c.through_id)
        JOIN sources AS s ON s.id = COALESCE(n.merged_into, n.id)
        ORDER BY p.id, l.start, c.id, n.id = c.through_id LIMIT $2
    )sql">,
};

SourceRecord read_source(const db::Row& row) {
    const std::optional<std::int64_t> year = row.optional_integer(12);
    return {
        .id = row.id<SourceId>(0),
        .key = row.string(1),
        .csl = row.string(2),
        .title = row.string(3),
        .author = row.string(4),
        .issued = row.string(5),
        .kind = row.choice<domain::SourceKind>(6),
        .is_single_item = row.boolean(7),
        .criticism = row.string(8),
        .distrust_reason = row.optional_string(9),
        .title_key = row.string(10),
        .author_key = row.string(11),
        .year = year ? std::optional{static_cast<int>(*year)} : std::nullopt,
        .doi = row.optional_string(13),
        .isbn = row.optional_string(14),
        .issn = row.optional_string(15),
        .origin_group = row.id<SourceId>(16),
        .merged_into = row.optional_id<SourceId>(17),
        .created_by = row.optional_id<UserId>(18),
        .created_at = row.time(19),
        .edited_at = row.optional_time(20),
        .revision = row.integer(21),
    };
}

ListedSource read_listed(const db::Row& row) {
    return {.source = read_source(row), .citation_count = row.integer(source_width)};
}

/// Lists show the source, and so do the pages of questions that cite it.
Result<void> record_source_change(db::Transaction& tx, SourceId source) {
    announce_site(tx);
    return tx.each(list_questions_of_source_query, {source}, [&](const db::Row& row) {
        announce_question(tx, row.id<QuestionId>(0));
    });
}

Result<void>
insert_words(db::Transaction& tx, SourceId source, const std::vector<std::string>& words) {
    for (const std::string& word : words)
        TRY(tx.execute(insert_source_word_query, {word, source}));
    return {};
}

/// Behind every word that begins so: no letter stands above U+10FFFF.
std::string end_of(const std::string& start) {
    return start + "\xF4\x8F\xBF\xBF";
}

} // namespace

Result<std::vector<std::string>> list_source_languages(db::ReadTransaction& tx) {
    return tx.all(list_source_languages_query, {source_languages_max}, [](const db::Row& row) {
        return row.string(0);
    });
}

Result<SourceId> insert_source(db::Transaction& tx, const NewSource& source) {
    const SourceContent& content = source.content;
    const std::optional<SourceId> id = TRY(tx.first(
        insert_source_query,
        {source.key,
         content.csl,
         content.title,
         content.author,
         content.issued,
         content.kind,
         content.is_single_item,
         content.criticism,
         content.title_key,
         content.author_key,
         content.year,
         content.doi,
         content.isbn,
         content.issn,
         content.url,
         content.shelfmark,
         source.act.user,
         source.act.at,
         content.language},
        [](const db::Row& row) { return row.id<SourceId>(0); }
    ));
    VERIFY(id.has_value());
    TRY(tx.execute(insert_source_revision_query, {*id, source.act.user, source.act.at}));
    TRY(insert_words(tx, *id, content.words));
    announce_site(tx);
    return *id;
}

Result<void> update_source(
    db::Transaction& tx,
    SourceId source,
    std::int64_t based_on,
    const SourceContent& content,
    const SourceAct& act
) {
    const std::int64_t changed = TRY(tx.execute(
        update_source_query,
        {source,
         based_on,
         content.csl,
         content.title,
         content.author,
         content.issued,
         content.kind,
         content.is_single_item,
         content.criticism,
         content.title_key,
         content.author_key,
         content.year,
         content.doi,
         content.isbn,
         content.issn,
         content.url,
         content.shelfmark,
         act.at,
         content.language}
    ));
    if (changed == 0) {
        return fail(
            ErrorCode::conflict,
            "Somebody has edited this source meanwhile. Look at the new state, and edit that."
        );
    }
    TRY(tx.execute(insert_source_revision_query, {source, act.user, act.at}));
    TRY(tx.execute(delete_source_words_query, {source}));
    TRY(insert_words(tx, source, content.words));
    return record_source_change(tx, source);
}

Result<std::optional<SourceRecord>> find_source(db::ReadTransaction& tx, SourceId source) {
    return tx.first(find_source_query, {source}, read_source);
}

Result<std::optional<SourceRecord>>
find_source_by_key(db::ReadTransaction& tx, std::string_view key) {
    return tx.first(find_source_by_key_query, {key}, read_source);
}

Result<bool> is_source_key_taken(db::ReadTransaction& tx, std::string_view key) {
    const std::optional<bool> is_taken =
        TRY(tx.first(is_source_key_taken_query, {key}, [](const db::Row& row) {
            return row.boolean(0);
        }));
    return is_taken.value_or(false);
}

Result<std::vector<ListedSource>>
list_sources(db::ReadTransaction& tx, SourceOrder order, std::int64_t limit, std::int64_t offset) {
    const db::Query& query =
        order == SourceOrder::newest ? list_newest_sources_query : list_most_cited_sources_query;
    return tx.all(query, {limit, offset}, read_listed);
}

Result<std::int64_t> count_sources(db::ReadTransaction& tx) {
    const auto count =
        TRY(tx.first(count_sources_query, {}, [](const db::Row& row) { return row.integer(0); }));
    return count.value_or(0);
}

Result<std::vector<ListedSource>> search_sources(
    db::ReadTransaction& tx,
    std::span<const SearchedWord> words,
    std::int64_t limit,
    std::int64_t offset
) {
    if (words.empty()) return std::vector<ListedSource>{};
    VERIFY(words.size() <= searched_words_max);
    std::array<std::optional<std::string>, 3 * searched_words_max> slots;
    for (std::size_t index = 0; index < words.size(); ++index) {
        slots.at(3 * index) = words[index].start;
        slots.at(3 * index + 1) = end_of(words[index].start);
        if (!words[index].skeleton.empty()) slots.at(3 * index + 2) = words[index].skeleton;
    }
    return tx.all(
        search_sources_query,
        {slots[0],  slots[1],  slots[2],  slots[3],  slots[4],  slots[5],  slots[6],
         slots[7],  slots[8],  slots[9],  slots[10], slots[11], slots[12], slots[13],
         slots[14], slots[15], slots[16], slots[17], limit,     offset},
        read_listed
    );
}

Result<std::vector<SourceRecord>>
list_like_sources(db::ReadTransaction& tx, const SourceLikeness& likeness) {
    const auto or_null = [](const std::string& text) {
        return text.empty() ? std::optional<std::string>{} : std::optional{text};
    };
    const std::optional<std::string> doi = or_null(likeness.doi);
    const std::optional<std::string> isbn = or_null(likeness.isbn);
    std::vector<SourceRecord> found = TRY(tx.all(
        list_like_sources_query, {doi, isbn, likeness.title_key, like_sources_max}, read_source
    ));
    if (likeness.issn.empty()) return found;
    const std::vector<SourceRecord> articles =
        TRY(tx.all(list_sources_of_issn_query, {likeness.issn, like_articles_max}, read_source));
    for (const SourceRecord& article : articles) {
        const auto same = [&](const SourceRecord& other) { return other.id == article.id; };
        if (std::ranges::none_of(found, same)) found.push_back(article);
    }
    return found;
}

Result<void> insert_source_alias(db::Transaction& tx, std::string_view alias, SourceId source) {
    TRY(tx.execute(insert_source_alias_query, {alias, source}));
    return {};
}

Result<std::vector<std::string>> list_source_aliases(db::ReadTransaction& tx, SourceId source) {
    return tx.all(list_source_aliases_query, {source}, [](const db::Row& row) {
        return row.string(0);
    });
}

Result<std::vector<SourceRevision>>
list_source_revisions(db::ReadTransaction& tx, SourceId source, std::int64_t limit) {
    return tx.all(list_source_revisions_query, {source, limit}, [](const db::Row& row) {
        return SourceRevision{
            .revision = row.integer(0),
            .csl = row.string(1),
            .kind = row.choice<domain::SourceKind>(2),
            .criticism = row.string(3),
            .user = row.optional_id<UserId>(4),
            .user_name = row.string(5),
            .created_at = row.time(6),
        };
    });
}

Result<void> update_source_distrust(
    db::Transaction& tx,
    SourceId source,
    const std::optional<std::string>& reason,
    const SourceAct& act
) {
    const std::optional<UserId> by = reason ? act.user : std::nullopt;
    TRY(tx.execute(update_source_distrust_query, {source, reason, by}));
    return record_source_change(tx, source);
}

Result<bool> insert_source_link(db::Transaction& tx, const SourceLink& link, const SourceAct& act) {
    const std::int64_t made =
        TRY(tx.execute(insert_source_link_query, {link.from, link.to, link.kind, act.user, act.at})
        );
    if (made == 0) return false;
    TRY(tx.execute(update_origin_group_query, {link.from}));
    TRY(record_source_change(tx, link.from));
    TRY(record_source_change(tx, link.to));
    return true;
}

Result<bool> delete_source_link(db::Transaction& tx, const SourceLink& link) {
    const std::int64_t gone =
        TRY(tx.execute(delete_source_link_query, {link.from, link.to, link.kind}));
    if (gone == 0) return false;
    TRY(tx.execute(update_origin_group_query, {link.from}));
    TRY(tx.execute(update_origin_group_query, {link.to}));
    TRY(record_source_change(tx, link.from));
    TRY(record_source_change(tx, link.to));
    return true;
}

Result<std::vector<LinkedSource>> list_linked_sources(db::ReadTransaction& tx, SourceId source) {
    return tx.all(list_linked_sources_query, {source}, [](const db::Row& row) {
        return LinkedSource{
            .kind = row.choice<domain::SourceLinkKind>(0),
            .is_from_here = row.boolean(1),
            .id = row.id<SourceId>(2),
            .key = row.string(3),
            .title = row.string(4),
            .author = row.string(5),
        };
    });
}

Result<void> merge_sources(db::Transaction& tx, const MergedSources& merged) {
    TRY(tx.execute(redirect_merged_query, {merged.from, merged.into}));
    TRY(tx.execute(redirect_aliases_query, {merged.from, merged.into}));
    TRY(tx.execute(redirect_links_query, {merged.from, merged.into}));
    TRY(tx.execute(delete_links_query, {merged.from}));
    TRY(tx.execute(update_origin_group_query, {merged.into}));
    return record_source_change(tx, merged.into);
}

Result<std::vector<CitationOfSource>> list_citations_of_source(
    db::ReadTransaction& tx, SourceId source, std::int64_t limit, std::int64_t offset
) {
    return tx.all(list_citations_of_source_query, {source, limit, offset}, [](const db::Row& row) {
        return CitationOfSource{
            .claim = row.id<ClaimId>(0),
            .post = row.id<PostId>(1),
            .question = row.id<QuestionId>(2),
            .title = row.string(3),
            .claim_text = row.string(4),
            .status = row.choice<domain::ClaimStatus>(5),
            .relation = row.choice<domain::CitationRelation>(6),
            .state = row.choice<domain::CitationState>(7),
            .locator = row.string(8),
        };
    });
}

Result<std::int64_t> count_citations_of_source(db::ReadTransaction& tx, SourceId source) {
    const auto count =
        TRY(tx.first(count_citations_of_source_query, {source}, [](const db::Row& row) {
            return row.integer(0);
        }));
    return count.value_or(0);
}

Result<std::vector<CitedPlace>>
list_cited_places(db::ReadTransaction& tx, QuestionId question, std::int64_t limit) {
    return tx.all(list_cited_places_query, {question, limit}, [](const db::Row& row) {
        return CitedPlace{
            .source = read_source(row),
            .label = row.string(source_width),
            .locator = row.string(source_width + 1),
        };
    });
}

Result<std::vector<ClaimId>>
list_claims_of_source(db::ReadTransaction& tx, SourceId source, std::int64_t limit) {
    return tx.all(list_claims_of_source_query, {source, limit}, [](const db::Row& row) {
        return row.id<ClaimId>(0);
    });
}

} // namespace attest::storage
