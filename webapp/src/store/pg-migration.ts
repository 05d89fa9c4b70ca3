import { escapeIdentifier, escapeLiteral } from "pg";
import type { AppLogin } from "../config";

/** Key of the advisory lock under which servers that start together create the schema one after the other. */
const MIGRATION_LOCK = 7_233_146_511;

const schema = `
  SELECT pg_advisory_xact_lock(${MIGRATION_LOCK});
  CREATE TABLE IF NOT EXISTS counter (
    id smallint PRIMARY KEY CHECK (id = 1),
    visits bigint NOT NULL CHECK (visits BETWEEN 0 AND ${Number.MAX_SAFE_INTEGER})
  );
  INSERT INTO counter (id, visits) VALUES (1, 0) ON CONFLICT (id) DO NOTHING;`;

/**
 * What `migrate` runs, as one simple query of several statements and so as one transaction; safe to run again.
 *
 * @param app who `serve` logs in as, where that is not whoever migrates
 */
export function migration(app: AppLogin | undefined): string {
  return app === undefined ? schema : schema + roleOf(app);
}

/**
 * A role with just the rights that counting takes, and without a password. Each step looks first, because a repeated
 * `GRANT` would still write to the catalogue.
 *
 * A member of `rds_iam` logs in by token only, and so would whoever inherits from a member. From PostgreSQL 16 on the
 * administrator does not inherit from a role that it creates, and must not be granted it.
 */
function roleOf({ username }: AppLogin): string {
  const [role, name] = [escapeIdentifier(username), escapeLiteral(username)];
  return `
  DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${name}) THEN
      CREATE ROLE ${role} LOGIN;
    END IF;
    IF NOT pg_has_role(${name}, 'rds_iam', 'MEMBER') THEN
      GRANT rds_iam TO ${role};
    END IF;
    IF NOT has_table_privilege(${name}, 'counter', 'SELECT') THEN
      GRANT SELECT ON counter TO ${role};
    END IF;
    IF NOT has_column_privilege(${name}, 'counter', 'visits', 'UPDATE') THEN
      GRANT UPDATE (visits) ON counter TO ${role};
    END IF;
  END $$;`;
}
