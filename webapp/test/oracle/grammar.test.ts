import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Postgres } from "../../../local/postgres";
import { temporaryPostgres } from "../support/database";
import { type Grammar, plSqlGrammar } from "./grammar";
import { OracleServer } from "./server";
import { liveThrough } from "./whole-life";

let postgres: Postgres;
let grammar: Grammar;
let statements: string[];

beforeAll(async () => {
  [postgres, grammar] = await Promise.all([temporaryPostgres(), plSqlGrammar()]);
  const server = await OracleServer.start({ postgres, name: "grammar" });
  await liveThrough(server);
  await server.stop();
  statements = [...server.statements];
});
afterAll(() => postgres.stop());

/** The statement that a block puts together and runs, with what is quoted there at run time. */
function innerOf(block: string): string | undefined {
  const expression = /EXECUTE IMMEDIATE (.+); END;$/.exec(block)?.[1];
  return expression
    ?.split(" || ")
    .map((part) => (part.startsWith("'") ? part.slice(1, -1) : '"A-password-4-now"'))
    .join("");
}

describe("the grammar of Oracle's SQL in antlr/grammars-v4", () => {
  test("reads every statement that the app sends, and the driver for itself", () => {
    expect(statements.length).toBeGreaterThan(12);
    expect(statements.map((sql) => [sql, grammar(sql)])).toEqual(statements.map((sql) => [sql, []]));
  });

  test("reads every statement that a block puts together", () => {
    const inner = statements.flatMap((sql) => innerOf(sql) ?? []);
    expect(inner.map((sql) => sql.split(" ").slice(0, 2).join(" ")).sort()).toEqual([
      "ALTER USER",
      "CREATE USER",
    ]);
    expect(inner.map((sql) => [sql, grammar(sql)])).toEqual(inner.map((sql) => [sql, []]));
  });

  test("finds what is wrong in each of them once it has a parenthesis too many", () => {
    const broken = statements.map((sql) => sql.replace(" ", " ) "));
    expect(broken.filter((sql) => grammar(sql).length === 0)).toEqual([]);
  });

  test.each([
    "UPDATE counter SET visits = visits + :step WERE id = 1 RETURNING visits INTO :visits",
    "UPDATE counter SET visits = visits + :step WHERE id = 1 RETURNING visits",
    "SELECT visits FROM counter LIMIT 1",
    "INSERT INTO counter (id, visits) VALUES (1, 0) ON CONFLICT DO NOTHING",
    "CREATE TABLE counter (id NUMBER(1) PRIMARY KEY CHECK id = 1)",
    'CREATE USER "APP" IDENTIFIED BY',
    'GRANT UPDATE (visits ON counter TO "APP"',
    "BEGIN EXECUTE IMMEDIATE 'COMMIT' END;",
  ])("refuses %s", (sql) => {
    expect(grammar(sql)).not.toEqual([]);
  });
});
