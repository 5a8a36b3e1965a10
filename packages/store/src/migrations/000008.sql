-- Many reads of tenant variables in one round trip: a flow that is called by many at once reads the same one each time.
-- As read_variable: row-level security sees the tenants of this call only.
CREATE FUNCTION read_variables(tenants text[], variables text[], environments text[])
RETURNS TABLE (place integer, plain text, sealed bytea)
LANGUAGE plpgsql VOLATILE ROWS 10 AS $$
#variable_conflict use_column
BEGIN
  PERFORM set_config('app.tenants', tenants::text, true);
  RETURN QUERY
    SELECT g.place::integer, s.plain, s.sealed
    FROM unnest(tenants, variables, environments) WITH ORDINALITY AS g (tenant, name, environment, place)
    JOIN variable v ON v.tenant_id = g.tenant AND v.name = g.name
    LEFT JOIN variable_slot s
      ON s.tenant_id = v.tenant_id AND s.name = v.name AND s.environment = g.environment;
END $$;
REVOKE EXECUTE ON FUNCTION read_variables FROM PUBLIC;
GRANT EXECUTE ON FUNCTION read_variables TO mortise_app;
