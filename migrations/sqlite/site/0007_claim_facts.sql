-- What the words of posts and claims speak of: dates, people, places (evidence.md, B9: hdate, mention,
-- claim_entity). Caches: all of it follows from the texts and may be computed again (service/claim_facts.h).

-- Anew, for finding by day: 0003 had no level. Nothing is lost, since nothing was written into it.
DROP TABLE claim_dates;

-- Dates that the words of a live claim hold, read by the dates library.
CREATE TABLE claim_dates (
    claim_id INTEGER NOT NULL,
    position INTEGER NOT NULL,          -- counts from 0, in the order of the words
    phrase TEXT NOT NULL,               -- as written
    edtf TEXT NOT NULL,
    calendar TEXT NOT NULL,             -- G, J or S
    is_calendar_assumed INTEGER NOT NULL,
    is_span INTEGER NOT NULL,
    qualifiers INTEGER NOT NULL,        -- 1 uncertain, 2 approximate
    first_day INTEGER NOT NULL,         -- Julian day number; -2^31 where it is open
    last_day INTEGER NOT NULL,          -- 2^31-1 where it is open
    width_level INTEGER NOT NULL,       -- storage/claim_facts.h: how wide, so that few rows are looked at
    PRIMARY KEY (claim_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_dates_by_day ON claim_dates (width_level, first_day, last_day);

-- Links to authority records in the body of a post, in its order.
CREATE TABLE mentions (
    post_id INTEGER NOT NULL,
    position INTEGER NOT NULL,          -- counts from 0
    named_id INTEGER NOT NULL,          -- the record as it is linked
    authority_id INTEGER NOT NULL,      -- the same, or what it was merged into
    words TEXT NOT NULL,                -- the link's text
    PRIMARY KEY (post_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX mentions_by_authority ON mentions (authority_id, post_id);
CREATE INDEX mentions_by_name ON mentions (named_id);

-- Records that the words of a live claim link to.
CREATE TABLE claim_authorities (
    claim_id INTEGER NOT NULL,
    named_id INTEGER NOT NULL,
    authority_id INTEGER NOT NULL,      -- as in mentions
    role INTEGER NOT NULL,              -- domain::ClaimRole
    PRIMARY KEY (claim_id, named_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_authorities_by_authority ON claim_authorities (authority_id, claim_id);
CREATE INDEX claim_authorities_by_name ON claim_authorities (named_id);
