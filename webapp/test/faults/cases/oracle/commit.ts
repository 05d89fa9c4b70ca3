import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { oracle19, oracle23 } from "../../../oracle/dialect";
import type { Moment } from "../../../oracle/instance";
import type { OracleServer } from "../../../oracle/server";
import { OracleScene } from "../../oracle-scene";

const isVisit = ({ sql }: Moment) => sql.includes("RETURNING");

/** Answers the next visit as a test says, and those after it as ever. */
function once(oracle: OracleServer, when: Moment["when"], what: "cut" | "silence" | "break"): void {
  oracle.meddle = (moment) => {
    if (moment.when !== when || !isVisit(moment)) return undefined;
    oracle.meddle = undefined;
    // It runs when its connection breaks, whatever that does to it.
    if (what === "break") setImmediate(() => oracle.cut());
    return what === "break" ? "stay" : what;
  };
}

describe.each([oracle19, oracle23])("connections to Oracle Database $name that break", (dialect) => {
  test.each([
    ["before a statement runs", "before", "cut"],
    ["in the middle of one", "before", "break"],
    ["after the commit", "after", "cut"],
    ["after the commit, and nobody says so", "after", "silence"],
  ] as const)("%s: no number is lost or given twice", async (where, when, what) => {
    const scene = await OracleScene.open(`${dialect.name} ${where.slice(0, 40)}`, { dialect });
    for (let round = 0; round < 4; round++) {
      once(scene.oracle, when, what);
      await pause(what === "silence" ? 400 : 300);
    }
    scene.oracle.meddle = undefined;
    await scene.expectRecovery(performance.now());
    expect(scene.crowd.failures.length).toBeGreaterThan(0);
    await scene.close();
  });
});

test("a commit that Oracle Database refuses after the statement ran is no visit, and its number goes to somebody else", async () => {
  const scene = await OracleScene.open("refused");
  await scene.oracle.database.query(refuseCommits);
  await pause(1_500);
  await scene.oracle.database.query(`DROP TRIGGER refuse ON "ADMIN".counter`);
  await scene.expectRecovery(performance.now());
  expect(scene.server.output()).toContain("ORA-02091");
  await scene.crowd.leave();
  // Nothing was uncertain: what was refused was undone, so every number was given to somebody.
  expect(await scene.visits()).toBe(scene.crowd.acknowledged.length);
  await scene.close();
});

/** The statement succeeds, says so, and is undone by its commit. */
const refuseCommits = `
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no commit' USING ERRCODE = '40000'; END $$;
  CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON "ADMIN".counter
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();`;
