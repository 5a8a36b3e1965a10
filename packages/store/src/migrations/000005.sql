-- Alarms: what people have to hear of, once per cause however often it happens.

ALTER TABLE tenant ADD alarm_address text;

-- An event is folded into an alarm behind its writer's back: nobody's run waits for a count that others count too.
ALTER TABLE event
  ADD node text,
  ADD code text,
  -- Of one that stands for those like it that were not written down.
  ADD count integer NOT NULL DEFAULT 1,
  -- What happened before there were alarms is no news.
  ADD pending boolean NOT NULL DEFAULT false;
ALTER TABLE event ALTER pending SET DEFAULT true;
CREATE INDEX event_pending ON event (at) WHERE pending;

CREATE TABLE alarm (
  -- Empty: the installation as a whole.
  tenant_id text NOT NULL,
  alarm_id uuid NOT NULL,
  -- Environment, flow, kind, node and code as JSON: as long as one is open, what has the same cause is counted there.
  cause text NOT NULL,
  kind text NOT NULL,
  environment text,
  flow text,
  node text,
  code text,
  -- Of the latest.
  run_id text,
  message text NOT NULL,
  count bigint NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  -- What has been sent: when, and how many had happened by then.
  told_at timestamptz,
  told_count bigint NOT NULL DEFAULT 0,
  over_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  PRIMARY KEY (tenant_id, alarm_id)
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX alarm_open ON alarm (cause, tenant_id) WHERE over_at IS NULL;
CREATE INDEX alarm_by_end ON alarm (over_at) WHERE over_at IS NOT NULL;

-- News on its way out: a row until it was delivered or given up.
CREATE TABLE alarm_delivery (
  tenant_id text NOT NULL,
  delivery_id uuid NOT NULL,
  alarm_id uuid NOT NULL,
  channel text NOT NULL CHECK (channel IN ('webhook', 'mail')),
  -- Of a mail.
  address text,
  -- What is sent, as JSON: what was true when it was decided.
  news text NOT NULL,
  made_at timestamptz NOT NULL,
  -- Nobody touches it before; a process that takes it moves it on, so that another comes after it when it dies.
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  PRIMARY KEY (tenant_id, delivery_id)
) WITH (fillfactor = 70);
CREATE INDEX alarm_delivery_by_due ON alarm_delivery (due_at);

DO $$
DECLARE
  name text;
  mine CONSTANT text :=
    'coalesce(tenant_id = ANY ((SELECT nullif(current_setting(''app.tenants'', true), ''''))::text[]), false)';
BEGIN
  FOREACH name IN ARRAY ARRAY['alarm', 'alarm_delivery'] LOOP
    EXECUTE format('ALTER TABLE mortise.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE mortise.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY engine ON mortise.%I TO mortise_engine USING (true) WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY tenant ON mortise.%I TO mortise_app USING (%s) WITH CHECK (%s)', name, mine, mine);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON mortise.%I TO mortise_engine', name);
    EXECUTE format('GRANT SELECT, UPDATE, DELETE ON mortise.%I TO mortise_app', name);
  END LOOP;
END $$;

GRANT UPDATE (pending) ON event TO mortise_engine;
-- A new key-encryption key: the known text is sealed anew under it, last of all.
GRANT UPDATE ON key_check TO mortise_engine;
