#include "storage/tag_wikis.h"

#include "base/verify.h"
#include "storage/changes.h"
#include "storage/post_history.h"

namespace attest::storage {

namespace {

constexpr db::Query find_tag_of_wiki_query{
    .name = "find_tag_of_wiki",
    .sql = R"sql(
        SELECT t.name
        FROM posts AS p
        JOIN tags AS t ON p.id IN (t.excerpt_post_id, t.wiki_post_id)
        WHERE p.id = $1 AND p.kind IN (4, 5) AND p.deleted_at IS NULL
        ORDER BY t.id LIMIT 1
    )sql",
};

constexpr db::Query insert_tag_wiki_query{
    .name = "insert_tag_wiki",
    .sql = R"sql(
        INSERT INTO posts (id, kind, author_id, created_at, active_at, community_at, license,
                           body_format, renderer_version, body_html, body_text)
        SELECT COALESCE(MAX(id), $1 - 1) + 1, $2, $3, $4, $4, $4, $5, 1, 1, '', ''
        FROM posts WHERE id >= $1
        RETURNING id
    )sql",
};

constexpr db::Query update_tag_wiki_query{
    .name = "update_tag_wiki",
    .sql = R"sql(
        UPDATE tags
        SET excerpt_post_id = CASE WHEN $2 = 4 THEN $3 ELSE excerpt_post_id END,
            wiki_post_id = CASE WHEN $2 = 5 THEN $3 ELSE wiki_post_id END
        WHERE id = $1
    )sql",
};

} // namespace

Result<std::optional<std::string>> find_tag_of_wiki(db::ReadTransaction& tx, PostId post) {
    return tx.first(find_tag_of_wiki_query, {post}, [](const db::Row& row) {
        return row.string(0);
    });
}

Result<PostId> insert_tag_wiki(db::Transaction& tx, const NewTagWiki& wiki) {
    const std::optional<PostId> id = TRY(tx.first(
        insert_tag_wiki_query,
        {local_id_min, wiki.kind, wiki.act.actor, wiki.act.at, wiki.act.license},
        [](const db::Row& row) { return row.id<PostId>(0); }
    ));
    VERIFY(id.has_value());
    TRY(insert_history(tx, *id, wiki.act, {domain::HistoryKind::initial_body, ""}));
    TRY(tx.execute(update_tag_wiki_query, {wiki.tag.id, wiki.kind, *id}));
    TRY(record_tag_change(tx, wiki.tag.id, wiki.tag.name));
    return *id;
}

} // namespace attest::storage
