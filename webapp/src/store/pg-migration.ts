import { escapeIdentifier, escapeLiteral } from "pg";
import type { Statement } from "./pg-statement";

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
 * Finds "t" where whoever asks may do all that counting takes, which is all that a migration brings about: the table, its
 * row, and the rights. A release that needs more must ask for it here.
 */
export const readiness: Statement = {
  name: "readiness",
  text: "SELECT has_column_privilege('counter', 'visits', 'UPDATE') FROM counter WHERE id = 1",
};

/**
 * Statements of `migrate`, as one simple query of several statements and so as one transaction; safe to run again.
 *
 * @param appRole who `serve` logs in as, where that is not whoever migrates
 */
export function migration(appRole: string | undefined): string {
  return appRole === undefined ? schema : schema + creationOf(appRole);
}

/**
 * A role with just the rights that counting takes, and without a password. Each step looks first, because a repeated
 * `GRANT` would still write to the catalogue.
 *
 * Whoever creates a role is a member of it from then on, cannot stop being one, and so becomes a member of `rds_iam`, too,
 * whose members PostgreSQL takes no password from, inherited or not (`is_member_of_role_nosuper` in its `acl.c`). So
 * another role creates this one and is gone with the transaction: the administrator stays who it was.
 */
function creationOf(appRole: string): string {
  const [role, name] = [escapeIdentifier(appRole), escapeLiteral(appRole)];
  return `
  DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${name}) THEN
      CREATE ROLE counterpart_creator CREATEROLE;
      GRANT counterpart_creator TO CURRENT_USER WITH INHERIT FALSE, SET TRUE;
      SET LOCAL ROLE counterpart_creator;
      CREATE ROLE ${role} LOGIN;
      SET LOCAL ROLE NONE;
      DROP ROLE counterpart_creator;
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
