-- Fires that did not run, and were said not to: with the runs they are all that a schedule had due. The auditor compares.
CREATE TABLE fire_drop (
  tenant_id text NOT NULL REFERENCES tenant ON DELETE CASCADE,
  installation_id text NOT NULL,
  node text NOT NULL,
  -- The first and the last of a row of instants.
  first timestamptz NOT NULL,
  last timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, installation_id, node, last)
);
CREATE INDEX fire_drop_by_age ON fire_drop (last);

-- How far the auditor has looked; one row.
CREATE TABLE calendar_audit (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  audited_until timestamptz NOT NULL
);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['fire_drop', 'calendar_audit'] LOOP
    EXECUTE format('ALTER TABLE mortise.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE mortise.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY engine ON mortise.%I TO mortise_engine USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT ON mortise.%I TO mortise_engine', name);
  END LOOP;
END $$;
CREATE POLICY tenant ON fire_drop TO mortise_app
  USING (coalesce(tenant_id = ANY ((SELECT nullif(current_setting('app.tenants', true), ''))::text[]), false))
  WITH CHECK (coalesce(tenant_id = ANY ((SELECT nullif(current_setting('app.tenants', true), ''))::text[]), false));
GRANT SELECT, INSERT ON fire_drop TO mortise_app;
GRANT DELETE ON fire_drop TO mortise_engine;
GRANT INSERT, UPDATE ON calendar_audit TO mortise_engine;
