-- What a question's page prints of a post's claims, in one row. A cache: all of it follows from the tables that
-- it is made of, whose changes take the row away by the triggers below; it is made anew when the post is judged,
-- and read from those tables until then (service/evidence.h). What is printed of a source is no part of it.
CREATE TABLE shown_evidence (
    post_id INTEGER PRIMARY KEY,
    first_day INTEGER,                  -- Julian day numbers, from the first date to the last that its claims hold
    last_day INTEGER,
    claims TEXT NOT NULL                -- storage/shown_evidence.cc
) STRICT;

CREATE TRIGGER claims_shown_insert AFTER INSERT ON claims BEGIN
    DELETE FROM shown_evidence WHERE post_id = NEW.post_id;
END;

CREATE TRIGGER claims_shown_delete AFTER DELETE ON claims BEGIN
    DELETE FROM shown_evidence WHERE post_id = OLD.post_id;
END;

CREATE TRIGGER claims_shown_update
AFTER UPDATE OF id, post_id, ordinal, exact, start, is_detached, is_bare_link, status, summary,
    asked_by ON claims
BEGIN
    DELETE FROM shown_evidence WHERE post_id = OLD.post_id;
    DELETE FROM shown_evidence WHERE post_id = NEW.post_id;
END;

CREATE TRIGGER citations_shown_insert AFTER INSERT ON citations BEGIN
    DELETE FROM shown_evidence WHERE post_id = (SELECT post_id FROM claims WHERE id = NEW.claim_id);
END;

CREATE TRIGGER citations_shown_delete AFTER DELETE ON citations BEGIN
    DELETE FROM shown_evidence WHERE post_id = (SELECT post_id FROM claims WHERE id = OLD.claim_id);
END;

CREATE TRIGGER citations_shown_update
AFTER UPDATE OF id, claim_id, source_id, through_id, label, locator, quote, relation, is_absence, is_in_text,
    withdrawn_at ON citations
BEGIN
    DELETE FROM shown_evidence WHERE post_id = (SELECT post_id FROM claims WHERE id = OLD.claim_id);
    DELETE FROM shown_evidence WHERE post_id = (SELECT post_id FROM claims WHERE id = NEW.claim_id);
END;

CREATE TRIGGER claim_dates_shown_insert AFTER INSERT ON claim_dates BEGIN
    DELETE FROM shown_evidence WHERE post_id = (SELECT post_id FROM claims WHERE id = NEW.claim_id);
END;

CREATE TRIGGER claim_dates_shown_delete AFTER DELETE ON claim_dates BEGIN
    DELETE FROM shown_evidence WHERE post_id = (SELECT post_id FROM claims WHERE id = OLD.claim_id);
END;

CREATE TRIGGER claim_dates_shown_update AFTER UPDATE ON claim_dates BEGIN
    DELETE FROM shown_evidence WHERE post_id = (SELECT post_id FROM claims WHERE id = OLD.claim_id);
    DELETE FROM shown_evidence WHERE post_id = (SELECT post_id FROM claims WHERE id = NEW.claim_id);
END;
