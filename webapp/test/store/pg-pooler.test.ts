import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { has } from "../../../__tests__/support/skip";
import type { Postgres } from "../../../local/postgres";
import { isRefusedSetting } from "../../src/store/pg-errors";
import { open } from "../../src/store/pg";
import { StoreError } from "../../src/store/store";
import { administer, configFor, createDatabase, temporaryPostgres } from "../support/database";
import { type PgBouncerOptions, startPgBouncer } from "../support/pgbouncer";
import { testSharedStore, testStore } from "./suite";

/** Remembers with which settings each visit was counted. */
const witness = `
  CREATE TABLE witness (commits text, timeout text);
  CREATE FUNCTION testify() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO witness VALUES (current_setting('synchronous_commit'), current_setting('statement_timeout'));
    RETURN NEW;
  END $$;
  CREATE TRIGGER testify AFTER UPDATE ON counter FOR EACH ROW EXECUTE FUNCTION testify()`;

const poolers: [what: string, options: PgBouncerOptions][] = [
  ["with a session for each client", { mode: "session" }],
  ["with a session for each transaction", { mode: "transaction" }],
  ["that has one session for all clients", { mode: "transaction", size: 1 }],
  ["that drops what it does not know", { mode: "transaction", ignore: "options,statement_timeout" }],
];

const needed = has("pgbouncer") ? "" : " (needs pgbouncer)";
const suite = has("pgbouncer") ? describe : describe.skip;

let server: Postgres;
let current: Postgres;
let pooler: Awaited<ReturnType<typeof startPgBouncer>>;
let count = 0;

const driver = {
  open: () => open(configFor(pooler.through(current))),
  reset: async () => {
    current = await createDatabase(server, `pooled_${++count}`);
  },
};

if (has("pgbouncer")) {
  beforeAll(async () => {
    // As careless as a server may be: the app must not rely on it.
    server = await temporaryPostgres({ settings: { synchronous_commit: "off" } });
  });
  afterAll(() => server.stop());
}

suite(`the store behind a PgBouncer with a session for each transaction${needed}`, () => {
  beforeAll(async () => {
    pooler = await startPgBouncer(server, { mode: "transaction" });
  });
  afterAll(() => pooler.stop());
  testStore(driver);
  testSharedStore(driver);
});

suite.each(poolers)(`the store behind a PgBouncer %s${needed}`, (_, options) => {
  beforeAll(async () => {
    pooler = await startPgBouncer(server, options);
  });
  afterAll(() => pooler.stop());

  test("counts with commits on the disk and a limit of time, whoever had the session before", async () => {
    await driver.reset();
    const stores = Array.from({ length: 3 }, driver.open);
    await stores[0]!.migrate();
    await administer(current, witness);
    for (const store of stores) {
      await store.increment(1);
      await store.ping();
    }
    await Promise.all(stores.map((store) => store.close()));
    const rows = await administer(current, "SELECT DISTINCT * FROM witness");
    expect(rows).toEqual([{ commits: "on", timeout: "900ms" }]);
    // What the sessions of others are like is not ours to change.
    const [after] = await administer(pooler.through(current), "SHOW synchronous_commit");
    expect(after).toEqual({ synchronous_commit: "off" });
  });
});

test.each([
  "unsupported startup parameter: statement_timeout",
  "unsupported startup parameter in options: synchronous_commit",
  "Feature not supported: RDS Proxy currently doesn’t support command-line options.",
])("a pooler's refusal of settings is recognised: %s", async (message) => {
  const { DatabaseError } = (await import("pg")).default;
  const cause = new DatabaseError(message, message.length, "error");
  expect(isRefusedSetting(new StoreError("unavailable", "no connection", { cause }))).toBe(true);
});
