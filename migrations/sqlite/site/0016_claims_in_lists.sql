-- Lists of questions show how far the claims of each are checked: found by the question, without its posts.

ALTER TABLE post_evidence ADD COLUMN question_id INTEGER NOT NULL DEFAULT 0;
UPDATE post_evidence
SET question_id = coalesce((SELECT coalesce(question_id, id) FROM posts WHERE id = post_evidence.post_id), 0);
CREATE INDEX post_evidence_by_question ON post_evidence (question_id) WHERE claim_count > 0;

-- Whoever helps to check chooses what he can read: the first part of the language that the source is in.
ALTER TABLE sources ADD COLUMN language TEXT NOT NULL DEFAULT '';
UPDATE sources
SET language = lower(substr(tag, 1, CASE instr(tag, '-') WHEN 0 THEN length(tag) ELSE instr(tag, '-') - 1 END))
FROM (SELECT id AS tagged, coalesce(json_extract(csl, '$.language'), '') AS tag FROM sources)
WHERE tagged = sources.id AND tag <> '';
CREATE INDEX sources_by_language ON sources (language) WHERE language <> '';

-- What he can look up on the spot comes first.
CREATE INDEX citations_at_hand ON citations (claim_id)
WHERE file_id IS NOT NULL AND state = 0 AND withdrawn_at IS NULL;
