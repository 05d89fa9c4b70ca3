import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Postgres } from "../../../local/postgres";
import type { AppCredentials, PgConfig } from "../../src/config/database-config";
import { open } from "../../src/store/pg";
import { administer, configFor, createDatabase, temporaryPostgres } from "../support/database";

let server: Postgres;
let database: Postgres;
let count = 0;

/** The roles as RDS has them: an administrator who is no superuser, and a group of those who log in by token. */
beforeAll(async () => {
  server = await temporaryPostgres();
  await administer(server, "CREATE ROLE administrator LOGIN CREATEROLE PASSWORD 'secret'");
  await administer(server, "CREATE ROLE rds_iam");
  await administer(
    server,
    "GRANT rds_iam TO administrator WITH ADMIN OPTION; GRANT rds_iam TO administrator WITH INHERIT FALSE, SET FALSE",
  );
});
afterAll(() => server.stop());

beforeEach(async () => {
  database = await createDatabase(server, `migration_${++count}`);
  await administer(server, `ALTER DATABASE "${database.database}" OWNER TO administrator`);
});

const as = (username: string): PgConfig => ({
  ...configFor(database),
  credentials: { source: "env", username, password: "secret" },
});

/** Stand-in for a token: this server asks for a password. */
const tokenOf = (username: string): AppCredentials => ({ source: "env", username, password: "secret" });

async function migrate(username = "webapp", administrator = as("administrator")): Promise<void> {
  const store = open({ ...administrator, appCredentials: tokenOf(username) });
  await store.migrate().finally(() => store.close());
}

/** Runs SQL as the app's role; RDS would have asked for a token, this server asks for a password. */
async function asApp(sql: string) {
  await administer(server, "ALTER ROLE webapp PASSWORD 'secret'");
  return administer({ ...database, user: "webapp", password: "secret" }, sql);
}

describe("the app's role", () => {
  test("counts visits and reads them", async () => {
    await migrate();
    await administer(server, "ALTER ROLE webapp PASSWORD 'secret'");
    const store = open(as("webapp"));
    await expect(store.increment(2)).resolves.toBe(2);
    await expect(store.read()).resolves.toBe(2);
    await store.ping();
    await store.close();
  });

  test.each([
    "DROP TABLE counter",
    "TRUNCATE counter",
    "DELETE FROM counter",
    "INSERT INTO counter (id, visits) VALUES (2, 0)",
    "UPDATE counter SET id = 2",
    "ALTER TABLE counter ADD COLUMN more int",
    "SELECT * FROM other",
    "CREATE TABLE mine (id int)",
    "CREATE ROLE another",
    "SET ROLE administrator",
  ])("may not: %s", async (sql) => {
    await migrate();
    await administer(database, "CREATE TABLE other (id int)");
    await expect(asApp(sql)).rejects.toMatchObject({ code: "42501" });
  });

  test("logs in by token and has no password", async () => {
    await migrate("fresh");
    const [role] = await administer(
      server,
      `SELECT rolcanlogin, rolpassword, rolsuper, rolcreaterole, rolcreatedb, pg_has_role('fresh', 'rds_iam', 'USAGE') AS token
         FROM pg_authid WHERE rolname = 'fresh'`,
    );
    expect(role).toEqual({
      rolcanlogin: true,
      rolpassword: null,
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      token: true,
    });
  });

  test("has no member, so that the administrator still logs in by password", async () => {
    await migrate("alone");
    const members = await administer(
      server,
      "SELECT m.member::regrole FROM pg_auth_members m WHERE m.roleid = 'alone'::regrole",
    );
    expect(members).toEqual([]);
    const [creator] = await administer(
      server,
      "SELECT count(*)::int AS roles FROM pg_roles WHERE rolname = 'counterpart_creator'",
    );
    expect(creator).toEqual({ roles: 0 });
  });

  test("counts on while the administrator's password is replaced, also on new connections", async () => {
    await migrate();
    await administer(server, "ALTER ROLE webapp PASSWORD 'secret'");
    const store = open(as("webapp"));
    try {
      await store.increment(1);
      await administer(server, "ALTER ROLE administrator PASSWORD 'rotated'");
      await store.increment(1);
      const another = open(as("webapp"));
      await expect(another.increment(1)).resolves.toBe(3);
      await another.close();
    } finally {
      await store.close();
      await administer(server, "ALTER ROLE administrator PASSWORD 'secret'");
    }
  });
});

describe("a migration with a role for the app", () => {
  /** Which transaction wrote each row of the catalogue, and of the counter, that a migration may write. */
  const traces = () =>
    administer(
      database,
      `SELECT 'role', xmin::text FROM pg_authid WHERE rolname = 'webapp'
       UNION ALL SELECT 'member', xmin::text FROM pg_auth_members
       UNION ALL SELECT 'table', xmin::text FROM pg_class WHERE relname = 'counter'
       UNION ALL SELECT 'column', xmin::text FROM pg_attribute WHERE attrelid = 'counter'::regclass
       UNION ALL SELECT 'row', xmin::text FROM counter
       ORDER BY 1, 2`,
    );

  test.each([
    ["finds the app able to count", "'secret'"],
    ["asks the administrator again", "NULL"],
  ])("changes nothing the second time, when it %s", async (_, password) => {
    await migrate();
    await administer(server, `ALTER ROLE webapp PASSWORD ${password}`);
    const before = await traces();
    await migrate();
    expect(await traces()).toEqual(before);
    expect(before.length).toBeGreaterThan(5);
  });

  test("is run by many servers at once", async () => {
    await Promise.all(Array.from({ length: 8 }, () => migrate("crowd")));
    const [row] = await administer(
      database,
      "SELECT has_table_privilege('crowd', 'counter', 'SELECT') AS read",
    );
    expect(row).toEqual({ read: true });
  });

  test("is not tried again where there is no login by token", async () => {
    const plain = await temporaryPostgres();
    try {
      const store = open({ ...configFor(plain), appCredentials: tokenOf("webapp") });
      await expect(store.migrate()).rejects.toMatchObject({
        outcome: "rejected",
        cause: { message: expect.stringContaining('"rds_iam" does not exist') },
      });
      await store.close();
    } finally {
      await plain.stop();
    }
  });
});
