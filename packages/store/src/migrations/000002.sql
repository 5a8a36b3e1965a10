-- Who is signed in at the console. A session is its key's: it can do no more, and goes with it.
CREATE TABLE session (
  hash bytea PRIMARY KEY,
  key_id text NOT NULL REFERENCES api_key ON DELETE CASCADE,
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_by_key ON session (key_id);
CREATE INDEX session_by_expiry ON session (expires_at);

-- Looked up before it is known whose tenant it is, as keys are: no tenant sees it.
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
ALTER TABLE session FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON session TO mortise_engine USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON session TO mortise_engine;
