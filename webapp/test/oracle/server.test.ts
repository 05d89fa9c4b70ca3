import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import driver from "oracledb";
import type { Postgres } from "../../../local/postgres";
import { serverCertificate } from "../../../local/certificates";
import { schema } from "../../src/store/oracledb-migration";
import { temporaryPostgres } from "../support/database";
import { autonomous } from "./database/rules";
import { oracle19, oracle23 } from "./dialect";
import type { ListenerAnswer } from "./instance";
import { administrator, OracleServer, type OracleServerOptions } from "./server";
import { codeOf, logIn } from "./support";

const ADD = "UPDATE counter SET visits = visits + :step WHERE id = 1 RETURNING visits INTO :visits";
const READ = "SELECT visits FROM counter WHERE id = 1";
const outgoing = { dir: driver.BIND_OUT, type: driver.NUMBER };

let postgres: Postgres;
let count = 0;
beforeAll(async () => {
  postgres = await temporaryPostgres();
});
afterAll(() => postgres.stop());

/** Starts a server for the length of some work. */
async function withServer(
  options: Omit<OracleServerOptions, "postgres" | "name">,
  work: (server: OracleServer) => Promise<void>,
): Promise<void> {
  const server = await OracleServer.start({ postgres, name: `server_${++count}`, ...options });
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

describe.each([oracle19, oracle23])("a server that speaks as Oracle Database $name", (dialect) => {
  let server: OracleServer;
  let connection: driver.Connection;
  beforeAll(async () => {
    server = await OracleServer.start({ postgres, name: `server_${++count}`, dialect });
    connection = await logIn(server);
    for (const { sql } of schema) await connection.execute(sql, {}, { autoCommit: true });
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
  });
  beforeEach(() => {
    server.listener = () => "accept";
    server.meddle = undefined;
  });

  const read = async (from = connection, options: driver.ExecuteOptions = {}) =>
    (await from.execute<[number]>(READ, [], options)).rows?.[0]?.[0];
  const add = (to: driver.Connection, options: driver.ExecuteOptions = {}) =>
    to.execute<{ visits: number[] }>(ADD, { step: 1, visits: outgoing }, options);

  test("says which release it is", () => {
    expect(connection.oracleServerVersionString).toBe(dialect === oracle19 ? "19.26.0.0.0" : "23.6.0.0.0");
  });

  test("lets nobody in with another password, or without an account", async () => {
    expect(await codeOf(logIn(server, { password: "another" }))).toBe("ORA-01017");
    expect(await codeOf(logIn(server, { user: "NOBODY" }))).toBe("ORA-01017");
    server.database.accounts.unlock(administrator.user);
  });

  test.each([
    ["LOCKED", "ORA-28000"],
    ["EXPIRED", "ORA-28001"],
  ] as const)("keeps an account out that is %s", async (status, code) => {
    server.database.accounts.setStatus(administrator.user, status);
    expect(await codeOf(logIn(server))).toBe(code);
    server.database.accounts.setStatus(administrator.user, "OPEN");
  });

  test("warns who must soon have another password, and lets them in", async () => {
    server.database.accounts.setStatus(administrator.user, "EXPIRED(GRACE)");
    const warned = await logIn(server);
    expect(String(warned.warning)).toContain("ORA-28002");
    await warned.close();
    server.database.accounts.setStatus(administrator.user, "OPEN");
  });

  test.each<[string, (server: OracleServer) => ListenerAnswer[], string]>([
    ["accepts", () => ["accept"], "no error"],
    ["wants to hear it again", () => ["resend", "accept"], "no error"],
    ["sends the client elsewhere", ({ address }) => [{ redirect: address }, "accept"], "no error"],
    ["knows no such service", () => [{ refuse: 12514 }], "NJS-518"],
    ["has no instance for it", () => [{ refuse: 12528 }], "NJS-511"],
  ])("has a listener that %s", async (_, answers, code) => {
    const left = answers(server);
    server.listener = () => left.shift() ?? "silence";
    // More than 230 bytes come in a packet of their own.
    const program = `(CONNECT_DATA=(SERVICE_NAME=counter)(CID=(PROGRAM=${"x".repeat(300)})))`;
    for (const data of ["(CONNECT_DATA=(SERVICE_NAME=counter))", program]) {
      left.splice(0, Infinity, ...answers(server));
      const attempt = logIn(server, { connectString: `(DESCRIPTION=${server.address}${data})` });
      expect(await codeOf(attempt.then((connection) => connection.close()))).toBe(code);
    }
  });

  test("commits nothing that it was not told to", async () => {
    const [before, other] = [await read(), await logIn(server)];
    await add(other);
    expect(await read()).toBe(before);
    await other.rollback();
    expect((await add(other)).outBinds?.visits).toEqual([before! + 1]);
    await other.commit();
    expect(await read()).toBe(before! + 1);
    await add(other, { autoCommit: true });
    await add(other);
    // It said that a transaction is open, which the driver ends before it leaves.
    await other.close();
    expect(await read()).toBe(before! + 2);
  });

  test("runs a cursor again, whose statement is not sent any more, and knows none that was closed", async () => {
    const other = await logIn(server, { stmtCacheSize: 1 });
    for (let round = 0; round < 3; round++) {
      await add(other, { autoCommit: true });
      // Each takes the other's place, and its cursor is closed by a piggyback.
      expect(await read(other)).toBe(await read());
      expect(await read(other)).toBe(await read());
    }
    await other.close();
  });

  test("sends rows when they are fetched, where none were asked for before", async () => {
    expect(await read(connection, { prefetchRows: 0 })).toBe(await read());
  });

  test("refuses a statement that it does not know, and goes on", async () => {
    expect(await codeOf(connection.execute("SELECT 42 FROM DUAL"))).toBe("ORA-00900");
    await connection.ping();
    expect(await codeOf(connection.execute("INSERT INTO counter (id, visits) VALUES (1, 0)"))).toBe(
      "ORA-00001",
    );
    await connection.ping();
  });

  test("undoes a statement that failed, and nothing before it", async () => {
    const [before, other] = [await read(), await logIn(server)];
    await add(other);
    expect(await codeOf(other.execute("INSERT INTO counter (id, visits) VALUES (2, 0)"))).toBe("ORA-02290");
    await other.commit();
    expect(await read()).toBe(before! + 1);
    await other.close();
  });

  test("is interrupted by a client that waited long enough, and undoes what it did", async () => {
    const [before, other] = [await read(), await logIn(server)];
    await add(connection);
    other.callTimeout = 200;
    expect(await codeOf(add(other, { autoCommit: true }))).toBe("NJS-123");
    await connection.rollback();
    expect(await read(other)).toBe(before);
    await other.close();
  });

  test.each([
    ["killed", 28],
    ["told that the instance shuts down", 1089],
  ])("ends a session that is %s, at its next call", async (_, error) => {
    const other = await logIn(server);
    for (const each of server.loggedIn.slice(-1)) await each.end(error);
    await expect(read(other)).rejects.toMatchObject({ code: "NJS-500", errorNum: error });
    expect(other.isHealthy()).toBe(false);
  });

  test("tells a client between two calls that it goes down", async () => {
    const other = await logIn(server);
    for (const each of server.loggedIn.slice(-1)) each.notify(12572);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(other.isHealthy()).toBe(false);
    await other.close();
  });

  test("speaks TLS, and is believed by whom its authority is known to", async () => {
    const { ca, certificate, key } = await serverCertificate([{ type: "ip", value: "127.0.0.1" }]);
    await withServer({ dialect, tls: { certificate, key } }, async (server) => {
      // The driver takes a wallet with a key, which nobody asks for here.
      const connection = await logIn(server, { walletContent: [key, certificate, ca].join("\n") });
      await connection.ping();
      await connection.close();
      expect(await codeOf(logIn(server))).toBe("NJS-506");
    });
  });
});

describe("the rules of Autonomous Database", () => {
  const app = { user: "APP", password: "Once-4-ever-and-a-day" };
  const setPassword = (connection: driver.Connection, password: string) =>
    connection.execute(`ALTER USER "APP" IDENTIFIED BY "${password}"`);

  test("refuse the last four passwords, and weak ones", async () => {
    await withServer({ rules: autonomous(2) }, async (server) => {
      const connection = await logIn(server);
      await server.database.change("create", app.user, app.password);
      expect(await codeOf(setPassword(connection, app.password))).toBe("ORA-28007");
      expect(await codeOf(setPassword(connection, "short-1-A"))).toBe("ORA-28003");
      for (const nth of [1, 2, 3, 4]) await setPassword(connection, `Another-password-${nth}`);
      await setPassword(connection, app.password);
      await connection.close();
    });
  });

  test("lock an account after ten failed log-ins", async () => {
    await withServer({ rules: autonomous(2) }, async (server) => {
      for (let attempt = 0; attempt < 10; attempt++)
        expect(await codeOf(logIn(server, { password: "wrong" }))).toBe("ORA-01017");
      expect(await codeOf(logIn(server))).toBe("ORA-28000");
    });
  });

  test("limit the sessions", async () => {
    await withServer({ rules: { ...autonomous(2), sessions: 2 } }, async (server) => {
      const sessions = [await logIn(server), await logIn(server)];
      expect(await codeOf(logIn(server))).toBe("ORA-00018");
      await Promise.all(sessions.map((session) => session.close()));
    });
    expect(autonomous(2).sessions).toBe(150);
  });

  test("end a session that was idle for too long", async () => {
    await withServer({ rules: { idleMs: 1_000 } }, async (server) => {
      const connection = await logIn(server);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await expect(connection.ping()).rejects.toMatchObject({ code: "NJS-500", errorNum: 2396 });
    });
  });

  test("let nobody in without the right to a session", async () => {
    await withServer({}, async (server) => {
      await server.database.change("create", app.user, app.password);
      expect(await codeOf(logIn(server, app))).toBe("ORA-01045");
    });
  });
});
