-- What somebody has done lately is counted before he does more: files that he uploaded, claims that he joined.
CREATE INDEX source_files_by_user ON source_files (user_id, created_at);
CREATE INDEX claims_by_joiner ON claims (same_by, same_at) WHERE same_by IS NOT NULL;
