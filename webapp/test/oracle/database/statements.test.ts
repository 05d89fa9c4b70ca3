import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Postgres } from "../../../../local/postgres";
import { temporaryPostgres } from "../../support/database";
import { OracleServer } from "../server";
import { liveThrough } from "../whole-life";
import { understand } from "./known-statement";
import { appStatements } from "./statements";

let postgres: Postgres;
beforeAll(async () => {
  postgres = await temporaryPostgres();
});
afterAll(() => postgres.stop());

test("the list has every statement that the app runs, and no other", async () => {
  const server = await OracleServer.start({ postgres, name: "statements" });
  await liveThrough(server);
  await server.stop();

  const ran = new Set([...server.statements].map((sql) => understand(sql).statement.oracle));
  const driversOwn = "SELECT DBTIMEZONE FROM DUAL";
  expect([...ran].filter((sql) => sql !== driversOwn).sort()).toEqual(
    appStatements.map(({ oracle }) => oracle).sort(),
  );
});

test.each(["SELECT visits FROM counter", "UPDATE counter SET visits = 0", "BEGIN NULL; END;", ""])(
  "what it would do is not guessed: %s",
  (sql) => {
    expect(() => understand(sql)).toThrow("ORA-00900: invalid SQL statement");
  },
);
