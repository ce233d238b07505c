-- The network: which sites this server holds. Accounts and sessions come with the people.

CREATE TABLE sites (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,      -- in file names and commands: [a-z0-9-]
    host TEXT,                      -- NULL: any allowed host
    path_prefix TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL
) STRICT;
