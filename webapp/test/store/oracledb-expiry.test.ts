import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import driver from "oracledb";
import type { Postgres } from "../../../local/postgres";
import { open } from "../../src/store/oracledb";
import { autonomous, installed, type Rules } from "../oracle/database/rules";
import { administrator, OracleServer } from "../oracle/server";
import { temporaryPostgres } from "../support/database";

const app = { user: "WEBAPP", password: "Once-4-ever-and-a-day" };
const lives: readonly [name: string, rules: Rules][] = [
  ["a database as it is installed", installed],
  ["an Autonomous Database", autonomous(2)],
];

let postgres: Postgres;
let server: OracleServer;
let count = 0;

beforeAll(async () => {
  postgres = await temporaryPostgres();
});
afterAll(() => postgres.stop());
afterEach(() => server.stop());

/** A database with the counter and the application's user, as `migrate` leaves it. */
async function migrated(rules: Rules): Promise<void> {
  server = await OracleServer.start({ postgres, name: `expiry_${++count}`, rules });
  const store = open({
    driver: "oracledb",
    connectString: server.connectString,
    credentials: { source: "env", username: administrator.user, password: administrator.password },
    appCredentials: { source: "env", username: app.user, password: app.password },
  });
  await store.migrate();
  await store.close();
}

/** Result of a log-in on a day: nothing, a warning, or an error. */
async function logInOn(day: number): Promise<string> {
  server.database.accounts.today = day;
  try {
    const connection = await driver.getConnection({ ...app, connectString: server.connectString });
    const { warning } = connection as { warning?: Error };
    await connection.close();
    return /ORA-\d+/.exec(warning?.message ?? "")?.[0] ?? "";
  } catch (error) {
    return /ORA-\d+/.exec((error as Error).message)?.[0] ?? String(error);
  }
}

describe.each(lives)("the application's password in %s", (_, rules) => {
  const life = rules.passwordLifeDays;

  test("does not expire, because `migrate` gives the user a profile", async () => {
    await migrated(rules);
    for (const day of [life, life + 1, life + 20, 3_650]) expect(await logInOn(day)).toBe("");
  });

  test("does so where profiles cannot be made: with a warning for a week from the first log-in that is late, and then for good", async () => {
    await migrated({ ...rules, profiles: false });
    expect(await logInOn(life)).toBe("");
    expect(await logInOn(life + 1)).toBe("ORA-28002");
    expect(await logInOn(life + 8)).toBe("ORA-28002");
    expect(await logInOn(life + 9)).toBe("ORA-28001");
  });
});
