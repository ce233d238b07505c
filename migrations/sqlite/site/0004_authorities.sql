-- Authority records: who and where, whatever the spelling (evidence.md, D1). All of it is made here, so an
-- import carries it over (storage/carry_over.h).

CREATE TABLE authorities (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,              -- domain::AuthorityKind
    label TEXT NOT NULL,                -- its main name, for lists and links
    note TEXT NOT NULL,                 -- a line that tells it from its namesakes, or ''
    active_from TEXT NOT NULL,          -- birth, foundation: a phrase ("7 November 1879"), or ''
    active_to TEXT NOT NULL,
    latitude INTEGER,                   -- of a place, millionths of a degree
    longitude INTEGER,
    merged_into INTEGER,                -- redirect; never a chain
    created_by INTEGER,
    created_at INTEGER NOT NULL,
    edited_at INTEGER,
    revision INTEGER NOT NULL           -- counts from 1
) STRICT;

CREATE INDEX authorities_by_label ON authorities (kind, label) WHERE merged_into IS NULL;
CREATE INDEX authorities_merged ON authorities (merged_into) WHERE merged_into IS NOT NULL;

-- A name that a record has had, with what it rests on. Names stay with a record that was merged, so that
-- undoing needs no memory.
CREATE TABLE authority_names (
    id INTEGER PRIMARY KEY,
    authority_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    language TEXT NOT NULL,             -- BCP 47, or ''
    kind INTEGER NOT NULL,              -- domain::NameKind
    valid_from TEXT NOT NULL,           -- a phrase, or ''
    valid_to TEXT NOT NULL,
    citation TEXT NOT NULL,             -- what says so, or ''
    created_by INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX authority_names_by_authority ON authority_names (authority_id);

-- What a search for another spelling looks up: "f:" and a folded word, "s:" and a skeleton, "c:" and its
-- consonants, "j:" and the whole name as one word.
CREATE TABLE authority_name_keys (
    key TEXT NOT NULL,
    name_id INTEGER NOT NULL,
    PRIMARY KEY (key, name_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX authority_name_keys_by_name ON authority_name_keys (name_id);

-- What was done to a record, for its history.
CREATE TABLE authority_revisions (
    authority_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    change INTEGER NOT NULL,            -- domain::AuthorityChange
    detail TEXT NOT NULL,               -- the name, note or record concerned
    user_id INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (authority_id, revision)
) STRICT, WITHOUT ROWID;
