#include "storage/acts.h"

#include <utility>

namespace attest::storage {

namespace {

constexpr db::Query recent_questions_query{
    .name = "recent_questions",
    .sql = R"sql(
        SELECT created_at FROM post_history
        WHERE author_id = $1 AND kind = 1 AND created_at > $2 AND id >= 1500000000
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

constexpr db::Query recent_answers_query{
    .name = "recent_answers",
    .sql = R"sql(
        SELECT h.created_at FROM post_history AS h
        JOIN posts AS p ON p.id = h.post_id
        WHERE h.author_id = $1 AND h.kind = 2 AND h.created_at > $2 AND h.id >= 1500000000
            AND p.kind = 2
        ORDER BY h.created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

constexpr db::Query recent_comments_query{
    .name = "recent_comments",
    .sql = R"sql(
        SELECT created_at FROM comments
        WHERE author_id = $1 AND created_at > $2 AND id >= 1500000000
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

// Title, body and tags that were changed together are one edit: they share a guid.
constexpr db::Query recent_edits_query{
    .name = "recent_edits",
    .sql = R"sql(
        SELECT MIN(created_at) AS edited_at FROM post_history
        WHERE author_id = $1 AND kind IN (4, 5, 6, 7, 8, 9) AND created_at > $2
            AND id >= 1500000000
        GROUP BY guid
        ORDER BY edited_at DESC LIMIT 1 OFFSET $3
    )sql",
};

constexpr db::Query recent_suggested_edits_query{
    .name = "recent_suggested_edits",
    .sql = R"sql(
        SELECT created_at FROM suggested_edits WHERE author_id = $1 AND created_at > $2
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

constexpr db::Query recent_deletions_query{
    .name = "recent_deletions",
    .sql = R"sql(
        SELECT created_at FROM post_history
        WHERE author_id = $1 AND kind = 12 AND created_at > $2 AND id >= 1500000000
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

constexpr db::Query recent_votes_query{
    .name = "recent_votes",
    .sql = R"sql(
        SELECT created_at FROM votes
        WHERE user_id = $1 AND created_at > $2 AND id >= 1500000000 AND kind IN (2, 3)
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

constexpr db::Query recent_comment_votes_query{
    .name = "recent_comment_votes",
    .sql = R"sql(
        SELECT created_at FROM comment_votes WHERE user_id = $1 AND created_at > $2
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

constexpr db::Query recent_flags_query{
    .name = "recent_flags",
    .sql = R"sql(
        SELECT created_at FROM flags WHERE user_id = $1 AND created_at > $2
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

constexpr db::Query recent_closing_votes_query{
    .name = "recent_closing_votes",
    .sql = R"sql(
        SELECT created_at FROM closing_votes WHERE user_id = $1 AND created_at > $2
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

constexpr db::Query recent_deletion_votes_query{
    .name = "recent_deletion_votes",
    .sql = R"sql(
        SELECT created_at FROM deletion_votes WHERE user_id = $1 AND created_at > $2
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

constexpr db::Query recent_checks_query{
    .name = "recent_checks",
    .sql = R"sql(
        SELECT created_at FROM citation_checks WHERE user_id = $1 AND created_at > $2
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

constexpr db::Query recent_citations_query{
    .name = "recent_citations",
    .sql = R"sql(
        SELECT created_at FROM (
            SELECT created_at FROM citations
            WHERE user_id = $1 AND is_in_text = 0 AND created_at > $2
            UNION ALL
            SELECT created_at FROM claims WHERE asked_by = $1 AND created_at > $2
            UNION ALL
            SELECT same_at FROM claims WHERE same_by = $1 AND same_at > $2
        )
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

constexpr db::Query recent_sources_query{
    .name = "recent_sources",
    .sql = R"sql(
        SELECT created_at FROM sources WHERE created_by = $1 AND created_at > $2
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

// The first state of a source is its adding, which has a limit of its own.
constexpr db::Query recent_source_edits_query{
    .name = "recent_source_edits",
    .sql = R"sql(
        SELECT created_at FROM source_revisions
        WHERE user_id = $1 AND created_at > $2 AND revision > 1
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

constexpr db::Query recent_source_links_query{
    .name = "recent_source_links",
    .sql = R"sql(
        SELECT created_at FROM source_links WHERE user_id = $1 AND created_at > $2
        ORDER BY created_at DESC LIMIT 1 OFFSET $3
    )sql",
};

const db::Query& query_of(domain::LimitedAct act) {
    using domain::LimitedAct;
    switch (act) {
    case LimitedAct::ask:
        return recent_questions_query;
    case LimitedAct::answer:
        return recent_answers_query;
    case LimitedAct::comment:
        return recent_comments_query;
    case LimitedAct::edit:
        return recent_edits_query;
    case LimitedAct::suggest_edit:
        return recent_suggested_edits_query;
    case LimitedAct::delete_post:
        return recent_deletions_query;
    case LimitedAct::vote:
        return recent_votes_query;
    case LimitedAct::vote_on_comment:
        return recent_comment_votes_query;
    case LimitedAct::flag:
        return recent_flags_query;
    case LimitedAct::vote_to_close:
        return recent_closing_votes_query;
    case LimitedAct::vote_to_delete:
        return recent_deletion_votes_query;
    case LimitedAct::check_citation:
        return recent_checks_query;
    case LimitedAct::cite:
        return recent_citations_query;
    case LimitedAct::add_source:
        return recent_sources_query;
    case LimitedAct::edit_source:
        return recent_source_edits_query;
    case LimitedAct::link_sources:
        return recent_source_links_query;
    }
    std::unreachable();
}

} // namespace

Result<std::optional<Time>> find_recent_act(db::ReadTransaction& tx, const ActFilter& filter) {
    return tx.first(
        query_of(filter.act),
        {filter.actor, filter.after, filter.count - 1},
        [](const db::Row& row) { return row.time(0); }
    );
}

} // namespace attest::storage
