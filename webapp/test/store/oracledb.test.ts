import type { Socket } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import driver from "oracledb";
import type { Postgres } from "../../../local/postgres";
import type { OracledbConfig } from "../../src/config/database-config";
import { open } from "../../src/store/oracledb";
import { defaultLimits } from "../../src/store/single-connection";
import { oracle19, oracle23 } from "../oracle/dialect";
import { administrator as admin, OracleServer } from "../oracle/server";
import { temporaryPostgres } from "../support/database";
import { rawService } from "../support/service";
import { testSharedStore, testStore } from "./suite";

interface Login {
  readonly connectString: string;
  readonly user: string;
  readonly password: string;
}

const {
  ORACLE_TEST_CONNECT_STRING: connectString,
  ORACLE_TEST_USER: user,
  ORACLE_TEST_PASSWORD: password,
} = process.env;
const given = connectString && user && password ? { connectString, user, password } : undefined;

const configFor = (login: Login): OracledbConfig => ({
  driver: "oracledb",
  connectString: login.connectString,
  credentials: { source: "env", username: login.user, password: login.password },
});

/** The promises of the store, in the schema of a user who may do everything. */
function testOracle(loginTo: () => Login): void {
  let login: Login;
  let administrator: driver.Connection;
  beforeAll(async () => {
    login = loginTo();
    administrator = await driver.getConnection(login);
  });
  afterAll(() => administrator.close());

  const runUnless = async (sql: string, absent: string) => {
    await administrator.execute(sql).catch((error: unknown) => {
      if ((error as { code?: string }).code !== absent) throw error;
    });
  };
  const shared = {
    // Driver and server share a processor with this test: what is promised here is no time.
    open: () => open(configFor(login), { ...defaultLimits, waitMs: 10_000, statementMs: 10_000 }),
    // 19c knows no `IF EXISTS`.
    reset: () => runUnless("DROP TABLE counter PURGE", "ORA-00942"),
  };
  testStore(shared);
  testSharedStore(shared);

  describe("the app's user", () => {
    const app = { user: "COUNTERPART_TEST", password: "Once-4-ever-and-a-day" };
    const credentials = { source: "env", username: app.user, password: app.password } as const;
    const owner = () => open({ ...configFor(login), appCredentials: credentials });
    const asApp = () => driver.getConnection({ ...app, connectString: login.connectString });

    beforeEach(async () => {
      await shared.reset();
      await runUnless(`DROP USER "${app.user}" CASCADE`, "ORA-01918");
    });

    test("is made by many servers at once, counts and reads, and is let in again with another password", async () => {
      const servers = Array.from({ length: 4 }, owner);
      await Promise.all(servers.map((server) => server.migrate()));
      await administrator.execute(`ALTER USER "${app.user}" IDENTIFIED BY "Another-1-for-now"`);
      await servers[0]!.migrate();
      const store = open({ ...configFor({ ...login, ...app }), schema: login.user.toUpperCase() });
      await expect(store.increment(2)).resolves.toBe(2);
      await expect(store.read()).resolves.toBe(2);
      await Promise.all([store, ...servers].map((each) => each.close()));
    });

    test.each([
      "DROP TABLE $.counter",
      "DELETE FROM $.counter",
      "INSERT INTO $.counter (id, visits) VALUES (2, 0)",
      "UPDATE $.counter SET id = 2",
      "CREATE TABLE mine (id NUMBER)",
    ])("may not: %s", async (sql) => {
      const store = owner();
      await store.migrate();
      await store.close();
      const connection = await asApp();
      await expect(connection.execute(sql.replace("$", login.user))).rejects.toThrow(
        /ORA-(01031|00942|41900)/,
      );
      await connection.close();
    });
  });
}

if (given !== undefined)
  describe("the store in the Oracle Database of ORACLE_TEST_CONNECT_STRING", () => testOracle(() => given));

describe.each([oracle19, oracle23])(
  "the store on a server that speaks as Oracle Database $name",
  (dialect) => {
    let postgres: Postgres;
    let server: OracleServer;
    beforeAll(async () => {
      postgres = await temporaryPostgres();
      server = await OracleServer.start({ postgres, name: "suite", dialect });
    });
    afterAll(async () => {
      await server.stop();
      await postgres.stop();
    });
    testOracle(() => ({ ...admin, connectString: server.connectString }));
  },
);

/** Everything that a network can do to the real driver when no Oracle answers. */
describe("the Oracle driver without an Oracle", () => {
  const storeOn = (port: number) =>
    open(
      configFor({
        connectString: `(description=(retry_count=20)(retry_delay=3)(address=(protocol=tcp)(host=127.0.0.1)(port=${port}))(connect_data=(service_name=free)))`,
        user: "counter",
        password: "canary",
      }),
    );

  async function expectUnavailable(port: number, cause: RegExp, withinMs: number): Promise<void> {
    const store = storeOn(port);
    const begin = performance.now();
    for (const verb of [() => store.increment(1), () => store.ping()]) {
      const error = await verb().catch((error: unknown) => error as Error);
      expect(error).toMatchObject({ name: "StoreError", outcome: "unavailable" });
      expect(`${(error as Error).message} ${String((error as Error).cause)}`).toMatch(cause);
      expect(JSON.stringify(error)).not.toContain("canary");
    }
    expect(performance.now() - begin).toBeLessThan(2 * withinMs);
    await store.close();
  }

  test("is unavailable at once when the port is closed, whatever number of retries the descriptor asks for", async () => {
    const closed = await rawService(() => undefined);
    await closed.stop();
    await expectUnavailable(closed.port, /NJS-511|NJS-503|ECONNREFUSED/, 500);
  });

  test.each([
    ["resets each connection", (socket: Socket) => void socket.resetAndDestroy(), 1_200],
    ["closes each connection", (socket: Socket) => void socket.end(), 1_200],
    ["accepts and says nothing", () => undefined, 1_200],
    [
      "speaks another protocol",
      (socket: Socket) => void socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"),
      1_200,
    ],
  ])("is unavailable within the limit when the listener %s", async (_, greet, withinMs) => {
    const listener = await rawService(greet);
    try {
      await expectUnavailable(listener.port, /NJS-|ORA-|no connection/, withinMs);
    } finally {
      await listener.stop();
    }
  });

  test("migrate fails with what may pass, so that it is tried again", async () => {
    const listener = await rawService((socket) => void socket.resetAndDestroy());
    const store = storeOn(listener.port);
    await expect(store.migrate()).rejects.toMatchObject({ outcome: "unavailable" });
    await store.close();
    await listener.stop();
  });

  test("an impossible step is refused before any connection is made", async () => {
    let connections = 0;
    const listener = await rawService(() => connections++);
    const store = storeOn(listener.port);
    await expect(store.increment(0)).rejects.toMatchObject({ outcome: "rejected" });
    expect(connections).toBe(0);
    await store.close();
    await listener.stop();
  });
});
