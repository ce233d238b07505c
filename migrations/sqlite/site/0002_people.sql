-- What people do on a site: standing, drafts, suggested edits, following, flags, votes to close, the inbox.
-- All of it is made here, so an import carries it over (storage/carry_over.h). Ids of rows that have one
-- count from 1, since a dump has no such tables.

-- Every change of a reputation. The sum of a user's events is the number shown, always; what was imported,
-- and the 1 that everybody begins with, is one opening event.
CREATE TABLE reputation_events (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,          -- domain::ReputationKind
    post_id INTEGER,
    actor_id INTEGER,               -- who voted, accepted, approved; shown to nobody
    points INTEGER NOT NULL,        -- what the act is worth
    amount INTEGER NOT NULL,        -- what of it counted under the daily cap and the floor of 1
    day INTEGER NOT NULL,           -- days since 1970 UTC, for the cap
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX reputation_events_by_day ON reputation_events (user_id, day, created_at);
CREATE INDEX reputation_events_by_post ON reputation_events (post_id) WHERE post_id IS NOT NULL;
CREATE INDEX reputation_events_of_edits ON reputation_events (user_id, points) WHERE kind = 9;
-- Votes and acceptances count once; one person may approve several edits of one post.
CREATE UNIQUE INDEX reputation_events_once ON reputation_events (user_id, kind, post_id, actor_id)
    WHERE kind BETWEEN 2 AND 8;

-- A form sent twice makes one thing: the key stands in the transaction of what it made.
CREATE TABLE idempotency_keys (
    user_id INTEGER NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,             -- "question", "answer", "comment", "edit" …
    result_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at);

CREATE TABLE drafts (
    user_id INTEGER NOT NULL,
    place TEXT NOT NULL,            -- "ask", "answer:175", "edit:176"
    title TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL,
    answer TEXT NOT NULL DEFAULT '',  -- the asker's own
    summary TEXT NOT NULL DEFAULT '',
    base TEXT NOT NULL DEFAULT '',    -- the revision that an edit was begun from
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE suggested_edits (
    id INTEGER PRIMARY KEY,
    post_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    base_guid BLOB,                 -- the revision that it was written on
    title TEXT,                     -- NULL: unchanged
    tags TEXT,
    source TEXT,
    summary TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    decided_at INTEGER,
    is_approved INTEGER,
    reason TEXT NOT NULL DEFAULT '' -- why it was rejected
) STRICT;

CREATE UNIQUE INDEX suggested_edits_open ON suggested_edits (post_id) WHERE decided_at IS NULL;
CREATE INDEX suggested_edits_waiting ON suggested_edits (created_at) WHERE decided_at IS NULL;
CREATE INDEX suggested_edits_by_author ON suggested_edits (author_id, created_at);

CREATE TABLE suggested_edit_votes (
    suggested_edit_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    approves INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (suggested_edit_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE comment_votes (
    comment_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (comment_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX comment_votes_by_user ON comment_votes (user_id, created_at);

CREATE TABLE followed_posts (
    user_id INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, post_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX followed_posts_by_post ON followed_posts (post_id);

CREATE TABLE bookmarks (
    user_id INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, post_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX bookmarks_by_time ON bookmarks (user_id, created_at DESC);

CREATE TABLE tag_marks (
    user_id INTEGER NOT NULL,
    tag_id INTEGER NOT NULL,
    is_ignored INTEGER NOT NULL,    -- 0: followed
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, tag_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag_synonyms (
    name TEXT PRIMARY KEY,          -- what is typed
    tag_id INTEGER NOT NULL,        -- what is meant
    suggested_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    approved_at INTEGER             -- NULL: waits for a moderator or for votes
) STRICT, WITHOUT ROWID;

CREATE INDEX tag_synonyms_by_tag ON tag_synonyms (tag_id);

CREATE TABLE flags (
    id INTEGER PRIMARY KEY,
    post_id INTEGER NOT NULL,       -- of a comment: the post it stands under
    comment_id INTEGER,
    user_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,          -- domain::FlagKind
    note TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by INTEGER,
    is_helpful INTEGER
) STRICT;

CREATE UNIQUE INDEX flags_once ON flags (user_id, post_id, coalesce(comment_id, 0)) WHERE decided_at IS NULL;
CREATE INDEX flags_open ON flags (created_at) WHERE decided_at IS NULL;
CREATE INDEX flags_by_user ON flags (user_id, created_at);
CREATE INDEX flags_by_post ON flags (post_id);

CREATE INDEX votes_by_user ON votes (user_id, created_at) WHERE user_id IS NOT NULL AND id >= 1500000000;

-- Whose limits count what they have written (storage/acts.h); of rows made here only.
CREATE INDEX post_history_by_author ON post_history (author_id, kind, created_at) WHERE id >= 1500000000;

-- Votes to close and to reopen. What came of them is the post's history (kinds 10 and 11, as in a dump).
CREATE TABLE closing_votes (
    id INTEGER PRIMARY KEY,
    question_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    is_reopening INTEGER NOT NULL,
    reason TEXT NOT NULL DEFAULT '',             -- domain::CloseReason's name
    note TEXT NOT NULL DEFAULT '',
    originals TEXT NOT NULL DEFAULT '',          -- ids of questions, with spaces between
    created_at INTEGER NOT NULL,
    settled_at INTEGER              -- they were enough, or too old
) STRICT;

CREATE UNIQUE INDEX closing_votes_once ON closing_votes (question_id, user_id, is_reopening) WHERE settled_at IS NULL;
CREATE INDEX closing_votes_by_user ON closing_votes (user_id, created_at);
CREATE INDEX closing_votes_open ON closing_votes (created_at) WHERE settled_at IS NULL;

-- Votes to delete and undelete what is not one's own.
CREATE TABLE deletion_votes (
    post_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    is_undeletion INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (post_id, user_id, is_undeletion)
) STRICT, WITHOUT ROWID;

CREATE INDEX deletion_votes_by_user ON deletion_votes (user_id, created_at);

-- What a person is told, exactly once each.
CREATE TABLE inbox_items (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,          -- domain::InboxKind
    post_id INTEGER NOT NULL,       -- where it happened
    comment_id INTEGER,
    actor_id INTEGER,               -- who did it
    object_id INTEGER NOT NULL,     -- what it is about: with user and kind, once
    created_at INTEGER NOT NULL,
    read_at INTEGER
) STRICT;

CREATE UNIQUE INDEX inbox_items_once ON inbox_items (user_id, kind, object_id);
CREATE INDEX inbox_items_by_user ON inbox_items (user_id, created_at DESC, id DESC);
CREATE INDEX inbox_items_unread ON inbox_items (user_id) WHERE read_at IS NULL;

CREATE TABLE notification_choices (
    user_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,          -- domain::InboxKind
    wants_mail INTEGER NOT NULL,
    PRIMARY KEY (user_id, kind)
) STRICT, WITHOUT ROWID;

-- What happens later: telling people, sending mail. Written in the transaction of what caused it.
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,          -- JSON
    run_after INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX jobs_by_time ON jobs (kind, run_after, id);

-- What moderators did, for all to see who may.
CREATE TABLE moderation_log (
    id INTEGER PRIMARY KEY,
    moderator_id INTEGER,           -- NULL: the keeper's command
    kind TEXT NOT NULL,             -- "closed", "locked", "deleted", "suspended" …
    post_id INTEGER,
    comment_id INTEGER,
    user_id INTEGER,                -- whom it was done to
    note TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
) STRICT;
