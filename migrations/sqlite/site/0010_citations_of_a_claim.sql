-- Pages and judgements read all citations of a claim, those taken back too, so that an index of the standing
-- ones alone made them walk the whole table.

DROP INDEX citations_by_claim;
CREATE INDEX citations_by_claim ON citations (claim_id);
