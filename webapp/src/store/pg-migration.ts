/** Key of the advisory lock under which servers that start together create the schema one after the other. */
const MIGRATION_LOCK = 7_233_146_511;

/** What `migrate` runs, as one simple query of several statements and so as one transaction; safe to run again. */
export const migration = `
  SELECT pg_advisory_xact_lock(${MIGRATION_LOCK});
  CREATE TABLE IF NOT EXISTS counter (
    id smallint PRIMARY KEY CHECK (id = 1),
    visits bigint NOT NULL CHECK (visits BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER})
  );
  INSERT INTO counter (id, visits) VALUES (1, 0) ON CONFLICT (id) DO NOTHING;`;
