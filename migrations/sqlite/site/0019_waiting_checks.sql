-- Checks by readers without an account (evidence.md, B4): shown to nobody and not counted until an account makes one
-- its own. Whoever made it holds the token.
CREATE TABLE waiting_checks (
    token_hash TEXT NOT NULL PRIMARY KEY,
    citation_id INTEGER NOT NULL,
    verdict INTEGER NOT NULL,           -- as in citation_checks, as are the next
    is_of_translation INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    note TEXT NOT NULL,
    passage TEXT NOT NULL,
    wording_hash TEXT NOT NULL,         -- of the claim when it was read
    content_hash TEXT NOT NULL,
    address_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX waiting_checks_by_expiry ON waiting_checks (expires_at);
CREATE INDEX waiting_checks_by_address ON waiting_checks (address_hash);
