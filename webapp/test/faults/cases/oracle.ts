import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Postgres } from "../../../../local/postgres";
import { open } from "../../../src/store/oracledb";
import { oracle19, oracle23 } from "../../oracle/dialect";
import { administrator, type Moment, OracleServer } from "../../oracle/server";
import { temporaryPostgres } from "../../support/database";
import { until } from "../../support/artifact";
import type { Crowd } from "../crowd";
import { expectTruth, limits, send, start } from "../stage";

let postgres: Postgres;
let oracle: OracleServer;
let count = 0;

const login = { username: administrator.user, password: administrator.password };
const isVisit = ({ sql }: Moment) => sql.includes("RETURNING");

/** Answers the next visit as a test says, and those after it as ever. */
function once(when: Moment["when"], what: "cut" | "silence"): void {
  oracle.meddle = (moment) => {
    if (moment.when !== when || !isVisit(moment)) return undefined;
    oracle.meddle = undefined;
    return what;
  };
}

/** Does something to Oracle again and again. */
async function rounds(fault: () => unknown): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await fault();
    await pause(400);
  }
}

/** Where a fault hits a visit, and what is done. */
const faults: readonly [string, () => Promise<unknown>][] = [
  ["connections that break before a statement runs", () => rounds(() => once("before", "cut"))],
  ["connections that break after the commit", () => rounds(() => once("after", "cut"))],
  ["commits that nobody confirms", () => rounds(() => once("after", "silence"))],
  ["sessions that are killed", () => rounds(() => oracle.end(28))],
  ["sessions that were idle for too long", () => rounds(() => oracle.end(2396))],
  [
    "an instance that is killed and started",
    () =>
      oracle
        .refuse()
        .then(() => pause(2_000))
        .then(() => oracle.listen()),
  ],
  [
    "an instance that shuts down and starts, while the listener knows no service",
    async () => {
      oracle.listener = () => ({ refuse: 12514 });
      await oracle.end(1089);
      await pause(2_000);
      oracle.listener = () => "accept";
    },
  ],
  [
    "a row that somebody locks",
    async () => {
      await oracle.database.query(`BEGIN; SELECT * FROM "ADMIN".counter FOR UPDATE`);
      await pause(2_500);
      await oracle.database.query("COMMIT");
    },
  ],
];

describe.each([oracle19, oracle23])("on Oracle Database $name under load,", (dialect) => {
  let crowd: Crowd;
  let url: string;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    postgres = await temporaryPostgres();
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    oracle = await OracleServer.start({ postgres, name: `faults_${++count}`, dialect });
    const { connectString } = oracle;
    const store = open({ driver: "oracledb", connectString, credentials: { source: "env", ...login } });
    await store.migrate();
    await store.close();
    const server = await start({
      DB_DRIVER: "oracledb",
      DB_CONNECT_STRING: connectString,
      DB_CREDENTIALS: "env",
      DB_USER: login.username,
      DB_PASSWORD: login.password,
    });
    url = server.url;
    stop = async () => {
      server.process.kill("SIGTERM");
      await expect(server.ended).resolves.toBe(0);
    };
    // One processor plays the visitors and Oracle, so they are fewer than PostgreSQL's.
    crowd = send([url], { visitors: 16, pauseMs: 20 });
    await until(() => crowd.acknowledged.length > 100, "the crowd is counted", 60_000);
  });
  afterEach(async () => {
    await oracle.stop();
  });

  test.each(faults)(
    "%s: no number is lost or given twice, and all comes back by itself",
    async (_, fault) => {
      await fault();
      oracle.meddle = undefined;
      const back = performance.now();
      await until(() => crowd.countedAfter(back) < Infinity, "visits are counted again", 30_000);
      expect(crowd.countedAfter(back)).toBeLessThan(limits.recoveryMs);
      expect(crowd.slowestMs).toBeLessThan(limits.answerMs);
      await crowd.leave();
      await stop();
      const [row] = await oracle.database.query(`SELECT visits FROM "ADMIN".counter`);
      expectTruth(crowd, Number(row?.visits));
    },
  );
});
