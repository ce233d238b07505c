-- Evidence: sources, their scans, claims in posts, citations, checks of citations (evidence.md, B9).
-- All of it is made here, so an import carries it over (storage/carry_over.h). Nothing of it is deleted by
-- an edit: citations are withdrawn, claims detached, sources merged by redirect.

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL,                  -- as cited: [@vizh-1990-1, p. 79]
    csl TEXT NOT NULL,                  -- CSL-JSON, one item
    title TEXT NOT NULL,                -- of csl, for lists
    author TEXT NOT NULL,               -- first author as printed, or ''
    issued TEXT NOT NULL,               -- as printed: "1990", "26 October 1879", or ''
    kind INTEGER NOT NULL,              -- domain::SourceKind
    is_single_item INTEGER NOT NULL,    -- a letter, a photograph: its own locator
    criticism TEXT NOT NULL,            -- one line of source criticism, shown wherever it is cited, or ''
    distrust_reason TEXT,               -- a moderator's public reason not to rely on it
    distrusted_by INTEGER,
    title_key TEXT NOT NULL,            -- folded, to find doubles and for the search
    author_key TEXT NOT NULL,           -- skeleton of the first author
    year INTEGER,
    doi TEXT,                           -- lower case, without the resolver
    isbn TEXT,                          -- 13 digits
    issn TEXT,                          -- with volume, issue and first page: the same article
    url TEXT,
    shelfmark TEXT NOT NULL,            -- repository and shelfmark, or ''
    origin_group INTEGER NOT NULL,      -- smallest id of its component under source_links
    merged_into INTEGER,                -- redirect; never a chain
    created_by INTEGER,
    created_at INTEGER NOT NULL,
    edited_at INTEGER,
    revision INTEGER NOT NULL           -- counts from 1
) STRICT;

CREATE UNIQUE INDEX sources_by_key ON sources (key);
CREATE INDEX sources_by_doi ON sources (doi) WHERE doi IS NOT NULL;
CREATE INDEX sources_by_isbn ON sources (isbn) WHERE isbn IS NOT NULL;
CREATE INDEX sources_by_likeness ON sources (author_key, year);
CREATE INDEX sources_by_issn ON sources (issn) WHERE issn IS NOT NULL;
CREATE INDEX sources_by_title ON sources (title_key);
CREATE INDEX sources_by_origin ON sources (origin_group);
CREATE INDEX sources_by_age ON sources (created_at, id);
CREATE INDEX sources_by_creator ON sources (created_by, created_at);
CREATE INDEX sources_merged ON sources (merged_into) WHERE merged_into IS NOT NULL;

-- The words under which a source is found: folded, in Latin letters, and *skeletons of its people's names.
CREATE TABLE source_words (
    word TEXT NOT NULL,
    source_id INTEGER NOT NULL,
    PRIMARY KEY (word, source_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX source_words_by_source ON source_words (source_id, word);

-- Keys of somebody's own library, and keys of sources that were merged.
CREATE TABLE source_aliases (
    alias TEXT NOT NULL PRIMARY KEY,
    source_id INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX source_aliases_by_source ON source_aliases (source_id);

-- Every state a source has had, so that an edit can be seen and undone.
CREATE TABLE source_revisions (
    source_id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    csl TEXT NOT NULL,
    kind INTEGER NOT NULL,
    criticism TEXT NOT NULL,
    user_id INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (source_id, revision)
) STRICT, WITHOUT ROWID;

CREATE INDEX source_revisions_by_user ON source_revisions (user_id, created_at);

-- from derives from, translates, is an edition of … to.
CREATE TABLE source_links (
    from_id INTEGER NOT NULL,
    to_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,              -- domain::SourceLinkKind
    user_id INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (from_id, to_id, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX source_links_by_target ON source_links (to_id);
CREATE INDEX source_links_by_user ON source_links (user_id, created_at);

-- Files lie under their SHA-256 in the data folder.
CREATE TABLE source_files (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,                 -- as uploaded
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    page_count INTEGER NOT NULL,        -- 0 until it is read
    label_offset INTEGER,               -- printed page = scan page + offset; NULL: not said yet
    rights INTEGER NOT NULL,            -- domain::ScanRights
    state INTEGER NOT NULL,             -- domain::ScanState
    failure TEXT NOT NULL,              -- why it could not be read, or ''
    hidden_reason TEXT,                 -- a rights-holder's complaint: hash and citations stay
    user_id INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX source_files_once ON source_files (source_id, sha256);
CREATE INDEX source_files_by_hash ON source_files (sha256);
CREATE INDEX source_files_waiting ON source_files (created_at) WHERE state = 0;

CREATE TABLE source_pages (
    file_id INTEGER NOT NULL,
    page_index INTEGER NOT NULL,        -- counts from 0
    label TEXT NOT NULL,                -- printed page, or ''
    width INTEGER NOT NULL,             -- of the large image, pixels
    height INTEGER NOT NULL,
    text TEXT NOT NULL,
    boxes BLOB NOT NULL,                -- words: scans/word_boxes.h
    text_from INTEGER NOT NULL,         -- domain::PageTextFrom
    revision INTEGER NOT NULL,
    image_sha256 TEXT NOT NULL,         -- JPEG, 1,600 pixels wide; '' if the page could not be read
    thumbnail_sha256 TEXT NOT NULL,     -- 400 pixels wide
    failure TEXT NOT NULL,              -- why it could not be read, or ''
    PRIMARY KEY (file_id, page_index)
) STRICT, WITHOUT ROWID;

CREATE INDEX source_pages_by_label ON source_pages (file_id, label);

-- A stretch of a post's text with evidence behind it, or for which somebody asks for a source.
CREATE TABLE claims (
    id INTEGER PRIMARY KEY,
    post_id INTEGER NOT NULL,
    revision BLOB NOT NULL,             -- guid of the act whose text the place was found in
    ordinal INTEGER,                    -- n-th cited claim of the post, from 1; NULL: no citation in the text
    exact TEXT NOT NULL,                -- its words, as they stand in the source of the post
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    start INTEGER NOT NULL,             -- byte in that source
    wording_hash TEXT NOT NULL,         -- SHA-256 of its sentence's letters and digits, case-folded
    is_detached INTEGER NOT NULL,       -- its words left the text: history keeps it, nothing counts
    status INTEGER NOT NULL,            -- domain::ClaimStatus; may always be recomputed
    summary TEXT NOT NULL,              -- domain::ClaimStanding's counts, numbers with spaces between
    asked_by INTEGER,                   -- who asked for a source
    same_as INTEGER,                    -- the claim of another answer whose evidence this one shows
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX claims_by_post ON claims (post_id, is_detached, start);
CREATE INDEX claims_by_status ON claims (status, created_at) WHERE is_detached = 0;
CREATE INDEX claims_asked ON claims (created_at) WHERE asked_by IS NOT NULL AND is_detached = 0;
CREATE INDEX claims_by_asker ON claims (asked_by, created_at) WHERE asked_by IS NOT NULL;

CREATE TABLE citations (
    id INTEGER PRIMARY KEY,
    claim_id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    through_id INTEGER,                 -- quoted in: the source whose page is to be opened
    label TEXT NOT NULL,                -- CSL's locator label: "page", "folio" …
    locator TEXT NOT NULL,              -- as written, or ''
    page_from TEXT NOT NULL,            -- first page label of the locator, or ''
    page_to TEXT NOT NULL,
    file_id INTEGER,                    -- where the page was found
    page_index INTEGER,
    quote TEXT NOT NULL,
    translation TEXT NOT NULL,          -- the writer's own
    box TEXT NOT NULL,                  -- "x,y,w,h" in thousandths of the page, or ''
    likeness INTEGER,                   -- of the quote and the page, thousandths; NULL: not looked for
    relation INTEGER NOT NULL,          -- domain::CitationRelation
    kind INTEGER,                       -- domain::SourceKind for this use; NULL: the source's
    is_absence INTEGER NOT NULL,        -- no mention in …
    note TEXT NOT NULL,                 -- of an objection: what the source says, at most 300 characters
    is_in_text INTEGER NOT NULL,
    user_id INTEGER,
    created_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    content_hash TEXT NOT NULL,         -- SHA-256 of source, locator, quote, relation
    state INTEGER NOT NULL,             -- domain::CitationState; may always be recomputed
    yes_count INTEGER NOT NULL,         -- may always be recomputed, as the next
    no_count INTEGER NOT NULL
) STRICT;

CREATE INDEX citations_by_claim ON citations (claim_id) WHERE withdrawn_at IS NULL;
CREATE INDEX citations_by_source ON citations (source_id, claim_id);
CREATE INDEX citations_by_user ON citations (user_id, created_at);
CREATE INDEX citations_unchecked ON citations (created_at) WHERE withdrawn_at IS NULL AND state = 0;

-- One reader's verdicts on a citation; the latest counts.
CREATE TABLE citation_checks (
    id INTEGER PRIMARY KEY,
    citation_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    verdict INTEGER NOT NULL,           -- domain::Verdict
    is_of_translation INTEGER NOT NULL,
    seen INTEGER NOT NULL,              -- domain::SeenHow
    note TEXT NOT NULL,                 -- what does it say, or which page
    reply TEXT NOT NULL,                -- the writer's, beside a "no"
    wording_hash TEXT NOT NULL,         -- of the claim when it was checked
    content_hash TEXT NOT NULL,         -- of the citation when it was checked
    page_sha256 TEXT NOT NULL,          -- of the file that was looked at, or ''
    address_hash TEXT NOT NULL,         -- of the reader's address: shared ones are shown to moderators
    is_latest INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX citation_checks_latest ON citation_checks (citation_id, user_id) WHERE is_latest = 1;
CREATE INDEX citation_checks_by_citation ON citation_checks (citation_id, created_at);
CREATE INDEX citation_checks_by_user ON citation_checks (user_id, created_at);

-- What an answer's evidence adds to its votes (evidence.md, B8); may always be recomputed.
CREATE TABLE post_evidence (
    post_id INTEGER PRIMARY KEY,
    claim_count INTEGER NOT NULL,
    counts TEXT NOT NULL                -- domain::AnswerEvidence, numbers with spaces between
) STRICT;

-- Dates that a claim's words hold, read by the dates library.
CREATE TABLE claim_dates (
    claim_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    phrase TEXT NOT NULL,
    edtf TEXT NOT NULL,
    calendar TEXT NOT NULL,             -- G, J or S
    is_calendar_assumed INTEGER NOT NULL,
    is_span INTEGER NOT NULL,
    first_day INTEGER NOT NULL,         -- Julian day number
    last_day INTEGER NOT NULL,
    PRIMARY KEY (claim_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_dates_by_day ON claim_dates (first_day, last_day);
