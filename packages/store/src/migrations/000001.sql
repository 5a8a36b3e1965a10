-- The tables of Mortise. Every row that belongs to somebody has its tenant_id in front of its key; what a tenant may
-- see is decided at the end of this file, for all tables alike.

-- The instant a row is written with: the caller's, or the server's clock to the millisecond, which is all that the
-- outside ever sees, so that an instant given back by somebody finds the same row.
CREATE FUNCTION stamp(given timestamptz) RETURNS timestamptz LANGUAGE sql VOLATILE AS
  $$ SELECT coalesce(given, date_trunc('milliseconds', clock_timestamp())) $$;

CREATE TABLE key_check (
  -- One row: a known text, sealed under the key-encryption key. It tells a wrong key before anything is read or written.
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  key_id text NOT NULL,
  sealed bytea NOT NULL
);

CREATE TABLE process (
  -- The number is also the process's advisory lock: who does not hold it any more is gone.
  number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Machine, boot and pid namespace: only a process of the same place can tell whether this one still lives.
  place text NOT NULL,
  pid integer NOT NULL,
  pid_started text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- It said goodbye itself.
  stopped_at timestamptz,
  -- Its peers found its lock gone and took over its runs. It may still live, cut off from the database.
  missed_at timestamptz
);

CREATE TABLE tenant (
  tenant_id text PRIMARY KEY CHECK (tenant_id <> '' AND length(tenant_id) <= 200),
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  version integer NOT NULL DEFAULT 1
);

CREATE TABLE tenant_key (
  -- The tenant's data keys, each wrapped under the key-encryption key; the newest one seals.
  tenant_id text NOT NULL REFERENCES tenant ON DELETE CASCADE,
  key_id bytea NOT NULL,
  wrapped bytea NOT NULL,
  wrapped_under text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant_id, key_id)
);

CREATE TABLE variable (
  tenant_id text NOT NULL REFERENCES tenant ON DELETE CASCADE,
  name text NOT NULL,
  tags text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, name)
);

CREATE TABLE variable_slot (
  tenant_id text NOT NULL,
  name text NOT NULL,
  environment text NOT NULL CHECK (environment IN ('test', 'production')),
  plain text,
  sealed bytea,
  encrypted boolean NOT NULL DEFAULT false,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  PRIMARY KEY (tenant_id, name, environment),
  FOREIGN KEY (tenant_id, name) REFERENCES variable ON DELETE CASCADE,
  CHECK (CASE WHEN encrypted THEN plain IS NULL ELSE sealed IS NULL END)
);

CREATE TABLE flow (
  tenant_id text NOT NULL REFERENCES tenant ON DELETE CASCADE,
  flow_id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  text text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  PRIMARY KEY (tenant_id, flow_id),
  UNIQUE (tenant_id, name)
);

CREATE TABLE flow_version (
  tenant_id text NOT NULL,
  flow_id uuid NOT NULL,
  number integer NOT NULL,
  text text NOT NULL,
  remark text NOT NULL,
  author text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, flow_id, number),
  FOREIGN KEY (tenant_id, flow_id) REFERENCES flow ON DELETE CASCADE
);

CREATE TABLE installation (
  tenant_id text NOT NULL,
  installation_id text NOT NULL,
  flow_id uuid NOT NULL,
  environment text NOT NULL CHECK (environment IN ('test', 'production')),
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('started', 'suspended', 'stopped')),
  installed_at timestamptz NOT NULL,
  installed_by text NOT NULL,
  state_since timestamptz NOT NULL,
  revision bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, installation_id),
  UNIQUE (tenant_id, flow_id, environment),
  FOREIGN KEY (tenant_id, flow_id) REFERENCES flow,
  FOREIGN KEY (tenant_id, flow_id, number) REFERENCES flow_version
);

CREATE TABLE installation_secret (
  tenant_id text NOT NULL,
  installation_id text NOT NULL,
  property text NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (tenant_id, installation_id, property),
  FOREIGN KEY (tenant_id, installation_id) REFERENCES installation ON DELETE CASCADE
);

CREATE TABLE schedule (
  tenant_id text NOT NULL,
  installation_id text NOT NULL,
  node text NOT NULL,
  -- Every instant up to and including this one was fired or dropped.
  cursor timestamptz NOT NULL,
  anchor timestamptz NOT NULL,
  fired integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, installation_id, node),
  FOREIGN KEY (tenant_id, installation_id) REFERENCES installation ON DELETE CASCADE
) WITH (fillfactor = 70);

-- What a run was and how it ended. Written twice: at its start and at its end; what changes in between is in open_run,
-- so that the indexes here are written once. No foreign key: checking one would lock the tenant's row for each run.
CREATE TABLE run (
  tenant_id text NOT NULL,
  run_id uuid NOT NULL,
  flow text NOT NULL,
  environment text NOT NULL,
  version integer NOT NULL,
  installation_id text NOT NULL,
  trigger text NOT NULL,
  node text NOT NULL,
  nominal timestamptz,
  serial boolean NOT NULL,
  breadcrumb_id text NOT NULL,
  -- `open` until it has ended.
  status text NOT NULL DEFAULT 'open',
  handled boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  input bytea NOT NULL,
  message bytea,
  error bytea,
  PRIMARY KEY (tenant_id, run_id)
) WITH (fillfactor = 80);
-- Beside a key that begins with the tenant no other index does: while a table is small they would look alike to the
-- planner, and a plan that reads all of a tenant would be kept when it is not small any more.
CREATE INDEX run_by_flow ON run (flow, tenant_id, run_id);
CREATE INDEX run_by_breadcrumb ON run (breadcrumb_id, tenant_id);
CREATE INDEX run_by_end ON run (finished_at) WHERE finished_at IS NOT NULL;
-- A fire happens once, however many processes see it due.
CREATE UNIQUE INDEX run_by_nominal ON run (installation_id, node, nominal, tenant_id) WHERE nominal IS NOT NULL;

-- How runs ended, as sums.
CREATE TABLE run_count (
  tenant_id text NOT NULL REFERENCES tenant ON DELETE CASCADE,
  flow text NOT NULL,
  environment text NOT NULL,
  completed bigint NOT NULL,
  failed bigint NOT NULL,
  last_completed_at timestamptz,
  last_failed_at timestamptz,
  last_error_run uuid,
  last_error bytea,
  PRIMARY KEY (tenant_id, flow, environment)
) WITH (fillfactor = 50);

-- What runs can be found by. A table: an index inside an array is of no use behind row security.
CREATE TABLE run_key (
  tenant_id text NOT NULL,
  -- `name=value`, and the value alone.
  key text NOT NULL,
  run_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, key, run_id)
);
CREATE INDEX run_key_by_run ON run_key (run_id, tenant_id);

-- The runs that are not over: who has them and in which line they stand.
CREATE TABLE open_run (
  tenant_id text NOT NULL,
  run_id uuid NOT NULL,
  flow text NOT NULL,
  environment text NOT NULL,
  -- One at a time: stands in the line of its tenant, flow and environment.
  serial boolean NOT NULL,
  -- The order of the line.
  place bigint GENERATED ALWAYS AS IDENTITY,
  -- The queue has a job for it. Of a line only the head has one.
  enqueued boolean NOT NULL,
  -- Grows with each claim: the fence of the journal. 0: nobody has begun it.
  epoch integer NOT NULL DEFAULT 0,
  owner integer,
  attempt integer NOT NULL DEFAULT 0,
  cancelled boolean NOT NULL DEFAULT false,
  parked boolean NOT NULL DEFAULT false,
  started_at timestamptz,
  PRIMARY KEY (tenant_id, run_id)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX open_run_by_line ON open_run (flow, environment, tenant_id, place);

CREATE TABLE journal (
  tenant_id text NOT NULL,
  run_id uuid NOT NULL,
  -- The way through graph, branches and split parts.
  path text NOT NULL,
  node text NOT NULL,
  -- The claim that opened the intent, and the only one that may close it while that claim's process lives.
  epoch integer NOT NULL,
  owner integer NOT NULL,
  deadline timestamptz,
  repeatable boolean,
  intent bytea,
  result bytea,
  written_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, run_id, path)
) WITH (fillfactor = 80);

CREATE TABLE trace (
  tenant_id text NOT NULL,
  run_id uuid NOT NULL,
  chunk bigint GENERATED ALWAYS AS IDENTITY,
  steps bytea NOT NULL,
  size integer NOT NULL,
  PRIMARY KEY (tenant_id, run_id, chunk)
);

CREATE TABLE trace_usage (
  tenant_id text PRIMARY KEY REFERENCES tenant ON DELETE CASCADE,
  bytes bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE event (
  tenant_id text NOT NULL,
  event_id uuid NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  flow text,
  environment text,
  run_id text,
  message text NOT NULL,
  PRIMARY KEY (tenant_id, event_id)
);
CREATE INDEX event_by_age ON event (at);

CREATE TABLE audit (
  -- A null tenant: the installation as a whole.
  tenant_id text,
  number bigint NOT NULL,
  at timestamptz NOT NULL,
  who text NOT NULL,
  action text NOT NULL,
  target text NOT NULL,
  -- Kept as it was written, since it is part of the hash.
  detail text,
  previous bytea NOT NULL,
  hash bytea NOT NULL
);
CREATE UNIQUE INDEX audit_chain ON audit (coalesce(tenant_id, ''), number);

-- What an entry's hash covers: itself and, through the hash before it, everything earlier. Lengths stand before the
-- texts, so that nothing can be moved from one to the next.
CREATE FUNCTION audit_hash(
  previous bytea, tenant text, number bigint, at timestamptz, who text, action text, target text, detail text)
RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(previous || convert_to(format('%s|%s|%s:%s|%s:%s|%s:%s|%s:%s|%s:%s', number,
    (extract(epoch FROM at) * 1000)::bigint, length(tenant), tenant, length(who), who, length(action), action,
    length(target), target, length(detail), detail), 'UTF8'))
$$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION refuse_change();

CREATE TABLE api_key (
  -- A null tenant: every tenant.
  tenant_id text REFERENCES tenant ON DELETE CASCADE,
  key_id text PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('viewer', 'editor', 'operator', 'admin')),
  scopes text[] NOT NULL DEFAULT '{}',
  hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX api_key_by_tenant ON api_key (tenant_id);

-- Sealed bytes do not get smaller: do not try.
ALTER TABLE run ALTER input SET STORAGE EXTERNAL, ALTER message SET STORAGE EXTERNAL, ALTER error SET STORAGE EXTERNAL;
ALTER TABLE journal ALTER intent SET STORAGE EXTERNAL, ALTER result SET STORAGE EXTERNAL;
ALTER TABLE run_count ALTER last_error SET STORAGE EXTERNAL;
ALTER TABLE trace ALTER steps SET STORAGE EXTERNAL;
ALTER TABLE variable_slot ALTER sealed SET STORAGE EXTERNAL;

-- A flow's read of one variable in one round trip: sets the tenant for this statement's transaction and selects.
CREATE FUNCTION read_variable(tenant text, variable text, environment text)
RETURNS TABLE (known boolean, plain text, sealed bytea, encrypted boolean)
LANGUAGE plpgsql VOLATILE ROWS 1 AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('app.tenants', ARRAY[tenant]::text, true);
  RETURN QUERY
    SELECT true, s.plain, s.sealed, coalesce(s.encrypted, false)
    FROM variable v
    LEFT JOIN variable_slot s
      ON s.tenant_id = v.tenant_id AND s.name = v.name AND s.environment = read_variable.environment
    WHERE v.tenant_id = read_variable.tenant AND v.name = read_variable.variable;
END $$;

-- Row-level security, the same for every table: mortise_app sees the tenants named by the transaction; mortise_engine
-- serves all tenants (calendar, keys, fleet, retention) and is held by its grants. An empty setting, which a session
-- has after a transaction that set it, names nobody. The policy is written so that it is only ever a filter: every
-- statement names its rows by key, and an index read for a whole tenant would be slower by as much as the tenant has.
DO $$
DECLARE
  name text;
  mine CONSTANT text :=
    'coalesce(tenant_id = ANY ((SELECT nullif(current_setting(''app.tenants'', true), ''''))::text[]), false)';
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'mortise' AND tablename <> 'migration' LOOP
    EXECUTE format('ALTER TABLE mortise.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE mortise.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY engine ON mortise.%I TO mortise_engine USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT ON mortise.%I TO mortise_engine', name);
    IF name IN ('key_check', 'process') THEN CONTINUE; END IF;
    EXECUTE format('CREATE POLICY tenant ON mortise.%I TO mortise_app USING (%s) WITH CHECK (%s)', name, mine, mine);
    EXECUTE format('GRANT SELECT, INSERT ON mortise.%I TO mortise_app', name);
    IF name <> 'audit' THEN
      EXECUTE format('GRANT UPDATE, DELETE ON mortise.%I TO mortise_app', name);
    END IF;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA mortise TO mortise_app, mortise_engine;
GRANT INSERT ON key_check, process, api_key, audit TO mortise_engine;
GRANT UPDATE ON process, api_key, trace_usage TO mortise_engine;
GRANT DELETE ON process, api_key, run, run_key, journal, trace, event TO mortise_engine;
GRANT EXECUTE ON FUNCTION read_variable TO mortise_app;
