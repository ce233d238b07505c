-- Citations on the pages of scans (service/citation_places.h).

-- Where a quote runs over onto the page after page_index: its box there, as citations.box; or ''.
ALTER TABLE citations ADD COLUMN next_box TEXT NOT NULL DEFAULT '';

-- Citations whose page is still to be looked for. Asking again gives another turn, so that whoever looks knows
-- whether what he looked at has changed meanwhile.
CREATE TABLE citation_searches (
    turn INTEGER PRIMARY KEY AUTOINCREMENT,
    citation_id INTEGER NOT NULL UNIQUE
) STRICT;

INSERT INTO citation_searches (citation_id)
SELECT id FROM citations WHERE withdrawn_at IS NULL ORDER BY id;

CREATE INDEX citations_by_page ON citations (file_id, page_index) WHERE file_id IS NOT NULL;
CREATE INDEX citations_by_through ON citations (through_id) WHERE through_id IS NOT NULL;

-- A claim's page lists withdrawn citations too.
DROP INDEX citations_by_claim;
CREATE INDEX citations_by_claim ON citations (claim_id, withdrawn_at);
