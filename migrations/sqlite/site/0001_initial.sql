-- One site: its questions, people, tags and everything a dump brought (docs/decisions/, 1 to 9).
--
-- Times are whole milliseconds since 1970 UTC. Rows of a dump keep their ids; rows made here count from
-- 1,500,000,000. A column named `original` holds, as a JSON object, the dump's attributes that the other
-- columns of its row would not give back letter for letter (null: the attribute was absent), so that an
-- export equals what came in; it is NULL where there are none, which is almost everywhere.
-- Keys from a dump may dangle, so there are no foreign keys on them.

CREATE TABLE site_properties (
    name TEXT PRIMARY KEY,          -- title, tagline, languages, origin, license, incarnation …
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    account_id INTEGER,             -- our account; NULL until its owner claims the user
    origin_account_id INTEGER,      -- the dump's AccountId
    display_name TEXT NOT NULL,
    reputation INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER,
    website_url TEXT,
    location TEXT,
    view_count INTEGER NOT NULL DEFAULT 0,
    up_vote_count INTEGER NOT NULL DEFAULT 0,
    down_vote_count INTEGER NOT NULL DEFAULT 0,
    question_count INTEGER NOT NULL DEFAULT 0,   -- not deleted
    answer_count INTEGER NOT NULL DEFAULT 0,
    gold_count INTEGER NOT NULL DEFAULT 0,
    silver_count INTEGER NOT NULL DEFAULT 0,
    bronze_count INTEGER NOT NULL DEFAULT 0,
    deleted_at INTEGER,
    name_key TEXT,                  -- skeleton of the name (UTS 39); imported people may share one
    is_moderator INTEGER NOT NULL DEFAULT 0,
    suspended_until INTEGER,
    about_source TEXT,              -- Markdown, once it was written here
    about_html TEXT,                -- sanitised
    original TEXT
) STRICT;

CREATE INDEX users_by_reputation ON users (reputation DESC, id) WHERE deleted_at IS NULL;
CREATE INDEX users_by_creation ON users (created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX users_by_name ON users (display_name COLLATE NOCASE, id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX users_by_account ON users (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX users_by_name_key ON users (name_key) WHERE name_key IS NOT NULL;

-- Every kind of post of a dump: they share one space of ids. Long columns stand last, so that a list
-- reads none of them.
CREATE TABLE posts (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,          -- PostTypeId: 1 question, 2 answer, 4 tag excerpt, 5 tag wiki …
    question_id INTEGER,            -- an answer's question (ParentId)
    accepted_answer_id INTEGER,
    imported_accepted_answer_id INTEGER,         -- the dump's; the other differs once its asker chooses here
    title TEXT,
    tags TEXT,                      -- |a|b|
    author_id INTEGER,
    author_name TEXT,               -- as printed in the dump, where there is no user
    editor_id INTEGER,
    editor_name TEXT,
    created_at INTEGER NOT NULL,
    edited_at INTEGER,
    active_at INTEGER NOT NULL,
    score INTEGER NOT NULL DEFAULT 0,            -- imported_score and the votes cast here
    imported_score INTEGER NOT NULL DEFAULT 0,
    view_count INTEGER NOT NULL DEFAULT 0,
    answer_count INTEGER NOT NULL DEFAULT 0,
    comment_count INTEGER NOT NULL DEFAULT 0,
    favorite_count INTEGER,
    is_unanswered INTEGER NOT NULL DEFAULT 0,    -- a question without an accepted answer or one above zero
    closed_at INTEGER,
    locked_at INTEGER,
    community_at INTEGER,           -- community wiki since
    deleted_at INTEGER,
    deleted_by INTEGER,             -- who deleted it here; NULL: the keeper, or gone from the dump
    license TEXT,                   -- "CC BY-SA 4.0"; NULL: the dump did not say, the site's line counts
    body_format INTEGER NOT NULL,   -- 0 html, 1 markdown: what the newest revision's source is
    renderer_version INTEGER NOT NULL,
    body_html TEXT NOT NULL,        -- safe to print
    body_text TEXT NOT NULL         -- for search and excerpts
) STRICT;

CREATE INDEX questions_by_creation ON posts (created_at DESC, id DESC) WHERE kind = 1 AND deleted_at IS NULL;
CREATE INDEX questions_by_activity ON posts (active_at DESC, id DESC) WHERE kind = 1 AND deleted_at IS NULL;
CREATE INDEX questions_by_score ON posts (score DESC, id DESC) WHERE kind = 1 AND deleted_at IS NULL;
CREATE INDEX questions_unanswered ON posts (created_at DESC, id DESC)
    WHERE kind = 1 AND is_unanswered = 1 AND deleted_at IS NULL;
CREATE INDEX answers_by_question ON posts (question_id, score DESC, id) WHERE question_id IS NOT NULL;
CREATE INDEX posts_by_author_and_score ON posts (author_id, kind, score DESC, id DESC)
    WHERE author_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX posts_by_author_and_creation ON posts (author_id, kind, created_at DESC, id DESC)
    WHERE author_id IS NOT NULL AND deleted_at IS NULL;

-- What a dump said of a post and its row cannot give back.
CREATE TABLE post_originals (
    post_id INTEGER PRIMARY KEY,
    body BLOB,                      -- the dump's Body, zlib; NULL: it equals body_html
    original TEXT
) STRICT;

CREATE TABLE tags (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    question_count INTEGER NOT NULL DEFAULT 0,
    unanswered_count INTEGER NOT NULL DEFAULT 0,
    excerpt_post_id INTEGER,
    wiki_post_id INTEGER,
    original TEXT
) STRICT;

CREATE INDEX tags_by_count ON tags (question_count DESC, name);

-- A question under each of its tags, with the keys it is sorted by (decisions, 26). Not the deleted ones.
CREATE TABLE question_tags (
    tag_id INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    active_at INTEGER NOT NULL,
    score INTEGER NOT NULL,
    is_unanswered INTEGER NOT NULL,
    PRIMARY KEY (tag_id, question_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX question_tags_by_creation ON question_tags (tag_id, created_at DESC, question_id DESC);
CREATE INDEX question_tags_by_activity ON question_tags (tag_id, active_at DESC, question_id DESC);
CREATE INDEX question_tags_by_score ON question_tags (tag_id, score DESC, question_id DESC);
CREATE INDEX question_tags_unanswered ON question_tags (tag_id, created_at DESC, question_id DESC)
    WHERE is_unanswered = 1;
CREATE INDEX question_tags_by_question ON question_tags (question_id);

CREATE TABLE comments (
    id INTEGER PRIMARY KEY,
    post_id INTEGER NOT NULL,
    author_id INTEGER,
    author_name TEXT,
    created_at INTEGER NOT NULL,
    score INTEGER NOT NULL DEFAULT 0,
    imported_score INTEGER NOT NULL DEFAULT 0,
    edited_at INTEGER,
    deleted_at INTEGER,
    deleted_by INTEGER,
    license TEXT,
    body_source TEXT NOT NULL,      -- inline Markdown, as written
    body_html TEXT NOT NULL,        -- safe to print
    original TEXT
) STRICT;

CREATE INDEX comments_by_post ON comments (post_id, created_at, id);
CREATE INDEX comments_by_author ON comments (author_id, created_at DESC, id DESC) WHERE author_id IS NOT NULL;

-- What happened to a post: PostHistory of a dump and our own, in one table. Rows that share a guid are one
-- act; kinds 1 to 9 (title, body, tags: initial, edit, rollback) make a revision.
CREATE TABLE post_history (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,          -- PostHistoryTypeId
    post_id INTEGER NOT NULL,
    guid BLOB,                      -- 16 bytes
    created_at INTEGER NOT NULL,
    author_id INTEGER,
    author_name TEXT,
    summary TEXT,                   -- the dump's Comment: an edit summary, or a close reason's id
    text TEXT,
    format INTEGER NOT NULL DEFAULT 1,           -- of a body: 0 html, 1 markdown
    license TEXT,
    original TEXT
) STRICT;

CREATE INDEX post_history_by_post ON post_history (post_id, created_at, id);
CREATE INDEX post_history_by_guid ON post_history (guid);

-- Imported votes have a date and no voter, stand here for export and history, and are never recounted.
CREATE TABLE votes (
    id INTEGER PRIMARY KEY,
    post_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,          -- VoteTypeId
    user_id INTEGER,                -- of a dump only for kinds 5 and 8
    created_at INTEGER NOT NULL,
    bounty_amount INTEGER,
    original TEXT
) STRICT;

CREATE UNIQUE INDEX votes_cast_here ON votes (post_id, user_id, kind)
    WHERE user_id IS NOT NULL AND id >= 1500000000;

CREATE TABLE post_links (
    id INTEGER PRIMARY KEY,
    post_id INTEGER NOT NULL,
    related_post_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,          -- 1 linked, 3 post_id is a duplicate of related_post_id
    created_at INTEGER NOT NULL,
    original TEXT
) STRICT;

CREATE INDEX post_links_by_post ON post_links (post_id, kind, related_post_id);
CREATE INDEX post_links_by_related_post ON post_links (related_post_id, kind, post_id);

CREATE TABLE badges (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    class INTEGER NOT NULL,         -- 1 gold, 2 silver, 3 bronze
    is_tag_based INTEGER NOT NULL,
    awarded_at INTEGER NOT NULL,
    original TEXT
) STRICT;

CREATE INDEX badges_by_user ON badges (user_id, class, name, awarded_at);

-- Questions that read alike, best first; filled from the search index.
CREATE TABLE related_questions (
    question_id INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    related_id INTEGER NOT NULL,
    PRIMARY KEY (question_id, rank)
) STRICT, WITHOUT ROWID;

-- Lists that depend on the hour: hot, week, month. Small; refreshed each minute.
CREATE TABLE ranked_questions (
    list INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    question_id INTEGER NOT NULL,
    PRIMARY KEY (list, rank)
) STRICT, WITHOUT ROWID;

-- A counter for every total that a page prints: questions, answers, unanswered, comments, users, tags, badges.
CREATE TABLE totals (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What has changed, for the search index: written in the transaction that it speaks of, read in order of
-- seq, pruned below every reader's mark. An import writes one row `everything`.
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind INTEGER NOT NULL,          -- 0 everything, 1 post, 2 user, 3 tag
    object_id INTEGER NOT NULL
) STRICT;

-- An import under way: its options, and how far each table has come. Empty when none is.
CREATE TABLE import_options (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE import_progress (
    step TEXT PRIMARY KEY,
    read_count INTEGER NOT NULL,    -- rows of the table's file
    kept_count INTEGER NOT NULL,
    bytes INTEGER NOT NULL,         -- where in the file the next row begins
    line INTEGER NOT NULL,
    is_done INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Rows of the dump that could not be taken; written to a file at the end.
CREATE TABLE import_rejects (
    step TEXT NOT NULL,
    line INTEGER NOT NULL,
    object_id TEXT NOT NULL,        -- as the dump has it
    reason TEXT NOT NULL,
    PRIMARY KEY (step, line)
) STRICT, WITHOUT ROWID;
