-- People are told what readers found of their citations, and that what they checked was reworded.

ALTER TABLE inbox_items ADD COLUMN claim_id INTEGER;
