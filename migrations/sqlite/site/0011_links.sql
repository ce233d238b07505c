-- Links of imported answers as citations (service/link_citations.h).

-- A citation that the site made of a link in the answer: without a place, it counts for nothing.
ALTER TABLE citations ADD COLUMN is_link INTEGER NOT NULL DEFAULT 0;

-- Nothing but such citations hang on the claim, and nobody has said or asked anything of it yet: it is shown to
-- those who help, and not on the question's page.
ALTER TABLE claims ADD COLUMN is_bare_link INTEGER NOT NULL DEFAULT 0;

CREATE INDEX claims_of_links ON claims (id) WHERE is_bare_link = 1 AND is_detached = 0;
