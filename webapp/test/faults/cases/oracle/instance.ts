import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { until } from "../../../support/artifact";
import { oracle19 } from "../../../oracle/dialect";
import { OraError } from "../../../oracle/database/ora-error";
import type { OracleServer } from "../../../oracle/server";
import { level } from "../../journal";
import { app, oracleEnvironment, OracleScene, oracleVisits, startOracle } from "../../oracle-scene";
import { limits, send, start } from "../../stage";
import { expectTruth } from "../../truth";

/** Ways in which an instance goes and comes back; in between nobody is counted. */
const outages: readonly [string, (oracle: OracleServer) => unknown, (oracle: OracleServer) => unknown][] = [
  ["is killed and started", (oracle) => oracle.refuse(), (oracle) => oracle.listen()],
  [
    "shuts down and starts, while the listener knows no service (12514)",
    (oracle) => ((oracle.listener = () => ({ refuse: 12514 })), oracle.end(1089)),
    (oracle) => (oracle.listener = () => "accept"),
  ],
  [
    "is blocked, while the listener is up (12528)",
    (oracle) => ((oracle.listener = () => ({ refuse: 12528 })), oracle.end(1092)),
    (oracle) => (oracle.listener = () => "accept"),
  ],
  [
    "starts, and says so to each log-in (1033)",
    (oracle) => ((oracle.closed = new OraError(1033)), oracle.end(3113)),
    (oracle) => (oracle.closed = undefined),
  ],
  ["stands still", (oracle) => oracle.freeze(), (oracle) => oracle.thaw()],
];

test.each(outages)(
  "an instance of Oracle Database that %s: no number is lost or given twice, and all comes back by itself",
  async (what, go, comeBack) => {
    const scene = await OracleScene.open(`instance ${what.slice(0, 40)}`);
    const lost = performance.now();
    await go(scene.oracle);
    await pause(3_000);
    // Whoever was in flight was answered by then.
    scene.expectNoneCounted(lost + 1_500);
    await comeBack(scene.oracle);
    const back = performance.now();
    await scene.expectRecovery(back);
    await scene.expectHealthTurned(lost, back);
    await scene.close();
  },
);

test.each([
  ["killed (28)", 28],
  ["ended because they were idle for too long (2396)", 2396],
])("sessions of Oracle Database that are %s, again and again: others take their place", async (_, error) => {
  const scene = await OracleScene.open(`sessions ${error}`, { dialect: oracle19 });
  for (let round = 0; round < 4; round++) {
    await scene.oracle.end(error);
    await pause(400);
  }
  await scene.expectRecovery(performance.now());
  await scene.close();
});

test("no session is free in Oracle Database: visitors are refused, and the next free one counts (18)", async () => {
  const scene = await OracleScene.open("sessions");
  const lost = performance.now();
  scene.oracle.closed = new OraError(18);
  await scene.oracle.end(28);
  await pause(2_500);
  scene.expectNoneCounted(lost + 1_500);
  scene.oracle.closed = undefined;
  const back = performance.now();
  await scene.expectRecovery(back);
  await scene.expectHealthTurned(lost, back);
  await scene.close();
});

test("Oracle Database is away, and then the account is locked: the log tells each cause once, when it comes", async () => {
  const scene = await OracleScene.open("another cause");
  const turns = () => scene.log.filter(({ msg }) => msg.startsWith("the database is"));
  await until(() => turns().some(({ level: l }) => l === level.info), "it is connected");
  await scene.wire.refuse();
  await until(() => JSON.stringify(turns().at(-1)).includes("ECONNREFUSED"), "the first cause is told");
  await pause(1_500);
  scene.oracle.database.accounts.setStatus(app.user, "LOCKED");
  await scene.wire.accept();
  await until(() => /another reason/.test(turns().at(-1)?.msg ?? ""), "the second cause is told");
  expect(turns().at(-1)).toMatchObject({
    level: level.warn,
    cause: expect.stringContaining("ORA-28000"),
  });
  await pause(1_500);
  scene.oracle.database.accounts.setStatus(app.user, "OPEN");
  await scene.expectRecovery(performance.now());
  await until(() => turns().at(-1)?.msg === "the database is connected", "the return is told");
  // One line for each, however often it was asked.
  expect(turns().length).toBeLessThanOrEqual(6);
  await scene.close();
});

test("a tablespace of Oracle Database that is full (1653): visitors are refused, and none of them is counted", async () => {
  const scene = await OracleScene.open("full");
  const full = performance.now();
  scene.oracle.meddle = ({ sql, when }) =>
    when === "before" && sql.includes("RETURNING") ? new OraError(1653, "ADMIN.COUNTER") : undefined;
  await pause(2_500);
  scene.expectNoneCounted(full + 500);
  scene.oracle.meddle = undefined;
  await scene.expectRecovery(performance.now());
  expect(scene.server.output()).toContain("ORA-01653");
  // Reading and an update of no row still work, and the connection stays.
  expect(scene.health.turnedAfter(full, false)).toBe(Infinity);
  await scene.crowd.leave();
  expect(await scene.visits()).toBe(scene.crowd.acknowledged.length);
  await scene.close();
});

test("kill -9 of the app on Oracle Database: what was answered is in the database, and its successor goes on from there", async () => {
  const oracle = await startOracle("app_killed");
  const environment = oracleEnvironment(oracle.connectString);
  const doomed = await start(environment);
  const crowd = send([doomed.url], { visitors: 16, pauseMs: 20 });
  await until(() => crowd.acknowledged.length > 100, "the crowd is counted");
  doomed.process.kill("SIGKILL");
  await expect(doomed.ended).resolves.toBe("SIGKILL");
  await start({ ...environment, PORT: new URL(doomed.url).port });
  const back = performance.now();
  await until(() => crowd.countedAfter(back) < limits.recoveryMs, "the successor counts");
  await crowd.leave();
  expectTruth(crowd, await oracleVisits(oracle));
  // The killed one's sessions are gone: what a session had not committed is undone.
  await until(() => oracle.loggedIn.length <= 2, "its sessions are gone");
});

test("a server that is told to stop while Oracle Database stands still: who waits is answered, and it ends with 0", async () => {
  const oracle = await startOracle("frozen_stop");
  const server = await start(oracleEnvironment(oracle.connectString));
  const crowd = send([server.url], { visitors: 16, pauseMs: 20 });
  await until(() => crowd.acknowledged.length > 100, "the crowd is counted");
  oracle.freeze();
  await pause(300);
  server.process.kill("SIGTERM");
  await expect(server.ended).resolves.toBe(0);
  await crowd.leave();
  oracle.thaw();
  expect(crowd.failures.filter(({ status }) => status === 503).length).toBeGreaterThanOrEqual(16);
  expect(crowd.slowestMs).toBeLessThan(limits.answerMs);
  // What was in flight is committed now, or it was not.
  await pause(500);
  expectTruth(crowd, await oracleVisits(oracle));
});
