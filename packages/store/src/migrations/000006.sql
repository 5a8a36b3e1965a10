-- The grants: authorizations that users of providers gave to tenants, and the ledger of what became of their tokens.
CREATE TABLE oauth_grant (
  tenant_id text NOT NULL REFERENCES tenant ON DELETE CASCADE,
  grant_id text NOT NULL,
  environment text NOT NULL CHECK (environment IN ('test', 'production')),
  -- What a person says of it: profile, addresses, client, scope. No secret is in it.
  settings jsonb NOT NULL,
  -- The node that it was made for.
  owner_flow text,
  owner_node text,
  client_secret bytea,
  state text NOT NULL CHECK (state IN ('READY', 'SPENDING', 'NEEDS_CONSENT', 'IN_DOUBT')),
  -- Grows with each answer that brought tokens: what a switch is compared with.
  generation bigint NOT NULL DEFAULT 0,
  refresh_token bytea,
  refresh_fingerprint text,
  access_token bytea,
  access_fingerprint text,
  token_type text NOT NULL DEFAULT 'Bearer',
  granted_scope text,
  access_expires_at timestamptz,
  not_before timestamptz,
  keep_at timestamptz,
  retry_at timestamptz,
  dies_at timestamptz,
  consented_at timestamptz,
  refreshed_at timestamptz,
  failures integer NOT NULL DEFAULT 0,
  last_error text,
  -- { intent, sentAt, openFrom, resent, probed }: a token was sent and nobody knows what became of it.
  doubt jsonb,
  -- The nearest of the days before its end that people were warned at.
  warned_days integer,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  PRIMARY KEY (tenant_id, grant_id),
  CHECK ((refresh_token IS NULL) = (refresh_fingerprint IS NULL)),
  CHECK ((access_token IS NULL) = (access_fingerprint IS NULL))
) WITH (fillfactor = 50);
CREATE INDEX oauth_grant_by_keep ON oauth_grant (keep_at) WHERE state = 'READY';
CREATE INDEX oauth_grant_by_doubt ON oauth_grant (grant_id) WHERE state = 'IN_DOUBT';
CREATE INDEX oauth_grant_by_end ON oauth_grant (dies_at, tenant_id, grant_id);

-- Written before a token is sent, in a commit of its own: who sends which one, and until when nobody else may.
CREATE TABLE grant_intent (
  tenant_id text NOT NULL,
  intent_id uuid NOT NULL,
  grant_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('refresh', 'resend', 'probe', 'exchange')),
  generation bigint NOT NULL,
  -- Later ones are greater.
  fence bigint GENERATED ALWAYS AS IDENTITY,
  fingerprint text,
  owner integer NOT NULL,
  opened_at timestamptz NOT NULL,
  deadline timestamptz NOT NULL,
  -- Committed before the first byte leaves.
  sent_at timestamptz,
  -- Ended by its answer, or given up by another process.
  closed_at timestamptz,
  -- By its answer, or the certain want of one, which may come after it was given up.
  settled_at timestamptz,
  outcome text,
  PRIMARY KEY (tenant_id, intent_id),
  FOREIGN KEY (tenant_id, grant_id) REFERENCES oauth_grant ON DELETE CASCADE
);
-- However many processes there are: no two spendings of a grant at once.
CREATE UNIQUE INDEX grant_intent_live ON grant_intent (grant_id, tenant_id)
  WHERE closed_at IS NULL AND kind <> 'exchange';
CREATE INDEX grant_intent_by_grant ON grant_intent (grant_id, tenant_id, opened_at);
CREATE INDEX grant_intent_open ON grant_intent (deadline) WHERE closed_at IS NULL;

-- Answers of token endpoints as they came, whole or not, under the tenant's key.
CREATE TABLE grant_receipt (
  tenant_id text NOT NULL,
  intent_id uuid NOT NULL,
  received_at timestamptz NOT NULL,
  status integer,
  -- Its tokens were not taken over, because newer ones were there.
  orphaned boolean NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (tenant_id, intent_id),
  FOREIGN KEY (tenant_id, intent_id) REFERENCES grant_intent ON DELETE CASCADE
);
CREATE INDEX grant_receipt_by_age ON grant_receipt (received_at);
ALTER TABLE grant_receipt ALTER sealed SET STORAGE EXTERNAL;

-- What happened to a grant, with fingerprints of tokens and never a token. It outlives the grant.
CREATE TABLE grant_ledger (
  tenant_id text NOT NULL REFERENCES tenant ON DELETE CASCADE,
  grant_id text NOT NULL,
  number bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL,
  kind text NOT NULL,
  generation bigint NOT NULL,
  intent_id uuid,
  spends text,
  fingerprint text,
  status integer,
  detail text,
  by text NOT NULL,
  PRIMARY KEY (tenant_id, grant_id, number)
);
CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger of grants is only ever added to';
END $$;
-- Deleting is no right of the roles that serve; it happens with the tenant alone.
CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON grant_ledger EXECUTE FUNCTION refuse_ledger_change();

-- Consents under way: the state of each is good for one answer, from the browser it is bound to.
CREATE TABLE grant_consent (
  tenant_id text NOT NULL,
  state_hash bytea NOT NULL,
  grant_id text NOT NULL,
  browser_hash bytea,
  verifier bytea NOT NULL,
  redirect_uri text NOT NULL,
  by text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, state_hash),
  FOREIGN KEY (tenant_id, grant_id) REFERENCES oauth_grant ON DELETE CASCADE
);
CREATE INDEX grant_consent_by_age ON grant_consent (expires_at);

-- The errors that a provider counts, over all processes: of one client, user, company and address.
CREATE TABLE grant_budget (
  tenant_id text NOT NULL REFERENCES tenant ON DELETE CASCADE,
  key text NOT NULL,
  -- Of the last hour, the oldest first.
  errors timestamptz[] NOT NULL DEFAULT '{}',
  -- Calls under way, each of which may become one.
  held integer NOT NULL DEFAULT 0,
  -- A process that died does not hold its places for ever.
  held_until timestamptz,
  PRIMARY KEY (tenant_id, key)
) WITH (fillfactor = 50);

DO $$
DECLARE
  name text;
  mine CONSTANT text :=
    'coalesce(tenant_id = ANY ((SELECT nullif(current_setting(''app.tenants'', true), ''''))::text[]), false)';
BEGIN
  FOREACH name IN ARRAY ARRAY['oauth_grant', 'grant_intent', 'grant_receipt', 'grant_ledger', 'grant_consent', 'grant_budget'] LOOP
    EXECUTE format('ALTER TABLE mortise.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE mortise.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY engine ON mortise.%I TO mortise_engine USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT ON mortise.%I TO mortise_engine', name);
    EXECUTE format('CREATE POLICY tenant ON mortise.%I TO mortise_app USING (%s) WITH CHECK (%s)', name, mine, mine);
    EXECUTE format('GRANT SELECT, INSERT ON mortise.%I TO mortise_app', name);
    IF name <> 'grant_ledger' THEN
      EXECUTE format('GRANT UPDATE, DELETE ON mortise.%I TO mortise_app', name);
    END IF;
  END LOOP;
END $$;
GRANT DELETE ON grant_receipt, grant_consent, grant_budget TO mortise_engine;

-- Whether the process that holds an intent is gone is asked under the tenant's lock.
CREATE POLICY seen ON process FOR SELECT TO mortise_app USING (true);
GRANT SELECT (number, stopped_at, missed_at) ON process TO mortise_app;
