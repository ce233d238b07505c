-- "What have you found already?", the second text of the form in which a question is asked: kept apart in a draft,
-- and a section of the question once it is posted.
ALTER TABLE drafts ADD COLUMN found TEXT NOT NULL DEFAULT '';
