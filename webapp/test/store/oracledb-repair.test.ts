import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Postgres } from "../../../local/postgres";
import { migrate } from "../../src/migrate";
import { open } from "../../src/store/oracledb";
import type { CounterStore } from "../../src/store/store";
import { autonomous } from "../oracle/database/rules";
import { administrator, OracleServer } from "../oracle/server";
import { temporaryPostgres } from "../support/database";
import { eventually } from "./eventually";

const PASSWORD = "Once-4-ever-and-a-day";
const app = "WEBAPP";
const MINUTE_MS = 60_000;

let postgres: Postgres;
let server: OracleServer;
let count = 0;
/** Statements with a password of the application that reached the database. */
let passwordsSet: number;
const opened: CounterStore[] = [];

beforeAll(async () => {
  postgres = await temporaryPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  server = await OracleServer.start({ postgres, name: `repair_${++count}`, rules: autonomous(2) });
  passwordsSet = 0;
  server.meddle = ({ sql, when }) => {
    if (when === "before" && sql.includes("IDENTIFIED")) passwordsSet++;
    return undefined;
  };
});
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(opened.splice(0).map((store) => store.close()));
  await server.stop();
});

/** A server's `migrate`, with what its secrets hold. */
function migrator(password = PASSWORD, administrators = administrator.password): CounterStore {
  const store = open({
    driver: "oracledb",
    connectString: server.connectString,
    credentials: { source: "env", username: administrator.user, password: administrators },
    appCredentials: { source: "env", username: app, password },
  });
  opened.push(store);
  return store;
}

/** Sets this process's monotonic clock forward. */
function later(ms: number): void {
  const now = performance.now.bind(performance);
  jest.spyOn(performance, "now").mockImplementation(() => now() + ms);
}

/** Expects that the application counts with a password. */
async function expectCounting(password = PASSWORD): Promise<void> {
  const store = open({
    driver: "oracledb",
    connectString: server.connectString,
    credentials: { source: "env", username: app, password },
    schema: administrator.user,
  });
  opened.push(store);
  await expect(eventually(() => store.ping())).resolves.toBeUndefined();
}

describe("the migration of an Autonomous Database", () => {
  test("lets a locked user in again, whose password stays", async () => {
    await migrator().migrate();
    server.database.accounts.setStatus(app, "LOCKED");
    passwordsSet = 0;
    await migrator().migrate();
    // `CREATE USER` is refused before it sets anything; `ALTER USER` would be refused for the password.
    expect(passwordsSet).toBe(1);
    expect(server.database.accounts.statusOf(app)).toBe("OPEN");
    await expectCounting();
  });

  test("gives the user the password that the secret has now", async () => {
    await migrator().migrate();
    await migrator("Another-1-for-now").migrate();
    await expectCounting("Another-1-for-now");
  });

  test("lets a user in again whose password expired, once the secret holds another one", async () => {
    await migrator().migrate();
    server.database.accounts.setStatus(app, "EXPIRED");
    await migrator("Another-1-for-now").migrate();
    await expectCounting("Another-1-for-now");
  });

  test.each([
    ["expired", PASSWORD, /none that it had before \(ORA-28007\); give its secret/],
    ["is too weak", "weak", /too weak for the database \(ORA-28003\); give its secret/],
  ])("says what to do where the password %s, and does not send it again", async (what, password, advice) => {
    if (what === "expired") {
      await migrator().migrate();
      server.database.accounts.setStatus(app, "EXPIRED");
    }
    const store = migrator(password);
    await expect(store.migrate()).rejects.toMatchObject({ outcome: "rejected" });
    const sent = passwordsSet;
    const lines: string[] = [];
    const log = { info: () => undefined, warn: (_: object, line: string) => lines.push(line) };
    await expect(migrate(store, { log: log as never, timeoutMs: 3_000 })).rejects.toThrow(advice);
    expect(passwordsSet).toBe(sent);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(advice);
    expect(lines.join("\n")).not.toContain(password === "weak" ? '"weak"' : password);
  });

  test("offers a refused password of the administrator once, however often it is tried again", async () => {
    const store = migrator(PASSWORD, "not the administrator's");
    for (let attempt = 0; attempt < 12; attempt++)
      await expect(store.migrate()).rejects.toMatchObject({ outcome: "unavailable" });
    expect(server.database.accounts.refusals.get(administrator.user)).toBe(1);
    expect(server.database.accounts.statusOf(administrator.user)).toBe("OPEN");
  });

  test("offers it not even a week later, as it would an application's", async () => {
    const store = migrator(PASSWORD, "not the administrator's");
    const offered = () => server.database.accounts.refusals.get(administrator.user);
    await expect(store.migrate()).rejects.toMatchObject({ outcome: "unavailable" });
    expect(offered()).toBe(1);
    later(7 * 24 * 60 * MINUTE_MS);
    await expect(store.migrate()).rejects.toThrow("it is not offered again until");
    expect(offered()).toBe(1);
  });
});

test("an application offers a refused password once in five minutes, however often it is asked for", async () => {
  await migrator().migrate();
  const store = open({
    driver: "oracledb",
    connectString: server.connectString,
    credentials: { source: "env", username: app, password: "not the application's" },
    schema: administrator.user,
  });
  opened.push(store);
  const offered = () => server.database.accounts.refusals.get(app);
  const before = offered() ?? 0;
  const askAll = async () => {
    for (const ask of [() => store.ping(), () => store.read(), () => store.increment(1)])
      await expect(ask()).rejects.toMatchObject({ outcome: "unavailable" });
  };
  for (let round = 0; round < 3; round++) await askAll();
  expect(offered()).toBe(before + 1);
  later(6 * MINUTE_MS);
  for (let round = 0; round < 3; round++) await askAll();
  expect(offered()).toBe(before + 2);
});
