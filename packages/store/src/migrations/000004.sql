-- Calls that are tried again: at an instant, or because a person said so.

-- A run that lets go of its process until a node of it is tried again. It keeps its place at the head of its line.
ALTER TABLE open_run ADD retry_at timestamptz;
CREATE INDEX open_run_by_retry ON open_run (retry_at) WHERE retry_at IS NOT NULL;

ALTER TABLE journal
  -- Why an open intent may be sent again; whoever sends it takes this away, so that it is in doubt once more.
  ADD again text CHECK (again IN ('retry', 'resend')),
  -- Tries that failed and are known to have.
  ADD attempts integer NOT NULL DEFAULT 0,
  ADD retry_at timestamptz;

-- Large bodies of durable runs: written once, in pieces, sealed; rows of the run refer to them.
CREATE TABLE run_body (
  tenant_id text NOT NULL,
  run_id uuid NOT NULL,
  body_id uuid NOT NULL,
  piece integer NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (tenant_id, run_id, body_id, piece)
);
ALTER TABLE run_body ALTER sealed SET STORAGE EXTERNAL;

-- What encrypted variables held before: a recorded message that holds such a value is out of date.
CREATE TABLE variable_past (
  tenant_id text NOT NULL REFERENCES tenant ON DELETE CASCADE,
  past_id bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  environment text NOT NULL,
  sealed bytea NOT NULL,
  replaced_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, past_id)
);
ALTER TABLE variable_past ALTER sealed SET STORAGE EXTERNAL;
CREATE INDEX variable_past_by_age ON variable_past (replaced_at);

-- Each of the two as all other tables of a tenant.
DO $$
DECLARE
  name text;
  mine CONSTANT text :=
    'coalesce(tenant_id = ANY ((SELECT nullif(current_setting(''app.tenants'', true), ''''))::text[]), false)';
BEGIN
  FOREACH name IN ARRAY ARRAY['run_body', 'variable_past'] LOOP
    EXECUTE format('ALTER TABLE mortise.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE mortise.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY engine ON mortise.%I TO mortise_engine USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY tenant ON mortise.%I TO mortise_app USING (%s) WITH CHECK (%s)', name, mine, mine);
    EXECUTE format('GRANT SELECT, DELETE ON mortise.%I TO mortise_engine', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON mortise.%I TO mortise_app', name);
  END LOOP;
END $$;
