-- One commit of the journal, for many runs of many tenants. Each row says what it is:
--   new     an intent or a `read` outcome that must not be there yet
--   reopen  an intent of an earlier claim (epoch `known`) that this claim sends again
--   close   the result of an open intent; `known` when an earlier claim (of that epoch) opened it
-- `patience` is how long the opener will wait for its answer, in milliseconds: a deadline on the server's clock means the
-- same to processes whose clocks differ.
-- Gives back the numbers of the rows that were accepted.
WITH given AS (
  SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::int[],
    $9::float8[], $10::boolean[], $11::bytea[], $12::bytea[])
    AS g (number, kind, tenant_id, run_id, epoch, path, node, known, patience, repeatable, intent, result)
),
-- The fence: only the claim that holds the run writes anything new. The lock makes a claim that changes hands at this
-- very moment wait, and is what a snapshot alone would not see.
fenced AS (
  SELECT g.* FROM given g
  JOIN open_run o ON o.tenant_id = g.tenant_id AND o.run_id = g.run_id AND o.epoch = g.epoch AND o.owner = $13
  WHERE g.kind <> 'close' OR g.known IS NOT NULL
  ORDER BY o.tenant_id, o.run_id
  FOR SHARE OF o
),
written AS (
  INSERT INTO journal AS j (tenant_id, run_id, path, node, epoch, owner, deadline, repeatable, intent, result)
  SELECT tenant_id, run_id, path, node, epoch, $13, now() + patience * interval '1 ms', repeatable, intent, result FROM fenced WHERE kind = 'new'
  -- Written twice, after a commit whose answer was lost, it is the same row.
  ON CONFLICT (tenant_id, run_id, path) DO UPDATE SET written_at = j.written_at
    WHERE j.epoch = excluded.epoch AND j.intent IS NOT DISTINCT FROM excluded.intent
      AND j.result IS NOT DISTINCT FROM excluded.result
  RETURNING tenant_id, run_id, path
),
reopened AS (
  UPDATE journal j SET epoch = f.epoch, owner = $13, deadline = now() + f.patience * interval '1 ms', written_at = now()
  FROM fenced f
  WHERE f.kind = 'reopen' AND j.tenant_id = f.tenant_id AND j.run_id = f.run_id AND j.path = f.path
    AND j.result IS NULL AND j.epoch = f.known
  RETURNING f.number
),
-- Whoever opened an intent may close it, claim or not: the answer may hold the only new refresh token. The present
-- claim may close what an earlier one left open. Said twice it is the same answer.
closed AS (
  UPDATE journal j SET result = g.result
  FROM given g
  WHERE g.kind = 'close' AND j.tenant_id = g.tenant_id AND j.run_id = g.run_id AND j.path = g.path
    AND (j.result IS NULL OR j.result = g.result)
    AND (j.epoch = g.epoch OR (j.epoch = g.known AND EXISTS (SELECT FROM fenced f WHERE f.number = g.number)))
  RETURNING g.number
)
SELECT g.number FROM written w JOIN given g ON g.kind = 'new' AND g.tenant_id = w.tenant_id AND g.run_id = w.run_id AND g.path = w.path
UNION ALL SELECT number FROM reopened
UNION ALL SELECT number FROM closed
