-- Accounts and how they sign in. An account is network-wide; on each site it is a user of that site's
-- database (users.account_id). Nothing needs a transaction across both: a sign-up that stops half way is
-- gone on with at the next sign-in.
--
-- Of secrets that a person holds only the SHA-256 is stored, in hexadecimal; times are milliseconds since 1970 UTC.

CREATE TABLE network_properties (
    name TEXT PRIMARY KEY,          -- secret_key (hexadecimal): signs what is sent in mails and not stored
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,            -- as typed; empty once erased
    email_key TEXT,                 -- what no two accounts share; NULL once erased
    display_name TEXT NOT NULL,     -- the name to begin with on a site
    password_hash TEXT,             -- Argon2id; NULL: signs in by passkey, OpenID Connect or mail only
    is_keeper INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    confirmed_at INTEGER,           -- the address was confirmed; NULL: may not sign in yet
    erased_at INTEGER
) STRICT;

CREATE UNIQUE INDEX accounts_by_email_key ON accounts (email_key) WHERE email_key IS NOT NULL;

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,       -- touched when older than ten minutes
    expires_at INTEGER NOT NULL,
    proved_at INTEGER NOT NULL,     -- when the person last proved who they are; sensitive acts ask again
    device TEXT NOT NULL,           -- "Firefox on Linux"
    address TEXT NOT NULL           -- where it was last seen from
) STRICT;

CREATE INDEX sessions_by_account ON sessions (account_id, seen_at DESC);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

-- What a link in a mail carries: each is good once, for a while.
CREATE TABLE account_tokens (
    token_hash TEXT PRIMARY KEY,
    kind INTEGER NOT NULL,          -- 1 confirm address, 2 reset password, 3 change address, 4 first keeper, 5 sign in
    account_id INTEGER,             -- NULL: the first keeper, who has none yet
    email TEXT,                     -- the new address, for 3
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX account_tokens_by_account ON account_tokens (account_id, kind);

CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    site_id INTEGER REFERENCES sites (id),
    user_id INTEGER,                -- the imported user that the invited person claims by accepting
    invited_by INTEGER,             -- account; NULL: by the keeper's command
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    accepted_at INTEGER,
    account_id INTEGER              -- who accepted
) STRICT;

-- A person says that an imported user is theirs, and puts the code into their old profile.
CREATE TABLE claims (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    site_id INTEGER NOT NULL REFERENCES sites (id),
    user_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    decided_at INTEGER,
    is_granted INTEGER,
    decided_by INTEGER              -- account; NULL: by the keeper's command
) STRICT;

CREATE UNIQUE INDEX claims_open ON claims (account_id, site_id, user_id) WHERE decided_at IS NULL;

CREATE TABLE passkeys (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    credential_id BLOB NOT NULL UNIQUE,
    public_key BLOB NOT NULL,       -- COSE
    algorithm INTEGER NOT NULL,     -- COSE algorithm: -7 ES256, -8 EdDSA, -257 RS256
    sign_count INTEGER NOT NULL,
    name TEXT NOT NULL,             -- given by its owner
    created_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

CREATE INDEX passkeys_by_account ON passkeys (account_id);

CREATE TABLE totp_secrets (
    account_id INTEGER PRIMARY KEY REFERENCES accounts (id),
    secret BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    confirmed_at INTEGER,           -- NULL until its owner has typed a first code
    last_step INTEGER               -- a code is good once: steps up to this one are used
) STRICT;

CREATE TABLE recovery_codes (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    code_hash TEXT NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (account_id, code_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE openid_identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX openid_identities_by_account ON openid_identities (account_id);

-- What is between two requests of one person: a second factor that is asked for, a passkey's challenge, a
-- sign-in at another provider. The person holds the token.
CREATE TABLE sign_in_attempts (
    token_hash TEXT PRIMARY KEY,
    kind INTEGER NOT NULL,          -- 1 second factor, 2 passkey, 3 OpenID Connect
    account_id INTEGER,
    payload TEXT NOT NULL,          -- JSON: challenge; state, nonce, verifier, provider; where to go on
    failures INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What happens later: mails to accounts.
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,          -- JSON
    run_after INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX jobs_by_time ON jobs (kind, run_after, id);

-- What was done to accounts by whom: for the owner's security page and the keeper.
CREATE TABLE account_events (
    id INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL,
    kind TEXT NOT NULL,             -- "signed_in", "password_changed", "passkey_added" …
    detail TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX account_events_by_account ON account_events (account_id, id DESC);
