import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Postgres } from "../../../local/postgres";
import { open } from "../../src/store/oracledb";
import { defaultLimits } from "../../src/store/single-connection";
import type { CounterStore } from "../../src/store/store";
import { oracle19, oracle23 } from "../oracle/dialect";
import { FUNC } from "../oracle/ttc/constants";
import { OraError } from "../oracle/database/ora-error";
import type { Meddling } from "../oracle/instance";
import { administrator, OracleServer } from "../oracle/server";
import { temporaryPostgres } from "../support/database";
import { eventually } from "./eventually";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let postgres: Postgres;
beforeAll(async () => {
  postgres = await temporaryPostgres();
});
afterAll(() => postgres.stop());

describe.each([oracle19, oracle23])("on the wire of Oracle Database $name, a store", (dialect) => {
  let server: OracleServer;
  let store: CounterStore;
  const openStore = () =>
    open({
      driver: "oracledb",
      connectString: server.connectString,
      credentials: { source: "env", username: administrator.user, password: administrator.password },
    });
  const visits = async () =>
    Number((await server.database.query(`SELECT visits FROM "ADMIN".counter`))[0]?.visits);

  beforeAll(async () => {
    server = await OracleServer.start({ postgres, name: `wire_${dialect.fields}`, dialect });
    store = openStore();
    await store.migrate();
  });
  afterAll(async () => {
    await store.close();
    await server.stop();
  });
  beforeEach(async () => {
    server.meddle = undefined;
    server.database.role = "PRIMARY";
    server.database.readOnly = false;
    await server.database.query(`UPDATE "ADMIN".counter SET visits = 0`);
  });

  /** Expects that the next visit is counted, once, with this number. */
  const expectCounted = async (total: number) => {
    await eventually(() => store.increment(1));
    expect(await visits()).toBe(total);
  };

  /** Has something happen around the next visit, once. */
  const meddleOnce = (moment: "before" | "after", what: Meddling) => {
    server.meddle = ({ sql, when }) => {
      if (when !== moment || !sql.includes("RETURNING")) return undefined;
      server.meddle = undefined;
      return what;
    };
  };

  test("commits a visit before it says its number", async () => {
    await expect(store.increment(1)).resolves.toBe(1);
    expect(await visits()).toBe(1);
  });

  test("costs one round trip a visit, whatever its step, with a cursor that is open", async () => {
    const other = openStore();
    await eventually(() => other.increment(1));
    const [line] = server.loggedIn.slice(-1);
    const before = new Map(line?.conversation.calls);
    for (const step of [1, 2, 1_000]) await other.increment(step);
    const since = [...(line?.conversation.calls ?? [])].map(([of, count]) => [
      of,
      count - (before.get(of) ?? 0),
    ]);
    expect(since.filter(([, count]) => count !== 0)).toEqual([[FUNC.REEXECUTE, 3]]);
    expect(line?.conversation.openCursors).toBe(1);
    await other.close();
  });

  test("has the database end a statement that waits too long, so that it is not counted when nobody waits any more", async () => {
    await store.increment(1);
    await server.database.query(`BEGIN; SELECT * FROM "ADMIN".counter FOR UPDATE`);
    await expect(store.increment(1)).rejects.toMatchObject({ outcome: "uncertain" });
    // The other half of its time was the driver's to interrupt it, and it has not only hung up.
    await pause(defaultLimits.statementMs);
    await server.database.query("COMMIT");
    await pause(300);
    expect(await visits()).toBe(1);
    await expectCounted(2);
  });

  test.each(["PHYSICAL STANDBY", "LOGICAL STANDBY"])(
    "is not healthy on a %s, although that passes its statements on to the primary",
    async (role) => {
      await eventually(() => store.ping());
      server.database.role = role;
      await expect(store.ping()).rejects.toMatchObject({ outcome: "unavailable" });
      server.database.role = "PRIMARY";
      await eventually(() => store.ping());
    },
  );

  test("is not healthy where nothing can be written, and counts again once that is over", async () => {
    server.database.readOnly = true;
    await expect(store.ping()).rejects.toMatchObject({ outcome: "unavailable" });
    await expect(store.increment(1)).rejects.toMatchObject({ outcome: "unavailable" });
    server.database.readOnly = false;
    await eventually(() => store.ping());
    await expectCounted(1);
  });

  describe("says of a visit that the database answered with an error", () => {
    test.each([18, 54, 60, 1013, 1653, 4021, 16000, 30006])(
      "ORA-%d: it changed nothing and may pass",
      async (number) => {
        meddleOnce("before", new OraError(number));
        await expect(store.increment(1)).rejects.toMatchObject({ outcome: "unavailable" });
        await expectCounted(1);
      },
    );

    // The session is over, and was before the statement came.
    test.each([1012, 2396])("ORA-%d: nothing ran, and another session may count it", async (number) => {
      meddleOnce("before", new OraError(number));
      await expect(store.increment(1)).rejects.toMatchObject({
        outcome: "unavailable",
        cause: { code: "NJS-500", errorNum: number },
      });
      await expectCounted(1);
    });

    test.each([1, 900, 904, 942, 955, 1031, 1438, 1950, 2290, 28003, 28007, 41900])(
      "ORA-%d: it changed nothing, and will not until somebody repairs the cause",
      async (number) => {
        meddleOnce("before", new OraError(number));
        await expect(store.increment(1)).rejects.toMatchObject({ outcome: "rejected" });
        await expectCounted(1);
      },
    );

    test.each([
      28, 31, 600, 603, 1033, 1034, 1089, 1090, 1092, 3113, 3114, 3135, 12153, 12537, 12547, 12570, 12571,
      25408,
    ])("ORA-%d: nobody knows, and it is not sent again", async (number) => {
      meddleOnce("after", new OraError(number));
      await expect(store.increment(1)).rejects.toMatchObject({ outcome: "uncertain" });
      expect(await visits()).toBe(1);
      await expectCounted(2);
    });
  });

  describe("says of a visit whose connection breaks", () => {
    test.each([
      ["before it ran", "before", "cut", 0],
      ["after its commit", "after", "cut", 1],
      ["before it ran, without a sign", "before", "silence", 0],
      ["after its commit, without a sign", "after", "silence", 1],
    ] as const)("%s: nobody knows, and it is not sent again", async (_, moment, what, counted) => {
      await store.increment(1);
      meddleOnce(moment, what);
      await expect(store.increment(1)).rejects.toMatchObject({ outcome: "uncertain" });
      expect(await visits()).toBe(1 + counted);
      await expectCounted(2 + counted);
    });
  });

  test.each([
    ["reset", () => server.cut()],
    ["told of a shutdown", () => server.loggedIn.forEach((each) => each.notify(12572))],
  ])("replaces a connection that was %s while it was idle, and no visitor notices", async (_, end) => {
    await store.increment(1);
    end();
    await pause(100);
    await expectCounted(2);
  });

  test("counts in another session where the idle one was ended, and nothing was uncertain", async () => {
    await store.increment(1);
    await server.end(2396);
    await expect(store.increment(1)).rejects.toMatchObject({ outcome: "unavailable" });
    await expectCounted(2);
  });

  describe("cannot count, and says so,", () => {
    test.each([1033, 1034, 1090])("where a log-in is answered with ORA-%d", async (number) => {
      await expectNoLogIn(() => (server.closed = new OraError(number)));
    });

    test.each([12505, 12514, 12516, 12520, 12528, 12541])("where the listener says %d", async (refuse) => {
      await expectNoLogIn(() => (server.listener = () => ({ refuse })));
    });

    test.each(["LOCKED", "EXPIRED"] as const)("where its account is %s", async (status) => {
      await expectNoLogIn(() => server.database.accounts.setStatus(administrator.user, status));
    });
  });

  async function expectNoLogIn(close: () => unknown): Promise<void> {
    const other = openStore();
    close();
    try {
      await expect(other.increment(1)).rejects.toMatchObject({ outcome: "unavailable" });
    } finally {
      server.closed = undefined;
      server.listener = () => "accept";
      server.database.accounts.setStatus(administrator.user, "OPEN");
    }
    expect(await visits()).toBe(0);
    await other.close();
  }

  test("logs in at the second address where the first one is dead", async () => {
    const dead = "(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=1))";
    const other = open({
      driver: "oracledb",
      connectString: `(DESCRIPTION=(ADDRESS_LIST=${dead}${server.address})(CONNECT_DATA=(SERVICE_NAME=counter)))`,
      credentials: { source: "env", username: administrator.user, password: administrator.password },
    });
    await eventually(() => other.increment(1));
    expect(await visits()).toBe(1);
    await other.close();
  });
});
