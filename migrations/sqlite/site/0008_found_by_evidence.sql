-- For the search's operators of evidence: each lists posts from an index alone (storage/found_evidence.h).

CREATE INDEX claims_found_by_status ON claims (status, post_id) WHERE is_detached = 0;
CREATE INDEX claims_found_by_post ON claims (post_id, status) WHERE is_detached = 0;
CREATE INDEX citations_found_through ON citations (through_id, claim_id) WHERE through_id IS NOT NULL;
