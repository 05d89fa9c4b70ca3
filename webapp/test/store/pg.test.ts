import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Postgres } from "../../../local/postgres";
import { open } from "../../src/store/pg";
import { administer, configFor, createDatabase, temporaryPostgres } from "../support/database";
import { testSharedStore, testStore } from "./suite";

let server: Postgres;
beforeAll(async () => {
  server = await temporaryPostgres();
});
afterAll(() => server.stop());

describe("the store in PostgreSQL", () => {
  let current: Postgres;
  let count = 0;
  const driver = {
    open: () => open(configFor(current)),
    reset: async () => {
      current = await createDatabase(server, `suite_${++count}`);
    },
  };
  testStore(driver);
  testSharedStore(driver);

  test("is an error and not a silent 0 without its row", async () => {
    const store = open(configFor(await createDatabase(server, "rowless")));
    await store.migrate();
    await administer({ ...server, database: "rowless" }, "DELETE FROM counter");
    await expect(store.read()).rejects.toThrow("the row `counter` 1 must exist");
    await expect(store.increment(1)).rejects.toThrow("the row `counter` 1 must exist");
    await store.close();
  });

  test("opens two connections at most, however many visits come at once", async () => {
    const store = open(configFor(await createDatabase(server, "crowd")));
    await store.migrate();
    await Promise.all([...Array(50).keys()].flatMap(() => [store.increment(1), store.read()]));
    const [row] = await administer(
      server,
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = 'crowd'",
    );
    expect(row?.n).toBe(2);
    await store.close();
  });
});

describe("a connection that breaks", () => {
  const cut = (name: string) =>
    administer(server, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);

  test("is replaced when it broke while idle", async () => {
    const store = open(configFor(await createDatabase(server, "idle")));
    await store.migrate();
    await store.increment(1);
    await cut("idle");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(store.increment(1)).resolves.toBe(2);
    await store.close();
  });

  test("leaves the outcome of its statement uncertain, counts nothing twice, and is replaced", async () => {
    const database = await createDatabase(server, "cut");
    const store = open(configFor(database));
    await store.migrate();
    await store.increment(1);
    const lock = administer(
      database,
      "BEGIN; SELECT * FROM counter FOR UPDATE; SELECT pg_sleep(0.5); COMMIT",
    );
    await new Promise((resolve) => setTimeout(resolve, 150));
    const visit = store.increment(1);
    const failed = expect(visit).rejects.toMatchObject({ outcome: "uncertain" });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await administer(
      server,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'cut' AND query LIKE 'UPDATE%'",
    );
    await failed;
    await lock;
    await expect(store.increment(1)).resolves.toBe(2);
    await store.close();
  });
});

test("a visit whose commit fails gets no number, although its statement ran", async () => {
  const database = await createDatabase(server, "deferred");
  const store = open(configFor(database));
  await store.migrate();
  // What is deferred is checked by the commit, and the answer of the update is on its way by then.
  await administer(
    database,
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''at the commit''; END';
    CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON counter DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION refuse()`,
  );
  await expect(store.increment(1)).rejects.toMatchObject({
    outcome: "unavailable",
    cause: { message: "at the commit" },
  });
  await administer(database, "DROP TRIGGER late ON counter");
  await expect(store.increment(1)).resolves.toBe(1);
  await store.close();
});

test("a server that turned read-only fails the ping, and its connections are replaced", async () => {
  const database = await createDatabase(server, "former_primary");
  const store = open(configFor(database));
  await store.migrate();
  await store.increment(1);
  await store.ping();
  await administer(server, "ALTER DATABASE former_primary SET default_transaction_read_only = on");
  await administer(
    server,
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'former_primary'",
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  const readOnly = { outcome: "unavailable", message: "PostgreSQL is read-only" };
  await expect(store.ping()).rejects.toMatchObject(readOnly);
  await expect(store.increment(1)).rejects.toMatchObject(readOnly);
  await administer(server, "ALTER DATABASE former_primary SET default_transaction_read_only = off");
  await expect(store.ping()).resolves.toBeUndefined();
  await expect(store.increment(1)).resolves.toBe(2);
  await store.close();
});

test.each([
  ["the counter's column was altered", "ALTER TABLE counter ALTER visits TYPE numeric(16)"],
  [
    "the counter was made anew",
    "CREATE TABLE other AS TABLE counter; DROP TABLE counter; ALTER TABLE other RENAME TO counter",
  ],
])("statements go on where %s, and none fails", async (what, sql) => {
  const store = open(configFor(await createDatabase(server, what)));
  await store.migrate();
  await store.increment(1);
  await store.ping();
  await store.read();
  await administer({ ...server, database: what }, sql);
  await expect(store.increment(1)).resolves.toBe(2);
  await expect(store.ping()).resolves.toBeUndefined();
  await expect(store.read()).resolves.toBe(2);
  await store.close();
});

test.each(["SELECT ON counter", "UPDATE (visits) ON counter"])(
  "the ping fails without the right to %s, and works again with it",
  async (right) => {
    const name = `rights_${right.slice(0, 6).toLowerCase()}`;
    const database = await createDatabase(server, name);
    const owner = open(configFor(database));
    await owner.migrate();
    await owner.close();
    await administer(
      database,
      `CREATE ROLE ${name} LOGIN PASSWORD 'secret'; GRANT SELECT, UPDATE (visits) ON counter TO ${name}`,
    );
    const store = open(configFor({ ...database, user: name, password: "secret" }));
    await store.ping();
    await administer(database, `REVOKE ${right} FROM ${name}`);
    await expect(store.ping()).rejects.toMatchObject({ outcome: "rejected", cause: { code: "42501" } });
    await expect(store.increment(1)).rejects.toMatchObject({ outcome: "rejected" });
    await administer(database, `GRANT ${right} TO ${name}`);
    await expect(store.ping()).resolves.toBeUndefined();
    await store.close();
  },
);

test("a row that somebody else has locked costs a visitor two seconds at most, and the ping nothing", async () => {
  const database = await createDatabase(server, "locked");
  const store = open(configFor(database));
  await store.migrate();
  await store.increment(1);
  const lock = administer(database, "BEGIN; SELECT * FROM counter FOR UPDATE; SELECT pg_sleep(3); COMMIT");
  await new Promise((resolve) => setTimeout(resolve, 100));
  const begin = performance.now();
  const visits = await Promise.allSettled([store.increment(1), store.increment(1), store.increment(1)]);
  const waited = performance.now() - begin;
  await store.ping();
  expect(visits.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(waited).toBeLessThan(2_100);
  await lock;
  await expect(store.increment(1)).resolves.toBe(2);
  await store.close();
});
