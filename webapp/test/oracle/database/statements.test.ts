import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Postgres } from "../../../../local/postgres";
import { open } from "../../../src/store/oracledb";
import { temporaryPostgres } from "../../support/database";
import { administrator, OracleServer } from "../server";
import { understand } from "./known-statement";
import { appStatements } from "./statements";

let postgres: Postgres;
beforeAll(async () => {
  postgres = await temporaryPostgres();
});
afterAll(() => postgres.stop());

test("the list has every statement that the app runs, and no other", async () => {
  const server = await OracleServer.start({ postgres, name: "statements" });
  const ran = new Set<string>();
  server.meddle = ({ sql }) => void ran.add(understand(sql).statement.oracle);
  const { connectString, database } = server;
  const app = { username: "APP", password: "Once-4-ever-and-a-day" };
  const options = { driver: "oracledb", connectString } as const;
  const migrate = async () => {
    const owner = open({
      ...options,
      credentials: { source: "env", username: administrator.user, password: administrator.password },
      appCredentials: { source: "env", ...app },
    });
    await owner.migrate();
    await owner.close();
  };

  await migrate();
  database.accounts.setStatus(app.username, "LOCKED");
  await migrate();
  await database.change("password", app.username, "Another-1-for-now");
  await migrate();
  const store = open({ ...options, credentials: { source: "env", ...app }, schema: administrator.user });
  await store.increment(1);
  await store.read();
  await store.ping();
  await store.close();
  await server.stop();

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
