-- What evidence weighs: reputation for checks, claims that say the same, inferences, flags on scans.

-- Of a check or a citation (kinds 11 to 14); made and taken back as its citation is judged.
ALTER TABLE reputation_events ADD COLUMN citation_id INTEGER;
CREATE UNIQUE INDEX reputation_events_of_checks ON reputation_events (citation_id, user_id, kind)
    WHERE citation_id IS NOT NULL;

-- The words that a reader marked on the page, which bear the claim out; or ''.
ALTER TABLE citation_checks ADD COLUMN passage TEXT NOT NULL DEFAULT '';
CREATE INDEX citation_checks_by_address ON citation_checks (address_hash, user_id) WHERE address_hash <> '';

-- Whether the writer concluded it from other claims of the post; and who said that it is the same as another.
ALTER TABLE claims ADD COLUMN is_inference INTEGER NOT NULL DEFAULT 0;
ALTER TABLE claims ADD COLUMN same_by INTEGER;
ALTER TABLE claims ADD COLUMN same_at INTEGER;
CREATE INDEX claims_same ON claims (same_as) WHERE same_as IS NOT NULL;

-- The claims that an inference rests on.
CREATE TABLE claim_bases (
    claim_id INTEGER NOT NULL,
    base_id INTEGER NOT NULL,
    PRIMARY KEY (claim_id, base_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_bases_by_base ON claim_bases (base_id);

-- "This scan is not this source", until a moderator has looked.
CREATE TABLE scan_flags (
    id INTEGER PRIMARY KEY,
    file_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    note TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    settled_at INTEGER,
    settled_by INTEGER
) STRICT;

CREATE UNIQUE INDEX scan_flags_once ON scan_flags (file_id, user_id) WHERE settled_at IS NULL;
CREATE INDEX scan_flags_open ON scan_flags (created_at) WHERE settled_at IS NULL;
